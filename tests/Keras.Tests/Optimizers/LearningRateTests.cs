using Keras.Optimizers;
using Keras.Optimizers.Schedules;
using static Keras.Tests.Optimizers.Fixture;

namespace Keras.Tests.Optimizers;

public class LearningRateTests
{
    [Fact]
    public void ItIsReadAndSetAsANumber()
    {
        var sgd = new SGD(0.5);
        sgd.learning_rate = sgd.learning_rate * 0.5;
        double now = sgd.learning_rate;
        Assert.Equal(0.25, now);
        sgd.learning_rate.assign(0.125);
        Assert.Equal(0.125, sgd.learning_rate.item());
        Assert.Equal(0.125f, (float)sgd.variables[1].value);
        Assert.Equal(0.125, (double)(float)sgd.learning_rate.numpy());
        Tensor tensor = sgd.learning_rate;
        Assert.Equal("float32", tensor.dtype);
        Assert.Equal("0.001", new Adam().learning_rate.ToString());
        Assert.Equal("1.0E-003", $"{new Adam().learning_rate:0.0E+000}");
    }

    [Fact]
    public void WhatIsSetCountsAtTheNextStep()
    {
        var w = Variable("w", 0);
        var sgd = new SGD(1);
        sgd.apply([new[] { 1f }], [w]);
        sgd.learning_rate = 0.5;
        sgd.apply([new[] { 1f }], [w]);
        sgd.variables[1].assign(0.25);
        sgd.apply([new[] { 1f }], [w]);
        AssertClose([-1.75f], Values(w));
    }

    [Fact]
    public void ASchedulesRateFollowsTheSteps()
    {
        var w = Variable("w", 0);
        var sgd = new SGD(new PiecewiseConstantDecay([0, 1], [1, 0.5, 0.25]));
        Assert.Single(sgd.variables);
        var rates = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            rates.Add(sgd.learning_rate);
            sgd.apply([new[] { 1f }], [w]);
        }
        Assert.Equal([1, 0.5, 0.25], rates);
        AssertClose([-1.75f], Values(w));
        Assert.Contains("not settable", Assert.Throws<InvalidOperationException>(() => sgd.learning_rate = 0.1).Message);
        sgd.learning_rate = new ExponentialDecay(8, 3, 0.5);
        Assert.Equal(4.0, (double)sgd.learning_rate);
    }

    [Fact]
    public void AScheduleReplacesTheNumberAndItsVariable()
    {
        var sgd = new SGD(0.5);
        Assert.Equal(2, sgd.variables.Count);
        sgd.learning_rate = new ExponentialDecay(0.25, 10, 0.5);
        Assert.Single(sgd.variables);
        Assert.Equal(0.25, (double)sgd.learning_rate);
    }

    [Fact]
    public void AFunctionIsAskedAtEachStep()
    {
        var calls = 0;
        Func<double> rate = () => ++calls;
        var w = Variable("w", 0);
        var sgd = new SGD(rate);
        sgd.apply([new[] { 1f }], [w]);
        sgd.apply([new[] { 1f }], [w]);
        AssertClose([-3], Values(w));
        Assert.Equal(2, calls);
    }

    [Fact]
    public void SchedulesSeeEveryStepWhereSeveralMakeOneUpdate()
    {
        var w = Variable("w", 0);
        var sgd = new SGD(new PiecewiseConstantDecay([2], [100, 1]), gradient_accumulation_steps: 4);
        for (var i = 0; i < 4; i++) sgd.apply([new[] { 1f }], [w]);
        AssertClose([-1], Values(w));
    }

    [Fact]
    public void TheRateOfAnotherOptimizerIsCopied()
    {
        SGD first = new(0.5), second = new(0.25);
        second.learning_rate = first.learning_rate;
        first.learning_rate = 0.125;
        Assert.Equal(0.5, (double)second.learning_rate);
        Assert.Equal(0.125, (double)new SGD(first.learning_rate).learning_rate);

        var scheduled = new SGD(new PiecewiseConstantDecay([0], [1, 0.5]));
        scheduled.apply([new[] { 0f }], [Variable("w", 0)]);
        Assert.Equal(0.5, (double)scheduled.learning_rate);
        Assert.Equal(1.0, (double)new SGD(scheduled.learning_rate).learning_rate);
    }

    [Fact]
    public void ARateWithoutOptimizerCannotBeChanged()
    {
        LearningRate rate = 0.5;
        Assert.Throws<InvalidOperationException>(() => rate.assign(1));
    }

    [Fact]
    public void OnlyRatesMakeRates() => Assert.Throws<ArgumentException>(() => keras.optimizers.deserialize(new Config
    {
        ["class_name"] = "SGD",
        ["config"] = new Config { ["learning_rate"] = "fast" },
    }));
}
