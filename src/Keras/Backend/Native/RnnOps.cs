using TorchSharp;
using static Keras.Backend.Native.Dispatcher;
using static TorchSharp.torch;

namespace Keras.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>
/// libtorch's recurrent kernels with weights in Keras's layout: one call for a whole sequence, differentiable, several times as fast as a loop over the steps.
/// </summary>
/// <remarks>
/// They compute what Keras's LSTM, GRU and SimpleRNN compute with tanh, sigmoid, no mask and no recurrent dropout. Sequences are (batch, time, features) and states
/// (batch, units). The sequence of outputs is a view with the strides of (time, batch, units).
/// </remarks>
internal static class RnnOps
{
    /// <summary>LSTM. Keras's gate order i, f, c, o is libtorch's, so the kernels are passed as transposed views.</summary>
    /// <param name="x">Inputs (batch, time, features).</param>
    /// <param name="h">First hidden state (batch, units).</param>
    /// <param name="c">First cell state (batch, units).</param>
    /// <param name="kernel">Shape (features, 4 * units).</param>
    /// <param name="recurrent_kernel">Shape (units, 4 * units).</param>
    /// <param name="bias">Shape (4 * units); null for none.</param>
    /// <param name="training">Whether a backward pass may follow.</param>
    /// <returns>Outputs of all steps (batch, time, units), last hidden state, last cell state.</returns>
    internal static (Tensor Outputs, Tensor H, Tensor C) Lstm(Tensor x, Tensor h, Tensor c, Tensor kernel, Tensor recurrent_kernel, Tensor? bias, bool training)
    {
        Check("LSTM", x, h, kernel, recurrent_kernel, gates: 4);
        using var scope = NewDisposeScope();
        Tensor[] weights = bias is null ? [kernel.t(), recurrent_kernel.t()] : [kernel.t(), recurrent_kernel.t(), bias, zeros_like(bias)];
        var r = CallMany("aten::lstm"u8, "input"u8, 3,
            Arg(x), List([h.unsqueeze(0), c.unsqueeze(0)]), List(weights),
            Arg(bias is not null), Arg(1L), Arg(0.0), Arg(training), Arg(false), Arg(true));   // has_biases, layers, dropout, train, bidirectional, batch_first
        var result = scope.MoveToOuter(r[0], r[1].squeeze(0), r[2].squeeze(0));
        KeepAlive(h, c, kernel, recurrent_kernel, bias);
        return result;
    }

    /// <summary>GRU with the reset gate after the matrix product (<c>reset_after=True</c>). Keras's gate order z, r, h is reordered to libtorch's r, z, n.</summary>
    /// <param name="x">Inputs (batch, time, features).</param>
    /// <param name="h">First state (batch, units).</param>
    /// <param name="kernel">Shape (features, 3 * units).</param>
    /// <param name="recurrent_kernel">Shape (units, 3 * units).</param>
    /// <param name="bias">Shape (2, 3 * units), input and recurrent bias; null for none.</param>
    /// <param name="training">Whether a backward pass may follow.</param>
    /// <returns>Outputs of all steps (batch, time, units) and the last state.</returns>
    internal static (Tensor Outputs, Tensor H) Gru(Tensor x, Tensor h, Tensor kernel, Tensor recurrent_kernel, Tensor? bias, bool training)
    {
        Check("GRU", x, h, kernel, recurrent_kernel, gates: 3);
        using var scope = NewDisposeScope();
        Tensor[] weights = bias is null
            ? [Swap(kernel).t(), Swap(recurrent_kernel).t()]
            : [Swap(kernel).t(), Swap(recurrent_kernel).t(), Swap(bias.select(0, 0)), Swap(bias.select(0, 1))];
        var r = CallMany("aten::gru"u8, "input"u8, 2,
            Arg(x), Arg(h.unsqueeze(0)), List(weights),
            Arg(bias is not null), Arg(1L), Arg(0.0), Arg(training), Arg(false), Arg(true));
        var result = scope.MoveToOuter(r[0], r[1].squeeze(0));
        KeepAlive(h, null, kernel, recurrent_kernel, bias);
        return result;
    }

    /// <summary>A fully connected recurrent layer with tanh or relu; kernels are passed as transposed views.</summary>
    /// <param name="x">Inputs (batch, time, features).</param>
    /// <param name="h">First state (batch, units).</param>
    /// <param name="kernel">Shape (features, units).</param>
    /// <param name="recurrent_kernel">Shape (units, units).</param>
    /// <param name="bias">Shape (units); null for none.</param>
    /// <param name="relu">Whether the activation is relu; tanh otherwise.</param>
    /// <param name="training">Whether a backward pass may follow.</param>
    /// <returns>Outputs of all steps (batch, time, units) and the last state.</returns>
    internal static (Tensor Outputs, Tensor H) SimpleRnn(Tensor x, Tensor h, Tensor kernel, Tensor recurrent_kernel, Tensor? bias, bool relu, bool training)
    {
        Check("SimpleRNN", x, h, kernel, recurrent_kernel, gates: 1);
        using var scope = NewDisposeScope();
        Tensor[] weights = bias is null ? [kernel.t(), recurrent_kernel.t()] : [kernel.t(), recurrent_kernel.t(), bias, zeros_like(bias)];
        var r = CallMany(relu ? "aten::rnn_relu"u8 : "aten::rnn_tanh"u8, "input"u8, 2,
            Arg(x), Arg(h.unsqueeze(0)), List(weights),
            Arg(bias is not null), Arg(1L), Arg(0.0), Arg(training), Arg(false), Arg(true));
        var result = scope.MoveToOuter(r[0], r[1].squeeze(0));
        KeepAlive(h, null, kernel, recurrent_kernel, bias);
        return result;
    }

    private static Tensor Swap(Tensor gates)
    {
        var parts = gates.chunk(3, -1);
        return cat([parts[1], parts[0], parts[2]], -1);
    }

    // TorchSharp itself does not: an operand that nobody needs any more may be finalized while the kernel reads it.
    private static void KeepAlive(Tensor h, Tensor? c, Tensor kernel, Tensor recurrent_kernel, Tensor? bias)
    {
        GC.KeepAlive(h);
        GC.KeepAlive(c);
        GC.KeepAlive(kernel);
        GC.KeepAlive(recurrent_kernel);
        GC.KeepAlive(bias);
    }

    /// <summary>Finds operands that do not fit: libtorch reports them on the standard error stream only.</summary>
    internal static void Check(string layer, Tensor x, Tensor h, Tensor kernel, Tensor recurrent_kernel, int gates)
    {
        static string Text(Tensor t) => $"({string.Join(", ", t.shape)})";
        long units = recurrent_kernel.shape[0];
        if (x.dim() != 3 || x.shape[2] != kernel.shape[0])
            throw new ArgumentException($"{layer}: expected inputs of shape (batch, time, {kernel.shape[0]}), got {Text(x)}.");
        if (kernel.shape[1] != gates * units || recurrent_kernel.shape[1] != gates * units)
            throw new ArgumentException($"{layer}: expected kernels with {gates * units} columns, got {Text(kernel)} and {Text(recurrent_kernel)}.");
        if (h.dim() != 2 || h.shape[0] != x.shape[0] || h.shape[1] != units)
            throw new ArgumentException($"{layer}: expected states of shape ({x.shape[0]}, {units}), got {Text(h)}.");
        if (x.shape[1] == 0)
            throw new ArgumentException($"{layer}: expected at least one time step, got {Text(x)}.");
        if (x.dtype != kernel.dtype || h.dtype != kernel.dtype)
            throw new ArgumentException($"{layer}: expected inputs and states of the weights' dtype {kernel.dtype}, got {x.dtype} and {h.dtype}.");
        GC.KeepAlive(x);
    }
}
