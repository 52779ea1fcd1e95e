using Keras.Backend;
using Keras.Saving;

namespace Keras.Activations;

/// <summary>The functions of <c>keras.activations</c>: to call, to pass on (<c>activation: activations.relu</c>), and to name (<c>activation: "relu"</c>).</summary>
/// <remarks>They are properties that hold delegates, because a method cannot be passed where any activation is accepted. See https://keras.io/api/layers/activations/.</remarks>
public static class ActivationFunctions
{
    /// <summary>max(x, 0), or with a slope, a ceiling and a threshold.</summary>
    [KerasExport("keras.activations.relu")]
    public static ReluFunction relu { get; } = Relu;

    /// <summary>x above zero, a fraction of it below. The slope is 0.2 unless said otherwise (that of the layer LeakyReLU is 0.3).</summary>
    [KerasExport("keras.activations.leaky_relu")]
    public static LeakyReluFunction leaky_relu { get; } = static (x, negative_slope) => Ops.leaky_relu(x, negative_slope);

    /// <summary>x cut to the range from 0 to 6.</summary>
    [KerasExport("keras.activations.relu6")]
    public static Func<Tensor, Tensor> relu6 { get; } = static x => Ops.relu6(x);

    /// <summary>Exponentials that add up to 1 along an axis.</summary>
    [KerasExport("keras.activations.softmax")]
    public static SoftmaxFunction softmax { get; } = static (x, axis) => Ops.softmax(x, axis ?? -1);

    /// <summary>x above zero, alpha · (exp(x) - 1) below.</summary>
    [KerasExport("keras.activations.elu")]
    public static AlphaFunction elu { get; } = static (x, alpha) => Ops.elu(x, alpha);

    /// <summary>1.0507 · elu(x, 1.6733).</summary>
    [KerasExport("keras.activations.selu")]
    public static Func<Tensor, Tensor> selu { get; } = static x => Ops.selu(x);

    /// <summary>log(1 + exp(x)).</summary>
    [KerasExport("keras.activations.softplus")]
    public static Func<Tensor, Tensor> softplus { get; } = static x => Ops.softplus(x);

    /// <summary>x / (1 + |x|).</summary>
    [KerasExport("keras.activations.softsign")]
    public static Func<Tensor, Tensor> softsign { get; } = static x => Ops.softsign(x);

    /// <summary>x moved towards zero by a threshold, zero within it.</summary>
    [KerasExport("keras.activations.soft_shrink")]
    public static ShrinkFunction soft_shrink { get; } = static (x, threshold) => Ops.soft_shrink(x, threshold);

    /// <summary>0 up to -1, (x + 1)² / 4 up to 1, then x.</summary>
    [KerasExport("keras.activations.sparse_plus")]
    public static Func<Tensor, Tensor> sparse_plus { get; } = static x => Ops.sparse_plus(x);

    /// <summary>x · sigmoid(x), also called swish.</summary>
    [KerasExport("keras.activations.silu", "keras.activations.swish")]
    public static Func<Tensor, Tensor> silu { get; } = static x => Ops.silu(x);

    /// <summary>(x + √(x² + b)) / 2.</summary>
    [KerasExport("keras.activations.squareplus")]
    public static SquareplusFunction squareplus { get; } = static (x, b) => Ops.squareplus(x, b);

    /// <summary>x times the probability that a normal variable is less; exact unless the approximation is asked for.</summary>
    [KerasExport("keras.activations.gelu")]
    public static GeluFunction gelu { get; } = static (x, approximate) => Ops.gelu(x, approximate);

    /// <summary>x above zero, alpha · (exp(x / alpha) - 1) below.</summary>
    [KerasExport("keras.activations.celu")]
    public static AlphaFunction celu { get; } = static (x, alpha) => Ops.celu(x, alpha);

    /// <summary>The first half of an axis times the sigmoid of the second half.</summary>
    [KerasExport("keras.activations.glu")]
    public static AxisFunction glu { get; } = static (x, axis) => Ops.glu(x, axis);

    /// <summary>The hyperbolic tangent.</summary>
    [KerasExport("keras.activations.tanh")]
    public static Func<Tensor, Tensor> tanh { get; } = static x => Ops.tanh(x);

    /// <summary>x - tanh(x).</summary>
    [KerasExport("keras.activations.tanh_shrink")]
    public static Func<Tensor, Tensor> tanh_shrink { get; } = static x => Ops.tanh_shrink(x);

    /// <summary>x cut to the range from -1 to 1.</summary>
    [KerasExport("keras.activations.hard_tanh")]
    public static Func<Tensor, Tensor> hard_tanh { get; } = static x => Ops.hard_tanh(x);

    /// <summary>Zero within a threshold, x beyond.</summary>
    [KerasExport("keras.activations.hard_shrink")]
    public static ShrinkFunction hard_shrink { get; } = static (x, threshold) => Ops.hard_shrink(x, threshold);

    /// <summary>x above a threshold, another value elsewhere.</summary>
    [KerasExport("keras.activations.threshold")]
    public static ThresholdFunction threshold { get; } = static (x, threshold, default_value) => Ops.threshold(x, threshold, default_value);

    /// <summary>1 / (1 + exp(-x)).</summary>
    [KerasExport("keras.activations.sigmoid")]
    public static Func<Tensor, Tensor> sigmoid { get; } = static x => Ops.sigmoid(x);

    /// <summary>exp(x).</summary>
    [KerasExport("keras.activations.exponential")]
    public static Func<Tensor, Tensor> exponential { get; } = static x => Ops.exp(x);

    /// <summary>relu6(x + 3) / 6. (Keras 2 had 0.2 x + 0.5, cut to the range from 0 to 1.)</summary>
    [KerasExport("keras.activations.hard_sigmoid")]
    public static Func<Tensor, Tensor> hard_sigmoid { get; } = static x => Ops.hard_sigmoid(x);

    /// <summary>log(sigmoid(x)).</summary>
    [KerasExport("keras.activations.log_sigmoid")]
    public static Func<Tensor, Tensor> log_sigmoid { get; } = static x => Ops.log_sigmoid(x);

    /// <summary>0 up to -1, (x + 1) / 2 up to 1, then 1.</summary>
    [KerasExport("keras.activations.sparse_sigmoid")]
    public static Func<Tensor, Tensor> sparse_sigmoid { get; } = static x => Ops.sparse_sigmoid(x);

    /// <summary>x · hard_sigmoid(x), also called hard_swish.</summary>
    [KerasExport("keras.activations.hard_silu", "keras.activations.hard_swish")]
    public static Func<Tensor, Tensor> hard_silu { get; } = static x => Ops.hard_silu(x);

    /// <summary>x itself.</summary>
    [KerasExport("keras.activations.linear")]
    public static Func<Tensor, Tensor> linear { get; } = static x => x;

    /// <summary>x · tanh(softplus(x)).</summary>
    [KerasExport("keras.activations.mish")]
    public static Func<Tensor, Tensor> mish { get; } = static x => Ops.Mish(x);

    /// <summary>The logarithm of the softmax.</summary>
    [KerasExport("keras.activations.log_softmax")]
    public static SoftmaxFunction log_softmax { get; } = static (x, axis) => Ops.log_softmax(x, axis ?? -1);

    /// <summary>Probabilities along an axis of which small ones become exactly 0.</summary>
    [KerasExport("keras.activations.sparsemax")]
    public static AxisFunction sparsemax { get; } = static (x, axis) => Ops.sparsemax(x, axis);

    /// <summary>The activation that an identifier means.</summary>
    /// <param name="identifier">A name, a function, a layer, or <see langword="null"/> for <c>linear</c>.</param>
    /// <returns>The activation; Python's <c>f(x)</c> is <c>f.Apply(x)</c>.</returns>
    /// <exception cref="ArgumentException">No activation has the name.</exception>
    [KerasExport("keras.activations.get")]
    public static ActivationFunction get(ActivationFunction? identifier) => identifier ?? "linear"!;

    /// <summary>The activation that a configuration describes.</summary>
    /// <param name="identifier">What <see cref="serialize"/> gave.</param>
    /// <exception cref="ArgumentException">It describes no activation.</exception>
    [KerasExport("keras.activations.get")]
    public static ActivationFunction get(Config identifier) => deserialize(identifier);

    /// <summary>What stands for an activation in a configuration: its name, or a description of a function or layer of your own.</summary>
    /// <param name="activation">An activation.</param>
    [KerasExport("keras.activations.serialize")]
    public static object? serialize(ActivationFunction activation) => ((IConfigValue)activation).ToConfig();

    /// <summary>The activation of a configuration.</summary>
    /// <param name="config">What <see cref="serialize"/> gave.</param>
    /// <param name="custom_objects">Names of your own functions.</param>
    /// <exception cref="ArgumentException">It describes no activation.</exception>
    [KerasExport("keras.activations.deserialize")]
    public static ActivationFunction deserialize(object? config, Dictionary<string, object>? custom_objects = null)
    {
        using var scope = custom_objects is null ? null : new CustomObjectScope(custom_objects);
        return ActivationFunction.FromConfig(config)
            ?? throw new ArgumentException("Could not interpret the activation configuration: None. Expected a name or a configuration; use \"linear\" for no activation.");
    }

    private static Tensor Relu(Tensor x, double negative_slope, double? max_value, double threshold)
    {
        if (negative_slope == 0 && max_value is null && threshold == 0 && x is not KerasTensor) return Ops.relu(x);
        return Ops.Relu(x, negative_slope, max_value, threshold);
    }
}
