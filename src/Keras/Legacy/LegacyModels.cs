using Keras.Saving;

namespace Keras.Legacy;

/// <summary>Functions of Keras 2 on models.</summary>
[Obsolete("Keras 3 dropped this name.")]
public static class LegacyModels
{
    /// <summary>Makes the model of a configuration, with fresh weights.</summary>
    /// <param name="config">Class and configuration: what <c>serialize_keras_object</c> gave, or the object of a model's JSON text. What <c>model.get_config()</c> gave goes to <c>from_config</c> of its class.</param>
    /// <param name="custom_objects">Names of your own classes and functions.</param>
    /// <exception cref="ArgumentException">It uses a class that is not known, or describes no model.</exception>
    [KerasExport("keras.models.model_from_config")]
    public static Model model_from_config(Config config, Dictionary<string, object>? custom_objects = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (!config.ContainsKey("class_name"))
            throw new ArgumentException($"model_from_config expects an object with 'class_name' and 'config'. Received the keys {string.Join(", ", config.Keys)}. Maybe you meant Sequential.from_config(config) or Model.from_config(config).", nameof(config));
        return ModelSaving.model_from_json(PythonJson.Dump(config), custom_objects);
    }

    /// <summary>Prints the table of a model's layers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="line_length">Width of the table.</param>
    /// <param name="positions">Where the columns end, in parts of the width.</param>
    /// <param name="print_fn">Takes the text; the console where <see langword="null"/>.</param>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    [KerasExport("keras.utils.print_summary")]
    public static void print_summary(Model model, int? line_length = null, double[]? positions = null, Action<string>? print_fn = null) => model.summary(line_length, positions, print_fn);
}
