using Keras.Backend.Native.Updates;
using TorchSharp;
using static TorchSharp.torch;

namespace Keras.Benchmarks.Workloads;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>One update by Adam of 8 million parameters in 8 variables; the best is one fused pass over the memory.</summary>
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
        long step = 0;
        return new PlainStep(() => FusedUpdate.Step(new AdamRule(++step, 0.001), weights, gradients, first, second));
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
