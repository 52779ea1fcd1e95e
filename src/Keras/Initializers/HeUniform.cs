namespace Keras.Initializers;

/// <summary>Uniform within <c>±sqrt(6 / inputs)</c>, for rectified units.</summary>
/// <remarks>See He et al. 2015, https://arxiv.org/abs/1502.01852, and https://keras.io/api/layers/initializers/.</remarks>
[KerasExport("keras.initializers.HeUniform", "keras.initializers.he_uniform")]
public sealed class HeUniform : VarianceScaling
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="seed">An integer or a seed generator; <see langword="null"/> draws an integer.</param>
    /// <param name="input_axes">Axes whose product is the number of inputs; by the shape where <see langword="null"/>.</param>
    /// <param name="output_axes">Axes whose product is the number of outputs; by the shape where <see langword="null"/>.</param>
    public HeUniform(RandomSeed? seed = null, int[]? input_axes = null, int[]? output_axes = null)
        : base(2.0, "fan_in", "uniform", seed, input_axes, output_axes)
    {
    }
}
