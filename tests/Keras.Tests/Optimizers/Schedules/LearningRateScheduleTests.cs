using Keras.Optimizers;
using Keras.Optimizers.Schedules;
using static Keras.Tests.Optimizers.Fixture;

namespace Keras.Tests.Optimizers.Schedules;

public class LearningRateScheduleTests
{
    [Fact]
    public void OneStepAndManyAtOnce()
    {
        var schedule = keras.optimizers.schedules.ExponentialDecay(1.0, decay_steps: 2, decay_rate: 0.25);
        Assert.Equal(0.5, schedule.Apply(1).item());
        Assert.Equal(0, schedule.Apply(1).ndim);
        Assert.Equal("float32", schedule.Apply(1).dtype);
        AssertClose([1, 0.5f, 0.25f], Values(schedule.Apply(new[] { 0, 1, 2 })));
        Assert.Equal(new TensorShape(1, 2), schedule.Apply(new[,] { { 0, 1 } }).shape);
    }

    [Fact]
    public void AScheduleOfOnesOwn()
    {
        var w = Variable("w", 0);
        var sgd = new SGD(new Linear(0.5));
        for (var i = 0; i < 3; i++) sgd.apply([new[] { 1f }], [w]);
        AssertClose([-1.5f], Values(w));
        Assert.Equal(0.5, ((Config)((Config)sgd.get_config()["learning_rate"]!)["config"]!)["slope"]);
        Assert.Equal(0.0, (double)new SGD(new Linear(0.5)).learning_rate);
    }

    [Fact]
    public void AnOverrideOfAScheduleOfKerasCounts() => Assert.Equal(0.25, (double)new SGD(new Halved()).learning_rate);

    [Fact]
    public void AScheduleWithoutARateSaysWhatIsMissing() =>
        Assert.Contains("must override `call", Assert.Throws<InvalidOperationException>(() => (double)new SGD(new Nothing()).learning_rate).Message);

    [Fact]
    public void ArgumentsAreChecked()
    {
        Assert.Throws<ArgumentException>(() => new ExponentialDecay(1, 0, 0.5));
        Assert.Throws<ArgumentException>(() => new InverseTimeDecay(1, -1, 0.5));
        Assert.Throws<ArgumentException>(() => new PolynomialDecay(1, 0));
        Assert.Throws<ArgumentException>(() => new CosineDecay(1, 0));
        Assert.Throws<ArgumentException>(() => new CosineDecayRestarts(1, 0));
        Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([1, 2], [1, 2]));
        Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([], [1]));
    }

    [Fact]
    public void ConfigurationsMakeEqualSchedules()
    {
        var config = keras.optimizers.schedules.serialize(new PiecewiseConstantDecay([100, 200], [1, 0.5, 0.25]));
        Assert.Equal("keras.optimizers.schedules", config["module"]);
        Assert.Null(config["registered_name"]);
        Assert.Equal(new object[] { 100L, 200L }, (List<object?>)((Config)config["config"]!)["boundaries"]!);
        var again = Assert.IsType<PiecewiseConstantDecay>(keras.optimizers.schedules.deserialize(config));
        Assert.Equal([1, 0.5, 0.25], again.values);

        var restarts = keras.optimizers.schedules.serialize(new CosineDecayRestarts(1, 10, t_mul: 3));
        Assert.Equal(3.0, ((Config)restarts["config"]!)["t_mul"]);
        Assert.Throws<ArgumentException>(() => keras.optimizers.schedules.deserialize(new Config { ["class_name"] = "Nonsense", ["config"] = new Config() }));
    }

    private sealed class Linear(double slope) : LearningRateSchedule
    {
        public double slope { get; } = slope;

        public override Tensor call(Tensor step) => Ops.cast(step, "float32") * slope;
    }

    private sealed class Halved() : ExponentialDecay(0.5, 1, 1)
    {
        public override Tensor call(Tensor step) => base.call(step) * 0.5;
    }

    private sealed class Nothing : LearningRateSchedule;
}
