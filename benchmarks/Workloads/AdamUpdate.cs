using Keras.Backend.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Keras.Benchmarks.Workloads;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>One update by Adam of 8 million parameters in 8 variables; the best is libtorch's own fused kernel.</summary>
internal sealed class AdamUpdate : IWorkload
{
    private const int Variables = 8, Rows = 1024, Columns = 1024;

    public string Name => "adam-8m";

    public IStep Idiomatic()
    {
        var weights = Random().Select(w => new TorchSharp.Modules.Parameter(w)).ToArray();
        var gradients = Random();
        for (int i = 0; i < Variables; i++) weights[i].grad = gradients[i];
        var adam = optim.Adam(weights);
        return new PlainStep(() =>
        {
            using var scope = NewDisposeScope();
            adam.step();
        });
    }

    public IStep Best()
    {
        Tensor[] weights = Random(), gradients = Random(), first = Zeros(), second = Zeros();
        Tensor[] steps = [.. Enumerable.Range(0, Variables).Select(_ => zeros(1).squeeze(0))];
        return new PlainStep(() =>
        {
            foreach (var step in steps) step.add_(1);
            // Lists, largest second moments, rates; no AMSGrad, not maximizing, no scale of gradients.
            Dispatcher.Run("aten::_fused_adam_"u8, ""u8, Dispatcher.List(weights), Dispatcher.List(gradients), Dispatcher.List(first), Dispatcher.List(second), Dispatcher.List(new ReadOnlySpan<Tensor>()), Dispatcher.List(steps),
                Dispatcher.Arg(0.001), Dispatcher.Arg(0.9), Dispatcher.Arg(0.999), Dispatcher.Arg(0.0), Dispatcher.Arg(1e-7), Dispatcher.Arg(false), Dispatcher.Arg(false), Dispatcher.None, Dispatcher.None);
        });
    }

    public IStep Keras()
    {
        var weights = Enumerable.Range(0, Variables).Select(i => new Variable(keras.random.uniform((Rows, Columns)), name: $"w{i}")).ToArray();
        Keras.Tensor?[] gradients = [.. weights.Select(_ => keras.random.uniform((Rows, Columns), -1, 1))];
        var adam = keras.optimizers.Adam();
        adam.build(weights);
        return new PlainStep(() => adam.apply(gradients));
    }

    private static Tensor[] Random() => [.. Enumerable.Range(0, Variables).Select(_ => rand(Rows, Columns).mul_(2).sub_(1))];

    private static Tensor[] Zeros() => [.. Enumerable.Range(0, Variables).Select(_ => zeros(Rows, Columns))];
}
