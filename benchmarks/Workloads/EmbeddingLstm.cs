using Keras.Backend.Native;
using TorchSharp.Modules;
using static Keras.Backend.Native.Dispatcher;
using static Keras.Benchmarks.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Keras.Benchmarks.Workloads;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Embedding(10000, 32), LSTM(32), Dense(1) on 100 tokens, batch 32, RMSprop.</summary>
internal sealed class EmbeddingLstm : IWorkload
{
    private const int Count = 1600, Batch = 32, Tokens = 100, Vocabulary = 10000, Units = 32;

    public string Name => "embedding-lstm";

    public IStep Idiomatic()
    {
        var model = new Net();
        return new IdiomaticTraining(model, optim.RMSProp(model.parameters(), 0.001, 0.9), (p, y) => F.binary_cross_entropy_with_logits(p, y), Data());
    }

    public IStep Best()
    {
        var weights = new Weights();
        var table = weights.Add(rand(Vocabulary, Units).mul_(0.1).sub_(0.05));
        Tensor kernel = weights.Glorot(Units, 4 * Units), recurrent = weights.Glorot(Units, 4 * Units), bias = weights.Zeros(4 * Units);
        Tensor head = weights.Glorot(Units, 1), headBias = weights.Zeros(1);
        var state = zeros(Batch, Units);
        Tensor Loss(Tensor tokens, Tensor y)
        {
            var x = Call("aten::embedding"u8, ""u8, Arg(table), Arg(tokens), Arg(-1L), Arg(false), Arg(false));
            var (_, h, _) = RnnOps.Lstm(x, state, state, kernel, recurrent, bias, training: true);
            return F.binary_cross_entropy_with_logits(Dense(h, head, headBias), y);
        }
        return new BestTraining(weights, Loss, Weights.Rmsprop(0.001), Data());
    }

    public IStep Keras()
    {
        var model = keras.Sequential([keras.Input(Tokens), keras.layers.Embedding(Vocabulary, Units), keras.layers.LSTM(Units), keras.layers.Dense(1)]);
        model.compile("rmsprop", keras.losses.BinaryCrossentropy(from_logits: true));
        return new KerasTraining(model, keras.random.randint((Count, Tokens), 0, Vocabulary), keras.ops.cast(keras.random.randint((Count, 1), 0, 2), "float32"), Batch);
    }

    private static Samples Data() => new(randint(0, Vocabulary, [Count, Tokens]), randint(0, 2, [Count, 1]).to(ScalarType.Float32), Batch);

    private sealed class Net : nn.Module<Tensor, Tensor>
    {
        private readonly Embedding _embedding = nn.Embedding(Vocabulary, Units);
        private readonly LSTM _lstm = nn.LSTM(Units, Units, batchFirst: true);
        private readonly Linear _head = nn.Linear(Units, 1);

        internal Net() : base("lstm") => RegisterComponents();

        public override Tensor forward(Tensor tokens)
        {
            var (outputs, _, _) = _lstm.call(_embedding.call(tokens));
            return _head.call(outputs.select(1, -1));
        }
    }
}
