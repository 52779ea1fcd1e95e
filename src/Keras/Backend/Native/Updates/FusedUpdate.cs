using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>
/// Applies an update rule to all variables of a model in one pass over their memory.
/// </summary>
/// <remarks>
/// float32 variables on the CPU whose memory has no gaps are updated here, on libtorch's threads when they are large, with one barrier for the whole list;
/// any others one by one with libtorch's operations. The order of the dimensions in memory is free, but the slots must share it (<c>zeros_like</c> keeps it).
/// </remarks>
internal static unsafe class FusedUpdate
{
    // As in libtorch: below this many elements another thread costs more than it gives.
    private const long Grain = 32768;
    private const int OnStack = 64;

    /// <summary>One step.</summary>
    /// <param name="rule">The arithmetic.</param>
    /// <param name="variables">The variables, changed in place.</param>
    /// <param name="gradients">One gradient for each variable, of its shape.</param>
    /// <param name="slots">The rule's slots: as many lists as it has, each with one tensor for each variable.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a gradient or a slot is not of its variable's size.</exception>
    internal static void Step<TRule>(TRule rule, ReadOnlySpan<Tensor> variables, ReadOnlySpan<Tensor> gradients, params ReadOnlySpan<Tensor[]> slots)
        where TRule : unmanaged, IUpdateRule
    {
        // 1. The lists must fit.
        if (gradients.Length != variables.Length)
            throw new ArgumentException($"Received {gradients.Length} gradients for {variables.Length} variables.", nameof(gradients));
        if (slots.Length != rule.Slots)
            throw new ArgumentException($"Received {slots.Length} lists of slots, expected {rule.Slots}.", nameof(slots));
        foreach (var list in slots)
            if (list.Length < variables.Length)
                throw new ArgumentException($"Received {list.Length} slots for {variables.Length} variables.", nameof(slots));

        // 2. The blocks of memory; variables of another kind are updated on the way.
        Block[]? rented = variables.Length > OnStack ? new Block[variables.Length] : null;
        Span<Block> blocks = rented ?? stackalloc Block[OnStack];
        List<Tensor>? copies = null;
        int count = 0;
        long total = 0;
        for (int i = 0; i < variables.Length; i++)
        {
            var variable = variables[i];
            var gradient = gradients[i];
            long size = TensorInfo.Count(variable);
            if (TensorInfo.Count(gradient) != size)
                throw new ArgumentException($"Gradient {i} has {TensorInfo.Count(gradient)} elements, its variable {size}.", nameof(gradients));
            if (size == 0)
                continue;
            bool plain = IsFloat(variable) && TensorInfo.IsDense(variable) && TensorInfo.DType(gradient) == ScalarType.Float32 && TensorInfo.IsOnCpu(gradient);
            foreach (var list in slots)
            {
                if (TensorInfo.Count(list[i]) != size)
                    throw new ArgumentException($"A slot of variable {i} has {TensorInfo.Count(list[i])} elements, the variable {size}.", nameof(slots));
                plain = plain && IsFloat(list[i]) && TensorInfo.HasLayoutOf(list[i], variable);
            }
            if (!plain)
            {
                Fallback(rule, variable, gradient, slots, i);
                continue;
            }
            if (!TensorInfo.HasLayoutOf(gradient, variable))
            {
                gradient = InLayoutOf(gradient, variable);
                (copies ??= []).Add(gradient);
            }
            ref var block = ref blocks[count++];
            block.Start = total;
            block.Count = size;
            block.Variable = (float*)TensorInfo.DataPointer(variable);
            block.Gradient = (float*)TensorInfo.DataPointer(gradient);
            block.Slot0 = slots.Length > 0 ? (float*)TensorInfo.DataPointer(slots[0][i]) : null;
            block.Slot1 = slots.Length > 1 ? (float*)TensorInfo.DataPointer(slots[1][i]) : null;
            block.Slot2 = slots.Length > 2 ? (float*)TensorInfo.DataPointer(slots[2][i]) : null;
            total += size;
        }

        // 3. The pass.
        if (total > 0)
        {
            fixed (Block* first = blocks)
            {
                var work = new Work { Blocks = first, Count = count, Rule = &rule, Run = &Run<TRule> };
                if (total <= Grain)
                    Run<TRule>(&work, 0, total);
                else
                    Threads.For(total, Grain, &RunPart, &work);
            }
        }

        // 4. The pointers are done with.
        foreach (var list in slots)
            GC.KeepAlive(list);
        for (int i = 0; i < variables.Length; i++)
        {
            GC.KeepAlive(variables[i]);
            GC.KeepAlive(gradients[i]);
        }
        if (copies != null)
            foreach (var copy in copies)
                copy.Dispose();
    }

    private static bool IsFloat(Tensor tensor) => TensorInfo.DType(tensor) == ScalarType.Float32 && TensorInfo.IsOnCpu(tensor);

    private static Tensor InLayoutOf(Tensor gradient, Tensor variable)
    {
        using var off = no_grad();
        var copy = empty_like(variable).DetachFromDisposeScope();
        copy.copy_(gradient);
        return copy;
    }

    private static void Fallback<TRule>(TRule rule, Tensor variable, Tensor gradient, ReadOnlySpan<Tensor[]> slots, int index) where TRule : unmanaged, IUpdateRule
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var own = new Tensor[slots.Length];
        for (int k = 0; k < own.Length; k++)
            own[k] = slots[k][index];
        var cast = TensorInfo.DType(gradient) == TensorInfo.DType(variable) ? gradient : gradient.to(variable.dtype);
        rule.Apply(variable, cast, own);
    }

    // Called by libtorch on its own threads.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void RunPart(long begin, long end, void* work) => ((Work*)work)->Run((Work*)work, begin, end);

    // Elements begin to end of all blocks laid end to end.
    private static void Run<TRule>(Work* work, long begin, long end) where TRule : unmanaged, IUpdateRule
    {
        var rule = *(TRule*)work->Rule;
        for (int i = 0; i < work->Count && work->Blocks[i].Start < end; i++)
        {
            ref readonly var block = ref work->Blocks[i];
            long from = Math.Max(begin - block.Start, 0);
            long to = Math.Min(end - block.Start, block.Count);
            if (from < to)
                Run(rule, block, from, to);
        }
    }

    private static void Run<TRule>(TRule rule, in Block block, long from, long to) where TRule : unmanaged, IUpdateRule
    {
        float* p = block.Variable, g = block.Gradient, s0 = block.Slot0, s1 = block.Slot1, s2 = block.Slot2;
        int width = Vector<float>.Count;
        Vector<float> none = default;
        long i = from;
        switch (rule.Slots)
        {
            case 0:
                for (; i <= to - width; i += width)
                {
                    var value = Vector.Load(p + i);
                    rule.Apply(ref value, Vector.Load(g + i), ref none, ref none, ref none);
                    value.Store(p + i);
                }
                break;
            case 1:
                for (; i <= to - width; i += width)
                {
                    var value = Vector.Load(p + i);
                    var a = Vector.Load(s0 + i);
                    rule.Apply(ref value, Vector.Load(g + i), ref a, ref none, ref none);
                    value.Store(p + i);
                    a.Store(s0 + i);
                }
                break;
            case 2:
                for (; i <= to - width; i += width)
                {
                    var value = Vector.Load(p + i);
                    var a = Vector.Load(s0 + i);
                    var b = Vector.Load(s1 + i);
                    rule.Apply(ref value, Vector.Load(g + i), ref a, ref b, ref none);
                    value.Store(p + i);
                    a.Store(s0 + i);
                    b.Store(s1 + i);
                }
                break;
            default:
                for (; i <= to - width; i += width)
                {
                    var value = Vector.Load(p + i);
                    var a = Vector.Load(s0 + i);
                    var b = Vector.Load(s1 + i);
                    var c = Vector.Load(s2 + i);
                    rule.Apply(ref value, Vector.Load(g + i), ref a, ref b, ref c);
                    value.Store(p + i);
                    a.Store(s0 + i);
                    b.Store(s1 + i);
                    c.Store(s2 + i);
                }
                break;
        }
        if (i < to)
        {
            int rest = (int)(to - i);
            var value = Lanes.LoadPart(p + i, rest);
            var a = s0 == null ? none : Lanes.LoadPart(s0 + i, rest);
            var b = s1 == null ? none : Lanes.LoadPart(s1 + i, rest);
            var c = s2 == null ? none : Lanes.LoadPart(s2 + i, rest);
            rule.Apply(ref value, Lanes.LoadPart(g + i, rest), ref a, ref b, ref c);
            Lanes.StorePart(value, p + i, rest);
            Lanes.StorePart(a, s0 == null ? null : s0 + i, rest);
            Lanes.StorePart(b, s1 == null ? null : s1 + i, rest);
            Lanes.StorePart(c, s2 == null ? null : s2 + i, rest);
        }
    }

    private struct Block
    {
        internal long Start;
        internal long Count;
        internal float* Variable;
        internal float* Gradient;
        internal float* Slot0;
        internal float* Slot1;
        internal float* Slot2;
    }

    private struct Work
    {
        internal Block* Blocks;
        internal int Count;
        internal void* Rule;
        internal delegate*<Work*, long, long, void> Run;
    }
}
