using System.Collections.Concurrent;
using System.Globalization;
using Keras.Saving.Hdf5;
using NumSharp;

namespace Keras.Saving.State;

/// <summary>Collects the state of a model in the layout of Keras 3's <c>.weights.h5</c>.</summary>
internal sealed class StateSaver
{
    private static readonly ConcurrentDictionary<Type, bool> s_ownWays = new();

    private readonly HashSet<object> _visited = new(ReferenceEqualityComparer.Instance);
    private readonly List<StateEntry> _entries = [];
    private readonly string? _assets;

    private StateSaver(string? assets) => _assets = assets;

    /// <summary>The state of all objects of a model, in the order in which they are visited.</summary>
    /// <param name="model">The model.</param>
    /// <param name="assets">Folder into which layers put their vocabularies; null where they are left out.</param>
    /// <param name="objectsToSkip">Objects that are left out.</param>
    internal static IReadOnlyList<StateEntry> Collect(Model model, string? assets = null, IEnumerable<object>? objectsToSkip = null)
    {
        var saver = new StateSaver(assets);
        saver._visited.UnionWith(objectsToSkip ?? []);
        saver.Visit(model, "");
        return saver._entries;
    }

    /// <summary>The tree of a file that holds all of it.</summary>
    internal static H5GroupNode Tree(IEnumerable<StateEntry> entries)
    {
        var root = new H5GroupNode();
        foreach (var entry in entries)
        {
            var group = root.Group(entry.Group);
            group.Attributes.Add(H5Attribute.String("name", entry.Name, utf8: true));
            foreach (var (key, data) in entry.Variables) group.Add(key, data);
        }
        return root;
    }

    private void Visit(object saveable, string path)
    {
        // 1. Each object once, where it is met first.
        if (!_visited.Add(saveable)) return;

        // 2. Its own variables and vocabularies.
        _entries.Add(new StateEntry(path, NameOf(saveable), Own(saveable)));
        if (_assets is not null && saveable is Layer layer && layer.HasAssets)
        {
            var folder = System.IO.Path.Combine(_assets, path);
            Directory.CreateDirectory(folder);
            layer.save_assets(folder);
        }

        // 3. What is inside it.
        foreach (var (name, child) in SavedObjects.Children(saveable)) VisitPart(child, Join(path, name));
    }

    private void VisitPart(object part, string path)
    {
        if (part is not IReadOnlyList<object> items) Visit(part, path);
        else
            foreach (var (name, item) in SavedObjects.Named(items)) VisitPart(item, Join(path, name));
    }

    internal static string NameOf(object saveable) => saveable switch { Layer l => l.name, Optimizer o => o.name, _ => "" };

    internal static string Join(string path, string name) => path.Length == 0 ? name : path + "/" + name;

    private static IReadOnlyList<(string, H5DatasetNode)> Own(object saveable)
    {
        // 1. The usual case: the memory of the variables is written as it is.
        if (StateVariables(saveable) is { } variables) return [.. variables.Select((v, i) => (Key(i), Dataset(v)))];

        // 2. The object decides itself.
        var store = new Dictionary<string, NDArray>(StringComparer.Ordinal);
        if (saveable is Layer layer) layer.save_own_variables(store);
        else ((Optimizer)saveable).save_own_variables(store);
        return [.. store.Select(p => (p.Key, Dataset(p.Value)))];
    }

    /// <summary>The variables of an object that saves and loads them in the usual way; null for one that does it itself.</summary>
    internal static IReadOnlyList<Variable>? StateVariables(object saveable) => saveable switch
    {
        Layer layer => layer.StateVariables,
        Optimizer optimizer when !SavesItself(optimizer, typeof(Optimizer)) => optimizer.variables,
        _ => null,
    };

    /// <summary>Whether a class overrides how its variables are saved or loaded.</summary>
    internal static bool SavesItself(object saveable, Type standard) => s_ownWays.GetOrAdd(saveable.GetType(), type =>
        type.GetMethod(nameof(Layer.save_own_variables))!.DeclaringType != standard || type.GetMethod(nameof(Layer.load_own_variables))!.DeclaringType != standard);

    private static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static H5DatasetNode Dataset(Variable variable)
    {
        var node = WeightIO.Node(variable);
        // numpy has no bfloat16, so the file says what the two bytes are.
        if (variable.dtype == "bfloat16") node.Attributes.Add(H5Attribute.String("dtype", "bfloat16", utf8: true));
        return node;
    }

    private static H5DatasetNode Dataset(NDArray array)
    {
        Tensor tensor = array;
        var bytes = tensor.size * Backend.DTypes.ByteSize(tensor.dtype);
        return H5DatasetNode.FromPointer(WeightIO.TypeOf(tensor.dtype), [.. tensor.Dims], Backend.Kernel.DataPointer(tensor), bytes, tensor);
    }
}
