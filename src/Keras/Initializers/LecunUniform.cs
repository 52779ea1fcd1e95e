namespace Keras.Initializers;

/// <summary>Uniform within <c>±sqrt(3 / inputs)</c>.</summary>
/// <remarks>See Klambauer et al. 2017, https://arxiv.org/abs/1706.02515, and https://keras.io/api/layers/initializers/.</remarks>
[KerasExport("keras.initializers.LecunUniform", "keras.initializers.lecun_uniform")]
public sealed class LecunUniform : VarianceScaling
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="seed">An integer or a seed generator; <see langword="null"/> draws an integer.</param>
    /// <param name="input_axes">Axes whose product is the number of inputs; by the shape where <see langword="null"/>.</param>
    /// <param name="output_axes">Axes whose product is the number of outputs; by the shape where <see langword="null"/>.</param>
    public LecunUniform(RandomSeed? seed = null, int[]? input_axes = null, int[]? output_axes = null)
        : base(1.0, "fan_in", "uniform", seed, input_axes, output_axes)
    {
    }
}
