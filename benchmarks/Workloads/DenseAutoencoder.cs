using static Keras.Benchmarks.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Keras.Benchmarks.Workloads;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>784 - 64 - 784 with mean squared error, batch 32, Adam: so small that the cost of each call counts.</summary>
internal sealed class DenseAutoencoder : IWorkload
{
    private const int Count = 3200, Batch = 32;

    public string Name => "dense-autoencoder";

    public IStep Idiomatic()
    {
        var model = nn.Sequential(("encoder", nn.Linear(784, 64)), ("relu", nn.ReLU()), ("decoder", nn.Linear(64, 784)), ("sigmoid", nn.Sigmoid()));
        return new IdiomaticTraining(model, optim.Adam(model.parameters(), 0.001), (p, y) => F.mse_loss(p, y), Data());
    }

    public IStep Best()
    {
        var weights = new Weights();
        Tensor k1 = weights.Glorot(784, 64), b1 = weights.Zeros(64), k2 = weights.Glorot(64, 784), b2 = weights.Zeros(784);
        return new BestTraining(weights, (x, y) => F.mse_loss(Dense(Dense(x, k1, b1).relu_(), k2, b2).sigmoid_(), y), Weights.Adam(0.001), Data());
    }

    public IStep Keras()
    {
        var model = keras.Sequential([keras.Input(784), keras.layers.Dense(64, activation: "relu"), keras.layers.Dense(784, activation: "sigmoid")]);
        model.compile("adam", "mse");
        var x = keras.random.uniform((Count, 784));
        return new KerasTraining(model, x, x, Batch);
    }

    private static Samples Data()
    {
        var x = rand(Count, 784);
        return new Samples(x, x, Batch);
    }
}
