using System.Globalization;
using System.Text.RegularExpressions;
using Keras.Utils;

namespace Keras.Callbacks;

/// <summary>Saves the model or its weights during training.</summary>
/// <remarks>A file is replaced only when the new one is complete. See https://keras.io/api/callbacks/model_checkpoint/.</remarks>
[KerasExport("keras.callbacks.ModelCheckpoint")]
public sealed partial class ModelCheckpoint : MonitorCallback
{
    private readonly BatchCounter _counter;
    private int _epoch;

    /// <summary>Makes the callback.</summary>
    /// <param name="filepath">Where to save: <c>.keras</c> or <c>.h5</c>, for weights alone <c>.weights.h5</c>. <c>{epoch:02d}</c> and the names of results are filled in.</param>
    /// <param name="monitor">Name of the result watched.</param>
    /// <param name="verbose">1 to say what is done.</param>
    /// <param name="save_best_only">Whether to save only when the result is the best so far.</param>
    /// <param name="save_weights_only">Whether to save the weights alone.</param>
    /// <param name="mode"><c>min</c>, <c>max</c>, or <c>auto</c>: by the name.</param>
    /// <param name="save_freq"><c>"epoch"</c>, or a number of batches.</param>
    /// <param name="initial_value_threshold">A value that must be beaten.</param>
    /// <exception cref="ArgumentException">The path has another ending.</exception>
    public ModelCheckpoint(string filepath, string monitor = "val_loss", int verbose = 0, bool save_best_only = false, bool save_weights_only = false,
        string mode = "auto", SaveFrequency save_freq = default, double? initial_value_threshold = null) : base(monitor, mode, initial_value_threshold)
    {
        this.filepath = filepath;
        this.verbose = verbose;
        this.save_best_only = save_best_only;
        this.save_weights_only = save_weights_only;
        this.save_freq = save_freq;
        _counter = new(save_freq);
        // Porting note: Keras 2 took any name for weights; Keras 3 insists on .weights.h5, because the name decides the layout.
        if (save_weights_only && !filepath.EndsWith(".weights.h5", StringComparison.Ordinal))
            throw new ArgumentException($"When using `save_weights_only=True` in `ModelCheckpoint`, the filepath provided must end in `.weights.h5` (Keras weights format). Received: filepath={filepath}");
        if (!save_weights_only && !filepath.EndsWith(".keras", StringComparison.Ordinal) && !filepath.EndsWith(".h5", StringComparison.Ordinal) && !filepath.EndsWith(".hdf5", StringComparison.Ordinal))
            throw new ArgumentException($"The filepath provided must end in `.keras` (Keras model format) or `.h5`. Received: filepath={filepath}");
    }

    /// <summary>Where to save.</summary>
    public string filepath { get; }

    /// <summary>1 to say what is done.</summary>
    public int verbose { get; }

    /// <summary>Whether to save only when the result is the best so far.</summary>
    public bool save_best_only { get; }

    /// <summary>Whether to save the weights alone.</summary>
    public bool save_weights_only { get; }

    /// <summary>When to save.</summary>
    public SaveFrequency save_freq { get; }

    /// <inheritdoc/>
    public override void on_train_batch_end(int batch, Logs? logs = null)
    {
        if (_counter.Reached(batch)) Save(_epoch, batch, logs ?? []);
    }

    /// <inheritdoc/>
    public override void on_epoch_begin(int epoch, Logs? logs = null) => _epoch = epoch;

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        EnsureDirection();
        if (save_freq.IsEpoch) Save(epoch, null, logs ?? []);
    }

    private void Save(int epoch, int? batch, Logs logs)
    {
        var path = Path(epoch, batch, logs);
        if (!ShouldSave(epoch, logs, path)) return;
        if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        if (Directory.Exists(path)) throw new IOException($"Please specify a non-directory filepath for ModelCheckpoint. Filepath used is an existing directory: {path}");
        if (save_weights_only) model.save_weights(path, overwrite: true);
        else model.save(path, overwrite: true);
        if (verbose > 0) IoUtils.PrintMsg($"\nEpoch {epoch + 1}: finished saving model to {path}");
    }

    private bool ShouldSave(int epoch, Logs logs, string path)
    {
        if (!save_best_only)
        {
            if (verbose > 0) IoUtils.PrintMsg($"\nEpoch {epoch + 1}: saving model to {path}");
            return true;
        }
        if (logs.get(monitor) is not { } current)
        {
            IoUtils.Warn($"Can save best model only with {monitor} available.");
            return true;
        }
        EnsureDirection();
        var bestText = best is { } b ? PythonFormat.Fixed(b, 5) : "None";
        if (!IsImprovement(current, best))
        {
            if (verbose > 0) IoUtils.PrintMsg($"\nEpoch {epoch + 1}: {monitor} did not improve from {bestText}");
            return false;
        }
        if (verbose > 0) IoUtils.PrintMsg($"\nEpoch {epoch + 1}: {monitor} improved from {bestText} to {PythonFormat.Fixed(current, 5)}, saving model to {path}");
        best = current;
        return true;
    }

    /// <summary>The path with its places filled: <c>{epoch:02d}</c>, <c>{batch}</c>, <c>{val_loss:.2f}</c>.</summary>
    private string Path(int epoch, int? batch, Logs logs) => Place().Replace(filepath, m =>
    {
        var name = m.Groups[1].Value;
        var value = name == "epoch" ? epoch + 1 : name == "batch" && batch is { } b ? b + 1 : logs.get(name);
        if (value is not { } number)
            throw new ArgumentException($"Failed to format this callback filepath: \"{filepath}\". Reason: there is no result '{name}'. Available: epoch, {string.Join(", ", logs.Keys)}.");
        var spec = m.Groups[2].Value;
        if (spec.Length == 0) return name is "epoch" or "batch" ? ((long)number).ToString(CultureInfo.InvariantCulture) : PythonFormat.Repr(number);
        var parts = Spec().Match(spec);
        if (!parts.Success) throw new ArgumentException($"Failed to format this callback filepath: \"{filepath}\". The format '{spec}' is not understood: expected such as 02d, .2f or .3e.");
        var text = parts.Groups["kind"].Value switch
        {
            "d" => ((long)number).ToString(CultureInfo.InvariantCulture),
            "e" => PythonFormat.Exponent(number, parts.Groups["precision"].Success ? int.Parse(parts.Groups["precision"].Value, CultureInfo.InvariantCulture) : 6),
            _ => PythonFormat.Fixed(number, parts.Groups["precision"].Success ? int.Parse(parts.Groups["precision"].Value, CultureInfo.InvariantCulture) : 6),
        };
        var width = parts.Groups["width"].Success ? int.Parse(parts.Groups["width"].Value, CultureInfo.InvariantCulture) : 0;
        return text.PadLeft(width, parts.Groups["zero"].Success ? '0' : ' ');
    });

    [GeneratedRegex(@"\{(\w+)(?::([^}]*))?\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"^(?<zero>0)?(?<width>\d+)?(?:\.(?<precision>\d+))?(?<kind>[dfe])$")]
    private static partial Regex Spec();
}
