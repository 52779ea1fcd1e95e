namespace Keras.Tests.Operations;

using Keras;
using Keras.Backend;
using Ops = Keras.Ops;

/// <summary>Gradients of one's own, and directional derivatives.</summary>
public class CoreGradientsTests
{
    private static float[] Gradient(Func<Tensor, Tensor> f, Tensor x)
    {
        using var tape = new GradientTape();
        tape.watch(x);
        return Kernel.ToArray<float>(tape.gradient(Ops.sum(f(x)), x)!);
    }

    [Fact]
    public void A_gradient_of_ones_own_replaces_the_computed_one()
    {
        var f = Ops.custom_gradient(x => (x * x, upstream => upstream * 10.0));
        Tensor x = new[] { 1f, 2f, 3f };
        Assert.Equal([1, 4, 9], Kernel.ToArray<float>(f(x)));
        Assert.Equal([10, 10, 10], Gradient(f, x));
        // It takes part in the chain: (2 f(x))' = 2 · 10.
        Assert.Equal([20, 20, 20], Gradient(t => f(t) * 2.0, x));
        Assert.Equal([20, 40, 60], Gradient(t => f(t * t), x));
    }

    [Fact]
    public void Several_arguments_have_a_gradient_each()
    {
        var f = Ops.custom_gradient((x, y) => (x * y, upstream => (upstream * 2.0, upstream * 3.0)));
        Tensor x = new[] { 1f, 2f }, y = new[] { 5f, 6f };
        using var tape = new GradientTape();
        tape.watch(x);
        tape.watch(y);
        var gradients = tape.gradient(Ops.sum(f(x, y)), new[] { x, y });
        Assert.Equal([2, 2], Kernel.ToArray<float>(gradients[0]!));
        Assert.Equal([3, 3], Kernel.ToArray<float>(gradients[1]!));
    }

    [Fact]
    public void An_exception_in_a_gradient_reaches_the_caller()
    {
        var f = Ops.custom_gradient(x => (x * x, _ => throw new InvalidOperationException("no gradient here")));
        var error = Assert.Throws<InvalidOperationException>(() => Gradient(f, new[] { 1f, 2f }));
        Assert.Contains("no gradient here", error.Message);
        // The next pass is not disturbed by the last.
        Assert.Equal([2, 4], Gradient(x => x * x, new[] { 1f, 2f }));
    }

    [Fact]
    public void A_gradient_of_another_shape_is_an_error()
    {
        var f = Ops.custom_gradient(x => (x * x, _ => Ops.ones(5)));
        Assert.Contains("(5,)", Assert.Throws<InvalidOperationException>(() => Gradient(f, new[] { 1f, 2f })).Message);
    }

    [Fact]
    public void Jvp_is_the_derivative_in_a_direction()
    {
        Tensor x = new[] { 1f, 2f, 3f }, v = new[] { 1f, 0f, 2f };
        var (value, change) = Ops.jvp(t => t * t * t, x, v);
        Assert.Equal([1, 8, 27], Kernel.ToArray<float>(value));
        Assert.Equal([3, 0, 54], Kernel.ToArray<float>(change));
    }

    [Fact]
    public void Jvp_takes_several_arguments_and_hands_on_what_else_there_is()
    {
        Tensor x = new[] { 1f, 2f }, y = new[] { 3f, 4f };
        var result = (TensorList)Ops.jvp(t => new TensorList(((TensorList)t)[0] * ((TensorList)t)[1], Ops.sum(((TensorList)t)[0])), new TensorList(x, y), new TensorList(Ops.ones(2), Ops.zeros(2)), has_aux: true);
        Assert.Equal([3, 8], Kernel.ToArray<float>(result[0]));
        Assert.Equal([3, 4], Kernel.ToArray<float>(result[1]));
        Assert.Equal(3, result[2].item());
    }

    [Fact]
    public void Jvp_of_a_constant_is_zero()
    {
        var (_, change) = Ops.jvp(t => Ops.ones(2), new[] { 1f, 2f }, new[] { 1f, 1f });
        Assert.Equal([0, 0], Kernel.ToArray<float>(change));
    }

    [Fact]
    public void A_gradient_of_ones_own_can_be_differentiated_again()
    {
        // f = x³ with its true gradient; the gradient function uses the argument and what was made on the way.
        var f = Ops.custom_gradient(x =>
        {
            var square = x * x;
            return (square * x, upstream => upstream * 3.0 * x * x);
        });
        Tensor x = new[] { 1f, 2f };
        using var outer = new GradientTape();
        outer.watch(x);
        using var inner = new GradientTape();
        inner.watch(x);
        var first = inner.gradient(Ops.sum(f(x)), x)!;
        Assert.Equal([3, 12], Kernel.ToArray<float>(first));
        Assert.Equal([6, 12], Kernel.ToArray<float>(outer.gradient(Ops.sum(first), x)!));
    }

    [Fact]
    public void What_the_gradient_captured_outlives_the_layer_that_made_it_and_no_longer()
    {
        // A gradient reversal, as in domain adaptation.
        var scaled = Ops.custom_gradient(x =>
        {
            var kept = x * 2.0;
            return (x, upstream => -upstream * kept);
        });
        var layer = new Keras.Layers.Lambda(t => scaled(t + 0.0));
        Tensor x = new[] { 1f, 2f };
        Assert.Equal([-2, -4], Gradient(t => layer.Apply(t), x));

        void Step()
        {
            using var scope = new TensorScope();
            Gradient(t => layer.Apply(t), x);
        }
        var least = Enumerable.Range(0, 5).Min(_ =>
        {
            var before = TorchSharp.torch.Tensor.TotalCount;
            for (var i = 0; i < 200; i++) Step();
            return TorchSharp.torch.Tensor.TotalCount - before;
        });
        Assert.True(least < 200, $"{least} tensors are left of 200 steps.");
    }

    [Fact]
    public void A_persistent_tape_asks_again()
    {
        var f = Ops.custom_gradient(x => (x * x, upstream => upstream * 10.0));
        Tensor x = new[] { 1f, 2f };
        using var tape = new GradientTape(persistent: true);
        tape.watch(x);
        var y = Ops.sum(f(x));
        for (var i = 0; i < 3; i++) Assert.Equal([10, 10], Kernel.ToArray<float>(tape.gradient(y, x)!));
    }
}
