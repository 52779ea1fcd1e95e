using static Keras.Benchmarks.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Keras.Benchmarks.Workloads;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>140 - 32 - 16 - 8 - 16 - 32 - 140 with mean absolute error, batch 512, Adam.</summary>
internal sealed class EcgAutoencoder : IWorkload
{
    private const int Count = 5120, Batch = 512;
    private static readonly int[] s_sizes = [140, 32, 16, 8, 16, 32, 140];

    public string Name => "ecg-autoencoder";

    public IStep Idiomatic()
    {
        var layers = new List<(string, nn.Module<Tensor, Tensor>)>();
        for (int i = 1; i < s_sizes.Length; i++)
        {
            layers.Add(($"dense{i}", nn.Linear(s_sizes[i - 1], s_sizes[i])));
            layers.Add(($"activation{i}", i == s_sizes.Length - 1 ? nn.Sigmoid() : nn.ReLU()));
        }
        var model = nn.Sequential([.. layers]);
        return new IdiomaticTraining(model, optim.Adam(model.parameters(), 0.001), (p, y) => F.l1_loss(p, y), Data());
    }

    public IStep Best()
    {
        var weights = new Weights();
        var layers = Enumerable.Range(1, s_sizes.Length - 1).Select(i => (Kernel: weights.Glorot(s_sizes[i - 1], s_sizes[i]), Bias: weights.Zeros(s_sizes[i]))).ToArray();
        Tensor Loss(Tensor x, Tensor y)
        {
            foreach (var (kernel, bias) in layers[..^1])
                x = Dense(x, kernel, bias).relu_();
            return F.l1_loss(Dense(x, layers[^1].Kernel, layers[^1].Bias).sigmoid_(), y);
        }
        return new BestTraining(weights, Loss, Weights.Adam(0.001), Data());
    }

    public IStep Keras()
    {
        var model = keras.Sequential([keras.Input(s_sizes[0])]);
        foreach (int size in s_sizes[1..^1])
            model.add(keras.layers.Dense(size, activation: "relu"));
        model.add(keras.layers.Dense(s_sizes[^1], activation: "sigmoid"));
        model.compile("adam", "mae");
        var x = keras.random.uniform((Count, 140));
        return new KerasTraining(model, x, x, Batch);
    }

    private static Samples Data()
    {
        var x = rand(Count, 140);
        return new Samples(x, x, Batch);
    }
}
