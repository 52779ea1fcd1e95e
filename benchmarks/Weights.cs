using Keras.Backend.Native.Updates;
using static TorchSharp.torch;

namespace Keras.Benchmarks;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>The weights of a functional model, made in Keras's layout, with their optimizer state.</summary>
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
        return Add(rand(shape).mul_(2 * limit).sub_(limit));
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

    private Tensor[] State() => [.. Trainable.Select(weight => zeros(weight.shape).DetachFromDisposeScope())];
}
