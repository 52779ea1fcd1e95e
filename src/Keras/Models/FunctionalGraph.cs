using Keras.Backend;

namespace Keras;

/// <summary>The nodes between symbolic inputs and outputs, in the order in which they run (keras/src/ops/function.py).</summary>
internal sealed class FunctionalGraph
{
    private readonly KerasTensor[] _inputs;
    private readonly Tensor _outputs;
    private readonly Step[] _steps;
    private readonly int[] _inputSlots;
    private readonly int[] _outputSlots;
    private readonly int _slotCount;

    internal FunctionalGraph(Tensor inputs, Tensor outputs)
    {
        _inputs = [.. Nest.Flatten(inputs).Cast<KerasTensor>()];
        _outputs = outputs;
        var flatOutputs = Nest.Flatten(outputs).Cast<KerasTensor>().ToArray();
        (Nodes, NodesByDepth, Operations) = Map(_inputs, flatOutputs);

        // Slots: every symbolic tensor gets a place in an array, so that a run needs no dictionary.
        var slots = new Dictionary<KerasTensor, int>(ReferenceEqualityComparer.Instance);
        int Slot(KerasTensor t) => slots.TryGetValue(t, out var s) ? s : slots[t] = slots.Count;
        _inputSlots = [.. _inputs.Select(Slot)];
        var steps = new List<Step>();
        foreach (var node in NodesByDepth.SelectMany(d => d))
        {
            if (node.IsInput) continue;
            steps.Add(new Step(node, [.. node.InputTensors.Select(Slot)], [.. node.OutputTensors.Select(Slot)]));
        }
        _steps = [.. steps];
        _outputSlots = [.. flatOutputs.Select(Slot)];
        _slotCount = slots.Count;
    }

    /// <summary>The nodes of the graph.</summary>
    internal HashSet<Node> Nodes { get; }

    /// <summary>Nodes by their distance from the outputs, the farthest first.</summary>
    internal IReadOnlyList<IReadOnlyList<Node>> NodesByDepth { get; }

    /// <summary>Operations, inputs first.</summary>
    internal IReadOnlyList<Operation> Operations { get; }

    /// <summary>Runs the graph.</summary>
    /// <param name="inputs">Values (or other symbols) in the order of the inputs.</param>
    /// <param name="call">Calls an operation otherwise than by itself.</param>
    internal Tensor Run(Tensor[] inputs, Func<Operation, CallArguments, Tensor>? call = null)
    {
        var values = new Tensor?[_slotCount];
        for (var i = 0; i < inputs.Length; i++) values[_inputSlots[i]] = inputs[i];
        foreach (var step in _steps) step.Run(values, call);
        if (_outputs is KerasTensor) return values[_outputSlots[0]]!;
        return Nest.Pack(_outputs, _outputSlots.Select(s => values[s]!));
    }

    private sealed class Step(Node node, int[] inputSlots, int[] outputSlots)
    {
        // Most calls are one tensor and nothing else: they need no copy of the arguments.
        private readonly bool _plain = node.Operation is Layer && node.Arguments.Args is [KerasTensor] && node.Arguments.Kwargs.Count == 0;
        private readonly Dictionary<KerasTensor, int> _slotOf = Slots(node, inputSlots);

        internal void Run(Tensor?[] values, Func<Operation, CallArguments, Tensor>? call)
        {
            Tensor outputs;
            if (_plain && call is null) outputs = ((Layer)node.Operation).Apply(values[inputSlots[0]]!);
            else
            {
                var arguments = node.Arguments.Map(t => t is KerasTensor k && _slotOf.TryGetValue(k, out var slot) ? values[slot]! : t);
                outputs = call is null ? node.Operation.ApplyArguments(arguments) : call(node.Operation, arguments);
            }
            if (outputSlots.Length == 1 && outputs is not (TensorList or TensorDict)) values[outputSlots[0]] = outputs;
            else
            {
                var at = 0;
                foreach (var output in Nest.Flatten(outputs)) values[outputSlots[at++]] = output;
            }
        }

        private static Dictionary<KerasTensor, int> Slots(Node node, int[] slots)
        {
            var map = new Dictionary<KerasTensor, int>(ReferenceEqualityComparer.Instance);
            for (var i = 0; i < slots.Length; i++) map[node.InputTensors[i]] = slots[i];
            return map;
        }
    }

    // ------------------------------------------------------------------ the order of nodes

    private static (HashSet<Node>, List<List<Node>>, List<Operation>) Map(KerasTensor[] inputs, KerasTensor[] outputs)
    {
        // 1. Nodes from the inputs to the outputs, depth first.
        var (ordered, indices) = Traverse(inputs, outputs);
        var inGraph = new HashSet<Node>(ordered);

        // 2. Their distances from the outputs. A shared operation stands as far as its farthest call.
        var depths = new OrderedDictionary<Node, int>();
        var operationDepths = new OrderedDictionary<Operation, int>();
        foreach (var node in Enumerable.Reverse(ordered))
        {
            depths.TryAdd(node, 0);
            var depth = Math.Max(depths[node], operationDepths.TryGetValue(node.Operation, out var d) ? d : 0);
            operationDepths[node.Operation] = depth;
            depths[node] = depth;
            foreach (var parent in Parents(node))
            {
                if (!inGraph.Contains(parent)) continue;
                depths[parent] = Math.Max(depth + 1, depths.TryGetValue(parent, out var p) ? p : 0);
            }
        }

        // 3. Inputs that lead nowhere still belong to the model.
        foreach (var input in inputs)
        {
            if (input.History is not { } history) continue;
            var operation = history.Operation;
            var node = operation.InboundNodes[history.NodeIndex];
            if (operationDepths.ContainsKey(operation) || !node.IsInput) continue;
            operationDepths[operation] = 0;
            indices[operation] = -1;
            depths[node] = 0;
            inGraph.Add(node);
        }

        // 4. Operations by depth, then in the order in which they were met.
        var operations = operationDepths.GroupBy(p => p.Value).OrderByDescending(g => g.Key)
            .SelectMany(g => g.Select(p => p.Key).OrderBy(o => indices[o])).ToList();
        var byDepth = depths.GroupBy(p => p.Value).OrderByDescending(g => g.Key).Select(g => g.Select(p => p.Key).ToList()).ToList();

        // 5. Every input of every node must be computable.
        var computable = new HashSet<Tensor>(inputs, ReferenceEqualityComparer.Instance);
        var done = new List<string>();
        foreach (var node in byDepth.SelectMany(n => n))
        {
            // Keras notices this one when the model is called.
            if (node.IsInput && !node.OutputTensors.Any(computable.Contains))
                throw new ArgumentException($"Graph disconnected: the outputs depend on the input '{node.Operation.name}', which is not one of the model's inputs. Pass it as an input of the model too.");
            foreach (var x in node.InputTensors)
            {
                if (!computable.Contains(x))
                    throw new ArgumentException($"Graph disconnected: cannot find parent for tensor {x} at operation '{node.Operation.name}'. " +
                        $"The following previous operations were accessed without issue: [{string.Join(", ", done)}]. Pass the keras.Input that leads there as one of the model's inputs.");
                done.Add(node.Operation.name);
            }
            foreach (var x in node.OutputTensors) computable.Add(x);
        }

        // 6. Names must be unique: saved files refer to operations by name.
        foreach (var group in operations.GroupBy(o => o.name))
            if (group.Count() > 1)
                throw new ArgumentException($"The name \"{group.Key}\" is used {group.Count()} times in the model. All operation names should be unique.");
        return (inGraph, byDepth, operations);
    }

    private static (List<Node>, Dictionary<Operation, int>) Traverse(KerasTensor[] inputs, KerasTensor[] outputs)
    {
        var declared = new HashSet<Tensor>(inputs, ReferenceEqualityComparer.Instance);
        var finished = new HashSet<Node>();
        var ordered = new List<Node>();
        var indices = new Dictionary<Operation, int>();
        // An own stack: a model of thousands of layers would overflow the thread's.
        var stack = new Stack<(Node Node, int Next)>();
        foreach (var output in outputs)
        {
            Enter(output);
            while (stack.TryPop(out var top))
            {
                if (top.Next < top.Node.InputTensors.Length)
                {
                    stack.Push((top.Node, top.Next + 1));
                    Enter(top.Node.InputTensors[top.Next]);
                    continue;
                }
                if (finished.Add(top.Node)) ordered.Add(top.Node);
            }
        }
        return (ordered, indices);

        void Enter(KerasTensor tensor)
        {
            if (tensor.History is not { } history)
            {
                // A symbol that nothing made is an input of a Function; a model makes an InputLayer for it.
                if (declared.Contains(tensor)) return;
                throw new ArgumentException($"The tensor {tensor} was not made by a layer or an operation, so no model can contain it. Begin with keras.Input, or pass it as one of the inputs.");
            }
            var node = history.Operation.InboundNodes[history.NodeIndex];
            if (finished.Contains(node)) return;
            if (!node.IsInput && declared.Contains(tensor))
            {
                finished.Add(node);
                return;
            }
            indices.TryAdd(history.Operation, indices.Count);
            stack.Push((node, 0));
        }
    }

    private static IEnumerable<Node> Parents(Node node) =>
        node.InputTensors.Where(t => t.History is not null).Select(t => t.History!.Operation.InboundNodes[t.History.NodeIndex]).Distinct();

    /// <summary>The nodes between tensors from inside a model, made again on new inputs.</summary>
    internal static (Tensor Inputs, Tensor Outputs) Clone(Tensor inputs, Tensor outputs)
    {
        var flatInputs = Nest.Flatten(inputs).Cast<KerasTensor>().ToArray();
        var (ordered, _) = Traverse(flatInputs, [.. Nest.Flatten(outputs).Cast<KerasTensor>()]);
        var map = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var input in flatInputs)
            map[input] = input.History!.Operation.InboundNodes[input.History.NodeIndex].IsInput
                ? input
                : Layers.Inputs.Input(batch_shape: input.shape, dtype: input.dtype, name: input.name + "_input");
        foreach (var node in ordered)
        {
            if (node.IsInput)
            {
                foreach (var t in node.OutputTensors) map.TryAdd(t, t);
                continue;
            }
            if (node.OutputTensors.All(map.ContainsKey)) continue;
            var outputsNow = Nest.Map(node.Outputs, t => new KerasTensor(t.shape, t.dtype, name: ((KerasTensor)t).name + "_clone"));
            _ = new Node(node.Operation, node.Arguments.Map(t => map.TryGetValue(t, out var n) ? n : t), outputsNow);
            foreach (var (old, now) in node.OutputTensors.Zip(Nest.Flatten(outputsNow)))
            {
                now.KerasMask = old.KerasMask;
                map.TryAdd(old, now);
            }
        }
        return (Nest.Map(inputs, t => map[t]), Nest.Map(outputs, t => map[t]));
    }
}
