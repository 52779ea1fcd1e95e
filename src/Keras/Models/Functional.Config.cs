using System.Collections;
using Keras.Backend;
using Keras.Layers;
using Keras.Saving;

namespace Keras;

public partial class Functional
{
    /// <inheritdoc/>
    public override Config get_config()
    {
        // 1. Nodes of this model alone count: a layer may belong to several models.
        var nodes = _graph.Nodes;
        int Reindex(Operation operation, int index, bool modelsStartAtOne)
        {
            // Files of Keras give a model inside a model a first node of its own, which links its inputs to its outputs.
            var kept = modelsStartAtOne && operation is Functional ? 1 : 0;
            for (var i = 0; i < index; i++)
                if (nodes.Contains(operation.InboundNodes[i])) kept++;
            return kept;
        }

        object? SerializeTensor(Tensor t) => t is KerasTensor { History: { } h } k
            ? new Config
            {
                ["class_name"] = "__keras_tensor__",
                ["config"] = new Config
                {
                    ["shape"] = Serialization.ToConfig(k.shape),
                    ["dtype"] = k.dtype,
                    ["keras_history"] = new List<object?> { h.Operation.name, Reindex(h.Operation, h.NodeIndex, false), h.TensorIndex },
                },
            }
            : Serialization.ToConfig(t);

        object? SerializeArgument(object? value) => value switch
        {
            TensorList list => list.Select(SerializeArgument).ToList(),
            TensorDict dict => new Config(dict.Select(p => KeyValuePair.Create(p.Key, SerializeArgument(p.Value)))),
            Tensor t => SerializeTensor(t),
            Config config => config,
            IList list => list.Cast<object?>().Select(SerializeArgument).ToList(),
            _ => Serialization.ToConfig(value),
        };

        // 2. The layers with their calls.
        var layers = new List<object?>();
        foreach (var operation in Operations)
        {
            var calls = operation.InboundNodes.Where(n => nodes.Contains(n) && !n.IsInput).Select(n => (object?)new Config
            {
                ["args"] = CallArgs(n).Select(SerializeArgument).ToList(),
                ["kwargs"] = new Config(NamedArguments(n).Select(p => KeyValuePair.Create(p.Key, SerializeArgument(p.Value)))),
            }).ToList();
            var config = operation is OpOperation op ? OperationRegistry.Serialize(op) : Serialization.LayerToConfig(operation);
            config["name"] = operation.name;
            config["inbound_nodes"] = calls;
            layers.Add(config);
        }

        // 3. Inputs and outputs.
        object? Locate(Tensor t) => t switch
        {
            TensorList list => list.Select(Locate).ToList(),
            TensorDict dict => new Config(dict.Select(p => KeyValuePair.Create(p.Key, Locate(p.Value)))),
            _ => new List<object?> { t.History!.Operation.name, Reindex(t.History.Operation, t.History.NodeIndex, true), t.History.TensorIndex },
        };
        return new Config
        {
            ["name"] = name,
            ["trainable"] = trainable,
            ["layers"] = layers,
            ["input_layers"] = Locate(_inputs),
            ["output_layers"] = Locate(_outputs),
        };
    }

    /// <summary>The named arguments of a call as files hold them: with the mask of layers that take one, also where it is none.</summary>
    private static IEnumerable<KeyValuePair<string, object?>> NamedArguments(Node node)
    {
        foreach (var (name, value) in node.Arguments.Kwargs) yield return new(name, value);
        // With a first state the mask is not the only tensor among the arguments, and Keras does not write it.
        if (node.Operation is Layer { TakesMask: true } && !node.Arguments.Kwargs.ContainsKey("initial_state") && !node.Arguments.Kwargs.ContainsKey("mask")) yield return new("mask", null);
    }

    private static IEnumerable<object?> CallArgs(Node node) => node.Operation is OpOperation op ? OperationRegistry.CallArgs(op, node.Arguments) : node.Arguments.Args;

    /// <summary>Makes a graph of its configuration, in the form of Keras 3 or of Keras 1 and 2.</summary>
    /// <param name="config">What <see cref="get_config"/> gave.</param>
    /// <exception cref="ArgumentException">A layer is not known, or the graph does not close.</exception>
    public static Functional from_config(Config config)
    {
        // 1. Make the layers; their calls wait.
        var created = new Dictionary<string, Operation>(StringComparer.Ordinal);
        var waiting = new List<(Operation Operation, Queue<object?> Calls)>();
        foreach (var item in (IList)(config.Get("layers") ?? throw new ArgumentException("A functional configuration must have the key 'layers'.")))
        {
            var data = (Config)item!;
            var inner = data.Get("config") as Config;
            var layerName = (data.Get("name") ?? inner?.Get("name")) as string ?? throw new ArgumentException("A layer of a functional configuration has no name.");
            if (inner is not null && !inner.ContainsKey("name")) inner["name"] = layerName;
            var operation = OperationRegistry.Make(data);
            created[layerName] = operation;
            var calls = data.Get("inbound_nodes") is IList nodes ? new Queue<object?>(nodes.Cast<object?>()) : new();
            if (calls.Count > 0) waiting.Add((operation, calls));
        }

        // 2. Repeat the calls, each as soon as its inputs exist.
        while (waiting.Count > 0)
        {
            var progress = false;
            foreach (var (operation, calls) in waiting)
                while (calls.TryPeek(out var call))
                {
                    if (Arguments(call, created) is not { } arguments) break;
                    calls.Dequeue();
                    operation.ApplyArguments(call is Config ? arguments : WithStates(operation, arguments));
                    progress = true;
                }
            waiting.RemoveAll(w => w.Calls.Count == 0);
            if (!progress && waiting.Count > 0)
                throw new ArgumentException("Invalid Functional model configuration: the graph has loops or disconnected nodes. These layers could not be called: " +
                    $"{string.Join(", ", waiting.Select(w => w.Operation.name))}.");
        }

        // 3. Inputs and outputs.
        Tensor Find(object? place)
        {
            if (place is Config named) return new TensorDict(named.Select(p => KeyValuePair.Create(p.Key, Find(p.Value))));
            var list = (IList)place!;
            if (list.Count >= 3 && list[0] is string layer && list[1] is not IList)
            {
                var operation = created.TryGetValue(layer, out var o) ? o : throw new ArgumentException($"The configuration names a layer '{layer}' that it does not define.");
                var index = Convert.ToInt32(list[1], System.Globalization.CultureInfo.InvariantCulture);
                // Models inside models count from one; a file that counts from zero is accepted too.
                if (operation is Functional && index > 0) index--;
                return operation.InboundNodes[index].OutputTensors[Convert.ToInt32(list[2], System.Globalization.CultureInfo.InvariantCulture)];
            }
            return new TensorList(list.Cast<object?>().Select(Find).ToArray());
        }

        Tensor Single(Tensor t, object? place) => t is TensorList { Count: 1 } one && place is IList { Count: 1 } && one[0] is KerasTensor ? one : t;
        var inputs = Single(Find(config.Get("input_layers")), config.Get("input_layers"));
        var outputs = Single(Find(config.Get("output_layers")), config.Get("output_layers"));
        return new Functional(Unpack(inputs), Unpack(outputs), config.Get("name") as string, config.Get("trainable") is false ? false : null);

        // Keras 1 and 2 always wrote lists, also for one tensor.
        Tensor Unpack(Tensor t) => t is TensorList { Count: 1 } list && IsLegacy(config) ? list[0] : t;
    }

    /// <summary>Keras 1 and 2 listed the first states of a recurrent layer among its inputs.</summary>
    private static CallArguments WithStates(Operation operation, CallArguments arguments)
    {
        if (operation is not (RNN or Bidirectional) || arguments.Args is not [TensorList { Count: > 1 } list, ..]) return arguments;
        var split = new CallArguments(list[0]);
        foreach (var (name, value) in arguments.Kwargs) split.Kwargs[name] = value;
        split.Kwargs["initial_state"] = new TensorList([.. list.Skip(1)]);
        return split;
    }

    private static bool IsLegacy(Config config) =>
        ((IList)config["layers"]!).Cast<Config>().Any(l => l.Get("inbound_nodes") is IList { Count: > 0 } nodes && nodes[0] is IList and not Config);

    /// <summary>The arguments of a recorded call; <see langword="null"/> while one of its inputs does not exist yet.</summary>
    private static CallArguments? Arguments(object? call, Dictionary<string, Operation> created)
    {
        var missing = false;
        KerasTensor? Output(string layer, int node, int tensor)
        {
            var operation = created.TryGetValue(layer, out var o) ? o : throw new ArgumentException($"Invalid Functional model configuration: missing layer '{layer}'.");
            if (operation.InboundNodes.Count <= node)
            {
                missing = true;
                return null;
            }
            return operation.InboundNodes[node].OutputTensors[tensor];
        }

        int Number(object? v) => Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture);

        // 1. Keras 1 and 2: a list of [layer, node, tensor, kwargs].
        if (call is IList legacy and not Config)
        {
            var tensors = new List<Tensor>();
            var kwargs = new Config();
            foreach (IList entry in legacy)
            {
                if (Output((string)entry[0]!, Number(entry[1]), Number(entry[2])) is { } t) tensors.Add(t);
                if (entry.Count > 3 && entry[3] is Config k)
                    foreach (var (key, value) in k) kwargs[key] = value;
            }
            if (missing) return null;
            var arguments = new CallArguments(tensors.Count == 1 ? tensors[0] : new TensorList(tensors.ToArray()));
            foreach (var (key, value) in kwargs)
                if (value is not null) arguments.Kwargs[key] = Revive(value);
            return missing ? null : arguments;
        }

        // 2. Keras 3: args and kwargs with tensors inside.
        var data = (Config)call!;
        var args = ((IList)data["args"]!).Cast<object?>().Select(Revive).ToArray();
        var result = new CallArguments(args);
        foreach (var (key, value) in (Config)data["kwargs"]!)
            if (Revive(value) is { } revived) result.Kwargs[key] = revived;
        return missing ? null : result;

        object? Revive(object? value)
        {
            switch (value)
            {
                case Config c when c.Get("class_name") as string == "__keras_tensor__":
                    var history = (IList)((Config)c["config"]!)["keras_history"]!;
                    return Output((string)history[0]!, Number(history[1]), Number(history[2]));
                // Keras 2 wrote tensors among the named arguments as [layer, node, tensor].
                case IList { Count: 3 } place when place[0] is string name && created.ContainsKey(name) && place[1] is int or long:
                    return Output(name, Number(place[1]), Number(place[2]));
                case Config c when c.ContainsKey("class_name"):
                    return c.Get("class_name") is "__slice__" or "__ellipsis__" ? c : Serialization.Deserialize(c, typeof(object));
                case Config c:
                    return new TensorDict(c.Select(p => KeyValuePair.Create(p.Key, (Tensor)Revive(p.Value)!)));
                case IList list:
                    var items = list.Cast<object?>().Select(Revive).ToList();
                    return items.Count > 0 && items.All(i => i is Tensor) ? new TensorList(items.Cast<Tensor>().ToArray()) : items;
                default:
                    return value;
            }
        }
    }
}
