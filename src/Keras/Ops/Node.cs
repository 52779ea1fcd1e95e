using Keras.Backend;

namespace Keras;

/// <summary>One symbolic call of an operation: an edge bundle of a functional model's graph.</summary>
internal sealed class Node
{
    internal Node(Operation operation, CallArguments arguments, Tensor outputs)
    {
        Operation = operation;
        Arguments = arguments;
        Outputs = outputs;
        InputTensors = [.. arguments.Tensors().OfType<KerasTensor>()];
        OutputTensors = [.. Nest.Flatten(outputs).Cast<KerasTensor>()];
        Index = operation.InboundNodes.Count;
        operation.InboundNodes.Add(this);
        for (var i = 0; i < OutputTensors.Length; i++)
            OutputTensors[i].SetHistory(new KerasHistory(operation, Index, i));
        foreach (var input in InputTensors) input.History?.Operation.OutboundNodes.Add(this);
    }

    internal Operation Operation { get; }

    internal CallArguments Arguments { get; }

    /// <summary>The outputs as the call gave them: one tensor, a list or a dictionary.</summary>
    internal Tensor Outputs { get; }

    internal KerasTensor[] InputTensors { get; }

    internal KerasTensor[] OutputTensors { get; }

    /// <summary>Which call of the operation this is, from 0.</summary>
    internal int Index { get; }

    internal bool IsInput => InputTensors.Length == 0;
}
