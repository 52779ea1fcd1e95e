using Keras.Saving.Hdf5;

namespace Keras.Saving;

/// <summary>Saving and loading of models, by the ending of the file's name (keras/src/saving/saving_api.py).</summary>
public static class ModelSaving
{
    /// <summary>Saves a whole model: what it is, its weights, how it was compiled, and what its optimizer keeps.</summary>
    /// <param name="model">A model.</param>
    /// <param name="filepath">A name that ends in <c>.h5</c> or <c>.hdf5</c>.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="include_optimizer">Whether the optimizer's state is saved too.</param>
    /// <exception cref="ArgumentException">Another ending.</exception>
    /// <exception cref="IOException">The file cannot be written, or exists and may not be replaced; what was there stays.</exception>
    [KerasExport("keras.saving.save_model", "keras.models.save_model")]
    public static void save_model(Model model, string filepath, bool overwrite = true, bool include_optimizer = true)
    {
        RequireBuilt(model, "saved");
        RequireNew(filepath, overwrite);
        if (IsH5(filepath)) LegacyH5.SaveModel(model, filepath, include_optimizer);
        else throw UnknownEnding("saved", filepath);
    }

    /// <summary>Loads a whole model.</summary>
    /// <param name="filepath">A file that Keras or this library saved.</param>
    /// <param name="custom_objects">Names of your own classes and functions.</param>
    /// <param name="compile">Whether the model is compiled as it was when it was saved.</param>
    /// <param name="safe_mode">Kept for Keras's signature: code in files is never run.</param>
    /// <returns>The model.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="ArgumentException">The file uses a class that is not known, or holds no model.</exception>
    [KerasExport("keras.saving.load_model", "keras.models.load_model")]
    public static Model load_model(string filepath, IReadOnlyDictionary<string, object>? custom_objects = null, bool compile = true, bool safe_mode = true)
    {
        RequireFile(filepath, "model");
        using var scope = new CustomObjectScope(custom_objects);
        if (IsH5(filepath) || Hdf5File.IsHdf5(filepath)) return LegacyH5.LoadModel(filepath, compile);
        throw UnknownEnding("loaded", filepath);
    }

    internal static void SaveWeights(Model model, string filepath, bool overwrite)
    {
        RequireBuilt(model, "saved");
        RequireNew(filepath, overwrite);
        if (IsH5(filepath)) LegacyH5.SaveWeights(model, filepath);
        else throw UnknownEnding("saved", filepath);
    }

    internal static void LoadWeights(Model model, string filepath, bool skipMismatch, bool byName)
    {
        RequireFile(filepath, "weights");
        RequireBuilt(model, "loaded");
        using var file = Hdf5File.Open(filepath);
        // A whole model holds its weights one group deeper.
        var group = !file.Root.Attributes.HasStrings("layer_names") && file.Root.TryGetGroup("model_weights", out var inner) ? inner : file.Root;
        if (byName) LegacyH5.LoadWeightsByName(group, model, filepath, skipMismatch);
        else LegacyH5.LoadWeights(group, model, filepath, skipMismatch);
    }

    internal static bool IsH5(string path) =>
        path.EndsWith(".h5", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".hdf5", StringComparison.OrdinalIgnoreCase);

    private static ArgumentException UnknownEnding(string what, string path) =>
        new($"A model cannot be {what} under the name '{path}': expected a name that ends in .h5 or .hdf5.");

    private static void RequireFile(string path, string what)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"File not found: filepath={path}. Please ensure the file with the {what} exists{(Directory.Exists(path) ? "; this is a folder" : "")}.", path);
    }

    private static void RequireNew(string path, bool overwrite)
    {
        if (!overwrite && File.Exists(path)) throw new IOException($"The file '{path}' exists already. Pass overwrite: true to replace it.");
    }

    private static void RequireBuilt(Model model, string what)
    {
        if (!model.built || model.FlattenLayers().Any(l => !l.built))
            throw new InvalidOperationException($"The weights of the model '{model.name}' cannot be {what}, since it is not built yet. Build it first, by giving it an input shape or by calling it on data.");
    }
}
