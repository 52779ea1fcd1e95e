using Keras.Optimizers;
using static Keras.Tests.Optimizers.Fixture;

namespace Keras.Tests.Optimizers;

public class MultiOptimizerTests
{
    [Fact]
    public void EachVariableHasItsOptimizer()
    {
        Variable a = Variable("encoder/dense/kernel", 0), b = Variable("head/kernel", 0);
        var optimizer = keras.optimizers.MultiOptimizer(new OptimizerMap(new SGD(1.0)) { ["encoder/.*"] = new SGD(0.5) });
        optimizer.apply([new[] { 1f }, new[] { 1f }], [a, b]);
        AssertClose([-0.5f, -1], [.. Values(a), .. Values(b)]);
        Assert.Equal(2, optimizer.optimizers.Count);
        Assert.Equal(1, (int)optimizer.iterations.value);
        Assert.Throws<InvalidOperationException>(() => (double)optimizer.learning_rate);
        Assert.Throws<InvalidOperationException>(() => optimizer.learning_rate = 1.0);
        Assert.Throws<ArgumentException>(() => optimizer.apply([new[] { 1f }], [a]));
    }

    [Fact]
    public void AFunctionChoosesToo()
    {
        Variable a = Variable("encoder/kernel", 0), b = Variable("head/kernel", 0);
        Optimizer fast = new SGD(1.0), slow = new SGD(0.5, use_ema: true, ema_momentum: 0.5);
        var optimizer = new MultiOptimizer(v => v.path.Contains("encoder", StringComparison.Ordinal) ? slow : fast, loss_scale_factor: 2.0);
        optimizer.build([a, b]);
        Assert.Equal(2.0, slow.loss_scale_factor);
        optimizer.apply([new[] { 2f }, new[] { 2f }]);
        optimizer.apply([new[] { 2f }, new[] { 2f }]);
        AssertClose([-1, -2], [.. Values(a), .. Values(b)]);
        optimizer.finalize_variable_values([a, b]);
        AssertClose([-0.75f, -2], [.. Values(a), .. Values(b)]);
        optimizer.loss_scale_factor = 4.0;
        Assert.Equal(4.0, fast.loss_scale_factor);
        Assert.Throws<InvalidOperationException>(optimizer.get_config);
    }

    [Fact]
    public void PathsComeBeforePatterns()
    {
        Optimizer path = new Adam(), pattern = new SGD(), other = new RMSprop();
        var map = new OptimizerMap(other) { ["a/kernel"] = path, ["a/.*"] = pattern };
        Assert.Same(path, map["a/kernel"]);
        Assert.Same(pattern, map["a/bias"]);
        // A pattern matches the whole path.
        Assert.Same(other, map["xa/kernel"]);
        Assert.Same(pattern, map.Apply(Variable("a/bias", 1)));
        map["a/b.*"] = other;
        Assert.Contains("Multiple optimizers", Assert.Throws<ArgumentException>(() => map["a/bias"]).Message);
        Assert.True(map.Remove("a/b.*"));
        Assert.Equal(2, map.Count);
        Assert.Throws<ArgumentException>(() => map["a/kernel"] = new Adam());
        Assert.Throws<ArgumentException>(() => map["b"] = new LossScaleOptimizer(new Adam()));
    }

    [Fact]
    public void AMapWithinAMapIsRefused()
    {
        var optimizer = new MultiOptimizer(_ => new LossScaleOptimizer(new SGD()));
        Assert.Throws<ArgumentException>(() => optimizer.build([Variable("w", 1)]));
    }
}
