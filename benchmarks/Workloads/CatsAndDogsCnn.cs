using static Keras.Benchmarks.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Keras.Benchmarks.Workloads;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Four convolutions and two dense layers on 150 x 150 colour images, batch 20, RMSprop.</summary>
internal sealed class CatsAndDogsCnn : IWorkload
{
    private const int Count = 100, Batch = 20;

    public string Name => "cats-and-dogs-cnn";

    public IStep Idiomatic()
    {
        var model = nn.Sequential(
            ("conv1", nn.Conv2d(3, 32, 3)), ("relu1", nn.ReLU()), ("pool1", nn.MaxPool2d(2)),
            ("conv2", nn.Conv2d(32, 64, 3)), ("relu2", nn.ReLU()), ("pool2", nn.MaxPool2d(2)),
            ("conv3", nn.Conv2d(64, 128, 3)), ("relu3", nn.ReLU()), ("pool3", nn.MaxPool2d(2)),
            ("conv4", nn.Conv2d(128, 128, 3)), ("relu4", nn.ReLU()), ("pool4", nn.MaxPool2d(2)),
            ("flatten", nn.Flatten()), ("dense1", nn.Linear(7 * 7 * 128, 512)), ("relu5", nn.ReLU()), ("dense2", nn.Linear(512, 1)));
        return new IdiomaticTraining(model, optim.RMSProp(model.parameters(), 1e-4, 0.9), (p, y) => F.binary_cross_entropy_with_logits(p, y),
            new Samples(rand(Count, 3, 150, 150), Labels(), Batch));
    }

    public IStep Best()
    {
        var weights = new Weights();
        Tensor k1 = weights.Glorot(3, 3, 3, 32), b1 = weights.Zeros(32), k2 = weights.Glorot(3, 3, 32, 64), b2 = weights.Zeros(64);
        Tensor k3 = weights.Glorot(3, 3, 64, 128), b3 = weights.Zeros(128), k4 = weights.Glorot(3, 3, 128, 128), b4 = weights.Zeros(128);
        Tensor k5 = weights.Glorot(7 * 7 * 128, 512), b5 = weights.Zeros(512), k6 = weights.Glorot(512, 1), b6 = weights.Zeros(1);
        Tensor Loss(Tensor images, Tensor y)
        {
            var x = Pool(Conv(ToChannelsFirstView(images), k1, b1).relu_());
            x = Pool(Conv(x, k2, b2).relu_());
            x = Pool(Conv(x, k3, b3).relu_());
            x = Pool(Conv(x, k4, b4).relu_());
            return F.binary_cross_entropy_with_logits(Dense(Dense(Flatten(x), k5, b5).relu_(), k6, b6), y);
        }
        return new BestTraining(weights, Loss, Weights.Rmsprop(1e-4), new Samples(rand(Count, 150, 150, 3), Labels(), Batch));
    }

    public IStep Keras()
    {
        var model = keras.Sequential([
            keras.Input((150, 150, 3)),
            keras.layers.Conv2D(32, 3, activation: "relu"), keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(64, 3, activation: "relu"), keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(128, 3, activation: "relu"), keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(128, 3, activation: "relu"), keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(), keras.layers.Dense(512, activation: "relu"), keras.layers.Dense(1)]);
        model.compile(keras.optimizers.RMSprop(1e-4), keras.losses.BinaryCrossentropy(from_logits: true));
        return new KerasTraining(model, keras.random.uniform((Count, 150, 150, 3)), keras.ops.cast(keras.random.randint((Count, 1), 0, 2), "float32"), Batch);
    }

    private static Tensor Labels() => randint(0, 2, [Count, 1]).to(ScalarType.Float32);
}
