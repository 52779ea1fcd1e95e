namespace Keras.Utils;

/// <summary>From where symbolic tensors come (keras/src/utils/summary_utils.py and operation_utils.py).</summary>
public static class SourceInputs
{
    /// <summary>The inputs of a graph that a symbolic tensor comes from.</summary>
    /// <param name="tensor">A symbolic tensor.</param>
    /// <returns>Tensors that <c>keras.Input</c> made, each once; the tensor itself where it is of no graph.</returns>
    [KerasExport("keras.utils.get_source_inputs")]
    public static TensorList get_source_inputs(Tensor tensor)
    {
        var found = new List<Tensor>();
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        // Deep graphs would overflow the stack: what is left to do is kept in a list.
        var open = new Stack<Tensor>([tensor]);
        while (open.TryPop(out var t))
        {
            if (!seen.Add(t)) continue;
            var node = t.History is { } history ? history.Operation.InboundNodes[history.NodeIndex] : null;
            if (node is null || node.IsInput) found.Add(t);
            else foreach (var input in node.InputTensors.Reverse()) open.Push(input);
        }
        return new TensorList(found);
    }
}
