using Keras.Backend;

namespace Keras.Layers;

/// <summary>Splits the channels into groups and brings each group to mean 0 and variance 1 in every sample.</summary>
/// <remarks>The shape stays. One group is like layer normalization, as many groups as channels are instance normalization. Wu and He, 2018, https://arxiv.org/abs/1803.08494; see https://keras.io/api/layers/normalization_layers/group_normalization/.</remarks>
[KerasExport("keras.layers.GroupNormalization")]
public sealed class GroupNormalization : BaseNormalization
{

    /// <summary>Makes the layer.</summary>
    /// <param name="groups">Number of groups; -1 for one a channel.</param>
    /// <param name="axis">The axis of the channels.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="center">Whether a trained offset, beta, is added.</param>
    /// <param name="scale">Whether the result is multiplied by a trained scale, gamma.</param>
    /// <param name="beta_initializer">First values of beta; zeros by default.</param>
    /// <param name="gamma_initializer">First values of gamma; ones by default.</param>
    /// <param name="beta_regularizer">Penalty on beta.</param>
    /// <param name="gamma_regularizer">Penalty on gamma.</param>
    /// <param name="beta_constraint">Allowed values of beta.</param>
    /// <param name="gamma_constraint">Allowed values of gamma.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The number of groups is 0 or below -1.</exception>
    public GroupNormalization(int groups = 32, int axis = -1, double epsilon = 1e-3, bool center = true, bool scale = true, Initializer? beta_initializer = null, Initializer? gamma_initializer = null, Regularizer? beta_regularizer = null, Regularizer? gamma_regularizer = null, Constraint? beta_constraint = null, Constraint? gamma_constraint = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(epsilon, center, scale, beta_initializer, gamma_initializer, beta_regularizer, gamma_regularizer, beta_constraint, gamma_constraint, name, trainable, dtype, input_shape, autocast: false)
    {
        if (groups is 0 or < -1)
            throw new ArgumentException($"Received an invalid value for argument `groups`, expected a positive integer (or `-1` for instance normalization). Received: groups={groups}");
        this.groups = groups;
        this.axis = axis;
    }

    /// <summary>The axis of the channels.</summary>
    public int axis { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        // 1. The channels split into groups: (…, groups, channels / groups, …).
        var at = Axes.Normalize(axis, inputs.ndim);
        // Half precision has too little range for squares.
        var dtype = DTypes.Result(inputs.dtype, "float32");
        var dims = inputs.Dims;
        long[] split = [.. dims[..at], groups, dims[at] / groups, .. dims[(at + 1)..]];
        var x = Kernel.Reshape(inputs.dtype == dtype ? inputs : Ops.cast(inputs, dtype), split);
        // 2. Mean and variance of each group of each sample.
        long[] axes = [.. Enumerable.Range(1, split.Length - 1).Where(i => i != at).Select(i => (long)i)];
        var mean = Kernel.Mean(x, axes, true);
        var variance = Kernel.Sub(Kernel.Mean(Kernel.Square(x), axes, true), Kernel.Square(mean));
        // 3. x · factor + rest.
        var factor = Kernel.Rsqrt(Kernel.Add(variance, epsilon));
        if (gamma is not null) factor = Kernel.Mul(factor, Vector(gamma));
        var rest = Kernel.Neg(Kernel.Mul(mean, factor));
        if (beta is not null) rest = Kernel.Add(rest, Vector(beta));
        var y = Kernel.Reshape(Kernel.Add(Kernel.Mul(x, factor), rest), dims);
        return dtype == compute_dtype ? y : Ops.cast(Ops.cast(y, inputs.dtype), compute_dtype);

        Tensor Vector(Variable v)
        {
            var shape = new long[split.Length];
            Array.Fill(shape, 1);
            shape[at] = groups;
            shape[at + 1] = dims[at] / groups;
            return Kernel.Reshape(Ops.cast(v, dtype), shape);
        }
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => AxisRange.Check(axis, input_shape);

    /// <summary>Number of groups; once the layer is built, that of the channels in place of -1.</summary>
    public int groups { get; private set; }

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        var channels = input_shape[axis] ?? throw new ArgumentException($"Axis {axis} of the input to the layer '{name}' should have a defined dimension. Received: input_shape={input_shape}.");
        if (groups == -1) groups = channels;
        if (channels < groups) throw new ArgumentException($"Number of groups ({groups}) cannot be more than the number of channels ({channels}).");
        if (channels % groups != 0) throw new ArgumentException($"The number of channels ({channels}) must be a multiple of the number of groups ({groups}).");
        input_spec = new InputSpec(ndim: input_shape.Rank, axes: new() { [axis] = channels });
        AddScaleAndOffset(channels, scale, center);
    }
}
