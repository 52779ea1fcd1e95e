namespace Keras.Tests.Backend;

using Keras;
using Keras.Backend;
using NumSharp;
using static Keras.keras;
using Ops = Keras.Ops;

/// <summary>Functions and layers that are computed again in the backward pass.</summary>
public class RematTests
{
    private static float[] Values(Tensor x) => Kernel.ToArray<float>(x);

    private static (float[] Value, float[][] Gradients) Differentiate(Func<Tensor> f, params Tensor[] sources)
    {
        using var tape = new GradientTape();
        foreach (var source in sources) tape.watch(source);
        var y = f();
        var gradients = tape.gradient(Ops.sum(y * y), sources);
        return (Values(y), [.. gradients.Select(g => Values(g!))]);
    }

    [Fact]
    public void Value_and_gradient_are_those_of_the_function()
    {
        Tensor x = new[] { 1f, -2f, 0.5f }, w = new[] { 3f, 1f, -1f };
        // The function captures w and a tensor that was computed from both.
        Tensor Plain(Tensor t) => Ops.exp(t * w) + Ops.tanh(t);
        var expected = Differentiate(() => Plain(x * w), x, w);
        var again = Differentiate(() => keras.remat(Plain)(x * w), x, w);
        Assert.Equal(expected.Value, again.Value);
        Assert.Equal(expected.Gradients[0], again.Gradients[0]);
        Assert.Equal(expected.Gradients[1], again.Gradients[1]);
    }

    [Fact]
    public void A_captured_tensor_and_what_it_was_made_of_are_counted_once()
    {
        Tensor w = new[] { 2f };
        // h = 3w; f = h * w = 3w², (f²)' = 2 f f' = 2 · 12 · 12.
        var result = Differentiate(() =>
        {
            var h = w * 3.0;
            return keras.remat((Tensor t) => h * t)(w);
        }, w);
        Assert.Equal([12], result.Value);
        Assert.Equal([288], result.Gradients[0]);
    }

    [Fact]
    public void The_function_runs_once_forwards_and_once_backwards()
    {
        var runs = 0;
        var f = keras.remat((Tensor t) =>
        {
            runs++;
            return Ops.sin(t);
        });
        Tensor x = new[] { 1f, 2f };
        _ = f(x);
        Assert.Equal(1, runs);
        using var tape = new GradientTape();
        tape.watch(x);
        var y = Ops.sum(f(x));
        Assert.Equal(2, runs);
        var gradient = tape.gradient(y, x)!;
        Assert.Equal(3, runs);
        Assert.Equal(Values(Ops.cos(x)), Values(gradient));
    }

    [Fact]
    public void It_may_be_nested_and_take_and_give_several_tensors()
    {
        Tensor a = new[] { 1f, 2f }, b = new[] { 0.5f, -1f };
        Tensor Inner(Tensor t) => Ops.exp(t) * b;
        Func<Tensor, Tensor, Tensor> plain = (x, y) => new TensorList([Inner(x) + y, x * y]);
        Func<Tensor, Tensor, Tensor> nested = (x, y) => new TensorList([keras.remat(Inner)(x) + y, x * y]);
        float[][] Gradients(Func<Tensor, Tensor, Tensor> f)
        {
            var (_, gradients) = Differentiate(() =>
            {
                var (first, second) = f(a, b);
                return first * second;
            }, a, b);
            return gradients;
        }
        var expected = Gradients(plain);
        Assert.Equal(expected, Gradients(keras.remat(nested)));
        // One of two outputs has no gradient.
        var (_, one) = Differentiate(() => keras.remat(plain)(a, b)[1], a, b);
        var (_, same) = Differentiate(() => a * b, a, b);
        Assert.Equal(same, one);
    }

    [Fact]
    public void Errors_of_the_second_run_reach_the_caller()
    {
        var runs = 0;
        var f = keras.remat((Tensor t) => ++runs == 1 ? Ops.sin(t) : throw new InvalidOperationException("not again"));
        Tensor x = new[] { 1f };
        using var tape = new GradientTape();
        tape.watch(x);
        var y = Ops.sum(f(x));
        Assert.Contains("not again", Assert.Throws<InvalidOperationException>(() => tape.gradient(y, x)).Message);
    }

    [Fact]
    public void A_persistent_tape_may_ask_twice_and_another_may_not()
    {
        Tensor x = new[] { 3f };
        using var tape = new GradientTape(persistent: true);
        tape.watch(x);
        var y = keras.remat((Tensor t) => t * t)(x);
        Assert.Equal([6], Values(tape.gradient(y, x)!));
        Assert.Equal([6], Values(tape.gradient(y, x)!));
    }

    [Fact]
    public void Dropout_and_moving_averages_are_those_of_the_first_run()
    {
        float[] Train(string? mode)
        {
            keras.utils.set_random_seed(3);
            Sequential model;
            using (keras.RematScope(mode))
            {
                model = keras.Sequential([keras.Input(6), layers.Dense(8, activation: "tanh"), layers.BatchNormalization(), layers.Dropout(0.4), layers.Dense(2)]);
            }
            model.compile(optimizer: "sgd", loss: "mse");
            var x = np.arange(60).astype(np.float32).reshape(10, 6) / 60f;
            var y = np.arange(20).astype(np.float32).reshape(10, 2) / 20f;
            model.fit(x, y, batch_size: 5, epochs: 3, verbose: 0, shuffle: false);
            return [.. model.variables.Where(v => v.dtype == "float32").SelectMany(v => Values(v.Raw))];
        }
        var plain = Train(null);
        Assert.Equal(plain, Train("full"), (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal(plain, Train("activations"), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Penalties_added_inside_keep_their_gradient()
    {
        float[] Step(string? mode)
        {
            keras.utils.set_random_seed(1);
            using var scope = keras.RematScope(mode);
            var model = keras.Sequential([keras.Input(3), new Penalized(), layers.Dense(2, activity_regularizer: keras.regularizers.L2(0.1))]);
            model.compile(optimizer: "sgd", loss: "mse");
            var history = model.fit(np.ones((4, 3), np.float32), np.ones((4, 2), np.float32), epochs: 2, verbose: 0);
            return [.. model.weights.SelectMany(v => Values(v.Raw)), .. history.history["loss"].Select(l => (float)l)];
        }
        Assert.Equal(Step(null), Step("full"), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Theory]
    [InlineData("full", 1024, null, 4)]
    [InlineData("larger_than", 15, null, 4)]
    [InlineData("larger_than", 16, null, 2)]
    [InlineData("list_of_layers", 1024, "counted", 4)]
    [InlineData("list_of_layers", 1024, "another", 2)]
    [InlineData("activations", 1024, null, 2)]
    [InlineData(null, 1024, null, 2)]
    public void The_mode_says_which_layers_compute_again(string? mode, int threshold, string? name, int calls)
    {
        Counted layer;
        using (keras.RematScope(mode, threshold, name is null ? null : [name])) layer = new Counted("counted");
        Tensor x = Ops.ones((4, 4));
        for (var i = 0; i < 2; i++)
        {
            using var tape = new GradientTape();
            tape.watch(x);
            var y = layer.Apply(x);
            Assert.All(Values(tape.gradient(y * y, x)!), g => Assert.Equal(4, g, 1e-5));
        }
        // The trial calls for shapes see symbols and are not counted.
        Assert.Equal(calls, layer.Calls);
    }

    [Fact]
    public void The_activations_mode_computes_only_the_activation_again()
    {
        var runs = 0;
        ActivationFunction twice = new("twice", x =>
        {
            if (x is not Keras.KerasTensor) runs++;
            return x * 2.0;
        });
        Layer dense;
        using (keras.RematScope("activations")) dense = layers.Dense(3, activation: twice);
        Tensor x = Ops.ones((2, 5));
        dense.Apply(x);
        Assert.Equal(1, runs);
        using var tape = new GradientTape();
        var y = dense.Apply(x);
        var gradients = tape.gradient(Ops.sum(y), dense.trainable_variables);
        Assert.Equal(3, runs);
        Assert.All(Values(gradients[0]!), g => Assert.Equal(4, g));
        Assert.All(Values(gradients[1]!), g => Assert.Equal(4, g));
    }

    public static TheoryData<string> Layers => new(s_layers.Keys);

    private static readonly Dictionary<string, (Func<Layer> Make, Func<Layer, Tensor, Tensor> Call)> s_layers = new()
    {
        ["lstm with a state"] = (() => layers.LSTM(3, return_sequences: true, stateful: true, dropout: 0.3, seed: 4), static (l, x) => l.Apply(x, training: true)),
        ["gru, states too"] = (() => layers.GRU(3, return_state: true, seed: 1), static (l, x) =>
        {
            var (y, state) = l.Apply(x);
            return y * state;
        }
        ),
        ["attention"] = (() => layers.MultiHeadAttention(2, 4, dropout: 0.2, seed: 5), static (l, x) => ((Keras.Layers.MultiHeadAttention)l).Apply(x, x * 2.0, training: true)),
        ["convolution"] = (() => layers.Conv1D(4, 2, padding: "same", activation: "relu"), static (l, x) => l.Apply(x)),
        ["mixed"] = (() => layers.Dense(4, activation: "gelu", dtype: "mixed_bfloat16"), static (l, x) => Ops.cast(l.Apply(x), "float32")),
        ["nested, with a penalty"] = (() => keras.Sequential([layers.Dense(2, activity_regularizer: regularizers.L2(0.1)), layers.Dropout(0.5, seed: 2)]), static (l, x) => l.Apply(x, training: true) + l.losses[0]),
        ["masked"] = (() => layers.LSTM(3), static (l, x) => l.Apply(layers.Masking().Apply(x))),
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Layers_have_the_same_gradients(string name)
    {
        var (make, call) = s_layers[name];
        float[][] Run(string? mode)
        {
            keras.utils.set_random_seed(11);
            Layer layer;
            using (keras.RematScope(mode, output_size_threshold: 1)) layer = make();
            Tensor x = np.arange(40).astype(np.float32).reshape(2, 5, 4) / 40f;
            var all = new List<float[]>();
            for (var step = 0; step < 2; step++)
            {
                using var tape = new GradientTape();
                tape.watch(x);
                var y = call(layer, x);
                var variables = layer.trainable_variables;
                all.Add(Values(y));
                all.AddRange(tape.gradient(Ops.sum(y * y), (Tensor[])[x, .. variables.Select(v => v.Raw)]).Select(g => Values(Ops.cast(g!, "float32"))));
            }
            return [.. all];
        }
        var expected = Run(null);
        foreach (var mode in new[] { "full", "larger_than", "activations" })
            foreach (var (a, b) in expected.Zip(Run(mode))) Assert.Equal(a, b, (p, q) => Math.Abs(p - q) <= 1e-5f * Math.Max(1, Math.Abs(p)));
    }

    [Fact]
    public void Scopes_nest_and_name_their_modes()
    {
        using (keras.RematScope("full"))
        {
            using (keras.RematScope("activations")) Assert.Equal("activations", Keras.Backend.RematScope.Current!.mode);
            Assert.Equal("full", Keras.Backend.RematScope.Current!.mode);
        }
        Assert.Null(Keras.Backend.RematScope.Current);
        Assert.Contains("list_of_layers", Assert.Throws<ArgumentException>(() => keras.RematScope("some")).Message);
        Assert.Null(Keras.Backend.RematScope.Current);
    }

    [Fact]
    public void Functional_models_made_of_operations_compute_again_too()
    {
        Tensor Model(string? mode)
        {
            using var scope = keras.RematScope(mode);
            var input = keras.Input(4);
            var model = keras.Model(input, Ops.exp(input) * input);
            Tensor x = np.arange(8).astype(np.float32).reshape(2, 4) / 8f;
            using var tape = new GradientTape();
            tape.watch(x);
            return tape.gradient(Ops.sum(model.Apply(x)), x)!;
        }
        Assert.Equal(Values(Model(null)), Values(Model("full")));
        Assert.Equal(Values(Model(null)), Values(Model("larger_than")));
    }

    private sealed class Counted(string name) : Layer(name)
    {
        internal int Calls { get; private set; }

        protected override Tensor call(Tensor inputs)
        {
            if (inputs is not Keras.KerasTensor) Calls++;
            return Ops.relu(inputs) * 1.0 * Math.Sqrt(2);
        }

        public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
    }

    private sealed class Penalized : Layer
    {
        private Variable? _scale;

        public override void build(TensorShape input_shape) => _scale = add_weight(3, "ones", name: "scale");

        protected override Tensor call(Tensor inputs)
        {
            var scaled = inputs * _scale!;
            add_loss(Ops.sum(scaled * scaled) * 0.01);
            return scaled;
        }
    }
}
