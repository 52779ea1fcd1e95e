namespace Keras.Initializers;

/// <summary>Xavier initialization: uniform within <c>±sqrt(6 / (inputs + outputs))</c>.</summary>
/// <remarks>See Glorot and Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html, and https://keras.io/api/layers/initializers/.</remarks>
[KerasExport("keras.initializers.GlorotUniform", "keras.initializers.glorot_uniform")]
public sealed class GlorotUniform : VarianceScaling
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="seed">An integer or a seed generator; <see langword="null"/> draws an integer.</param>
    /// <param name="input_axes">Axes whose product is the number of inputs; by the shape where <see langword="null"/>.</param>
    /// <param name="output_axes">Axes whose product is the number of outputs; by the shape where <see langword="null"/>.</param>
    public GlorotUniform(RandomSeed? seed = null, int[]? input_axes = null, int[]? output_axes = null)
        : base(1.0, "fan_avg", "uniform", seed, input_axes, output_axes)
    {
    }
}
