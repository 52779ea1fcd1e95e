using Keras.Backend.Native.Updates;
using static TorchSharp.torch;

namespace Keras.Benchmarks;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>
/// The weights of a functional model, in Keras's shapes, with their optimizer state. Convolution kernels (height, width, in, out) lie in memory as
/// (out, in, height, width), libtorch's order: large kernels would be transposed in every step otherwise.
/// </summary>
internal sealed class Weights
{
    private readonly List<Tensor> _trainable = [];
    private Tensor[]? _first;
    private Tensor[]? _second;
    private long _step;

    internal Tensor[] Trainable { get => field ??= [.. _trainable]; private set; }

    internal Tensor Glorot(params long[] shape)
    {
        long receptive = 1;
        for (int i = 0; i < shape.Length - 2; i++)
            receptive *= shape[i];
        double limit = Math.Sqrt(6.0 / (receptive * (shape[^1] + shape[^2])));
        var values = rand(shape).mul_(2 * limit).sub_(limit);
        return Add(shape.Length == 4 ? values.permute(3, 2, 0, 1).contiguous().permute(2, 3, 1, 0) : values);
    }

    internal Tensor Zeros(params long[] shape) => Add(zeros(shape));

    internal Tensor Ones(params long[] shape) => Add(ones(shape));

    internal Tensor Add(Tensor value)
    {
        _trainable.Add(value.requires_grad_());
        return value;
    }

    internal static Action<Weights, Tensor[]> Adam(double learning_rate) => (weights, gradients) =>
        FusedUpdate.Step(new AdamRule(++weights._step, learning_rate), weights.Trainable, gradients, weights._first ??= weights.State(), weights._second ??= weights.State());

    internal static Action<Weights, Tensor[]> Rmsprop(double learning_rate) => (weights, gradients) =>
        FusedUpdate.Step(new RmspropRule(learning_rate), weights.Trainable, gradients, weights._first ??= weights.State());

    private Tensor[] State()
    {
        using var off = no_grad();
        return [.. Trainable.Select(weight => zeros_like(weight).DetachFromDisposeScope())];
    }
}
