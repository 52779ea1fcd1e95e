using Keras.Backend;

namespace Keras.Initializers;

/// <summary>Draws with a spread that depends on how many inputs or outputs the weight connects, so that signals keep their size from layer to layer.</summary>
/// <remarks>
/// The variance is <c>scale / n</c>, where n is the number of inputs, of outputs, or their mean.
/// See He et al. 2015, https://arxiv.org/abs/1502.01852, and https://keras.io/api/layers/initializers/.
/// </remarks>
[KerasExport("keras.initializers.VarianceScaling", "keras.initializers.variance_scaling")]
public class VarianceScaling : RandomInitializer
{
    /// <summary>Standard deviation of a standard normal distribution cut off at two standard deviations.</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>Makes the initializer.</summary>
    /// <param name="scale">Factor of the variance, positive.</param>
    /// <param name="mode">What n counts: <c>fan_in</c>, <c>fan_out</c> or <c>fan_avg</c>.</param>
    /// <param name="distribution"><c>truncated_normal</c> (also <c>normal</c>), <c>untruncated_normal</c> or <c>uniform</c>.</param>
    /// <param name="seed">An integer or a seed generator; <see langword="null"/> draws an integer.</param>
    /// <param name="input_axes">Axes whose product is the number of inputs; by the shape where <see langword="null"/>.</param>
    /// <param name="output_axes">Axes whose product is the number of outputs; by the shape where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The scale is not positive, or the mode or distribution is not known.</exception>
    public VarianceScaling(double scale = 1.0, string mode = "fan_in", string distribution = "truncated_normal", RandomSeed? seed = null, int[]? input_axes = null, int[]? output_axes = null)
        : base(seed)
    {
        if (!(scale > 0)) throw new ArgumentException($"Argument `scale` must be positive float. Received: scale={scale}.");
        if (mode is not ("fan_in" or "fan_out" or "fan_avg"))
            throw new ArgumentException($"Invalid `mode` argument: {mode}. Please use one of fan_in, fan_out, fan_avg.");
        this.distribution = distribution.ToLowerInvariant() switch
        {
            "normal" or "truncated_normal" => "truncated_normal",
            "untruncated_normal" => "untruncated_normal",
            "uniform" => "uniform",
            _ => throw new ArgumentException($"Invalid `distribution` argument: {distribution}. Please use one of uniform, truncated_normal, untruncated_normal."),
        };
        this.scale = scale;
        this.mode = mode;
        this.input_axes = input_axes;
        this.output_axes = output_axes;
    }

    /// <summary>Factor of the variance.</summary>
    public double scale { get; }

    /// <summary>What n counts.</summary>
    public string mode { get; }

    /// <summary>Distribution.</summary>
    public string distribution { get; }

    /// <summary>Axes whose product is the number of inputs; <see langword="null"/> for those of the shape.</summary>
    public int[]? input_axes { get; }

    /// <summary>Axes whose product is the number of outputs; <see langword="null"/> for those of the shape.</summary>
    public int[]? output_axes { get; }

    /// <inheritdoc/>
    public override Tensor Apply(TensorShape shape, string? dtype = null)
    {
        var (fanIn, fanOut) = ComputeFans(shape, input_axes, output_axes);
        var n = mode switch { "fan_in" => fanIn, "fan_out" => fanOut, _ => (fanIn + fanOut) / 2.0 };
        var variance = scale / Math.Max(1.0, n);
        dtype = DTypes.Standardize(dtype);
        var drawn = RandomSeed.Draw(seed);
        switch (distribution)
        {
            case "truncated_normal":
                return Kernel.RandomTruncatedNormal(drawn, shape.ToLongs(), 0, Math.Sqrt(variance) / TruncatedDeviation, dtype);
            case "untruncated_normal":
                return Kernel.RandomNormal(drawn, shape.ToLongs(), 0, Math.Sqrt(variance), dtype);
            default:
                var limit = Math.Sqrt(3 * variance);
                return Kernel.RandomUniform(drawn, shape.ToLongs(), -limit, limit, dtype);
        }
    }

    /// <summary>How many inputs and outputs a weight connects: the last two axes, times the size of the receptive field before them.</summary>
    /// <param name="shape">Shape of the weight.</param>
    /// <param name="inputAxes">Axes of the inputs, where they are not the usual ones.</param>
    /// <param name="outputAxes">Axes of the outputs; used where both are given.</param>
    internal static (double In, double Out) ComputeFans(TensorShape shape, int[]? inputAxes = null, int[]? outputAxes = null)
    {
        var dims = shape.ToLongs();
        if (inputAxes is not null && outputAxes is not null) return (Product(inputAxes), Product(outputAxes));
        if (dims.Length == 0) return (1, 1);
        if (dims.Length == 1) return (dims[0], dims[0]);
        double field = 1;
        foreach (var d in dims[..^2]) field *= d;
        return (dims[^2] * field, dims[^1] * field);

        double Product(int[] axes) => axes.Aggregate(1.0, (p, axis) => p * dims[Axes.Normalize(axis, dims.Length)]);
    }
}
