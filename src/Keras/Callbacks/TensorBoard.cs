using System.Diagnostics;
using System.Globalization;
using System.Text;
using Keras.Backend;
using Keras.Callbacks.TensorBoardEvents;
using Keras.Layers;
using Keras.Optimizers;
using Keras.Saving;
using Keras.Utils;

namespace Keras.Callbacks;

/// <summary>Writes what TensorBoard shows: results of epochs and batches, the model, histograms and pictures of weights.</summary>
/// <remarks>Training goes to the folder <c>train</c> in <c>log_dir</c>, evaluation to <c>validation</c>. See https://keras.io/api/callbacks/tensorboard/.</remarks>
[KerasExport("keras.callbacks.TensorBoard")]
public class TensorBoard : Callback
{
    private SummaryWriter? _train;
    private SummaryWriter? _validation;
    private bool _training;
    private long _trainBatch;
    private long _batchStart;
    private long _epochStart;
    private long _iterationsBefore;

    /// <summary>Makes the callback.</summary>
    /// <param name="log_dir">Folder of the files. No other callback should write there.</param>
    /// <param name="histogram_freq">After how many epochs histograms of the weights are written; 0 for never.</param>
    /// <param name="write_graph">Whether the layers of the model are written.</param>
    /// <param name="write_images">Whether weights are written as pictures, together with their histograms.</param>
    /// <param name="write_steps_per_second">Whether the speed of training is written.</param>
    /// <param name="update_freq"><c>"epoch"</c>; or <c>"batch"</c> or a number of batches after which the results so far are written too.</param>
    /// <param name="profile_batch">Which batches to profile. Only 0 has an effect: there is no profiler.</param>
    /// <param name="embeddings_freq">After how many epochs the weights are saved for the page of embeddings; 0 for never.</param>
    /// <param name="embeddings_metadata">Files that name the rows of embeddings.</param>
    public TensorBoard(string log_dir = "logs", int histogram_freq = 0, bool write_graph = true, bool write_images = false, bool write_steps_per_second = false,
        UpdateFrequency update_freq = default, ProfileBatch profile_batch = default, int embeddings_freq = 0, EmbeddingsMetadata? embeddings_metadata = null)
    {
        this.log_dir = log_dir;
        this.histogram_freq = histogram_freq;
        this.write_graph = write_graph;
        this.write_images = write_images;
        this.write_steps_per_second = write_steps_per_second;
        this.update_freq = update_freq;
        this.embeddings_freq = embeddings_freq;
        this.embeddings_metadata = embeddings_metadata;
        // Porting note: Keras on torch stops with an error here. Programs written for TensorFlow often ask for a profile, so that a warning is kinder.
        if (profile_batch.Start > 0) IoUtils.WarnOnce($"TensorBoard: there is no profiler, so profile_batch={profile_batch.Start},{profile_batch.Stop} has no effect. Use profile_batch: 0.");
    }

    /// <summary>Folder of the files.</summary>
    public string log_dir { get; }

    /// <summary>After how many epochs histograms are written; 0 for never.</summary>
    public int histogram_freq { get; }

    /// <summary>Whether the layers of the model are written.</summary>
    public bool write_graph { get; }

    /// <summary>Whether weights are written as pictures.</summary>
    public bool write_images { get; }

    /// <summary>Whether the speed of training is written.</summary>
    public bool write_steps_per_second { get; }

    /// <summary>How often results are written.</summary>
    public UpdateFrequency update_freq { get; }

    /// <summary>After how many epochs the weights are saved for the page of embeddings; 0 for never.</summary>
    public int embeddings_freq { get; }

    /// <summary>Files that name the rows of embeddings.</summary>
    public EmbeddingsMetadata? embeddings_metadata { get; }

    // A file is made where Keras makes one: when training or an evaluation begins, even if nothing is written then.
    private SummaryWriter TrainWriter => _train ??= new(Path.Combine(log_dir, "train"));

    private SummaryWriter ValidationWriter => _validation ??= new(Path.Combine(log_dir, "validation"));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><see cref="embeddings_metadata"/> names a layer that is no embedding of the model.</exception>
    public override void set_model(Model model)
    {
        base.set_model(model);
        CloseFiles();
        if (write_graph) WriteModel();
        if (embeddings_freq > 0) DescribeEmbeddings();
    }

    /// <inheritdoc/>
    public override void on_train_begin(Logs? logs = null)
    {
        _training = true;
        _trainBatch = 0;
        _iterationsBefore = 0;
        _ = TrainWriter;
    }

    /// <inheritdoc/>
    public override void on_train_end(Logs? logs = null)
    {
        _training = false;
        CloseFiles();
    }

    /// <inheritdoc/>
    public override void on_test_begin(Logs? logs = null) => _ = ValidationWriter;

    /// <inheritdoc/>
    public override void on_test_end(Logs? logs = null)
    {
        if (model.optimizer is { } optimizer)
        {
            var step = (long)Kernel.Peek(optimizer.iterations.Raw);
            foreach (var (name, value) in logs ?? []) ValidationWriter.Scalar($"evaluation_{name}_vs_iterations", value, step);
        }
        _validation?.Flush();
        if (!_training) CloseFiles();
    }

    /// <inheritdoc/>
    public override void on_train_batch_begin(int batch, Logs? logs = null)
    {
        _trainBatch++;
        if (write_steps_per_second) _batchStart = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void on_train_batch_end(int batch, Logs? logs = null)
    {
        if (update_freq.Batches is not { } every || _trainBatch % every != 0) return;
        if (write_steps_per_second) TrainWriter.Scalar("batch_steps_per_second", 1 / Stopwatch.GetElapsedTime(_batchStart).TotalSeconds, _trainBatch);
        foreach (var (name, value) in logs ?? []) TrainWriter.Scalar($"batch_{name}", value, _trainBatch);
    }

    /// <inheritdoc/>
    public override void on_epoch_begin(int epoch, Logs? logs = null)
    {
        if (!write_steps_per_second) return;
        _iterationsBefore = Iterations();
        _epochStart = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        WriteResults(epoch, logs ?? []);
        if (histogram_freq > 0 && epoch % histogram_freq == 0) WriteWeights(epoch);
        if (embeddings_freq > 0 && epoch % embeddings_freq == 0)
        {
            var folder = Path.Combine(log_dir, "train");
            Directory.CreateDirectory(folder);
            model.save_weights(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"keras_embedding.ckpt-{epoch}.weights.h5")));
        }
        _train?.Flush();
        _validation?.Flush();
    }

    private long Iterations() => model.optimizer is { } optimizer ? (long)Kernel.Peek(optimizer.iterations.Raw) : 0;

    private void CloseFiles()
    {
        _train?.Dispose();
        _validation?.Dispose();
        _train = _validation = null;
    }

    private void WriteModel()
    {
        var writer = TrainWriter;
        if (KerasRegistry.ClassName(model.GetType()) is not ("Functional" or "Sequential")) return;
        try
        {
            writer.Model("keras", PythonJson.Dump(Serialization.ToConfig(model)), 0);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A model that has no configuration can be trained all the same.
            IoUtils.Warn($"Model failed to serialize as JSON. Ignoring... {e.Message}");
        }
        writer.Flush();
    }

    private void DescribeEmbeddings()
    {
        var text = new StringBuilder();
        var left = embeddings_metadata?.ByLayer?.ToDictionary() ?? [];
        foreach (var layer in model.layers.OfType<Embedding>())
        {
            text.Append("embeddings {\n  tensor_name: \"layer_with_weights-0/embeddings/.ATTRIBUTES/VARIABLE_VALUE\"\n");
            var path = embeddings_metadata?.All ?? (left.Remove(layer.name, out var own) ? own : null);
            if (path is not null) text.Append($"  metadata_path: \"{path.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"\n");
            text.Append("}\n");
        }
        if (left.Count > 0)
            throw new ArgumentException($"Unrecognized `Embedding` layer names passed to `keras.callbacks.TensorBoard` `embeddings_metadata` argument: {string.Join(", ", left.Keys)}");
        Directory.CreateDirectory(log_dir);
        File.WriteAllText(Path.Combine(log_dir, "projector_config.pbtxt"), text.ToString());
    }

    private void WriteResults(int epoch, Logs logs)
    {
        if (logs.Count == 0) return;

        // 1. Results of training, the learning rates, the speed.
        foreach (var (name, value) in logs)
            if (!name.StartsWith("val_", StringComparison.Ordinal)) TrainWriter.Scalar($"epoch_{name}", value, epoch);
        var optimizer = model.optimizer is LossScaleOptimizer scaled ? scaled.inner_optimizer : model.optimizer;
        if (optimizer is MultiOptimizer several)
            foreach (var one in several.optimizers) TrainWriter.Scalar($"epoch_learning_rate_{one.name}", one.learning_rate, epoch);
        else if (optimizer is not null) TrainWriter.Scalar("epoch_learning_rate", optimizer.learning_rate, epoch);
        if (write_steps_per_second)
            TrainWriter.Scalar("epoch_steps_per_second", (Iterations() - _iterationsBefore) / Stopwatch.GetElapsedTime(_epochStart).TotalSeconds, epoch);

        // 2. Results of the evaluation, without their prefix.
        foreach (var (name, value) in logs)
            if (name.StartsWith("val_", StringComparison.Ordinal)) ValidationWriter.Scalar($"epoch_{name[4..]}", value, epoch);
    }

    private void WriteWeights(int epoch)
    {
        using var scope = new TensorScope();
        foreach (var layer in model.layers)
            foreach (var weight in layer.weights)
            {
                var name = weight.path.Replace(':', '_');
                TrainWriter.Histogram($"{name}/histogram", Kernel.ToArray<float>(Ops.cast(weight.Raw, "float32")), epoch);
                if (write_images) WritePicture(weight, $"{name}/image", epoch);
            }
    }

    /// <summary>A vector is a column, a matrix a picture that is wider than high, and of three axes the last one counts the pictures.</summary>
    private void WritePicture(Variable weight, string name, int epoch)
    {
        var x = Ops.squeeze(Ops.cast(weight.Raw, "float32"));
        if (x.ndim == 2 && x.shape[0] > x.shape[1]) x = Ops.transpose(x);
        else if (x.ndim == 3 && KerasConfig.image_data_format() == "channels_last") x = Ops.transpose(x, [2, 0, 1]);
        var d = x.shape.Select(n => n ?? 0).ToArray();
        (int, int, int, int)? shape = d.Length switch
        {
            1 => (1, d[0], 1, 1),
            2 => (1, d[0], d[1], 1),
            3 => (d[0], d[1], d[2], 1),
            4 when d[3] is 1 or 3 or 4 => (d[0], d[1], d[2], d[3]),
            _ => null,
        };
        if (shape is { } known) TrainWriter.Images(name, Kernel.ToArray<float>(x), known, epoch);
    }
}
