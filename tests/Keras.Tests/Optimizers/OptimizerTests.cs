using Keras.Backend;
using Keras.Optimizers;
using Keras.Optimizers.Schedules;
using NumSharp;
using static Keras.Tests.Optimizers.Fixture;

namespace Keras.Tests.Optimizers;

public class OptimizerTests
{
    [Fact]
    public void AStepOfGradientDescent()
    {
        var w = Variable("dense/kernel", 1, 2, 3);
        var sgd = new SGD(0.5);
        sgd.apply([new[] { 1f, 0, -2 }], [w]);
        AssertClose([0.5f, 2, 4], Values(w));
        Assert.Equal(1, (int)sgd.iterations.value);
    }

    [Fact]
    public void TheStateIsNamedAndOrderedAsInFiles()
    {
        Variable[] weights = [Variable("seq/dense/kernel", 1, 2), Variable("seq/dense/bias", 0)];
        var adam = new Adam(use_ema: true, name: "adam");
        adam.build(weights);
        Assert.Equal(
        [
            "adam/iteration", "adam/learning_rate", "adam/seq_dense_kernel_average", "adam/seq_dense_bias_average",
            "adam/seq_dense_kernel_momentum", "adam/seq_dense_kernel_velocity", "adam/seq_dense_bias_momentum", "adam/seq_dense_bias_velocity",
        ], adam.variables.Select(v => v.path));
        Assert.Equal(["int32", "float32"], adam.variables.Take(2).Select(v => v.dtype));
        Assert.All(adam.variables, v => Assert.False(v.trainable));
        adam.build(weights);
        Assert.Equal(8, adam.variables.Count);
    }

    [Fact]
    public void WithoutVariablesThoseOfTheBuildAreMeant()
    {
        var w = Variable("w", 1);
        var sgd = new SGD(1.0);
        Assert.Contains("build", Assert.Throws<InvalidOperationException>(() => sgd.apply([new[] { 1f }])).Message);
        sgd.build([w]);
        sgd.apply([new[] { 1f }]);
        AssertClose([0], Values(w));
        Assert.Throws<ArgumentException>(() => sgd.apply([new[] { 1f }, new[] { 1f }]));
        sgd.apply([]);
        Assert.Equal(1, (int)sgd.iterations.value);
    }

    [Fact]
    public void UnknownVariablesAreRefused()
    {
        var sgd = new SGD();
        sgd.build([Variable("known", 1)]);
        Assert.Contains("Unknown variable: <Variable path=other", Assert.Throws<ArgumentException>(() => sgd.apply([new[] { 1f }], [Variable("other", 1)])).Message);
    }

    [Fact]
    public void MissingGradientsAreSkippedUnlessAllAreMissing()
    {
        Variable a = Variable("a", 1), b = Variable("b", 2, 3);
        var sgd = new SGD(1.0, momentum: 0.5);
        sgd.apply([null, new[] { 1f, 1 }], [a, b]);
        sgd.apply_gradients([(null, a), (new[] { 1f, 1 }, b)]);
        AssertClose([1], Values(a));
        AssertClose([-0.5f, 0.5f], Values(b));
        Assert.Contains("No gradients provided", Assert.Throws<ArgumentException>(() => sgd.apply([null, null], [a, b])).Message);
        Assert.Equal(2, (int)sgd.iterations.value);
        // The complete batch works on after a partial one.
        sgd.apply([new[] { 1f }, new[] { 0f, 0 }], [a, b]);
        AssertClose([0], Values(a));
    }

    [Fact]
    public void VariablesInAnotherOrderKeepTheirOwnState()
    {
        Variable a = Variable("a", 0), b = Variable("b", 0);
        var sgd = new SGD(1.0, momentum: 1.0);
        sgd.apply([new[] { 1f }, new[] { 0f }], [a, b]);
        sgd.apply([new[] { 0f }, new[] { 0f }], [b, a]);
        AssertClose([-2], Values(a));
        AssertClose([0], Values(b));
    }

    [Fact]
    public void ConstraintsHoldAfterTheUpdate()
    {
        var w = Variable("w", 1, -1);
        w.constraint = new AtLeast(0);
        new SGD(1.0).apply([new[] { 3f, -3 }], [w]);
        AssertClose([0, 2], Values(w));
    }

    [Fact]
    public void TheStateOutlivesTheStepInWhichItIsMade()
    {
        var w = Variable("w", 1);
        var adam = new Adam();
        for (var i = 0; i < 2; i++)
            using (new TensorScope())
                adam.apply([Ops.ones([1])], [w]);
        Assert.Equal(2, (int)adam.iterations.value);
        Assert.Equal(0.19f, Values(adam.variables[2])[0], 1e-6f);
        AssertClose([1 - 0.002f], Values(w));
    }

    [Fact]
    public void GradientsMayBeRecordedAround()
    {
        using var on = GradMode.On();
        var w = Variable("w", 1);
        foreach (var optimizer in new Optimizer[] { new Adam(), new Lamb(), new Ftrl(), new Adafactor(), new Muon(), new SGD(clipnorm: 0.1, use_ema: true, gradient_accumulation_steps: 2) })
        {
            optimizer.apply([new[] { 1f }], [w]);
            optimizer.apply([new[] { 1f }], [w]);
            Assert.True(Kernel.Read("leaf", w.Raw, t => t.is_leaf));
            Assert.All(optimizer.variables, v => Assert.False(Kernel.Read("grad", v.Raw, t => t.requires_grad)));
        }
    }

    [Theory]
    [InlineData("float16", 2e-2)]
    [InlineData("bfloat16", 5e-2)]
    [InlineData("float64", 1e-5)]
    public void VariablesOfOtherDTypesAreTrainedToo(string dtype, double tolerance)
    {
        foreach (var make in new Func<Optimizer>[]
        {
            () => new SGD(0.1, momentum: 0.9), () => new Adam(0.1), () => new RMSprop(0.1, epsilon: 1e-3), () => new Nadam(0.1), () => new Lion(0.1), () => new Lamb(0.1),
            () => new ScheduleFreeAdamW(0.1, epsilon: 1e-3), () => new Adafactor(0.1, epsilon_1: 1e-4), () => new Ftrl(0.1), () => new Muon(0.1), () => new Adamax(0.1),
            () => new AdamW(0.1, clipnorm: 1, use_ema: true), () => new Adagrad(0.1, gradient_accumulation_steps: 2),
        })
        {
            var plain = new Variable((Tensor)new[,] { { 1f, -2 }, { 3, 0.5f } }, name: "w");
            var other = new Variable((Tensor)new[,] { { 1f, -2 }, { 3, 0.5f } }, name: "w", dtype: dtype);
            var (first, second) = (make(), make());
            for (var i = 0; i < 4; i++)
            {
                Tensor gradient = new[,] { { 0.5f, -1 }, { 2, 0.25f } };
                first.apply([gradient], [plain]);
                second.apply([gradient], [other]);
            }
            Assert.Equal(dtype, other.Raw.dtype);
            AssertClose(Values(plain), Values(Ops.cast(other.Raw, "float32")), tolerance);
        }
    }

    [Fact]
    public void AnOptimizerOfOnesOwn()
    {
        var w = Variable("w", 1, 2);
        var same = Variable("w", 1, 2);
        var mine = new OwnMomentum(0.1);
        var keras = new SGD(0.1, momentum: 0.9);
        for (var i = 0; i < 3; i++)
        {
            mine.apply([new[] { 1f, -1 }], [w]);
            keras.apply([new[] { 1f, -1 }], [same]);
        }
        AssertClose(Values(same), Values(w));
        Assert.Equal("own_momentum", mine.variables[2].path.Split('/')[0][..12]);
        Assert.Equal(["learning_rate", "momentum"], mine.get_config().Keys);
    }

    [Fact]
    public void AnOptimizerOfOnesOwnWithoutAnUpdateSaysWhatIsMissing() =>
        Assert.Contains("must override `update_step", Assert.Throws<InvalidOperationException>(() => new Empty().apply([new[] { 1f }], [Variable("w", 1)])).Message);

    [Fact]
    public void AnOverrideCountsInASubclassOfAnOptimizerOfKeras()
    {
        Variable a = Variable("a", 1), b = Variable("b", 1), c = Variable("a", 1), d = Variable("b", 1);
        var halving = new HalvingNadam();
        var nadam = new Nadam(0.1);
        for (var i = 0; i < 3; i++)
        {
            halving.apply([new[] { 1f }, new[] { 2f }], [a, b]);
            nadam.apply([new[] { 0.5f }, new[] { 1f }], [c, d]);
        }
        Assert.Equal(6, halving.Calls);
        AssertClose(Values(c), Values(a));
        AssertClose(Values(d), Values(b));
    }

    [Fact]
    public void WeightDecayLeavesOutWhatIsExcluded()
    {
        Variable kernel = Variable("dense/kernel", 1), bias = Variable("dense/bias", 1), gamma = Variable("norm/gamma", 1);
        var sgd = new SGD(0.5, weight_decay: 0.5);
        sgd.exclude_from_weight_decay(var_list: [gamma], var_names: ["bias"]);
        for (var i = 0; i < 2; i++) sgd.apply([new[] { 0f }, new[] { 0f }, new[] { 0f }], [kernel, bias, gamma]);
        AssertClose([0.5625f], Values(kernel));
        AssertClose([1], Values(bias));
        AssertClose([1], Values(gamma));
        sgd.apply([new[] { 0f }, null, null], [kernel, bias, gamma]);
        AssertClose([0.421875f], Values(kernel));
    }

    [Fact]
    public void GradientsAreClipped()
    {
        Variable a = Variable("a", 0, 0), b = Variable("b", 0);
        void Step(Optimizer optimizer)
        {
            a.assign(new[] { 0f, 0 });
            b.assign(new[] { 0f });
            optimizer.apply([new[] { 3f, 4 }, new[] { 12f }], [a, b]);
        }
        Step(new SGD(1.0, clipnorm: 10));
        AssertClose([-3, -4, -10], [.. Values(a), .. Values(b)]);
        Step(new SGD(1.0, global_clipnorm: 6.5));
        AssertClose([-1.5f, -2, -6], [.. Values(a), .. Values(b)]);
        Step(new SGD(1.0, clipvalue: 3.5));
        AssertClose([-3, -3.5f, -3.5f], [.. Values(a), .. Values(b)]);
        new SGD(1.0, global_clipnorm: 1).apply([new[] { float.PositiveInfinity, 0 }, new[] { 1f }], [a, b]);
        Assert.All([.. Values(a), .. Values(b)], v => Assert.True(float.IsNaN(v)));
    }

    [Fact]
    public void GradientsOfTheCallerStayAsTheyAre()
    {
        Tensor gradient = new[] { 3f, 4 };
        var w = Variable("w", 0, 0);
        foreach (var optimizer in new Optimizer[] { new SGD(clipnorm: 1), new SGD(clipvalue: 1), new SGD(loss_scale_factor: 2.0), new Adam(gradient_accumulation_steps: 2, global_clipnorm: 1), new Muon() })
            for (var i = 0; i < 2; i++) optimizer.apply([gradient], [w]);
        AssertClose([3, 4], Values(gradient), 0);
    }

    [Fact]
    public void SeveralStepsMakeOneUpdate()
    {
        var w = Variable("w", 0);
        var sgd = new SGD(1.0, gradient_accumulation_steps: 2);
        var counts = new List<int>();
        foreach (var g in new[] { 1f, 3, 10, 20 })
        {
            sgd.apply([new[] { g }], [w]);
            counts.Add((int)sgd.iterations.value);
        }
        AssertClose([-17], Values(w));
        Assert.Equal([0, 1, 1, 2], counts);
        Assert.Equal(4, (int)sgd.variables[0].value);
        AssertClose([0], Values(sgd.variables[2]));
    }

    [Fact]
    public void TheRunningMeanTakesTheVariablesPlaceAtTheEnd()
    {
        var w = Variable("w", 0);
        var sgd = new SGD(1.0, use_ema: true, ema_momentum: 0.5);
        sgd.apply([new[] { -1f }], [w]);
        sgd.apply([new[] { -2f }], [w]);
        AssertClose([3], Values(w));
        sgd.finalize_variable_values([w]);
        AssertClose([2], Values(w));
        Assert.Throws<ArgumentException>(() => sgd.finalize_variable_values([]));

        var often = new SGD(1.0, use_ema: true, ema_momentum: 0.5, ema_overwrite_frequency: 2);
        var v = Variable("v", 0);
        often.apply([new[] { -1f }], [v]);
        AssertClose([1], Values(v));
        often.apply([new[] { -2f }], [v]);
        AssertClose([2], Values(v));
    }

    [Fact]
    public void TheLossIsScaledAndTheGradientDivided()
    {
        var w = Variable("w", 0);
        var sgd = new SGD(1.0, loss_scale_factor: 8.0);
        Assert.Equal(24, sgd.scale_loss(3.0).item());
        sgd.apply([new[] { 8f }], [w]);
        AssertClose([-1], Values(w));
        Tensor loss = new[] { 2f };
        Assert.Same(loss, new SGD().scale_loss(loss));
    }

    [Fact]
    public void TheScaledLossHasGradients()
    {
        var w = Variable("w", 3);
        Tensor loss;
        using (GradMode.On()) loss = Ops.sum(Ops.square(w.value));
        foreach (var optimizer in new Optimizer[] { new SGD(loss_scale_factor: 4.0), new SGD().WithLossScale() })
            Assert.True(Kernel.Read("grad", optimizer.Scale(loss), t => t.requires_grad));
    }

    [Fact]
    public void StateIsSavedAndRestored()
    {
        Variable w = Variable("w", 1), same = Variable("w", 1);
        Adam first = new(0.1), second = new(0.5);
        first.apply([new[] { 2f }], [w]);
        var store = new Dictionary<string, NDArray>();
        first.save_own_variables(store);
        Assert.Equal(["0", "1", "2", "3"], store.Keys);

        second.build([same]);
        second.load_own_variables(store);
        same.assign(w.Raw);
        first.apply([new[] { 1f }], [w]);
        second.apply([new[] { 1f }], [same]);
        AssertClose(Values(w), Values(same), 0);

        var third = new Adam();
        third.load_own_variables(store);
        Assert.Equal(0.001, third.learning_rate, 1e-9);
    }

    [Fact]
    public void WeightsAreSetByValue()
    {
        var adam = new Adam();
        Assert.Throws<InvalidOperationException>(() => adam.set_weights([]));
        adam.build([Variable("w", 1, 2)]);
        adam.set_weights([5, 0.25, new[] { 1f, 2 }, new[] { 3f, 4 }]);
        Assert.Equal(5, (int)adam.iterations.value);
        Assert.Equal(0.25, (double)adam.learning_rate);
        AssertClose([3, 4], Values(adam.variables[3]));
        Assert.Throws<ArgumentException>(() => adam.set_weights([5, 0.25, new[] { 1f }]));
    }

    [Fact]
    public void AStatelessStepChangesNothing()
    {
        var w = Variable("w", 1);
        var adam = new Adam(0.1);
        Assert.Throws<InvalidOperationException>(() => adam.stateless_apply([], [], []));
        adam.build([w]);
        Tensor[] state = [.. adam.variables.Select(v => v.value + 0)];
        var (trained, next) = adam.stateless_apply(state, [new[] { 1f }], [new[] { 7f }]);
        AssertClose([6.9f], Values(trained[0]));
        Assert.Equal(1, (int)next[0]);
        AssertClose([1], Values(w));
        Assert.Equal(0, (int)adam.iterations.value);
        AssertClose([0], Values(adam.variables[2]));
    }

    [Fact]
    public void ArgumentsAreChecked()
    {
        Assert.Contains("Only one of", Assert.Throws<ArgumentException>(() => new SGD(clipnorm: 1, clipvalue: 1)).Message);
        Assert.Throws<ArgumentException>(() => new SGD(gradient_accumulation_steps: 1));
        Assert.Throws<ArgumentException>(() => new SGD(use_ema: true, ema_momentum: 1.5));
        Assert.Throws<ArgumentException>(() => new SGD(use_ema: true, ema_overwrite_frequency: -1));
        Assert.Throws<ArgumentException>(() => new SGD(momentum: -0.1));
        Assert.Throws<ArgumentException>(() => new Lion(beta_1: 0));
        Assert.Throws<ArgumentException>(() => new AdamW(weight_decay: null));
        Assert.Throws<ArgumentException>(() => new Ftrl(learning_rate_power: 0.5));
        Assert.Throws<ArgumentException>(() => new Ftrl(l1_regularization_strength: -1));
        Assert.Throws<ArgumentException>(() => new Adam(0.1, lr: 0.2));
    }

    [Fact]
    public void TheConfigurationHasKerassOrder()
    {
        var config = new RMSprop(0.25, name: "mine").get_config();
        Assert.Equal(
        [
            "name", "learning_rate", "weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema", "ema_momentum", "ema_overwrite_frequency",
            "loss_scale_factor", "gradient_accumulation_steps", "rho", "momentum", "epsilon", "centered",
        ], config.Keys);
        Assert.Equal("mine", config["name"]);
        Assert.Equal(0.25, config["learning_rate"]);
        Assert.Equal(0.0010000000474974513, new Adam().get_config()["learning_rate"]);
    }

    [Fact]
    public void Keras2sSpellings()
    {
        Assert.Equal(0.25, (double)new RMSprop(lr: 0.25, decay: 1e-6).learning_rate);
        var adam = new Adam(lr: 0.25);
        adam.lr = 0.5;
        Assert.Equal(0.5, (double)adam.learning_rate);
        Assert.IsType<Adam>(keras.optimizers.legacy.Adam(learning_rate: 0.1));
        Assert.IsType<SGD>(keras.optimizers.sgd(lr: 0.1, momentum: 0.9, nesterov: true));
        Assert.IsType<Adam>(keras.optimizers.Adam(1e-3));
    }

    [Fact]
    public void ConfigurationsOfOlderVersions()
    {
        var made = keras.optimizers.deserialize(new Config
        {
            ["class_name"] = "Adam",
            ["config"] = new Config { ["lr"] = 0.5, ["beta_1"] = 0.8, ["beta_2"] = 0.999, ["decay"] = 0.0, ["epsilon"] = 1e-7, ["amsgrad"] = false },
        });
        Assert.Equal(0.5, (double)made.learning_rate);
        Assert.Equal(0.8, Assert.IsType<Adam>(made).beta_1);

        var decaying = keras.optimizers.deserialize(new Config { ["class_name"] = "SGD", ["config"] = new Config { ["lr"] = 0.5, ["decay"] = 0.25 } });
        var w = Variable("w", 0);
        decaying.apply([new[] { 1f }], [w]);
        decaying.apply([new[] { 1f }], [w]);
        AssertClose([-0.9f], Values(w));

        var nadam = keras.optimizers.deserialize(new Config { ["class_name"] = "Nadam", ["config"] = new Config { ["learning_rate"] = 0.5, ["decay"] = 0.004 } });
        Assert.Equal(0.5, (double)nadam.learning_rate);
        Assert.Equal(2, nadam.variables.Count);
    }

    private sealed class AtLeast(float low) : Constraint
    {
        public override Tensor Apply(Tensor w) => Ops.maximum(w, low);
    }

    private sealed class OwnMomentum(double learning_rate, double momentum = 0.9) : Optimizer(learning_rate)
    {
        private readonly Dictionary<Variable, Variable> _velocities = [];

        public double momentum { get; } = momentum;

        public override void build(IReadOnlyList<Variable> variables)
        {
            base.build(variables);
            foreach (var v in variables) _velocities[v] = add_variable_from_reference(v, "velocity");
        }

        public override void update_step(Tensor gradient, Variable variable, Tensor learning_rate)
        {
            var v = _velocities[variable];
            assign(v, v * momentum - gradient * learning_rate);
            assign_add(variable, v);
        }
    }

    private sealed class Empty() : Optimizer(0.1);

    private sealed class HalvingNadam() : Nadam(0.1)
    {
        internal int Calls { get; private set; }

        public override void update_step(Tensor gradient, Variable variable, Tensor learning_rate)
        {
            Calls++;
            base.update_step(gradient * 0.5, variable, learning_rate);
        }
    }
}
