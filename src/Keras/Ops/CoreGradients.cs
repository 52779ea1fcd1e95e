using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>A function of one tensor with a gradient of your own.</summary>
    /// <param name="f">From the argument to the output and a function from the output's gradient to the argument's.</param>
    /// <returns>The function, which gradients pass through in your way.</returns>
    [KerasExport("keras.ops.custom_gradient")]
    public static Func<Tensor, Tensor> custom_gradient(Func<Tensor, (Tensor output, Func<Tensor, Tensor> grad)> f) => x => Custom([x], t =>
    {
        var (output, grad) = f(t[0]);
        return (output, upstream => [grad(upstream)]);
    });

    /// <summary>A function of two tensors with a gradient of your own.</summary>
    /// <param name="f">From the arguments to the output and a function from the output's gradient to those of the arguments.</param>
    /// <returns>The function, which gradients pass through in your way.</returns>
    [KerasExport("keras.ops.custom_gradient")]
    public static Func<Tensor, Tensor, Tensor> custom_gradient(Func<Tensor, Tensor, (Tensor output, Func<Tensor, (Tensor, Tensor)> grad)> f) => (x, y) => Custom([x, y], t =>
    {
        var (output, grad) = f(t[0], t[1]);
        return (output, upstream =>
        {
            var (a, b) = grad(upstream);
            return [a, b];
        }
        );
    });

    /// <summary>A function of three tensors with a gradient of your own.</summary>
    /// <param name="f">From the arguments to the output and a function from the output's gradient to those of the arguments.</param>
    /// <returns>The function, which gradients pass through in your way.</returns>
    [KerasExport("keras.ops.custom_gradient")]
    public static Func<Tensor, Tensor, Tensor, Tensor> custom_gradient(Func<Tensor, Tensor, Tensor, (Tensor output, Func<Tensor, (Tensor, Tensor, Tensor)> grad)> f) => (x, y, z) => Custom([x, y, z], t =>
    {
        var (output, grad) = f(t[0], t[1], t[2]);
        return (output, upstream =>
        {
            var (a, b, c) = grad(upstream);
            return [a, b, c];
        }
        );
    });

    private static Tensor Custom(Tensor[] inputs, Func<Tensor[], (Tensor, Func<Tensor, Tensor[]>)> f)
    {
        if (Array.Exists(inputs, Nest.IsSymbolic)) return Symbolic.Record("CustomGradient", inputs, t => Custom(t, f));
        inputs = Array.ConvertAll(inputs, Strong);
        return GradMode.Enabled ? CustomGradient.Apply(inputs, f) : f(inputs).Item1;
    }
}
