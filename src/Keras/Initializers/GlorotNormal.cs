namespace Keras.Initializers;

/// <summary>Xavier initialization: truncated normal with the deviation <c>sqrt(2 / (inputs + outputs))</c>.</summary>
/// <remarks>See Glorot and Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html, and https://keras.io/api/layers/initializers/.</remarks>
[KerasExport("keras.initializers.GlorotNormal", "keras.initializers.glorot_normal")]
public sealed class GlorotNormal : VarianceScaling
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="seed">An integer or a seed generator; <see langword="null"/> draws an integer.</param>
    /// <param name="input_axes">Axes whose product is the number of inputs; by the shape where <see langword="null"/>.</param>
    /// <param name="output_axes">Axes whose product is the number of outputs; by the shape where <see langword="null"/>.</param>
    public GlorotNormal(RandomSeed? seed = null, int[]? input_axes = null, int[]? output_axes = null)
        : base(1.0, "fan_avg", "truncated_normal", seed, input_axes, output_axes)
    {
    }
}
