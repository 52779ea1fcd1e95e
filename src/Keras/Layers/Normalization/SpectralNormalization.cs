using Keras.Backend;
using Keras.Initializers;

namespace Keras.Layers;

/// <summary>Keeps the largest singular value of another layer's kernel near 1, by which that layer changes distances little.</summary>
/// <remarks>
/// In a training step the kernel is divided by an estimate of that value before the inner layer is called; in inference nothing is changed.
/// Miyato et al., 2018, https://arxiv.org/abs/1802.05957; see https://keras.io/api/layers/normalization_layers/spectral_normalization/.
/// </remarks>
[KerasExport("keras.layers.SpectralNormalization")]
public sealed class SpectralNormalization : Wrapper
{
    private Variable? _kernel;
    private Variable? _vector;

    /// <summary>Makes the layer.</summary>
    /// <param name="layer">The layer inside: one with a kernel, or an Embedding.</param>
    /// <param name="power_iterations">How often the estimate is improved in a step, at least once.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The number of iterations is not positive.</exception>
    public SpectralNormalization(Layer layer, int power_iterations = 1, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(layer, name, trainable, dtype, input_shape: input_shape)
    {
        if (power_iterations <= 0) throw new ArgumentException($"`power_iterations` should be greater than zero. Received: `power_iterations={power_iterations}`");
        this.power_iterations = power_iterations;
        FreesIntermediates = true;
    }

    /// <summary>How often the estimate is improved in a step.</summary>
    public int power_iterations { get; }

    /// <summary>The estimate of the first left singular vector, of shape (1, columns of the kernel); <see langword="null"/> before the layer is built.</summary>
    public Variable? vector_u => _vector;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        if (BuildsByHand(input_shape)) return;
        base.build(input_shape);
        input_spec = new InputSpec(min_ndim: 1, axes: new() { [-1] = input_shape[^1] });
        _kernel = layer switch
        {
            Dense l => l.kernel,
            EinsumDense l => l.kernel,
            BaseConv l => l.kernel,
            BaseConvTranspose l => l.kernel,
            BaseDepthwiseConv l => l.kernel,
            Embedding l => l.embeddings,
            _ => layer.GetType().GetProperty("kernel")?.GetValue(layer) as Variable
                ?? throw new ArgumentException($"SpectralNormalization '{name}': the layer inside needs a kernel or embeddings. Received: a {layer.GetType().Name}."),
        };
        // The kernel is a weight of this layer too, and its first one.
        Track(_kernel);
        _vector = add_weight((1, _kernel.shape[^1]), new TruncatedNormal(stddev: 0.02), dtype: _kernel.dtype, trainable: false, name: "vector_u");
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training)
    {
        if (training) Normalize();
        var output = layer.Apply(inputs);
        return output.dtype == inputs.dtype ? output : Ops.cast(output, inputs.dtype);
    }

    private void Normalize()
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        var kernel = _kernel!.Raw;
        if (Kernel.Item(Ops.any(Ops.not_equal(kernel, 0))) == 0) return;
        var matrix = Kernel.Reshape(kernel, -1, kernel.Dims[^1]);
        var u = _vector!.Raw;
        var v = u;
        for (var i = 0; i < power_iterations; i++)
        {
            v = Ops.normalize(Ops.matmul(u, Ops.transpose(matrix)), default(Axes?));
            u = Ops.normalize(Ops.matmul(v, matrix), default(Axes?));
        }
        var sigma = Kernel.Reshape(Ops.matmul(Ops.matmul(v, matrix), Ops.transpose(u)));
        _vector.assign(u);
        _kernel.assign(Kernel.Div(kernel, sigma));
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => layer.compute_output_shape(input_shape);
}
