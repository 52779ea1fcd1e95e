using Keras.Backend;

namespace Keras.Layers;

/// <summary>Brings each channel to mean 0 and variance 1: by the statistics of the batch in training, by their moving averages in inference.</summary>
/// <remarks>
/// The shape stays. In training the moving averages become <c>momentum · old + (1 − momentum) · batch</c>, with the biased variance of the batch.
/// A layer whose <see cref="Layer.trainable"/> is false runs in inference mode. Ioffe and Szegedy, 2015, https://arxiv.org/abs/1502.03167;
/// see https://keras.io/api/layers/normalization_layers/batch_normalization/.
/// </remarks>
[KerasExport("keras.layers.BatchNormalization")]
public sealed class BatchNormalization : BaseNormalization
{
    private Variable? _movingMean;
    private Variable? _movingVariance;
    private Variable? _movingStddev;
    private Variable? _renormMean;
    private Variable? _renormStddev;
    private readonly double? _rmax;
    private readonly double? _rmin;
    private readonly double? _dmax;

    /// <summary>Makes the layer.</summary>
    /// <param name="axis">The axis that keeps its statistics: that of the channels.</param>
    /// <param name="momentum">How much of the old averages stays at each step.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="center">Whether a trained offset, beta, is added.</param>
    /// <param name="scale">Whether the result is multiplied by a trained scale, gamma.</param>
    /// <param name="beta_initializer">First values of beta; zeros by default.</param>
    /// <param name="gamma_initializer">First values of gamma; ones by default.</param>
    /// <param name="moving_mean_initializer">First values of the moving mean; zeros by default.</param>
    /// <param name="moving_variance_initializer">First values of the moving variance; ones by default.</param>
    /// <param name="beta_regularizer">Penalty on beta.</param>
    /// <param name="gamma_regularizer">Penalty on gamma.</param>
    /// <param name="beta_constraint">Allowed values of beta.</param>
    /// <param name="gamma_constraint">Allowed values of gamma.</param>
    /// <param name="renorm">Whether training corrects the batch's statistics by moving ones (batch renormalization, Ioffe, 2017, https://arxiv.org/abs/1702.03275).</param>
    /// <param name="renorm_clipping">Bounds of that correction: <c>rmax</c>, <c>rmin</c>, <c>dmax</c>.</param>
    /// <param name="renorm_momentum">Momentum of the statistics of that correction.</param>
    /// <param name="synchronized">Kept for Keras's signature: there is one replica, so it must be false.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">An argument has no such value.</exception>
    public BatchNormalization(int axis = -1, double momentum = 0.99, double epsilon = 1e-3, bool center = true, bool scale = true,
        Initializer? beta_initializer = null, Initializer? gamma_initializer = null, Initializer? moving_mean_initializer = null, Initializer? moving_variance_initializer = null,
        Regularizer? beta_regularizer = null, Regularizer? gamma_regularizer = null, Constraint? beta_constraint = null, Constraint? gamma_constraint = null,
        bool renorm = false, Config? renorm_clipping = null, double renorm_momentum = 0.99, bool synchronized = false,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(epsilon, center, scale, beta_initializer, gamma_initializer, beta_regularizer, gamma_regularizer, beta_constraint, gamma_constraint, name, trainable, dtype, input_shape)
    {
        if (synchronized) throw new ArgumentException("Argument synchronized=True is only supported with several replicas; there is one here. Leave it out.");
        this.axis = axis;
        this.momentum = momentum;
        this.moving_mean_initializer = moving_mean_initializer ?? "zeros"!;
        this.moving_variance_initializer = moving_variance_initializer ?? "ones"!;
        this.renorm = renorm;
        this.renorm_clipping = renorm ? renorm_clipping ?? new Config() : renorm_clipping;
        this.renorm_momentum = renorm_momentum;
        if (renorm)
        {
            if (this.renorm_clipping!.Keys.Except(["rmax", "rmin", "dmax"]).Any())
                throw new ArgumentException($"Received invalid keys for `renorm_clipping` argument: {string.Join(", ", this.renorm_clipping.Keys)}. Supported values: rmax, rmin, dmax.");
            (_rmax, _rmin, _dmax) = (Bound("rmax"), Bound("rmin"), Bound("dmax"));
            if (_rmax < _rmin) throw new ArgumentException($"rmax should be greater than rmin in the `renorm_clipping` argument. Received: rmax={_rmax}, rmin={_rmin}.");
            if (_dmax < 0) throw new ArgumentException($"dmax should be non-negative in the `renorm_clipping` argument. Received: dmax={_dmax}.");
        }
    }

    /// <summary>The axis that keeps its statistics.</summary>
    public int axis { get; }

    /// <summary>How much of the old averages stays at each step.</summary>
    public double momentum { get; }

    /// <summary>First values of the moving mean.</summary>
    public Initializer moving_mean_initializer { get; }

    /// <summary>First values of the moving variance.</summary>
    public Initializer moving_variance_initializer { get; }

    /// <summary>Whether training corrects the batch's statistics.</summary>
    public bool renorm { get; }

    /// <summary>Bounds of that correction.</summary>
    public Config? renorm_clipping { get; }

    /// <summary>Momentum of the statistics of that correction.</summary>
    public double renorm_momentum { get; }

    /// <summary>Always false: there is one replica.</summary>
    public bool synchronized => false;

    /// <summary>The moving average of the means.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable moving_mean => _movingMean ?? throw NotBuilt();

    /// <summary>The moving average of the variances.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable moving_variance => _movingVariance ?? throw NotBuilt();

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        var at = Axes.Normalize(axis, input_shape.Rank);
        var channels = input_shape[at] ?? throw new ArgumentException($"BatchNormalization '{name}': axis {axis} of the input must be known. Received: input_shape={input_shape}.");
        AddScaleAndOffset(channels, scale, center);
        _movingMean = add_weight(channels, moving_mean_initializer, trainable: false, autocast: false, name: "moving_mean");
        _movingVariance = add_weight(channels, moving_variance_initializer, trainable: false, autocast: false, name: "moving_variance");
        if (renorm)
        {
            _movingStddev = Stddev("moving_stddev");
            _renormMean = add_weight(channels, moving_mean_initializer, trainable: false, autocast: false, name: "renorm_mean");
            _renormStddev = Stddev("renorm_stddev");
        }
        input_spec = new InputSpec(ndim: input_shape.Rank, axes: new() { [axis] = channels });

        Variable Stddev(string own)
        {
            var variable = add_weight(channels, moving_variance_initializer, trainable: false, autocast: false, name: own);
            return variable.assign(Ops.sqrt(variable));
        }
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training, Tensor? mask)
    {
        if (mask is not null && mask.ndim != inputs.ndim - 1)
            throw new ArgumentException($"The mask provided should be one dimension less than the inputs. Received: mask.shape={mask.shape}, inputs.shape={inputs.shape}");
        // Half precision has too little range for squares.
        var dtype = DTypes.Result(inputs.dtype, "float32");
        var x = As(inputs, dtype);
        var g = gamma is null ? null : As(gamma, dtype);
        var b = beta is null ? null : As(beta, dtype);
        return As(training && trainable ? Train(x, g, b, mask) : Kernel.BatchNormInfer(x, As(moving_mean, dtype), As(moving_variance, dtype), g, b, axis, epsilon), compute_dtype);
    }

    private Tensor Train(Tensor x, Tensor? g, Tensor? b, Tensor? mask)
    {
        // 1. The usual case: one native call, and the averages in place.
        if (mask is null && !renorm)
        {
            var (output, mean, variance) = Kernel.BatchNormTrain(x, g, b, axis, epsilon);
            Follow(moving_mean, mean, momentum);
            Follow(moving_variance, variance, momentum);
            return output;
        }
        // 2. Statistics of what the mask leaves.
        var (m, v) = Moments(x, mask);
        if (renorm) (g, b) = Renorm(m, v, g, b);
        else
        {
            Follow(moving_mean, m, momentum);
            Follow(moving_variance, v, momentum);
        }
        return Ops.batch_normalization(x, m, v, axis, b, g, epsilon);
    }

    private (Tensor Mean, Tensor Variance) Moments(Tensor x, Tensor? mask)
    {
        var at = Axes.Normalize(axis, x.ndim);
        int[] axes = [.. Enumerable.Range(0, x.ndim).Where(i => i != at)];
        if (mask is null)
        {
            var (mean, variance) = Ops.moments(x, axes);
            return (mean, variance);
        }
        var counts = Ops.cast(Ops.broadcast_to(Ops.expand_dims(mask, -1), x.shape), "bool");
        var number = Ops.add(Ops.sum(Ops.cast(counts, x.dtype), axes, true), KerasConfig.epsilon());
        var m = Ops.divide(Ops.sum(Ops.where(counts, x, 0), axes, true), number);
        var v = Ops.divide(Ops.sum(Ops.square(Ops.where(counts, Ops.subtract(x, m), 0)), axes, true), number);
        return (Ops.reshape(m, -1), Ops.reshape(v, -1));
    }

    /// <summary>Scale and offset that include the correction of batch renormalization, and the statistics moved on.</summary>
    private (Tensor, Tensor) Renorm(Tensor mean, Tensor variance, Tensor? g, Tensor? b)
    {
        var stddev = Ops.sqrt(Ops.add(variance, epsilon));
        // 1. r and d: how the batch's statistics differ from the moving ones.
        var known = Ops.maximum(As(_renormStddev!, mean.dtype), Math.Sqrt(epsilon));
        var r = Ops.divide(stddev, known);
        var d = Ops.divide(Ops.subtract(mean, As(_renormMean!, mean.dtype)), known);
        if (_rmin is { } low) r = Ops.maximum(r, low);
        if (_rmax is { } high) r = Ops.minimum(r, high);
        if (_dmax is { } most) d = Ops.clip(d, -most, most);
        r = Ops.stop_gradient(r);
        d = Ops.stop_gradient(d);
        // 2. (x · r + d) · gamma + beta.
        var effectiveScale = g is null ? r : Ops.multiply(r, g);
        var offset = g is null ? d : Ops.multiply(d, g);
        if (b is not null) offset = Ops.add(offset, b);
        // 3. The statistics.
        Follow(_renormMean!, mean, renorm_momentum);
        Follow(_renormStddev!, stddev, renorm_momentum);
        Follow(moving_mean, mean, momentum);
        Follow(_movingStddev!, stddev, momentum);
        using (GradMode.Off()) moving_variance.assign(Ops.relu(Ops.subtract(Ops.square(_movingStddev!), epsilon)));
        return (effectiveScale, offset);
    }

    private static void Follow(Variable average, Tensor value, double momentum) => Kernel.MovingAverage(average.Target, As(value, average.dtype), momentum);

    private static Tensor As(Tensor x, string dtype) => x.dtype == dtype ? x : Ops.cast(x, dtype);

    private double? Bound(string key) => renorm_clipping!.Get(key) is { } value ? Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) : null;

    private InvalidOperationException NotBuilt() => new($"The layer '{name}' is not built yet, so it has no statistics. Call it on data, or build it.");

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape)
    {
        Axes.Normalize(axis, input_shape.Rank);
        return input_shape;
    }
}
