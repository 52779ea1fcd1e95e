using System.Globalization;
using System.Text;
using Keras.Saving;
using Keras.Utils;

namespace Keras.Callbacks;

/// <summary>Writes the results of each epoch as a line of a CSV file.</summary>
/// <remarks>See https://keras.io/api/callbacks/csv_logger/.</remarks>
[KerasExport("keras.callbacks.CSVLogger")]
public sealed class CSVLogger : Callback
{
    private StreamWriter? _file;
    private List<string>? _keys;
    private bool _writesHeader = true;

    /// <summary>Makes the callback.</summary>
    /// <param name="filename">Where to write.</param>
    /// <param name="separator">What stands between the values.</param>
    /// <param name="append">Whether to go on in an existing file.</param>
    public CSVLogger(string filename, string separator = ",", bool append = false)
    {
        this.filename = filename;
        this.separator = separator;
        this.append = append;
    }

    /// <summary>Where to write.</summary>
    public string filename { get; }

    /// <summary>What stands between the values.</summary>
    public string separator { get; }

    /// <summary>Whether to go on in an existing file.</summary>
    public bool append { get; }

    /// <inheritdoc/>
    public override void on_train_begin(Logs? logs = null)
    {
        _file?.Dispose();
        if (append && File.Exists(filename)) _writesHeader = new FileInfo(filename).Length == 0;
        _file = Explained(() => new StreamWriter(filename, append, new UTF8Encoding(false)) { NewLine = "\r\n" });
        _keys = null;
    }

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        Explained(() =>
        {
            Write(epoch, logs ?? []);
            return true;
        });
    }

    private void Write(int epoch, Logs logs)
    {
        if (_keys is null)
        {
            _keys = [.. logs.Keys.Order(StringComparer.Ordinal)];
            // The columns of an evaluation stand there even if the first epoch had none.
            if (!_keys.Any(k => k.StartsWith("val_", StringComparison.Ordinal))) _keys.AddRange(_keys.Select(k => "val_" + k).ToArray());
            if (_writesHeader) _file!.WriteLine(string.Join(separator, _keys.Prepend("epoch").Select(Quote)));
        }
        var values = _keys.Select(k => logs.get(k) is { } v ? PythonFormat.Repr(v) : "NA");
        _file!.WriteLine(string.Join(separator, values.Prepend(epoch.ToString(CultureInfo.InvariantCulture)).Select(Quote)));
        _file.Flush();
    }

    /// <summary>Names the file where it cannot be written.</summary>
    private T Explained<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException || AtomicFile.IsTooLarge(e))
        {
            // What is still in the buffer would fail again when the file is closed.
            _file = null;
            throw new IOException($"CSVLogger cannot write '{filename}': the folder may be missing, or the disk full, read-only or broken. ({e.Message})", e);
        }
    }

    private string Quote(string text) =>
        text.Contains(separator, StringComparison.Ordinal) || text.AsSpan().IndexOfAny("\"\r\n") >= 0 ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;

    /// <inheritdoc/>
    public override void on_train_end(Logs? logs = null)
    {
        _file?.Dispose();
        _file = null;
    }
}
