using TorchSharp;

namespace Keras.Backend;

/// <summary>A function whose gradient is a function of the user.</summary>
/// <remarks>
/// An exception must not leave the backward pass: it would cross native frames and end the process. It is kept, gradients of NaN take its place,
/// and <see cref="ThrowPending"/> throws it when the pass is over.
/// </remarks>
internal sealed class CustomGradient : torch.autograd.SingleTensorFunction<CustomGradient>
{
    [ThreadStatic] private static Exception? t_pending;

    public override string Name => "CustomGradient";

    /// <summary>Computes the function and records its gradient.</summary>
    /// <param name="inputs">The arguments.</param>
    /// <param name="f">From the arguments to the output and a function from the output's gradient to those of the arguments.</param>
    internal static Tensor Apply(Tensor[] inputs, Func<Tensor[], (Tensor Output, Func<Tensor, Tensor[]> Gradient)> f)
    {
        var call = new Call(inputs, f);
        return Kernel.Run("custom_gradient", inputs, natives => apply([call, .. natives]));
    }

    /// <summary>Throws what a gradient function threw in the backward pass that just ended on this thread.</summary>
    internal static void ThrowPending()
    {
        if (t_pending is not { } pending) return;
        t_pending = null;
        throw new InvalidOperationException($"The gradient function of a custom_gradient failed: {pending.Message}", pending);
    }

    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var call = (Call)vars[0];
        ctx.save_data("call", call);
        return call.Forward();
    }

    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        var call = (Call)ctx.get_data("call");
        List<torch.Tensor> gradients;
        try
        {
            gradients = call.Hold(call.Backward(grad_output));
        }
        catch (Exception e)
        {
            t_pending ??= e;
            gradients = call.Hold(call.NotANumber());
        }
        // The first argument of apply is the call itself.
        return [null!, .. gradients];
    }

    private sealed class Call(Tensor[] inputs, Func<Tensor[], (Tensor Output, Func<Tensor, Tensor[]> Gradient)> f)
    {
        // The arguments themselves may be freed before the backward pass: a layer frees what it made on the way.
        private readonly TensorShape[] _shapes = Array.ConvertAll(inputs, i => i.shape);
        private readonly string[] _dtypes = Array.ConvertAll(inputs, i => i.dtype);
        private Func<Tensor, Tensor[]>? _gradient;

        /// <summary>TorchSharp hands over bare handles after <see cref="Backward"/> has returned: the gradients live as long as this object.</summary>
        private List<torch.Tensor> _handedOver = [];

        internal List<torch.Tensor> Hold(List<torch.Tensor> gradients) => _handedOver = gradients;

        internal torch.Tensor Forward()
        {
            (var output, _gradient) = f(inputs);
            var native = output.T.alias();
            GC.KeepAlive(output);
            return native;
        }

        internal List<torch.Tensor> Backward(torch.Tensor upstream)
        {
            var gradients = _gradient!(new Tensor(upstream.alias()));
            if (gradients.Length != _shapes.Length)
                throw new ArgumentException($"a gradient function must give one gradient for each of the {_shapes.Length} arguments. Received: {gradients.Length}.");
            var result = new List<torch.Tensor>();
            for (var i = 0; i < gradients.Length; i++)
            {
                var g = gradients[i] is ScalarTensor s ? s.ToTensor(_dtypes[i]) : gradients[i];
                if (g.shape != _shapes[i] && g.size != 1)
                    throw new ArgumentException($"the gradient of argument {i} must have its shape, {_shapes[i]}. Received: {g.shape}.");
                result.Add(g.T.expand(Sizes(_shapes[i])));
                GC.KeepAlive(g);
            }
            return result;
        }

        internal List<torch.Tensor> NotANumber() => [.. _shapes.Zip(_dtypes, (shape, dtype) => torch.full(Sizes(shape), Native.Scalars.Of(double.NaN), DTypes.Native(dtype)))];

        private static long[] Sizes(TensorShape shape) => [.. shape.Select(d => (long)d!)];
    }
}
