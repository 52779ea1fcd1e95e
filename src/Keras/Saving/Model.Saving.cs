using Keras.Saving;

namespace Keras;

public abstract partial class Model
{
    /// <summary>Saves the whole model.</summary>
    /// <param name="filepath">Where to: a name that ends in <c>.h5</c>.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="include_optimizer">Whether the optimizer's state is saved too.</param>
    /// <exception cref="IOException">The file cannot be written; what was there stays.</exception>
    public void save(string filepath, bool overwrite = true, bool include_optimizer = true) => ModelSaving.save_model(this, filepath, overwrite, include_optimizer);

    /// <summary>Saves the weights alone.</summary>
    /// <param name="filepath">Where to: a name that ends in <c>.h5</c>.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <exception cref="IOException">The file cannot be written; what was there stays.</exception>
    public void save_weights(string filepath, bool overwrite = true) => ModelSaving.SaveWeights(this, filepath, overwrite);

    /// <summary>Loads weights from a file of weights or of a whole model.</summary>
    /// <param name="filepath">The file.</param>
    /// <param name="skip_mismatch">Whether layers that do not fit keep their weights, with a warning.</param>
    /// <param name="by_name">Whether layers are matched by name instead of by order.</param>
    /// <exception cref="ArgumentException">Layers or shapes do not fit; the model is as it was.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public void load_weights(string filepath, bool skip_mismatch = false, bool by_name = false) => ModelSaving.LoadWeights(this, filepath, skip_mismatch, by_name);

    /// <summary>The configuration of the model as JSON text.</summary>
    public string to_json() => PythonJson.Dump(Serialization.ObjectToConfig(this));
}
