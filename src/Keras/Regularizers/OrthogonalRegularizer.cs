using Keras.Backend;

namespace Keras.Regularizers;

/// <summary>The mean absolute cosine between different rows (or columns) of a matrix, times a factor: it drives them to be orthogonal.</summary>
/// <remarks>For inputs of two dimensions. See https://keras.io/api/layers/regularizers/.</remarks>
[KerasExport("keras.regularizers.OrthogonalRegularizer", "keras.regularizers.orthogonal_regularizer")]
public sealed class OrthogonalRegularizer : Regularizer
{
    /// <summary>Makes the regularizer.</summary>
    /// <param name="factor">Factor.</param>
    /// <param name="mode"><c>rows</c> or <c>columns</c>.</param>
    /// <exception cref="ArgumentException">The factor is negative or not finite, or the mode is not known.</exception>
    public OrthogonalRegularizer(double factor = 0.01, string mode = "rows")
    {
        // Keras keeps this factor as a float32 tensor, so that its configuration shows the rounded number.
        this.factor = (float)CheckFactor("factor", factor);
        if (mode is not ("rows" or "columns")) throw new ArgumentException($"Invalid value for argument `mode`. Expected one of rows, columns. Received: mode={mode}.");
        this.mode = mode;
    }

    /// <summary>Factor.</summary>
    public double factor { get; }

    /// <summary>Which vectors become orthogonal.</summary>
    public string mode { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has not two dimensions.</exception>
    public override Tensor Apply(Tensor x)
    {
        if (x.ndim != 2) throw new ArgumentException($"Inputs to OrthogonalRegularizer must have rank 2. Received: inputs.shape={x.shape}.");
        using var scope = new TensorScope();
        // 1. Cosines of all pairs.
        var rows = mode == "rows";
        var unit = Ops.normalize(x, rows ? 1 : 0);
        var turned = Kernel.Permute(unit, 1, 0);
        var cosines = rows ? Kernel.Matmul(unit, turned) : Kernel.Matmul(turned, unit);
        // 2. Their sum without the diagonal; each pair stands there twice.
        var size = x.Dims[rows ? 0 : 1];
        var others = Kernel.Mul(cosines, Kernel.Sub(Kernel.Ones([size, size], x.dtype), Kernel.Eye(size, size, x.dtype)));
        var pairs = size * (size - 1.0) / 2.0;
        return scope.Keep(Kernel.Div(Kernel.Mul(Kernel.SumAll(Kernel.Abs(others)), new ScalarTensor(factor * 0.5)), new ScalarTensor(pairs)));
    }
}
