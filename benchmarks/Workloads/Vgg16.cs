using static Keras.Benchmarks.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Keras.Benchmarks.Workloads;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>VGG-16 on 32 x 32 colour images of 100 classes, batch 32, Adam.</summary>
internal sealed class Vgg16 : IWorkload
{
    private const int Count = 160, Batch = 32, Classes = 100;
    private static readonly int[][] s_blocks = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]];

    public string Name => "vgg16";

    public IStep Idiomatic()
    {
        var layers = new List<(string, nn.Module<Tensor, Tensor>)>();
        void Add(nn.Module<Tensor, Tensor> layer) => layers.Add(($"layer{layers.Count}", layer));
        int channels = 3;
        foreach (var block in s_blocks)
        {
            foreach (int filters in block)
            {
                Add(nn.Conv2d(channels, filters, 3, padding: 1));
                Add(nn.ReLU());
                channels = filters;
            }
            Add(nn.MaxPool2d(2));
        }
        Add(nn.Flatten());
        Add(nn.Linear(512, 4096));
        Add(nn.ReLU());
        Add(nn.Linear(4096, 4096));
        Add(nn.ReLU());
        Add(nn.Linear(4096, Classes));
        var model = nn.Sequential([.. layers]);
        return new IdiomaticTraining(model, optim.Adam(model.parameters(), 0.001), (p, y) => F.cross_entropy(p, y),
            new Samples(rand(Count, 3, 32, 32), randint(0, Classes, Count), Batch));
    }

    public IStep Best()
    {
        var weights = new Weights();
        var blocks = new List<List<(Tensor Kernel, Tensor Bias)>>();
        int channels = 3;
        foreach (var block in s_blocks)
        {
            blocks.Add([]);
            foreach (int filters in block)
            {
                blocks[^1].Add((weights.Glorot(3, 3, channels, filters), weights.Zeros(filters)));
                channels = filters;
            }
        }
        Tensor k1 = weights.Glorot(512, 4096), b1 = weights.Zeros(4096), k2 = weights.Glorot(4096, 4096), b2 = weights.Zeros(4096);
        Tensor k3 = weights.Glorot(4096, Classes), b3 = weights.Zeros(Classes);
        Tensor Loss(Tensor images, Tensor y)
        {
            var x = ToChannelsFirstView(images);
            foreach (var block in blocks)
            {
                foreach (var (kernel, bias) in block)
                    x = Conv(x, kernel, bias, padding: 1).relu_();
                x = Pool(x);
            }
            return F.cross_entropy(Dense(Dense(Dense(Flatten(x), k1, b1).relu_(), k2, b2).relu_(), k3, b3), y);
        }
        return new BestTraining(weights, Loss, Weights.Adam(0.001), new Samples(rand(Count, 32, 32, 3), randint(0, Classes, Count), Batch));
    }

    public IStep Keras()
    {
        var model = keras.Sequential([keras.Input((32, 32, 3))]);
        foreach (var block in s_blocks)
        {
            foreach (int filters in block)
                model.add(keras.layers.Conv2D(filters, 3, activation: "relu", padding: "same"));
            model.add(keras.layers.MaxPooling2D(2));
        }
        model.add(keras.layers.Flatten());
        model.add(keras.layers.Dense(4096, activation: "relu"));
        model.add(keras.layers.Dense(4096, activation: "relu"));
        model.add(keras.layers.Dense(Classes));
        model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits: true));
        return new KerasTraining(model, keras.random.uniform((Count, 32, 32, 3)), keras.random.randint(Count, 0, Classes), Batch);
    }
}
