namespace Keras.Initializers;

/// <summary>Truncated normal with the deviation <c>sqrt(2 / inputs)</c>, for rectified units.</summary>
/// <remarks>See He et al. 2015, https://arxiv.org/abs/1502.01852, and https://keras.io/api/layers/initializers/.</remarks>
[KerasExport("keras.initializers.HeNormal", "keras.initializers.he_normal")]
public sealed class HeNormal : VarianceScaling
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="seed">An integer or a seed generator; <see langword="null"/> draws an integer.</param>
    /// <param name="input_axes">Axes whose product is the number of inputs; by the shape where <see langword="null"/>.</param>
    /// <param name="output_axes">Axes whose product is the number of outputs; by the shape where <see langword="null"/>.</param>
    public HeNormal(RandomSeed? seed = null, int[]? input_axes = null, int[]? output_axes = null)
        : base(2.0, "fan_in", "truncated_normal", seed, input_axes, output_axes)
    {
    }
}
