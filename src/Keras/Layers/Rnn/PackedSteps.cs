using Keras.Backend;

namespace Keras.Layers;

/// <summary>Masked sequences with the steps that count moved to the front, so that a kernel without masks computes them.</summary>
/// <remarks>A masked step changes no state. So the states after a step are those after as many steps of the shortened sequence as counted until then.</remarks>
internal sealed class PackedSteps
{
    private readonly Tensor _mask;
    private readonly Tensor _order;
    private readonly Tensor _counts;
    private readonly long _longest;

    /// <summary>Orders the steps.</summary>
    /// <param name="mask">True where a step counts (batch, time).</param>
    internal PackedSteps(Tensor mask)
    {
        _mask = mask;
        var time = mask.Dims[1];
        // Distinct keys keep the order of the steps.
        var skipped = Ops.cast(Ops.logical_not(mask), "int64");
        _order = Ops.cast(Ops.argsort(skipped * new ScalarTensor(time) + Kernel.Arange(0L, time, 1L, "int64"), 1), "int64");
        _counts = Ops.cumsum(Ops.cast(mask, "int64"), 1);
        _longest = Math.Max(1, (long)Kernel.Item(Ops.max(_counts)));
    }

    /// <summary>The steps that count, then others up to the longest sequence.</summary>
    internal Tensor Pack(Tensor sequences) => Kernel.Gather(sequences, 1, Wide(Kernel.Narrow(_order, 1, 0, _longest), sequences.Dims[2]));

    /// <summary>The outputs of all steps: a masked one repeats the output before it, or gives zeros.</summary>
    internal Tensor Unpack(Tensor packed, bool zeros)
    {
        var outputs = At(packed, _counts);
        return Kernel.Where(Kernel.Unsqueeze(zeros ? _mask : Ops.greater(_counts, 0), 2), outputs, Ops.zeros_like(outputs));
    }

    /// <summary>The last output and the last state of the same kind.</summary>
    internal (Tensor Output, Tensor State) Last(Tensor packed, Tensor initial, bool zeros)
    {
        var time = _mask.Dims[1];
        var total = Kernel.Narrow(_counts, 1, time - 1, 1);
        var any = Ops.greater(total, 0);
        var reached = Kernel.Select(At(packed, total), 1, 0);
        var output = Kernel.Where(zeros ? Kernel.Narrow(_mask, 1, time - 1, 1) : any, reached, Ops.zeros_like(reached));
        return (output, Kernel.Where(any, reached, initial));
    }

    /// <summary>What stands after so many steps; after none, the first.</summary>
    private static Tensor At(Tensor packed, Tensor counts) => Kernel.Gather(packed, 1, Wide(Kernel.Maximum(counts, Ops.ones_like(counts)) - 1, packed.Dims[2]));

    private static Tensor Wide(Tensor index, long size) => Kernel.Expand(Kernel.Unsqueeze(index, 2), index.Dims[0], index.Dims[1], size);
}
