using static TorchSharp.torch;

namespace Keras.Benchmarks;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>A training step with nothing to spare: a pure function, one update of all weights in a single pass, the loss added up without being read.</summary>
internal sealed class BestTraining(Weights weights, Func<Tensor, Tensor, Tensor> loss, Action<Weights, Tensor[]> update, Samples samples) : IStep
{
    private readonly Tensor _sum = zeros(1, ScalarType.Float64).squeeze(0);
    private readonly Tensor[] _grads = new Tensor[weights.Trainable.Length];
    private long _count;

    public void Run()
    {
        using var gradients = enable_grad();
        using var scope = NewDisposeScope();
        var (x, y) = samples.Next();
        var value = loss(x, y);
        value.backward();
        for (int i = 0; i < _grads.Length; i++)
            _grads[i] = weights.Trainable[i].grad!;
        update(weights, _grads);
        foreach (var weight in weights.Trainable)
            weight.grad = null;
        using (no_grad())
            _sum.add_(value);
        _count++;
    }

    public double TakeLoss()
    {
        double mean = _sum.item<double>() / _count;
        _sum.zero_();
        _count = 0;
        return mean;
    }
}
