using Keras.Callbacks;

namespace Keras.Tests.Callbacks;

public class SwapEMAWeightsTests
{
    private static readonly Tensor X = keras.ops.ones((4, 1));
    private static readonly Tensor Y = keras.ops.zeros((4, 1));

    private static Model Compiled(Optimizer optimizer)
    {
        var model = keras.Sequential([keras.layers.Input(1), keras.layers.Dense(1, use_bias: false, kernel_initializer: "ones")]);
        model.compile(optimizer, loss: "mse");
        return model;
    }

    private static double Weight(Model model) => model.weights[0].numpy().ToArray<float>()[0];

    [Fact]
    public void EvaluationSeesTheMeansAndTrainingTheWeights()
    {
        // w = 1, gradient 2w, rate 0.25: w becomes 0.5, then 0.25; the means start with 1 · 0 + … as the optimizer keeps them.
        var model = Compiled(keras.optimizers.SGD(0.25, use_ema: true, ema_momentum: 0.5));
        var seen = new List<double>();
        var swap = new SwapEMAWeights();
        model.fit(X, Y, epochs: 2, batch_size: 4, verbose: 0, callbacks: new Callback[] { swap, new LambdaCallback(on_epoch_end: (_, _) => seen.Add(Weight(model))) });
        Assert.Equal([0.5, 0.25], seen);
        var mean = Weight(model);
        Assert.NotEqual(0.25, mean);

        // After training the weights are the means, and evaluation leaves both as they are.
        var loss = model.evaluate(X, Y, verbose: 0, callbacks: new Callback[] { swap });
        Assert.Equal(mean * mean, (double)loss, 1e-6);
        Assert.Equal(mean, Weight(model), 1e-7);
    }

    [Fact]
    public void CallbacksAfterItSeeTheMeansBetweenEpochs()
    {
        var model = Compiled(keras.optimizers.SGD(0.25, use_ema: true, ema_momentum: 0.5));
        var seen = new List<double>();
        model.fit(X, Y, epochs: 2, batch_size: 4, verbose: 0, callbacks: new Callback[] { new SwapEMAWeights(swap_on_epoch: true), new LambdaCallback(on_epoch_end: (_, _) => seen.Add(Weight(model))) });
        Assert.DoesNotContain(0.25, seen);
        Assert.Equal(seen[^1], Weight(model), 1e-7);
    }

    [Fact]
    public void AnOptimizerWithoutMeansIsRefused()
    {
        var model = Compiled(keras.optimizers.SGD(0.25));
        Assert.Contains("use_ema=True", Assert.Throws<InvalidOperationException>(() => model.evaluate(X, Y, verbose: 0, callbacks: new Callback[] { new SwapEMAWeights() })).Message);
    }
}
