using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Keras.Backend.Native.Recurrent;

/// <summary>The elementwise pass of one step over all sequences of a batch.</summary>
internal unsafe struct RecurrentStep
{
    // Elements below which another thread costs more than it gives.
    private const long Grain = 8192;

    internal long Batch;
    internal long Time;
    internal long Units;

    /// <summary>Units times gates.</summary>
    internal long Width;

    /// <summary>Which step.</summary>
    internal long Step;

    /// <summary>By sequence and step: gates, what the cell keeps, the state before, the output or its gradient.</summary>
    internal float* Gates, Memory, Previous, Output;

    /// <summary>By sequence: product with the recurrent kernel, and state.</summary>
    internal float* Product, State;

    /// <summary>The bias of the product; null for none.</summary>
    internal float* Bias;

    private delegate*<RecurrentStep*, long, long, void> _rows;

    internal void Forward<TCell>() where TCell : struct, IRecurrentCell => Each(&ForwardRows<TCell>);

    internal void Backward<TCell>() where TCell : struct, IRecurrentCell => Each(&BackwardRows<TCell>);

    private void Each(delegate*<RecurrentStep*, long, long, void> rows)
    {
        _rows = rows;
        fixed (RecurrentStep* step = &this)
            if (Batch * Units < 2 * Grain) rows(step, 0, Batch);
            else Threads.For(Batch, Math.Max(1, Grain / Units), &Part, step);
    }

    // Called by libtorch on its own threads.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Part(long begin, long end, void* context) => ((RecurrentStep*)context)->_rows((RecurrentStep*)context, begin, end);

    private static void ForwardRows<TCell>(RecurrentStep* step, long begin, long end) where TCell : struct, IRecurrentCell
    {
        for (var i = begin; i < end; i++) TCell.Forward(step->Row(i), step->Units);
    }

    private static void BackwardRows<TCell>(RecurrentStep* step, long begin, long end) where TCell : struct, IRecurrentCell
    {
        for (var i = begin; i < end; i++) TCell.Backward(step->Row(i), step->Units);
    }

    private readonly RecurrentRow Row(long i)
    {
        var place = i * Time + Step;
        return new()
        {
            Gates = Gates + place * Width,
            Memory = Memory + place * Units,
            Previous = Previous + place * Units,
            Output = Output + place * Units,
            Product = Product + i * Width,
            State = State + i * Units,
            Bias = Bias,
        };
    }
}
