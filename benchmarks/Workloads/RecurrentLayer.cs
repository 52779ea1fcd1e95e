using static Keras.Benchmarks.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Keras.Benchmarks.Workloads;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>
/// A recurrent layer of 64 units on 100 steps of 32 features, batch 32, SGD. Here "idiomatic" is this library's own loop over the steps,
/// which any other cell runs through, so that keras/idiomatic shows what the fused kernel saves: 0.33 is three times as fast.
/// </summary>
internal abstract class RecurrentLayer : IWorkload
{
    private const int Count = 320, Batch = 32, Steps = 100;
    private protected const int Features = 32, Units = 64;

    public abstract string Name { get; }

    private protected abstract int Gates { get; }

    public IStep Idiomatic() => Fit(Loop());

    public IStep Keras() => Fit(Fused());

    public IStep Best()
    {
        var weights = new Weights();
        Tensor kernel = weights.Glorot(Features, Gates * Units), recurrent = weights.Glorot(Units, Gates * Units), bias = weights.Add(BiasValues());
        Tensor head = weights.Glorot(Units, 1), headBias = weights.Zeros(1);
        var state = zeros(Batch, Units);
        return new BestTraining(weights, (x, y) => F.mse_loss(Dense(Run(x, state, kernel, recurrent, bias), head, headBias), y), Sgd,
            new(rand(Count, Steps, Features), rand(Count, 1), Batch));
    }

    /// <summary>The layer as the step loop.</summary>
    private protected abstract Layer Loop();

    /// <summary>The layer on the fused kernel.</summary>
    private protected abstract Layer Fused();

    private protected abstract Tensor BiasValues();

    private protected abstract Tensor Run(Tensor x, Tensor state, Tensor kernel, Tensor recurrent, Tensor bias);

    private static void Sgd(Weights weights, Tensor[] gradients)
    {
        using var off = no_grad();
        for (int i = 0; i < gradients.Length; i++) weights.Trainable[i].sub_(gradients[i].mul(0.01));
    }

    private static KerasTraining Fit(Layer layer)
    {
        var model = keras.Sequential([keras.Input((Steps, Features)), layer, keras.layers.Dense(1)]);
        model.compile("sgd", "mse");
        return new(model, keras.random.uniform((Count, Steps, Features)), keras.random.uniform((Count, 1)), Batch);
    }
}
