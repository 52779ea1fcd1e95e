using static Keras.Benchmarks.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Keras.Benchmarks.Workloads;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Two convolutions and two dense layers on 28 x 28 grey images, batch 32, Adam.</summary>
internal sealed class FashionCnn : IWorkload
{
    private const int Count = 1600, Batch = 32;

    public string Name => "fashion-cnn";

    public IStep Idiomatic()
    {
        var model = Module();
        return new IdiomaticTraining(model, optim.Adam(model.parameters(), 0.001), (p, y) => F.cross_entropy(p, y),
            new Samples(rand(Count, 1, 28, 28), randint(0, 10, Count), Batch));
    }

    public IStep Best()
    {
        var weights = new Weights();
        var forward = Function(weights, training: true);
        return new BestTraining(weights, (x, y) => F.cross_entropy(forward(x), y), Weights.Adam(0.001),
            new Samples(rand(Count, 28, 28, 1), randint(0, 10, Count), Batch));
    }

    public IStep Keras()
    {
        var model = Model();
        model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits: true));
        return new KerasTraining(model, keras.random.uniform((Count, 28, 28, 1)), keras.random.randint(Count, 0, 10), Batch);
    }

    /// <summary>The tutorial's network; its last activation is part of the loss, as in the other versions.</summary>
    internal static Sequential Model(string? activation = null) => keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.layers.Conv2D(32, 3, activation: "relu", padding: "same"), keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(64, 3, activation: "relu", padding: "same"), keras.layers.MaxPooling2D(2),
        keras.layers.Flatten(), keras.layers.Dense(100, activation: "relu"), keras.layers.Dropout(0.4), keras.layers.Dense(10, activation: activation)]);

    internal static nn.Module<Tensor, Tensor> Module() => nn.Sequential(
        ("conv1", nn.Conv2d(1, 32, 3, padding: 1)), ("relu1", nn.ReLU()), ("pool1", nn.MaxPool2d(2)),
        ("conv2", nn.Conv2d(32, 64, 3, padding: 1)), ("relu2", nn.ReLU()), ("pool2", nn.MaxPool2d(2)),
        ("flatten", nn.Flatten()), ("dense1", nn.Linear(7 * 7 * 64, 100)), ("relu3", nn.ReLU()), ("dropout", nn.Dropout(0.4)), ("dense2", nn.Linear(100, 10)));

    internal static Func<Tensor, Tensor> Function(Weights weights, bool training)
    {
        Tensor k1 = weights.Glorot(3, 3, 1, 32), b1 = weights.Zeros(32), k2 = weights.Glorot(3, 3, 32, 64), b2 = weights.Zeros(64);
        Tensor k3 = weights.Glorot(7 * 7 * 64, 100), b3 = weights.Zeros(100), k4 = weights.Glorot(100, 10), b4 = weights.Zeros(10);
        return images =>
        {
            var x = Pool(Conv(ToChannelsFirstView(images), k1, b1, padding: 1).relu_());
            x = Pool(Conv(x, k2, b2, padding: 1).relu_());
            x = Dense(Flatten(x), k3, b3).relu_();
            if (training)
                x = F.dropout(x, 0.4, training: true);
            return Dense(x, k4, b4);
        };
    }
}
