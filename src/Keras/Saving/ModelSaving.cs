using Keras.Saving.Hdf5;
using Keras.Saving.Legacy;
using Keras.Saving.State;
using Keras.Utils;

namespace Keras.Saving;

/// <summary>Saving and loading of models, by the ending of the file's name and by what is in it (keras/src/saving/saving_api.py).</summary>
public static class ModelSaving
{
    /// <summary>Saves a whole model: what it is, its weights, how it was compiled, and what its optimizer keeps.</summary>
    /// <param name="model">A model.</param>
    /// <param name="filepath">A name that ends in <c>.keras</c> (recommended), or in <c>.h5</c> or <c>.hdf5</c>.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="zipped">Whether the format of <c>.keras</c> is one file; <see langword="false"/> makes a folder of its parts.</param>
    /// <param name="include_optimizer">Whether an <c>.h5</c> file holds the optimizer's state too.</param>
    /// <exception cref="ArgumentException">Another ending.</exception>
    /// <exception cref="IOException">The file cannot be written, or exists and may not be replaced; what was there stays.</exception>
    [KerasExport("keras.saving.save_model", "keras.models.save_model")]
    public static void save_model(Model model, string filepath, bool overwrite = true, bool? zipped = null, bool include_optimizer = true)
    {
        // 1. What is asked for.
        if (zipped == false && IsKeras(filepath))
            throw new ArgumentException($"When using `zipped=False`, the `filepath` argument should not end in `.keras`. Received: filepath={filepath}");
        if (zipped != false && !IsKeras(filepath) && !IsH5(filepath))
            throw new ArgumentException("Invalid filepath extension for saving. Please add either a `.keras` extension for the native Keras format (recommended) or a `.h5` extension. " +
                $"Received: filepath={filepath}.");
        RequireNew(filepath, overwrite);

        // 2. Save.
        if (IsH5(filepath) && zipped is null)
        {
            RequireBuilt(model, "saved");
            LegacyH5.SaveModel(model, filepath, include_optimizer);
            return;
        }
        if (!model.built)
            IoUtils.Warn("You are saving a model that has not yet been built. It might not contain any weights yet. Consider building the model first by calling it on some data.");
        if (zipped == false) KerasArchive.SaveFolder(model, filepath);
        else KerasArchive.Save(model, filepath);
    }

    /// <summary>Loads a whole model.</summary>
    /// <param name="filepath">A file that Keras or this library saved: <c>.keras</c>, or <c>.h5</c> of Keras 1 to 3.</param>
    /// <param name="custom_objects">Names of your own classes and functions.</param>
    /// <param name="compile">Whether the model is compiled as it was when it was saved.</param>
    /// <param name="safe_mode">Kept for Keras's signature: code in files is never run.</param>
    /// <returns>The model.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="ArgumentException">The file uses a class that is not known, or holds no model.</exception>
    [KerasExport("keras.saving.load_model", "keras.models.load_model")]
    public static Model load_model(string filepath, Dictionary<string, object>? custom_objects = null, bool compile = true, bool safe_mode = true)
    {
        using var scope = new CustomObjectScope(custom_objects);
        if (KerasArchive.IsFolder(filepath)) return Named(filepath, () => KerasArchive.LoadFolder(filepath, compile));
        RequireFile(filepath, "model");
        // What the file is, and not what it is called, decides: files are renamed.
        if (KerasArchive.IsZip(filepath)) return Named(filepath, () => KerasArchive.Load(filepath, compile));
        if (IsH5(filepath) || Hdf5File.IsHdf5(filepath)) return Named(filepath, () => LegacyH5.LoadModel(filepath, compile));
        throw IsKeras(filepath)
            ? new InvalidDataException($"The file '{filepath}' is no .keras file: it is neither a zip archive nor an HDF5 file. It may be damaged, or not downloaded completely.")
            : new ArgumentException($"File format not supported: filepath={filepath}. Expected a `.keras` file, or an `.h5` file of any age of Keras.");
    }

    /// <summary>Saves the weights of a model alone, and what its optimizer keeps.</summary>
    /// <param name="model">A model that is built.</param>
    /// <param name="filepath">A name that ends in <c>.weights.h5</c>, or in <c>.weights.json</c> with <paramref name="max_shard_size"/>; any other <c>.h5</c> is written in Keras 2's layout, without the optimizer.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="max_shard_size">The most gigabytes in a file: larger weights are spread over several.</param>
    /// <exception cref="ArgumentException">Another ending.</exception>
    /// <exception cref="IOException">The file cannot be written, or exists and may not be replaced; what was there stays.</exception>
    [KerasExport("keras.saving.save_weights")]
    public static void save_weights(Model model, string filepath, bool overwrite = true, double? max_shard_size = null)
    {
        // 1. Check.
        if (max_shard_size is not null && !filepath.EndsWith("weights.h5", StringComparison.Ordinal) && !filepath.EndsWith("weights.json", StringComparison.Ordinal))
            throw new ArgumentException($"The filename must end in `.weights.json` when `max_shard_size` is specified. Received: filepath={filepath}");
        if (max_shard_size is null && !IsH5(filepath))
            throw new ArgumentException($"The filename must end in `.weights.h5`. Received: filepath={filepath}");
        RequireBuilt(model, "saved");
        RequireNew(filepath, overwrite);

        // 2. Save.
        if (max_shard_size is { } size) ShardedWriter.Write(filepath, StateSaver.Collect(model), size);
        else if (filepath.EndsWith(".weights.h5", StringComparison.OrdinalIgnoreCase)) Hdf5Writer.Write(filepath, StateSaver.Tree(StateSaver.Collect(model)));
        // Porting note: Keras 3 refuses other names; Keras 2 wrote its own layout under them, and so do we.
        else LegacyH5.SaveWeights(model, filepath);
        GC.KeepAlive(model);
    }

    /// <summary>Loads weights from a file of weights or of a whole model.</summary>
    /// <param name="model">A model that is built.</param>
    /// <param name="filepath">A file of any layout: <c>.weights.h5</c>, <c>.weights.json</c>, <c>.keras</c>, <c>.h5</c> of Keras 1 to 3.</param>
    /// <param name="skip_mismatch">Whether layers that do not fit keep their weights, with a warning.</param>
    /// <param name="by_name">Whether layers are matched by name instead of by order; for <c>.h5</c> files of Keras 1 and 2.</param>
    /// <param name="objects_to_skip">Layers that are left alone; for <c>.weights.h5</c>.</param>
    /// <exception cref="ArgumentException">Layers or shapes do not fit; the model is as it was.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    [KerasExport("keras.saving.load_weights")]
    public static void load_weights(Model model, string filepath, bool skip_mismatch = false, bool? by_name = null, IReadOnlyList<Layer>? objects_to_skip = null)
    {
        // 1. Check.
        RequireFile(filepath, "weights");
        RequireBuilt(model, "loaded");
        Named(filepath, () =>
        {
            LoadWeights(model, filepath, skip_mismatch, by_name, objects_to_skip);
            return true;
        });
    }

    private static void LoadWeights(Model model, string filepath, bool skip_mismatch, bool? by_name, IReadOnlyList<Layer>? objects_to_skip)
    {
        // 1. The archive, and the index of several files.
        if (KerasArchive.IsZip(filepath))
        {
            RequireLegacy(by_name, filepath);
            if (objects_to_skip is not null) throw new ArgumentException($"`objects_to_skip` only supports loading '.weights.h5' files. Received: {filepath}");
            KerasArchive.LoadWeights(model, filepath, skip_mismatch);
            return;
        }
        if (filepath.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            RequireLegacy(by_name, filepath);
            using var shards = new ShardedStateSource(filepath);
            StateLoader.Load(model, shards, null, skip_mismatch, objects_to_skip);
            return;
        }

        // 2. HDF5 of either layout, whatever it is called.
        using var file = Hdf5File.Open(filepath);
        if (H5StateSource.Fits(file))
        {
            RequireLegacy(by_name, filepath);
            StateLoader.Load(model, new H5StateSource(file), null, skip_mismatch, objects_to_skip);
            return;
        }
        if (objects_to_skip is not null) throw new ArgumentException($"`objects_to_skip` only supports loading '.weights.h5' files. Received: {filepath}");
        // A whole model holds its weights one group deeper.
        var group = !file.Root.Attributes.HasStrings("layer_names") && file.Root.TryGetGroup("model_weights", out var inner) ? inner : file.Root;
        if (by_name == true) LegacyH5.LoadWeightsByName(group, model, filepath, skip_mismatch);
        else LegacyH5.LoadWeights(group, model, filepath, skip_mismatch);
    }

    /// <summary>Makes the model that JSON text describes, with fresh weights.</summary>
    /// <param name="json_string">What <c>model.to_json()</c> gave, in Keras of any age.</param>
    /// <param name="custom_objects">Names of your own classes and functions.</param>
    /// <returns>The model; compiled, where the text says how.</returns>
    /// <exception cref="InvalidDataException">The text is no JSON.</exception>
    /// <exception cref="ArgumentException">It uses a class that is not known, or describes no model.</exception>
    [KerasExport("keras.models.model_from_json")]
    public static Model model_from_json(string json_string, Dictionary<string, object>? custom_objects = null)
    {
        using var scope = new CustomObjectScope(custom_objects);
        if (PythonJson.Parse(json_string, "The configuration of the model") is not Config config) throw new InvalidDataException("The configuration of the model is not an object.");
        // Keras 3 says the module of the class; before it, the text has the version.
        using var age = LegacyFile.Open(config.ContainsKey("module") ? "3" : config.Get("keras_version") as string);
        using var sharing = SharedObjects.Open();
        return LegacyH5.Revive(config, "JSON text");
    }

    internal static bool IsH5(string path) =>
        path.EndsWith(".h5", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".hdf5", StringComparison.OrdinalIgnoreCase);

    private static bool IsKeras(string path) => path.EndsWith(".keras", StringComparison.OrdinalIgnoreCase);

    /// <summary>Turns what a configuration of the wrong form leads to into an error that names the file.</summary>
    private static T Named<T>(string path, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidCastException or NullReferenceException or FormatException or OverflowException or IndexOutOfRangeException or ArgumentOutOfRangeException or ArgumentNullException
            or EndOfStreamException)
        {
            throw new InvalidDataException($"The file '{path}' is damaged: {e.Message}", e);
        }
    }

    private static void RequireLegacy(bool? byName, string path)
    {
        if (byName == true) throw new ArgumentException($"`by_name` only supports loading legacy '.h5' or '.hdf5' files. Received: {path}");
    }

    private static void RequireFile(string path, string what)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"File not found: filepath={path}. Please ensure the file with the {what} exists{(Directory.Exists(path) ? "; this is a folder" : "")}.", path);
    }

    private static void RequireNew(string path, bool overwrite)
    {
        if (!overwrite && (File.Exists(path) || Directory.Exists(path))) throw new IOException($"The file '{path}' exists already. Pass overwrite: true to replace it.");
    }

    private static void RequireBuilt(Model model, string what)
    {
        if (!model.built)
            throw new InvalidOperationException($"The weights of the model '{model.name}' cannot be {what}, since it is not built yet. Build it first, by giving it an input shape or by calling it on data.");
    }
}
