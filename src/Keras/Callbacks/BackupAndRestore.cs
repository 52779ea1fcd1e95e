using System.Text;
using System.Text.Json;
using Keras.Saving;

namespace Keras.Callbacks;

/// <summary>Keeps a copy of weights, optimizer and epoch while fit runs, and goes on from it when fit is called again after a crash.</summary>
/// <remarks>See https://keras.io/api/callbacks/backup_and_restore/.</remarks>
[KerasExport("keras.callbacks.BackupAndRestore")]
public sealed class BackupAndRestore : Callback
{
    private readonly BatchCounter _counter;
    private readonly string _weights;
    private readonly string _metadata;
    private int _epoch;
    private int _batch;

    /// <summary>Makes the callback.</summary>
    /// <param name="backup_dir">Folder of the copy; used by nothing else.</param>
    /// <param name="save_freq"><c>"epoch"</c>, or a number of batches.</param>
    /// <param name="double_checkpoint">Whether the copy before the last one is kept too.</param>
    /// <param name="delete_checkpoint">Whether the copy is deleted when training is complete.</param>
    /// <exception cref="ArgumentException">The folder is empty.</exception>
    public BackupAndRestore(string backup_dir, SaveFrequency save_freq = default, bool double_checkpoint = false, bool delete_checkpoint = true)
    {
        if (string.IsNullOrEmpty(backup_dir)) throw new ArgumentException("Empty `backup_dir` argument passed");
        this.backup_dir = backup_dir;
        this.save_freq = save_freq;
        this.double_checkpoint = double_checkpoint;
        this.delete_checkpoint = delete_checkpoint;
        _counter = new(save_freq);
        _weights = Path.Combine(backup_dir, "latest.weights.h5");
        _metadata = Path.Combine(backup_dir, "training_metadata.json");
    }

    /// <summary>Folder of the copy.</summary>
    public string backup_dir { get; }

    /// <summary>When to save.</summary>
    public SaveFrequency save_freq { get; }

    /// <summary>Whether the copy before the last one is kept too.</summary>
    public bool double_checkpoint { get; }

    /// <summary>Whether the copy is deleted when training is complete.</summary>
    public bool delete_checkpoint { get; }

    /// <inheritdoc/>
    public override void on_train_begin(Logs? logs = null)
    {
        try
        {
            Load();
        }
        catch (Exception e) when (e is IOException or InvalidDataException && File.Exists(_weights + ".bkp"))
        {
            // The last copy is damaged: the one before it.
            File.Copy(_weights + ".bkp", _weights, true);
            if (File.Exists(_metadata + ".bkp")) File.Copy(_metadata + ".bkp", _metadata, true);
            else File.Delete(_metadata);
            Load();
        }
    }

    private void Load()
    {
        if (!model.built)
            throw new InvalidOperationException($"To use the BackupAndRestore callback, your model must be built before you call `fit()`. Model {model.name} is unbuilt. You can build it beforehand by calling it on a batch of data.");
        if (File.Exists(_weights))
        {
            if (model.optimizer is { built: false } optimizer) optimizer.build(model.trainable_variables);
            model.load_weights(_weights);
        }
        if (File.Exists(_metadata))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(_metadata));
            model.InitialEpoch = document.RootElement.GetProperty("epoch").GetInt32();
        }
    }

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        _epoch = epoch + 1;
        _batch = 0;
        if (save_freq.IsEpoch) Save();
    }

    /// <inheritdoc/>
    public override void on_train_batch_end(int batch, Logs? logs = null)
    {
        _batch = batch;
        if (_counter.Reached(batch)) Save();
    }

    private void Save()
    {
        Directory.CreateDirectory(backup_dir);
        if (double_checkpoint && File.Exists(_weights)) File.Copy(_weights, _weights + ".bkp", true);
        if (double_checkpoint && File.Exists(_metadata)) File.Copy(_metadata, _metadata + ".bkp", true);
        model.save_weights(_weights, overwrite: true);
        AtomicFile.Write(_metadata, stream => stream.Write(Encoding.UTF8.GetBytes(PythonJson.Dump(new Config { ["epoch"] = _epoch, ["batch"] = _batch }))));
    }

    /// <inheritdoc/>
    public override void on_train_end(Logs? logs = null)
    {
        model.InitialEpoch = null;
        if (delete_checkpoint && Directory.Exists(backup_dir)) Directory.Delete(backup_dir, true);
    }
}
