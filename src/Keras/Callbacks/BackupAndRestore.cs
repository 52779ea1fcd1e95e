using System.Text;
using System.Text.Json;
using Keras.Backend;
using Keras.Randomness;
using Keras.Saving;
using Keras.Saving.Hdf5;
using Keras.Saving.State;
using Keras.Trainers;

namespace Keras.Callbacks;

/// <summary>Keeps a copy of weights, optimizer and epoch while fit runs, and goes on from it when fit is called again after a crash.</summary>
/// <remarks>
/// The copy says which epoch it belongs to and how far the random numbers were drawn, all in one file: wherever the process stops, the
/// epochs after it shuffle and drop as if it had not. See https://keras.io/api/callbacks/backup_and_restore/.
/// </remarks>
[KerasExport("keras.callbacks.BackupAndRestore", Former = ["keras.callbacks.experimental.BackupAndRestore"])]
public sealed class BackupAndRestore : Callback
{
    private const string Attribute = "training_metadata";

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
        // 1. The weights, and what is known of the training with them.
        string? metadata = null;
        if (File.Exists(_weights))
        {
            if (model.optimizer is { built: false } optimizer) optimizer.build(model.trainable_variables);
            model.load_weights(_weights);
            using var file = Hdf5File.Open(_weights);
            if (file.Root.Attributes.HasStrings(Attribute)) metadata = file.Root.Attributes.ReadString(Attribute);
        }

        // 2. Keras itself keeps it in a file of its own.
        if (metadata is null && File.Exists(_metadata)) metadata = File.ReadAllText(_metadata);
        if (metadata is null) return;
        try
        {
            using var document = JsonDocument.Parse(metadata);
            model.InitialEpoch = document.RootElement.GetProperty("epoch").GetInt32();
            if (document.RootElement.TryGetProperty("data", out var data)) RestoreData(data);
            if (document.RootElement.TryGetProperty("random", out var random)) RestoreRandom(random);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"The training metadata in '{backup_dir}' are damaged: {e.Message} Delete the folder to start anew.", e);
        }
    }

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        _epoch = epoch + 1;
        _batch = 0;
        if (save_freq.IsEpoch) Save(betweenEpochs: true);
    }

    /// <inheritdoc/>
    public override void on_train_batch_end(int batch, Logs? logs = null)
    {
        _batch = batch;
        if (_counter.Reached(batch)) Save(betweenEpochs: false);
    }

    private void Save(bool betweenEpochs)
    {
        Directory.CreateDirectory(backup_dir);
        if (double_checkpoint && File.Exists(_weights)) File.Copy(_weights, _weights + ".bkp", true);
        if (double_checkpoint && File.Exists(_metadata)) File.Copy(_metadata, _metadata + ".bkp", true);

        // 1. Weights and metadata in one file: a kill cannot come between them.
        var metadata = new Config { ["epoch"] = _epoch, ["batch"] = _batch };
        var tree = StateSaver.Tree(StateSaver.Collect(model));
        tree.Attributes.Add(H5Attribute.String(Attribute, PythonJson.Dump(new Config(metadata) { ["data"] = DataState(betweenEpochs), ["random"] = RandomState() }), utf8: true));
        Hdf5Writer.Write(_weights, tree);
        GC.KeepAlive(model);

        // 2. The file that Keras reads.
        AtomicFile.Write(_metadata, stream => stream.Write(Encoding.UTF8.GetBytes(PythonJson.Dump(metadata))));
    }

    /// <summary>Where the generators are: those of the process, and those of layers.</summary>
    private Config RandomState() => new(RandomStates.Capture())
    {
        ["layers"] = model.SeedGenerators.SelectMany(g => Kernel.ToNumpy(g.state.value).ToArray<int>()).Select(v => (object?)v).ToList(),
    };

    /// <summary>Where the data is. Within an epoch it does not count: the epoch starts anew.</summary>
    private List<object?> DataState(bool betweenEpochs) => !betweenEpochs ? [] : [model.TrainingSource?.State(), model.ValidationSource?.State()];

    private void RestoreData(JsonElement data)
    {
        EpochSource?[] sources = [model.TrainingSource, model.ValidationSource];
        foreach (var (source, state) in sources.Zip(data.EnumerateArray()))
            if (state.ValueKind == JsonValueKind.Object) source?.Restore(state);
    }

    private void RestoreRandom(JsonElement random)
    {
        RandomStates.Restore(random);
        int[] values = [.. random.GetProperty("layers").EnumerateArray().Select(v => v.GetInt32())];
        var generators = model.SeedGenerators.ToArray();
        if (values.Length != 2 * generators.Length) return;             // another model whose weights fit all the same
        for (var i = 0; i < generators.Length; i++) generators[i].state.assign(Kernel.FromArray(values[(2 * i)..(2 * i + 2)]));
    }

    /// <inheritdoc/>
    public override void on_train_end(Logs? logs = null)
    {
        model.InitialEpoch = null;
        if (delete_checkpoint && Directory.Exists(backup_dir)) Directory.Delete(backup_dir, true);
    }
}
