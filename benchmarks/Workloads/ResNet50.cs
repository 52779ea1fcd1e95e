using Keras.Backend.Native;
using static Keras.Benchmarks.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Keras.Benchmarks.Workloads;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>ResNet-50 with L2 regularization on 32 x 32 colour images of 100 classes, batch 32, Adam.</summary>
internal sealed class ResNet50 : IWorkload
{
    private const int Count = 160, Batch = 32, Classes = 100;
    private const double Penalty = 1e-4;
    private static readonly (int Filters, int Blocks, int Stride)[] s_stages = [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)];

    public string Name => "resnet50";

    public IStep Idiomatic()
    {
        var model = new Net();
        var decayed = model.named_parameters().Where(p => p.parameter.dim() > 1).Select(p => p.parameter).ToArray();
        Tensor Loss(Tensor prediction, Tensor y)
        {
            var value = F.cross_entropy(prediction, y);
            foreach (var weight in decayed)
                value = value + weight.pow(2).sum() * Penalty;
            return value;
        }
        return new IdiomaticTraining(model, optim.Adam(model.parameters(), 0.001), Loss, new Samples(rand(Count, 3, 32, 32), randint(0, Classes, Count), Batch));
    }

    public IStep Best()
    {
        var weights = new Weights();
        var decayed = new List<Tensor>();
        Tensor Kernel(params long[] shape)
        {
            var kernel = weights.Glorot(shape);
            decayed.Add(kernel);
            return kernel;
        }

        // 1. Layers as functions over their weights.
        Func<Tensor, Tensor> ConvNorm(int size, int input, int output, int stride, int padding)
        {
            Tensor kernel = Kernel(size, size, input, output), gamma = weights.Ones(output), beta = weights.Zeros(output);
            Tensor mean = zeros(output), variance = ones(output);
            return x => F.batch_norm(Conv(x, kernel, null, stride, padding), mean, variance, gamma, beta, training: true, momentum: 0.1, eps: 1e-5);
        }
        var stem = ConvNorm(7, 3, 64, 2, 3);
        var blocks = new List<Func<Tensor, Tensor>>();
        int channels = 64;
        foreach (var (filters, count, firstStride) in s_stages)
        {
            for (int i = 0; i < count; i++)
            {
                int stride = i == 0 ? firstStride : 1;
                Func<Tensor, Tensor> a = ConvNorm(1, channels, filters, 1, 0), b = ConvNorm(3, filters, filters, stride, 1), c = ConvNorm(1, filters, 4 * filters, 1, 0);
                var shortcut = i == 0 ? ConvNorm(1, channels, 4 * filters, stride, 0) : null;
                blocks.Add(x => c(b(a(x).relu_()).relu_()).add_(shortcut?.Invoke(x) ?? x, Scalars.One).relu_());
                channels = 4 * filters;
            }
        }
        Tensor head = Kernel(channels, Classes), headBias = weights.Zeros(Classes);

        // 2. The penalty's value needs no graph, and its gradient is known.
        var penalty = Scalars.Of(Penalty);
        var twice = Scalars.Of(2 * Penalty);
        Tensor Loss(Tensor images, Tensor y)
        {
            var x = F.max_pool2d(stem(ToChannelsFirstView(images)).relu_(), 3, 2, 1);
            foreach (var block in blocks)
                x = block(x);
            var value = F.cross_entropy(Dense(x.mean([2, 3]), head, headBias), y);
            using (no_grad())
            {
                var squares = zeros(1).squeeze(0);
                foreach (var kernel in decayed)
                {
                    var flat = kernel.reshape(-1);
                    squares.add_(dot(flat, flat), Scalars.One);
                }
                squares.mul_(penalty);
                return value.add_(squares, Scalars.One);
            }
        }
        var places = decayed.Select(kernel => Array.FindIndex(weights.Trainable, w => ReferenceEquals(w, kernel))).ToArray();
        var adam = Weights.Adam(0.001);
        void Update(Weights all, Tensor[] gradients)
        {
            using (no_grad())
                for (int i = 0; i < places.Length; i++)
                    gradients[places[i]].add_(decayed[i], twice);
            adam(all, gradients);
        }
        return new BestTraining(weights, Loss, Update, new Samples(rand(Count, 32, 32, 3), randint(0, Classes, Count), Batch));
    }

    public IStep Keras()
    {
        // 1. Layers that come again and again.
        Keras.Tensor ConvNorm(Keras.Tensor x, int size, int filters, int stride)
        {
            x = keras.layers.Conv2D(filters, size, strides: stride, padding: "same", use_bias: false, kernel_regularizer: keras.regularizers.L2(Penalty)).Apply(x);
            return keras.layers.BatchNormalization(momentum: 0.9, epsilon: 1e-5).Apply(x);
        }
        Keras.Tensor Relu(Keras.Tensor x) => keras.layers.ReLU().Apply(x);

        // 2. The graph.
        var input = keras.Input((32, 32, 3));
        var x = keras.layers.MaxPooling2D(3, strides: 2, padding: "same").Apply(Relu(ConvNorm(input, 7, 64, 2)));
        foreach (var (filters, count, firstStride) in s_stages)
            for (int i = 0; i < count; i++)
            {
                int stride = i == 0 ? firstStride : 1;
                var shortcut = i == 0 ? ConvNorm(x, 1, 4 * filters, stride) : x;
                var main = ConvNorm(Relu(ConvNorm(Relu(ConvNorm(x, 1, filters, 1)), 3, filters, stride)), 1, 4 * filters, 1);
                x = Relu(keras.layers.add([main, shortcut]));
            }
        x = keras.layers.GlobalAveragePooling2D().Apply(x);
        var model = keras.Model(input, keras.layers.Dense(Classes, kernel_regularizer: keras.regularizers.L2(Penalty)).Apply(x));

        model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits: true));
        return new KerasTraining(model, keras.random.uniform((Count, 32, 32, 3)), keras.random.randint(Count, 0, Classes), Batch);
    }

    private sealed class Net : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _stem;
        private readonly nn.Module<Tensor, Tensor> _blocks;
        private readonly nn.Module<Tensor, Tensor> _head;

        internal Net() : base("resnet50")
        {
            _stem = nn.Sequential(("conv", nn.Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false)), ("bn", nn.BatchNorm2d(64)), ("relu", nn.ReLU()), ("pool", nn.MaxPool2d(3, 2, 1)));
            var blocks = new List<(string, nn.Module<Tensor, Tensor>)>();
            int channels = 64;
            foreach (var (filters, count, stride) in s_stages)
                for (int i = 0; i < count; i++)
                {
                    blocks.Add(($"block{blocks.Count}", new Bottleneck(channels, filters, i == 0 ? stride : 1, i == 0)));
                    channels = 4 * filters;
                }
            _blocks = nn.Sequential([.. blocks]);
            _head = nn.Linear(channels, Classes);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => _head.call(_blocks.call(_stem.call(x)).mean([2, 3]));
    }

    private sealed class Bottleneck : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _main;
        private readonly nn.Module<Tensor, Tensor>? _shortcut;

        internal Bottleneck(int channels, int filters, int stride, bool project) : base("bottleneck")
        {
            _main = nn.Sequential(
                ("conv1", nn.Conv2d(channels, filters, 1, bias: false)), ("bn1", nn.BatchNorm2d(filters)), ("relu1", nn.ReLU()),
                ("conv2", nn.Conv2d(filters, filters, 3, stride: stride, padding: 1, bias: false)), ("bn2", nn.BatchNorm2d(filters)), ("relu2", nn.ReLU()),
                ("conv3", nn.Conv2d(filters, 4 * filters, 1, bias: false)), ("bn3", nn.BatchNorm2d(4 * filters)));
            if (project)
                _shortcut = nn.Sequential(("conv", nn.Conv2d(channels, 4 * filters, 1, stride: stride, bias: false)), ("bn", nn.BatchNorm2d(4 * filters)));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => F.relu(_main.call(x) + (_shortcut?.call(x) ?? x));
    }
}
