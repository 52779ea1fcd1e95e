using System.Collections;
using Keras.Saving.Hdf5;
using Keras.Saving.Legacy;
using Keras.Utils;

namespace Keras.Saving;

/// <summary>Whole models and weights in the .h5 layout of all ages of Keras (keras/src/legacy/saving/legacy_h5_format.py).</summary>
internal static class LegacyH5
{
    // ------------------------------------------------------------------ whole models

    internal static void SaveModel(Model model, string path, bool includeOptimizer)
    {
        // 1. What the model is.
        var root = new H5GroupNode();
        using (LegacyScope.Open())
        {
            root.Attributes.Add(H5Attribute.String("keras_version", KerasVersion.Mirrored, utf8: true));
            root.Attributes.Add(H5Attribute.String("backend", "torch", utf8: true));
            root.Attributes.Add(H5Attribute.String("model_config", PythonJson.Dump(new Config
            {
                ["class_name"] = KerasRegistry.IsRegistered(model.GetType()) ? KerasRegistry.get_registered_name(model.GetType()) : KerasRegistry.ClassName(model.GetType()),
                ["config"] = model.get_config(),
            }), utf8: false));
            if (includeOptimizer && model is { compiled: true, optimizer: { } optimizer })
            {
                var training = model.get_compile_config()!;
                training.Remove("optimizer");
                training["optimizer_config"] = new Config { ["class_name"] = KerasRegistry.ClassName(optimizer.GetType()), ["config"] = optimizer.get_config() };
                root.Attributes.Add(H5Attribute.String("training_config", PythonJson.Dump(training), utf8: false));
            }
        }

        // 2. Its weights, and what the optimizer keeps.
        AddWeights(root.Group("model_weights"), model);
        if (includeOptimizer && model.optimizer is { built: true } built)
            AddVariables(root.Group("optimizer_weights"), built.variables);
        Hdf5Writer.Write(path, root);
        GC.KeepAlive(model);
    }

    internal static Model LoadModel(string path, bool compile)
    {
        using var file = Hdf5File.Open(path);
        using var age = LegacyFile.Open(Text(file.Root, "keras_version") ?? (file.Root.TryGetGroup("model_weights", out var inside) ? Text(inside, "keras_version") : null));
        // 1. The model.
        if (!file.Root.Attributes.HasAttribute("model_config"))
            throw new ArgumentException($"No model config found in the file at {path}. It holds weights alone: make the model in code and call model.load_weights(\"{path}\").");
        if (PythonJson.Parse(file.Root.Attributes.ReadString("model_config"), $"The model configuration in '{path}'") is not Config config)
            throw new InvalidDataException($"The model configuration in '{path}' is not an object.");
        var model = Revive(config, path);

        // 2. Its weights.
        if (file.Root.TryGetGroup("model_weights", out var weights)) LoadWeights(weights, model, path, skipMismatch: false);

        // 3. How it was compiled.
        if (!compile) return model;
        if (!file.Root.Attributes.HasAttribute("training_config"))
        {
            IoUtils.Warn("No training configuration found in the save file, so the model was *not* compiled. Compile it manually.");
            return model;
        }
        if (PythonJson.Parse(file.Root.Attributes.ReadString("training_config"), $"The training configuration in '{path}'") is Config training)
        {
            model.compile_from_config(LegacyTraining.ToCompileConfig(training));
            if (file.Root.TryGetGroup("optimizer_weights", out var state)) RestoreOptimizer(model, state, path);
        }
        return model;
    }

    internal static Model Revive(Config config, string path)
    {
        // Keras before 2.2.3 wrote a Sequential as a bare list of layers.
        if (config.Get("config") is IList layers and not Config) config["config"] = new Config { ["name"] = "sequential", ["layers"] = layers };
        try
        {
            // What the file overwrites anyway is not drawn first.
            using var late = Backend.LateValues.Open();
            return Serialization.Deserialize(config, typeof(Model)) as Model
                ?? throw new InvalidDataException($"The file '{path}' describes a '{config.Get("class_name")}', which is no model.");
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidCastException or NullReferenceException or ArgumentOutOfRangeException or FormatException)
        {
            throw new InvalidDataException($"The model configuration in '{path}' is damaged: {e.Message}", e);
        }
    }

    private static void RestoreOptimizer(Model model, H5Group group, string path)
    {
        var optimizer = model.optimizer!;
        try
        {
            if (!optimizer.built) optimizer.build(model.trainable_variables);
            OptimizerState.Restore(optimizer, [.. Names(group, "weight_names").Select(n => (n, Dataset(group, n, path)))]);
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException or NotSupportedException)
        {
            IoUtils.Warn($"Error in loading the saved optimizer state. As a result, your model is starting with a freshly initialized optimizer. ({e.Message})");
        }
    }

    // ------------------------------------------------------------------ weights

    internal static void SaveWeights(Model model, string path)
    {
        var root = new H5GroupNode();
        AddWeights(root, model);
        Hdf5Writer.Write(path, root);
        GC.KeepAlive(model);
    }

    private static void AddWeights(H5GroupNode group, Model model)
    {
        var layers = SavedLayers(model);
        group.Attributes.AddNames("layer_names", [.. layers.Select(l => l.name)]);
        group.Attributes.Add(H5Attribute.String("backend", "torch", utf8: false));
        group.Attributes.Add(H5Attribute.String("keras_version", KerasVersion.Mirrored, utf8: false));
        foreach (var layer in layers.OrderBy(l => l.name, StringComparer.Ordinal)) AddVariables(group.Group(layer.name), LegacyOrder(layer));
        AddVariables(group.Group("top_level_model_weights"), [.. model.OwnVariables]);
    }

    /// <summary>The layers that a file names: those of a Sequential without its input.</summary>
    private static IReadOnlyList<Layer> SavedLayers(Model model) => [.. model.layers];

    /// <summary>Trainable weights first: the order of all .h5 files.</summary>
    private static IReadOnlyList<Variable> LegacyOrder(Layer layer) => [.. layer.trainable_weights, .. layer.non_trainable_weights];

    private static void AddVariables(H5GroupNode group, IReadOnlyList<Variable> variables)
    {
        group.Attributes.AddNames("weight_names", [.. variables.Select(v => v.path)]);
        foreach (var variable in variables) group.Add(variable.path, WeightIO.Node(variable));
    }

    /// <summary>Loads weights by order: the layers that have weights, one after the other.</summary>
    internal static void LoadWeights(H5Group group, Model model, string path, bool skipMismatch)
    {
        // 1. Pair layers and groups.
        var legacy = Legacy(group);
        var layers = SavedLayers(model).Select(l => (Layer: l, Weights: LegacyOrder(l))).Where(l => l.Weights.Count > 0).ToArray();
        var saved = Names(group, "layer_names").Select(n => (Name: n, Group: Group(group, n, path))).Select(g => (g.Name, g.Group, Weights: Names(g.Group, "weight_names"))).Where(g => g.Weights.Length > 0).ToArray();
        if (layers.Length != saved.Length)
            throw new ArgumentException($"Layer count mismatch when loading weights from file '{path}'. Model expected {layers.Length} layers, found {saved.Length} saved layers.");

        // 2. Check everything before anything changes.
        var plan = new List<Action>();
        for (var i = 0; i < layers.Length; i++)
            Plan(plan, layers[i].Layer, i, layers[i].Weights, saved[i].Name, [.. saved[i].Weights.Select(w => Dataset(saved[i].Group, w, path))], legacy, path, skipMismatch);
        var own = model.OwnVariables.ToArray();
        if (own.Length > 0 && group.TryGetGroup("top_level_model_weights", out var top))
            Plan(plan, model, -1, own, "top_level_model_weights", [.. Names(top, "weight_names").Select(w => Dataset(top, w, path))], legacy, path, skipMismatch);

        // 3. Read.
        Run(plan);
    }

    /// <summary>Loads weights by the names of layers; layers without a saved one keep theirs.</summary>
    internal static void LoadWeightsByName(H5Group group, Model model, string path, bool skipMismatch)
    {
        var byName = SavedLayers(model).ToLookup(l => l.name);
        var legacy = Legacy(group);
        var plan = new List<Action>();
        var place = 0;
        foreach (var name in Names(group, "layer_names"))
        {
            var saved = Group(group, name, path);
            var weights = Names(saved, "weight_names");
            foreach (var layer in byName[name])
                Plan(plan, layer, place, LegacyOrder(layer), name, [.. weights.Select(w => Dataset(saved, w, path))], legacy, path, skipMismatch);
            place++;
        }
        Run(plan);
    }

    private static void Run(List<Action> plan)
    {
        using var scope = new Backend.TensorScope();
        foreach (var read in plan) read();
    }

    private static void Plan(List<Action> plan, Layer layer, int place, IReadOnlyList<Variable> weights, string savedName, H5Dataset[] saved, LegacyWeights legacy, string path, bool skipMismatch)
    {
        // 1. Weights of old files may have to be joined or turned first.
        if (legacy.Convert(layer, saved, weights) is { } converted)
        {
            foreach (var value in converted) value.keep();
            plan.Add(() =>
            {
                for (var i = 0; i < converted.Length; i++) weights[i].assign(converted[i]);
                layer.StateLoaded();
            });
            return;
        }

        // 2. Otherwise they must fit as they are.
        if (weights.Count != saved.Length)
        {
            var message = $"Weight count mismatch for layer #{place} (named {layer.name} in the current model, {savedName} in the save file '{path}'). Layer expects {weights.Count} weight(s). Received {saved.Length} saved weight(s).";
            if (!skipMismatch) throw new ArgumentException(message);
            IoUtils.Warn($"Skipping loading of weights for layer {layer.name}: {message}");
            return;
        }
        for (var i = 0; i < saved.Length; i++)
        {
            var (dataset, variable) = (saved[i], weights[i]);
            var shape = WeightIO.Shape(dataset);
            if (shape != variable.shape)
            {
                var message = $"Shape mismatch in layer #{place} (named {layer.name} in the current model) for weight {variable.path}. Weight expects shape {variable.shape}. Received saved weight '{dataset.Name}' with shape {shape} in '{path}'.";
                if (!skipMismatch) throw new ArgumentException(message);
                IoUtils.Warn($"Skipping loading weight: {message}");
                continue;
            }
            _ = dataset.ByteLength;
            plan.Add(() => WeightIO.Read(dataset, variable));
        }
        if (saved.Length > 0) plan.Add(() => { foreach (var inner in layer.FlattenLayers()) inner.StateLoaded(); });
    }

    // ------------------------------------------------------------------ groups

    private static LegacyWeights Legacy(H5Group group) => new(LegacyFile.MajorOf(Text(group, "keras_version") ?? Text(group.File.Root, "keras_version")), Text(group, "backend"));

    private static string? Text(H5Object holder, string attribute) => holder.Attributes.HasAttribute(attribute) ? holder.Attributes.ReadStrings(attribute).FirstOrDefault() : null;

    internal static string[] Names(H5Group group, string attribute) => group.Attributes.HasStrings(attribute) ? group.Attributes.ReadStrings(attribute) : [];

    private static H5Group Group(H5Group parent, string name, string path) => parent.TryGetGroup(name, out var group) ? group
        : throw new InvalidDataException($"The file '{path}' names a layer '{name}' but holds no weights of it: the file is damaged.");

    private static H5Dataset Dataset(H5Group group, string name, string path) => group.TryGetDataset(name, out var dataset) ? dataset
        : throw new InvalidDataException($"The file '{path}' names a weight '{name}' but does not hold it: the file is damaged.");
}
