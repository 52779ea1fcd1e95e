using Keras.DTypePolicies;
using Keras.Quantizers;

namespace Keras.Layers;

/// <summary>A product whose factors, and the gradient of whose result, go through floats of 8 bits, with scales that follow the largest values of late.</summary>
/// <remarks>Scales and histories are variables whose "gradients" are their next values.</remarks>
internal sealed class Float8Product
{
    private readonly State _inputs;
    private readonly State _kernel;
    private readonly State _outputs;

    private readonly record struct State(Variable Scale, Variable History);

    /// <summary>Adds the variables to a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="policy">Its policy, which may tell the length of the history.</param>
    internal Float8Product(Layer layer, DTypePolicy policy)
    {
        var length = policy is QuantizedFloat8DTypePolicy own ? own.amax_history_length : QuantizedFloat8DTypePolicy.DefaultHistoryLength;
        (_inputs, _kernel, _outputs) = (Add("inputs"), Add("kernel"), Add("outputs_grad"));

        State Add(string name) => new(
            layer.add_weight(TensorShape.Scalar, "ones", dtype: "float32", autocast: false, overwrite_with_gradient: true, name: name + "_scale"),
            layer.add_weight(length, "zeros", dtype: "float32", autocast: false, overwrite_with_gradient: true, name: name + "_amax_history"));
    }

    /// <summary>The variables in the order of files.</summary>
    internal IEnumerable<Variable> Variables => new[] { _inputs, _kernel, _outputs }.SelectMany(s => new[] { s.Scale, s.History });

    /// <summary>Computes the product.</summary>
    /// <param name="inputs">The input.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="product">The product itself.</param>
    /// <param name="dtype">The dtype of the computation.</param>
    /// <param name="training">Whether the scales are to follow the values.</param>
    internal Tensor Apply(Tensor inputs, Tensor kernel, Func<Tensor, Tensor, Tensor> product, string dtype, bool training) =>
        Backwards(product(Forwards(inputs, _inputs, dtype, training), Forwards(kernel, _kernel, dtype, training)), dtype);

    /// <summary>A bias as it is added to such a product.</summary>
    internal static Tensor Bias(Tensor bias, string dtype) => dtype == "float32" ? Ops.cast(Ops.cast(bias, "bfloat16"), bias.dtype) : bias;

    private static Tensor Forwards(Tensor x, State state, string dtype, bool training)
    {
        const string format = "float8_e4m3fn";
        if (!training) return Ops.custom_gradient((Tensor t) => (Float8Functions.quantize_and_dequantize(t, state.Scale.Raw, format, dtype), upstream => upstream))(x);
        return Ops.custom_gradient((Tensor t, Tensor scale, Tensor history) =>
        {
            // They outlive the step forward.
            var nextScale = Float8Functions.compute_float8_scale(Ops.max(history, 0), scale, Float8Functions.Largest(format)).keep();
            var nextHistory = Float8Functions.compute_float8_amax_history(t, history).keep();
            return (Float8Functions.quantize_and_dequantize(t, scale, format, dtype), upstream => (upstream, nextScale, nextHistory));
        })(x, state.Scale.Raw, state.History.Raw);
    }

    private Tensor Backwards(Tensor x, string dtype) => Ops.custom_gradient((Tensor t, Tensor scale, Tensor history) => (Ops.copy(t), upstream =>
    {
        const string format = "float8_e5m2";
        var nextScale = Float8Functions.compute_float8_scale(Ops.max(history, 0), scale, Float8Functions.Largest(format));
        return (Float8Functions.quantize_and_dequantize(upstream, scale, format, dtype), nextScale, Float8Functions.compute_float8_amax_history(upstream, history));
    }
    ))(x, _outputs.Scale.Raw, _outputs.History.Raw);
}
