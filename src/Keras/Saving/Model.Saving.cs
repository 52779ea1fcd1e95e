using Keras.Saving;

namespace Keras;

public abstract partial class Model
{
    /// <summary>Saves the whole model.</summary>
    /// <param name="filepath">Where to: a name that ends in <c>.keras</c> or <c>.h5</c>.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="zipped">Whether the format of <c>.keras</c> is one file; <see langword="false"/> makes a folder of its parts.</param>
    /// <param name="include_optimizer">Whether an <c>.h5</c> file holds the optimizer's state too.</param>
    /// <param name="save_format">Keras 2's argument: the name tells the format, and this is ignored with a warning.</param>
    /// <exception cref="IOException">The file cannot be written; what was there stays.</exception>
    /// <exception cref="ArgumentException">The name does not tell the format.</exception>
    public void save(string filepath, bool overwrite = true, bool? zipped = null, bool include_optimizer = true, string? save_format = null)
    {
        if (save_format is not null)
        {
            if (!filepath.EndsWith(".keras", StringComparison.OrdinalIgnoreCase) && !ModelSaving.IsH5(filepath))
                throw new ArgumentException($"The `save_format` argument is deprecated in Keras 3. Please remove this argument and pass a file path with either `.keras` or `.h5` extension. Received: save_format={save_format}, filepath={filepath}", nameof(save_format));
            Utils.IoUtils.Warn("The `save_format` argument is deprecated in Keras 3. We recommend removing this argument as it can be inferred from the file path.");
        }
        ModelSaving.save_model(this, filepath, overwrite, zipped, include_optimizer);
    }

    /// <summary>Saves the weights alone, and what the optimizer keeps.</summary>
    /// <param name="filepath">Where to: a name that ends in <c>.weights.h5</c>; any other <c>.h5</c> is written in Keras 2's layout.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="max_shard_size">The most gigabytes in a file, with a name that ends in <c>.weights.json</c>.</param>
    /// <exception cref="IOException">The file cannot be written; what was there stays.</exception>
    public void save_weights(string filepath, bool overwrite = true, double? max_shard_size = null) => ModelSaving.save_weights(this, filepath, overwrite, max_shard_size);

    /// <summary>Loads weights from a file of weights or of a whole model.</summary>
    /// <param name="filepath">The file, of any layout.</param>
    /// <param name="skip_mismatch">Whether layers that do not fit keep their weights, with a warning.</param>
    /// <param name="by_name">Whether layers are matched by name instead of by order; for <c>.h5</c> files of Keras 1 and 2.</param>
    /// <param name="objects_to_skip">Layers that are left alone; for <c>.weights.h5</c>.</param>
    /// <exception cref="ArgumentException">Layers or shapes do not fit; the model is as it was.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public void load_weights(string filepath, bool skip_mismatch = false, bool? by_name = null, IReadOnlyList<Layer>? objects_to_skip = null) =>
        ModelSaving.load_weights(this, filepath, skip_mismatch, by_name, objects_to_skip);

    /// <summary>The configuration of the model as JSON text.</summary>
    public string to_json() => PythonJson.Dump(Serialization.ObjectToConfig(this));
}
