using System.Globalization;
using Keras.Backend;
using Keras.Optimizers;
using Keras.Saving.Hdf5;
using Keras.Utils;
using NumSharp;

namespace Keras.Saving.State;

/// <summary>Puts saved state back into the objects of a model: first everything is looked up and checked, then it is read, so that a file that does not fit changes nothing.</summary>
internal sealed class StateLoader
{
    private readonly IStateSource _source;
    private readonly string? _assets;
    private readonly HashSet<object> _visited = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);
    private readonly List<object> _failed = [];
    private readonly Dictionary<object, string> _faults = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, Action> _plan = new(ReferenceEqualityComparer.Instance);
    private readonly List<object> _order = [];

    private StateLoader(IStateSource source, string? assets) => (_source, _assets) = (source, assets);

    /// <summary>Loads the state of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">Where its state is.</param>
    /// <param name="assets">Folder of vocabularies; null for none.</param>
    /// <param name="skipMismatch">Whether objects that do not fit keep their values, with a warning.</param>
    /// <param name="objectsToSkip">Objects that are left alone.</param>
    /// <exception cref="ArgumentException">An object does not fit what is saved of it.</exception>
    internal static void Load(Model model, IStateSource source, string? assets = null, bool skipMismatch = false, IEnumerable<object>? objectsToSkip = null)
    {
        // 1. Look up and check.
        var loader = new StateLoader(source, assets);
        loader._visited.UnionWith(objectsToSkip ?? []);
        loader.Visit(model, "");
        loader.Report(skipMismatch);

        // 2. Read.
        using (new TensorScope())
        {
            foreach (var saveable in loader._order)
            {
                try
                {
                    loader._plan[saveable]();
                }
                catch (Exception e) when (e is ArgumentException or KeyNotFoundException)
                {
                    loader.Fail(saveable, e.Message);
                }
            }
        }
        loader.Report(skipMismatch);
    }

    private void Visit(object saveable, string path)
    {
        if (_visited.Contains(saveable) || !_open.Add(saveable)) return;

        // 1. Its own variables and vocabularies.
        var fault = PlanOwn(saveable, path);
        if (fault is not null) Fail(saveable, fault);

        // 2. What is inside it.
        var before = _failed.Count;
        foreach (var (name, child) in SavedObjects.Children(saveable)) VisitPart(child, StateSaver.Join(path, name));

        // 3. What failed here may be found under another attribute.
        if (fault is null)
        {
            if (_failed.Count <= before) _visited.Add(saveable);
            if (_faults.Remove(saveable)) _failed.Remove(saveable);
        }
        _open.Remove(saveable);
    }

    private void VisitPart(object part, string path)
    {
        if (part is not IReadOnlyList<object> items)
        {
            Visit(part, path);
            return;
        }
        var named = SavedObjects.Named(items).ToArray();
        var places = Places(named, path);
        for (var i = 0; i < named.Length; i++) VisitPart(named[i].Value, places[i]);
    }

    /// <summary>Where the items of a list are: under the path, or where Keras 2.13 put the layers of a model.</summary>
    private string[] Places((string Name, object Value)[] items, string path)
    {
        string[] usual = [.. items.Select(i => path + "/" + i.Name)];
        if (path != "layers" && !path.EndsWith("/layers", StringComparison.Ordinal) || _source.Has(path)) return usual;
        var dependencies = path[..^"layers".Length] + "_layer_checkpoint_dependencies";
        if (!_source.Has(dependencies)) return usual;

        // That version listed each layer with weights twice and counted both.
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        var counted = new string[items.Length];
        var all = true;
        for (var i = 0; i < items.Length; i++)
        {
            var name = SavedObjects.Is(items[i].Value) ? SavedObjects.ClassName(items[i].Value) : "container";
            counted[i] = dependencies + "/" + SavedObjects.Unique(name, used);
            if (items[i].Value is not Layer { weights.Count: > 0 }) continue;
            SavedObjects.Unique(name, used);
            all &= _source.Has(counted[i]);
        }
        return all ? counted : [.. items.Select(i => dependencies + "/" + i.Name)];
    }

    private string? PlanOwn(object saveable, string path)
    {
        // 1. Plan to read the vocabulary.
        var saved = _source.Get(path);
        Action? files = null;
        if (_assets is not null && saveable is Layer { HasAssets: true } withFiles)
        {
            var folder = Path.Combine(_assets, path);
            files = () => withFiles.load_assets(folder);
        }

        // 2. Plan to read the variables.
        Action? read;
        string? fault;
        switch (StateSaver.StateVariables(saveable))
        {
            case null:
                (read, fault) = (() => LoadItself(saveable, saved), null);
                break;
            case var variables when saveable is Optimizer optimizer:
                (read, fault) = PlanOptimizer(optimizer, variables, saved);
                break;
            case var variables:
                fault = CountFault((Layer)saveable, variables, saved.Count) ?? ShapeFault(variables, saved);
                read = fault is null ? () => Read(variables, saved) : null;
                break;
        }
        if (fault is not null) return fault;
        if (!_plan.ContainsKey(saveable)) _order.Add(saveable);
        _plan[saveable] = () =>
        {
            files?.Invoke();
            read?.Invoke();
            if (saveable is Layer { weights.Count: > 0 } layer) layer.StateLoaded();
        };
        return null;
    }

    private static void LoadItself(object saveable, IReadOnlyDictionary<string, H5Dataset> saved)
    {
        var store = saved.ToDictionary(p => p.Key, p => Kernel.ToNumpy(WeightIO.Tensor(p.Value)), StringComparer.Ordinal);
        if (saveable is Layer layer) layer.load_own_variables(store);
        else ((Optimizer)saveable).load_own_variables(store);
    }

    private static (Action?, string?) PlanOptimizer(Optimizer optimizer, IReadOnlyList<Variable> variables, IReadOnlyDictionary<string, H5Dataset> saved)
    {
        // 1. Keras 2 kept no learning rate among the variables, nor the product of Nadam's momentums; but momentums of SGD that has none.
        if (variables.Count > 1 && variables[1].name == "learning_rate" && saved.Count != variables.Count)
        {
            var product = (optimizer as Nadam)?.Product;
            Variable[] old = [.. variables.Where(v => v != variables[1] && v != product)];
            if ((saved.Count == old.Length || old.Length == 1 && saved.Count > 1) && ShapeFault(old, saved) is null)
            {
                return (() =>
                {
                    Read(old, saved);
                    OptimizerState.CompleteProduct(optimizer);
                }, null);
            }
        }

        // 2. An optimizer that was not used yet has no state to fill: as in Keras, a warning is enough.
        if (saved.Count == variables.Count) return ShapeFault(variables, saved) is { } fault ? (null, fault) : (() => Read(variables, saved), null);
        IoUtils.Warn($"Skipping variable loading for optimizer '{optimizer.name}', because it has {variables.Count} variables whereas the saved optimizer has {saved.Count} variables. " +
            (variables.Count == 0 ? "This is likely because the optimizer has not been called/built yet." : ""));
        return (null, null);
    }

    private static void Read(IReadOnlyList<Variable> variables, IReadOnlyDictionary<string, H5Dataset> saved)
    {
        for (var i = 0; i < variables.Count; i++) WeightIO.Read(saved[Key(i)], variables[i]);
    }

    internal static string? CountFault(Layer layer, IReadOnlyList<Variable> variables, int saved)
    {
        if (saved == variables.Count) return null;
        if (variables.Count == 0 && !layer.built)
            return $"Layer '{layer.name}' was never built and thus it doesn't have any variables. However the weights file lists {saved} variables for this layer. " +
                "Either the layer that holds it must build it in its own build(), or override build_from_config to say how it is built.";
        return $"Layer '{layer.name}' expected {variables.Count} variables, but received {saved} variables during loading. Expected: [{string.Join(", ", variables.Select(v => $"'{v.name}'"))}]";
    }

    private static string? ShapeFault(IReadOnlyList<Variable> variables, IReadOnlyDictionary<string, H5Dataset> saved)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            if (!saved.TryGetValue(Key(i), out var data)) return $"The file has no variable '{Key(i)}' for '{variables[i].path}': it holds {string.Join(", ", saved.Keys.Take(20))}.";
            var shape = WeightIO.Shape(data);
            if (shape != variables[i].shape)
                return $"The shape of the target variable and the shape of the saved value must match. variable '{variables[i].path}' has the shape {variables[i].shape}, received: '{data.Path}' with the shape {shape}.";
            _ = data.ByteLength;
        }
        return null;
    }

    private static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);

    private void Fail(object saveable, string fault)
    {
        if (!_faults.ContainsKey(saveable)) _failed.Add(saveable);
        _faults[saveable] = fault;
    }

    private void Report(bool warnOnly)
    {
        if (_failed.Count == 0) return;
        var message = $"A total of {_failed.Count} objects could not be loaded from '{_source.Name}'. Example error message for object {_failed[0]}:\n\n{_faults[_failed[0]]}\n\n" +
            $"List of objects that could not be loaded:\n[{string.Join(", ", _failed)}]";
        if (!warnOnly) throw new ArgumentException(message);
        IoUtils.Warn(message);
        _failed.Clear();
        _faults.Clear();
    }
}
