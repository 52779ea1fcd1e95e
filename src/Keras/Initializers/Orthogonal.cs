using Keras.Backend;

namespace Keras.Initializers;

/// <summary>A matrix with orthonormal rows or columns, whichever are fewer, times a factor.</summary>
/// <remarks>
/// A weight of more than two axes is filled as a matrix of its last axis against all others.
/// See Saxe et al. 2014, https://arxiv.org/abs/1312.6120, and https://keras.io/api/layers/initializers/.
/// </remarks>
[KerasExport("keras.initializers.Orthogonal", "keras.initializers.orthogonal", "keras.initializers.OrthogonalInitializer")]
public sealed class Orthogonal : RandomInitializer
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="gain">Factor.</param>
    /// <param name="seed">An integer or a seed generator; <see langword="null"/> draws an integer.</param>
    public Orthogonal(double gain = 1.0, RandomSeed? seed = null) : base(seed) => this.gain = gain;

    /// <summary>Factor.</summary>
    public double gain { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape has fewer than two dimensions.</exception>
    public override Tensor Apply(TensorShape shape, string? dtype = null)
    {
        if (shape.Rank < 2)
            throw new ArgumentException($"The tensor to initialize must be at least two-dimensional. Received: shape={shape} of rank {shape.Rank}.");
        var dims = shape.ToLongs();
        var columns = dims[^1];
        var rows = shape.NumElements!.Value / Math.Max(columns, 1);
        using var scope = new TensorScope();
        var tall = Kernel.RandomNormal(RandomSeed.Draw(seed), [Math.Max(rows, columns), Math.Min(rows, columns)], 0, 1, DTypes.Standardize(dtype));
        // The decomposition has no half precision.
        var half = tall.dtype is "float16" or "bfloat16";
        var q = Kernel.OrthonormalColumns(half ? Kernel.Cast(tall, "float32") : tall);
        if (half) q = Kernel.Cast(q, tall.dtype);
        if (rows < columns) q = Kernel.Permute(q, 1, 0);
        return scope.Keep(Kernel.Mul(Kernel.Reshape(q, dims), new ScalarTensor(gain)));
    }
}
