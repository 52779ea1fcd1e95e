using Keras.Backend;

namespace Keras.Layers;

/// <summary>The input where it is positive, and a trained multiple of it where it is not.</summary>
/// <remarks>The shape stays; there is one multiple for each element of a sample but along the shared axes. He et al., 2015, https://arxiv.org/abs/1502.01852; see https://keras.io/api/layers/activation_layers/prelu/.</remarks>
[KerasExport("keras.layers.PReLU")]
public sealed class PReLU : Layer
{
    private Variable? _alpha;

    /// <summary>Makes the layer.</summary>
    /// <param name="alpha_initializer">First values of the multiples; zeros by default.</param>
    /// <param name="alpha_regularizer">Penalty on the multiples.</param>
    /// <param name="alpha_constraint">Allowed values of the multiples.</param>
    /// <param name="shared_axes">Axes, counted from 1, along which one multiple serves all; <see langword="null"/> for none.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public PReLU(Initializer? alpha_initializer = null, Regularizer? alpha_regularizer = null, Constraint? alpha_constraint = null, Axes? shared_axes = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.alpha_initializer = alpha_initializer ?? "zeros"!;
        this.alpha_regularizer = alpha_regularizer;
        this.alpha_constraint = alpha_constraint;
        this.shared_axes = shared_axes?.ToArray();
        supports_masking = true;
        FreesIntermediates = true;
    }

    /// <summary>First values of the multiples.</summary>
    public Initializer alpha_initializer { get; }

    /// <summary>Penalty on the multiples.</summary>
    public Regularizer? alpha_regularizer { get; }

    /// <summary>Allowed values of the multiples.</summary>
    public Constraint? alpha_constraint { get; }

    /// <summary>Axes along which one multiple serves all.</summary>
    public int[]? shared_axes { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var negative = Kernel.Mul(Kernel.Neg(alpha), Kernel.Relu(Kernel.Neg(inputs)));
        return Kernel.Add(Kernel.Relu(inputs), negative);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;

    /// <summary>The trained multiples, of the shape of a sample with 1 along the shared axes.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable alpha => _alpha ?? throw new InvalidOperationException($"The layer '{name}' is not built yet, so it has no alpha. Call it on data, or build it.");

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        var shape = input_shape[1..].ToArray();
        var axes = new Dictionary<int, int?>();
        foreach (var axis in shared_axes ?? [])
        {
            if (axis < 1 || axis > shape.Length) throw new ArgumentException($"PReLU '{name}': the shared axes must lie between 1 and {shape.Length}. Received: shared_axes=[{string.Join(", ", shared_axes!)}], input_shape={input_shape}.");
            shape[axis - 1] = 1;
        }
        if (shared_axes is { Length: > 0 })
            for (var i = 1; i < input_shape.Rank; i++)
                if (!shared_axes.Contains(i)) axes[i] = input_shape[i];
        _alpha = add_weight(shape, alpha_initializer, regularizer: alpha_regularizer, constraint: alpha_constraint, name: "alpha");
        input_spec = new InputSpec(ndim: input_shape.Rank, axes: axes);
    }
}
