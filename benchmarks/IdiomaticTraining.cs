using static TorchSharp.torch;

namespace Keras.Benchmarks;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>The training step of TorchSharp's tutorials.</summary>
internal sealed class IdiomaticTraining(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, Func<Tensor, Tensor, Tensor> loss, Samples samples) : IStep
{
    private double _sum;
    private long _count;

    public void Run()
    {
        // This library turns gradients off until a step wants them; a program of TorchSharp alone has them on.
        using var gradients = enable_grad();
        using var scope = NewDisposeScope();
        var (x, y) = samples.Next();
        optimizer.zero_grad();
        var value = loss(model.call(x), y);
        value.backward();
        optimizer.step();
        _sum += value.item<float>();
        _count++;
    }

    public double TakeLoss()
    {
        double mean = _sum / _count;
        (_sum, _count) = (0, 0);
        return mean;
    }
}
