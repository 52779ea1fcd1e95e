using static TorchSharp.torch;

namespace Keras.Backend.Native.Recurrent;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>All steps of a recurrent layer, and their gradients, with one matrix product and one elementwise pass a step.</summary>
/// <remarks>
/// On the CPU libtorch computes GRU and simple recurrence as a chain of small recorded operations, hardly faster than a loop of ours.
/// Here the products with the inputs and all gradients of weights are single calls for the whole sequence. float32 on the CPU only.
/// </remarks>
internal sealed unsafe class RecurrentNode<TCell> where TCell : struct, IRecurrentCell
{
    private readonly long _batch, _time, _features, _units;
    private readonly bool _hasBias;
    private readonly Tensor _inputs, _kernel, _recurrent;
    private readonly bool[] _needed;
    private readonly FloatBlock _block;

    /// <param name="operands">Inputs (batch, time, features), first state (batch, units), kernel, recurrent kernel and, where there is one, bias.</param>
    private RecurrentNode(ReadOnlySpan<Tensor> operands)
    {
        (_batch, _time, _features) = (operands[0].shape[0], operands[0].shape[1], operands[0].shape[2]);
        _units = operands[3].shape[0];
        _hasBias = operands.Length > 4;
        // The sequences as rows of one matrix.
        using (var detached = operands[0].detach())
            _inputs = detached.reshape(_batch * _time, _features);
        _kernel = operands[2].detach();
        _recurrent = operands[3].detach();
        _needed = new bool[operands.Length];
        for (var i = 0; i < operands.Length; i++) _needed[i] = operands[i].requires_grad;
        _block = FloatBlock.Rent(Size);
    }

    // The block: gates, what the cell keeps and the states before, by sequence and step; then state and product of one step.
    private long Rows => _batch * _time;

    private long Width => TCell.Gates * _units;

    private long Size => Rows * (Width + (TCell.HasMemory ? 2 : 1) * _units) + _batch * (Width + _units);

    /// <summary>Outputs of all steps (batch, time, units).</summary>
    /// <param name="operands">Inputs (batch, time, features), first state (batch, units), kernel, recurrent kernel and, where there is one, bias.</param>
    internal static Tensor Run(params ReadOnlySpan<Tensor> operands)
    {
        var node = new RecurrentNode<TCell>(operands);
        try
        {
            using var output = node.Forward(operands[1], operands.Length > 4 ? operands[4] : null);
            if (is_grad_enabled() && Array.Exists(node._needed, static n => n)) return GradientNode.Attach(operands, [output], upstream => node.Backward(upstream[0]!), node.Release)[0];
            node.Release();
            return output.alias();
        }
        catch
        {
            node.Release();
            throw;
        }
        finally
        {
            foreach (var operand in operands) GC.KeepAlive(operand);
        }
    }

    /// <summary>Whether the operands are what this class computes with.</summary>
    internal static bool Takes(ReadOnlySpan<Tensor> operands)
    {
        foreach (var operand in operands)
            if (TensorInfo.DType(operand) != ScalarType.Float32 || !TensorInfo.IsOnCpu(operand) || TensorInfo.Count(operand) == 0) return false;
        return true;
    }

    private Tensor Forward(Tensor first, Tensor? bias)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var places = Places(_block);
        // 1. The inputs' part of all gates at once.
        using var gates = NativeMemoryImport.Alias(places.Gates, ScalarType.Float32, [Rows, Width], [Width, 1]);
        var inputBias = bias is null ? null : bias.dim() == 2 ? bias.select(0, 0) : bias;
        if (inputBias is null) MatrixProduct.Into(gates, _inputs, _kernel);
        else MatrixProduct.Into(gates, _inputs, _kernel, plus: inputBias);

        // 2. The first state.
        using var state = NativeMemoryImport.Alias(places.State, ScalarType.Float32, [_batch, _units], [_units, 1]);
        using var product = NativeMemoryImport.Alias(places.Product, ScalarType.Float32, [_batch, Width], [Width, 1]);
        state.copy_(first);

        // 3. One step after the other.
        var output = empty(_batch, _time, _units, ScalarType.Float32);
        var recurrentBias = bias is not null && bias.dim() == 2 ? bias.select(0, 1).contiguous() : null;
        places.Bias = recurrentBias is null ? null : (float*)TensorInfo.DataPointer(recurrentBias);
        places.Output = (float*)TensorInfo.DataPointer(output);
        for (places.Step = 0; places.Step < _time; places.Step++)
        {
            MatrixProduct.Into(product, state, _recurrent);
            places.Forward<TCell>();
        }
        GC.KeepAlive(recurrentBias);
        return output.DetachFromDisposeScope();
    }

    private Tensor?[] Backward(Tensor upstream)
    {
        if (is_grad_enabled())
            throw new InvalidOperationException("The fused recurrent kernel has no second derivatives. Open both tapes before the layer is called, or make the layer with use_cudnn: false.");
        // The pass writes the gradients over what it reads.
        using var copy = GradientNode.Retains ? Copy() : null;
        var places = Places(copy ?? _block);
        using var off = no_grad();
        using var scope = NewDisposeScope();
        using var given = upstream.contiguous();
        using var state = NativeMemoryImport.Alias(places.State, ScalarType.Float32, [_batch, _units], [_units, 1]);
        using var product = NativeMemoryImport.Alias(places.Product, ScalarType.Float32, [_batch, Width], [Width, 1]);
        var transposed = _recurrent.t();

        // 1. From the last step to the first: the gradient of the state passes directly and through the recurrent kernel.
        state.zero_();
        places.Output = (float*)TensorInfo.DataPointer(given);
        for (places.Step = _time - 1; places.Step >= 0; places.Step--)
        {
            places.Backward<TCell>();
            if (places.Step > 0 || _needed[1]) MatrixProduct.Into(state, product, transposed, plus: state);
        }
        GC.KeepAlive(given);

        // 2. The gradients of inputs and weights of all steps at once.
        using var gates = NativeMemoryImport.Alias(places.Gates, ScalarType.Float32, [Rows, Width], [Width, 1]);
        using var previous = NativeMemoryImport.Alias(places.Previous, ScalarType.Float32, [Rows, _units], [_units, 1]);
        using var memory = TCell.HasMemory ? NativeMemoryImport.Alias(places.Memory, ScalarType.Float32, [Rows, _units], [_units, 1]) : null;
        var results = new Tensor?[_hasBias ? 5 : 4];
        if (_needed[0]) results[0] = gates.matmul(_kernel.t()).view(_batch, _time, _features);
        if (_needed[1]) results[1] = state.clone();
        if (_needed[2]) results[2] = _inputs.t().matmul(gates);
        if (_needed[3]) results[3] = memory is null ? previous.t().matmul(gates) : Beside(previous.t().matmul(gates.narrow(1, 0, Width - _units)), previous.t().matmul(memory));
        if (_hasBias && _needed[4])
        {
            var sums = gates.sum([0L]);
            results[4] = memory is null ? sums : stack([sums, Beside(sums.narrow(0, 0, Width - _units), memory.sum([0L]))], 0);
        }
        foreach (var result in results) result?.DetachFromDisposeScope();
        return results;
    }

    private void Release()
    {
        _block.Dispose();
        _inputs.Dispose();
        _kernel.Dispose();
        _recurrent.Dispose();
    }

    private static Tensor Beside(Tensor left, Tensor right) => cat([left, right], -1);

    private FloatBlock Copy()
    {
        var copy = FloatBlock.Rent(Size);
        Buffer.MemoryCopy(_block.First, copy.First, Size * sizeof(float), Size * sizeof(float));
        return copy;
    }

    private RecurrentStep Places(FloatBlock block)
    {
        var places = new RecurrentStep { Batch = _batch, Time = _time, Units = _units, Width = Width };
        places.Gates = block.First;
        places.Previous = places.Gates + Rows * Width;
        places.Memory = places.Previous + Rows * _units;
        places.State = places.Memory + (TCell.HasMemory ? Rows * _units : 0);
        places.Product = places.State + _batch * _units;
        return places;
    }
}
