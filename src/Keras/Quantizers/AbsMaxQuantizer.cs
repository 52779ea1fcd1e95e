using Keras.Backend;

namespace Keras.Quantizers;

/// <summary>Quantizes by the largest absolute value.</summary>
[KerasExport("keras.quantizers.AbsMaxQuantizer")]
public sealed class AbsMaxQuantizer : Quantizer
{
    /// <summary>Makes the quantizer.</summary>
    /// <param name="axis">Axes along which the values share a scale, for calls that name none; the last one where <see langword="null"/>.</param>
    /// <param name="value_range">The least and the largest level; -127 and 127 where <see langword="null"/>.</param>
    /// <param name="epsilon">Added to the largest value, so that zeros can be divided; that of the configuration where <see langword="null"/>.</param>
    /// <param name="output_dtype">Element type of the levels.</param>
    /// <exception cref="ArgumentException">The levels do not fit the element type.</exception>
    public AbsMaxQuantizer(Axes? axis = null, ValueRange? value_range = null, double? epsilon = null, string output_dtype = "int8") : base(output_dtype)
    {
        this.axis = axis;
        this.value_range = value_range ?? (-127, 127);
        this.epsilon = epsilon ?? KerasConfig.epsilon();
        if (output_dtype == "int8" && (this.value_range.Min < -128 || this.value_range.Max > 127))
            throw new ArgumentException($"Quantizer with output_dtype='int8' requires value_range to be within the interval [-128, 127]. Received: value_range={this.value_range}");
    }

    /// <summary>Axes along which the values share a scale.</summary>
    public Axes? axis { get; }

    /// <summary>The least and the largest level.</summary>
    public ValueRange value_range { get; }

    /// <summary>Added to the largest value.</summary>
    public double epsilon { get; }

    /// <inheritdoc/>
    public override (Tensor outputs, Tensor scale) Apply(Tensor x, Axes? axis = null, bool to_numpy = false) =>
        QuantizerFunctions.abs_max_quantize(x, axis ?? this.axis ?? -1, value_range, output_dtype, epsilon, to_numpy);

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = new Config { ["value_range"] = new List<object?> { value_range.Min, value_range.Max }, ["epsilon"] = epsilon, ["output_dtype"] = output_dtype };
        if (axis is { } own) config["axis"] = own.ToArray().Select(a => (object?)a).ToList();
        return config;
    }
}
