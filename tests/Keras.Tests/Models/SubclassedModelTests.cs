using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Models;

/// <summary>Models written as classes, with training steps of their own.</summary>
public class SubclassedModelTests
{
    private sealed class TwoLayers : Model
    {
        private readonly Layer _first = keras.layers.Dense(4, activation: "relu");
        private readonly List<Layer> _others = [keras.layers.Dropout(0.5), keras.layers.Dense(1)];

        protected override Tensor call(Tensor x, bool training)
        {
            x = _first.Apply(x);
            foreach (var layer in _others) x = layer.Apply(x);
            return x;
        }
    }

    private sealed class OwnStep : Model
    {
        private readonly Layer _dense = keras.layers.Dense(1);
        private readonly Metric _mae = keras.metrics.MeanAbsoluteError(name: "own_mae");

        internal int Steps { get; private set; }

        protected override Tensor call(Tensor x, bool training) => _dense.Apply(x);

        public override Logs train_step(Batch data)
        {
            var (x, y) = data;
            Tensor y_pred, loss;
            using var tape = new GradientTape();
            y_pred = Apply(x, training: true);
            loss = compute_loss(x, y, y_pred);
            optimizer!.apply_gradients(tape.gradient(loss, trainable_variables).Zip(trainable_variables, (g, v) => ((Tensor?)g, v)));
            _mae.update_state(y!, y_pred);
            Steps++;
            return new() { ["step_loss"] = loss, ["own_mae"] = _mae.result() };
        }
    }

    private static readonly NDArray s_x = np.arange(32).astype(np.float32).reshape(8, 4) / 32f;
    private static readonly NDArray s_y = np.arange(8).astype(np.float32).reshape(8, 1) / 8f;

    [Fact]
    public void LayersInFieldsAndListsAreFound()
    {
        var model = new TwoLayers();
        _ = model.predict(s_x, verbose: 0);
        Assert.Equal(3, model.layers.Count);
        Assert.Equal(4, model.weights.Count);
        Assert.Equal("two_layers", model.name.Split("_1")[0]);
    }

    [Fact]
    public void DropoutFollowsTheSurroundingCall()
    {
        // Four units can all be dead by chance.
        keras.utils.set_random_seed(1);
        var model = new TwoLayers();
        var x = (Tensor)s_x;
        var twice = (model.Apply(x).numpy(), model.Apply(x).numpy());
        Assert.Equal(twice.Item1.ToArray<float>(), twice.Item2.ToArray<float>());
        var dropped = Enumerable.Range(0, 8).Select(_ => string.Join(",", model.Apply(x, training: true).numpy().ToArray<float>())).Distinct().Count();
        Assert.True(dropped > 1);
    }

    [Fact]
    public void ATrainingStepOfOnesOwnIsUsed()
    {
        var model = new OwnStep();
        model.compile(optimizers.SGD(0.1), "mse");
        var history = model.fit(s_x, s_y, batch_size: 4, epochs: 3, verbose: 0);
        Assert.Equal(6, model.Steps);
        Assert.Equal(["own_mae", "step_loss"], history.history.Keys);
        Assert.True(history.history["step_loss"][^1] < history.history["step_loss"][0]);
    }

    private sealed class WithPenalty : Model
    {
        private readonly Layer _dense = keras.layers.Dense(1, kernel_initializer: "ones", use_bias: false);

        protected override Tensor call(Tensor x, bool training)
        {
            add_loss(Ops.mean(x) * 3);
            return _dense.Apply(x);
        }
    }

    [Fact]
    public void AddedLossesJoinTheLossOfTheirOwnStepAlone()
    {
        var model = new WithPenalty();
        model.compile("sgd", "mse");
        var zeros = np.zeros(new Shape(4, 2), typeof(float));
        var ones = np.ones(new Shape(4, 2), typeof(float));
        var y = np.zeros(new Shape(4, 1), typeof(float));
        Assert.Equal(4 + 3, model.evaluate(ones, y, verbose: 0)[0], 5);
        Assert.Equal(0, model.evaluate(zeros, y, verbose: 0)[0], 5);
        _ = model.Apply(ones);
        Assert.Single(model.losses);
    }
}
