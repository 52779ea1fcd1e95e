using Keras.Optimizers;
using static Keras.Tests.Optimizers.Fixture;

namespace Keras.Tests.Optimizers;

public class LossScaleOptimizerTests
{
    [Fact]
    public void TheScaleGrowsAfterGoodStepsAndShrinksAfterABadOne()
    {
        var w = Variable("w", 0);
        var inner = new SGD(1.0, loss_scale_factor: 3.0);
        var optimizer = new LossScaleOptimizer(inner, initial_scale: 4, dynamic_growth_steps: 2);
        Assert.Null(inner.loss_scale_factor);
        Assert.Equal(4, optimizer.scale_loss(1.0).item());
        optimizer.apply([new[] { 4f }], [w]);
        optimizer.apply([new[] { 4f }], [w]);
        Assert.Equal(8, optimizer.scale_loss(1.0).item());
        AssertClose([-2], Values(w));

        foreach (var bad in new[] { float.PositiveInfinity, float.NaN })
        {
            optimizer.apply([new[] { bad }], [w]);
            AssertClose([-2], Values(w));
        }
        Assert.Equal(2, optimizer.scale_loss(1.0).item());
        Assert.Equal(2, (int)optimizer.iterations.value);
    }

    [Fact]
    public void ItStandsForTheOptimizerInside()
    {
        var inner = new Adam(0.5);
        var optimizer = inner.WithLossScale();
        Assert.Same(optimizer, optimizer.WithLossScale());
        Assert.Equal("loss_scale_optimizer", optimizer.name);
        optimizer.learning_rate = 0.25;
        Assert.Equal(0.25, (double)inner.learning_rate);
        optimizer.build([Variable("w", 1)]);
        optimizer.build([Variable("w", 1)]);
        Assert.Equal(
            ["loss_scale_optimizer/iteration", "loss_scale_optimizer/learning_rate", "loss_scale_optimizer/step_counter", "loss_scale_optimizer/dynamic_scale"],
            optimizer.variables.Take(4).Select(v => v.path));
        Assert.Equal(8, optimizer.variables.Count);
    }

    [Fact]
    public void OlderConfigurationsAreRead()
    {
        var inner = keras.optimizers.serialize(new SGD(0.5));
        var made = LossScaleOptimizer.from_config(new Config { ["name"] = "scaled", ["inner_optimizer"] = inner, ["initial_scale"] = 2.0, ["clipnorm"] = null, ["use_ema"] = false, ["ema_momentum"] = 0.99 });
        Assert.Equal(2, made.initial_scale);
        Assert.Equal(0.5, (double)made.learning_rate);
        Assert.Contains("`clipnorm`", Assert.Throws<ArgumentException>(() => LossScaleOptimizer.from_config(new Config { ["inner_optimizer"] = inner, ["clipnorm"] = 1.0 })).Message);
        Assert.Throws<ArgumentException>(() => LossScaleOptimizer.from_config(new Config { ["inner_optimizer"] = inner, ["dynamic"] = false }));
        Assert.IsType<LossScaleOptimizer>(keras.mixed_precision.LossScaleOptimizer(new SGD()));
    }
}
