using System.Runtime.CompilerServices;
using Keras.Backend;
using Keras.Saving;

namespace Keras.Layers;

/// <summary>Shifts and scales numbers so that they have mean 0 and variance 1, as found in data or as given.</summary>
/// <remarks>The output is <c>(input - mean) / sqrt(variance)</c>, of the shape of the input. See https://keras.io/api/layers/preprocessing_layers/numerical/normalization/.</remarks>
[KerasExport("keras.layers.Normalization", Former = ["keras.layers.experimental.preprocessing.Normalization"])]
public sealed class Normalization : Layer, IAdaptable
{
    private readonly Axes _axis;
    private readonly ArrayArgument? _inputMean;
    private readonly ArrayArgument? _inputVariance;
    private readonly TensorShape _givenShape;
    private Variable? _adaptMean;
    private Variable? _adaptVariance;
    private Variable? _count;
    private int[] _keep = [];
    private TensorShape? _inputShape;

    /// <summary>Makes the layer.</summary>
    /// <param name="axis">Axis or axes whose places have a mean and a variance each, the last by default; <see langword="null"/> or <c>[]</c> for one mean and variance of all.</param>
    /// <param name="mean">The mean, one number or one a place of the axis; found by adapt where <see langword="null"/>.</param>
    /// <param name="variance">The variance, of the shape of the mean.</param>
    /// <param name="invert">Whether the layer goes back from normalized numbers.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: no weight is trained.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">Mean and variance are not both given, or do not fit.</exception>
    public Normalization(Axes axis = default, ArrayArgument? mean = null, ArrayArgument? variance = null, bool invert = false,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        _axis = axis.IsGiven ? axis.ToArray() : [-1];
        if (mean is null != variance is null)
            throw new ArgumentException($"When setting values directly, both `mean` and `variance` must be set. Received: mean={mean?.ToString() ?? "None"} and variance={variance?.ToString() ?? "None"}");
        if (mean is { } m && variance is { } v)
        {
            using var scope = new TensorScope();
            _givenShape = m.ToTensor().shape;
            var other = v.ToTensor().shape;
            if (_givenShape != other)
                throw new ArgumentException($"When setting values directly, `mean` and `variance` must have the same shape. Received: mean shape {_givenShape} and variance shape {other}");
            if (_givenShape.Rank > _axis.Count)
                throw new ArgumentException($"The rank of `mean` must be less than or equal to the number of axes ({_axis.Count}). Received: mean shape {_givenShape} for axis {_axis}");
        }
        _inputMean = mean;
        _inputVariance = variance;
        this.invert = invert;
        supports_masking = true;
        FreesIntermediates = true;
    }

    /// <summary>Axes whose places have a mean and a variance each.</summary>
    public IReadOnlyList<int> axis => _axis.ToArray();

    /// <summary>Whether the layer goes back from normalized numbers.</summary>
    public bool invert { get; }

    /// <summary>Whether mean and variance were given, so that adapt has nothing to find.</summary>
    internal bool IsPreset => _inputMean is not null;

    /// <summary>The mean in a shape that broadcasts to the input.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Tensor mean => Statistic(_inputMean, _adaptMean);

    /// <summary>The variance in a shape that broadcasts to the input.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Tensor variance => Statistic(_inputVariance, _adaptVariance);

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        var rank = input_shape.Rank;
        // 1. The axes to keep, in ascending order.
        if (_axis.Any(a => a < -rank || a >= rank))
            throw new ArgumentException($"All `axis` values must be in the range [-ndim, ndim). Received inputs with ndim={rank}, while axis={_axis} (layer '{name}')");
        _keep = [.. _axis.Select(a => a < 0 ? a + rank : a).Order()];
        foreach (var d in _keep)
            if (input_shape[d] is null)
                throw new ArgumentException($"All `axis` values to be kept must have a known shape. Received axis={_axis}, inputs.shape={input_shape}, with unknown axis at index {d} (layer '{name}')");
        _inputShape = input_shape;
        if (IsPreset)
        {
            using var scope = new TensorScope();
            _ = mean;
            return;
        }

        // 2. What adapt finds. The count is there for files of older versions.
        var shape = new TensorShape([.. _keep.Select(d => input_shape[d])]);
        _adaptMean = add_weight(shape, "zeros", trainable: false, name: "mean");
        _adaptVariance = add_weight(shape, "ones", trainable: false, name: "variance");
        _count = add_weight(TensorShape.Scalar, "zeros", dtype: "int", trainable: false, name: "count");
    }

    private Tensor Statistic(ArrayArgument? given, Variable? adapted)
    {
        if (_inputShape is not { } shape) throw new InvalidOperationException($"You must call `.build(input_shape)` on the layer '{name}' before using it, or call adapt or the layer itself on data.");
        var full = Enumerable.Range(0, shape.Rank).Select(d => _keep.Contains(d) ? (long)shape[d]! : 1).ToArray();
        if (given is null) return Ops.cast(Kernel.Reshape(adapted!.Raw, full), compute_dtype);
        // Given numbers lie along the last of the kept axes.
        var places = Enumerable.Repeat(1L, shape.Rank).ToArray();
        for (var i = 1; i <= _givenShape.Rank; i++) places[_keep[^i]] = (long)_givenShape[^i]!;
        var values = Ops.reshape(Ops.cast(given.Value.ToTensor(compute_dtype), compute_dtype), places);
        return Ops.broadcast_to(values, full);
    }

    /// <summary>Finds mean and variance in data.</summary>
    /// <param name="data">An array or tensor, or batches: a list of arrays, a PyDataset, batches of a dataset.</param>
    /// <exception cref="ArgumentException">There are no batches, or their shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">The layer was made with a mean and a variance.</exception>
    public void adapt(Data data) => Adapt(AdaptData.Of(data));

    /// <summary>Finds mean and variance in batches.</summary>
    /// <param name="batches">Arrays or tensors.</param>
    [OverloadResolutionPriority(-1)]
    public void adapt<T>(IEnumerable<T> batches) => Adapt(AdaptData.Of(batches));

    bool IAdaptable.MayAdapt => !IsPreset;

    void IAdaptable.AdaptTo(IEnumerable<Tensor> batches) => Adapt(AdaptData.Of(batches));

    private void Adapt(AdaptData data)
    {
        if (IsPreset) throw new InvalidOperationException($"The layer '{name}' was made with a mean and a variance: it cannot be adapted. Make it without them.");
        using var scope = new TensorScope();
        if (data.Whole is { } whole)
        {
            // 1. One array at once, integers as doubles.
            Prepare(whole);
            var x = DTypes.IsFloat(whole.dtype) ? whole : Ops.cast(whole, "float64");
            _adaptMean!.assign(Ops.mean(x, Reduced));
            _adaptVariance!.assign(Ops.var(x, Reduced));
            return;
        }

        // 2. Batches, each with the weight of its size.
        Tensor? mean = null, variance = null;
        long count = 0;
        foreach (var item in data.Batches!)
        {
            Prepare(item);
            var batch = Ops.cast(item, compute_dtype);
            var (batchMean, batchVariance) = (Ops.mean(batch, Reduced), Ops.var(batch, Reduced));
            var size = Reduced.Count == 0 ? 1 : Reduced.Aggregate(1L, (n, d) => n * batch.Dims[d]);
            count += size;
            var weight = (double)size / count;
            var next = mean is null ? batchMean : Ops.add(Ops.multiply(mean, 1 - weight), Ops.multiply(batchMean, weight));
            variance = mean is null ? batchVariance : Ops.add(
                Ops.multiply(Ops.add(variance!, Ops.square(Ops.subtract(mean, next))), 1 - weight),
                Ops.multiply(Ops.add(batchVariance, Ops.square(Ops.subtract(batchMean, next))), weight));
            mean = next;
        }
        if (mean is null) throw new ArgumentException("adapt() received an empty iterable (no batches). Expected at least one batch.");
        _adaptMean!.assign(mean);
        _adaptVariance!.assign(variance!);
    }

    private Axes Reduced => Enumerable.Range(0, _inputShape!.Value.Rank).Where(d => !_keep.Contains(d)).ToArray();

    /// <summary>Builds the layer for data, or checks that they fit.</summary>
    private void Prepare(Tensor data)
    {
        if (data is StringTensor) throw new ArgumentException($"The layer '{name}' normalizes numbers. Received: strings.");
        if (!built) EnsureBuilt([data.shape]);
        if (data.ndim != _inputShape!.Value.Rank || _keep.Any(d => data.Dims[d] != _inputShape.Value[d]))
            throw new ArgumentException($"The layer was built with input_shape={_inputShape}, but adapt() is being called with data with an incompatible shape, data.shape={data.shape} (layer '{name}')");
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var x = Ops.cast(inputs, compute_dtype);
        var deviation = Ops.maximum(Ops.sqrt(variance), KerasConfig.epsilon());
        return invert ? Ops.add(mean, Ops.multiply(x, deviation)) : Ops.divide(Ops.subtract(x, mean), deviation);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["axis"] = Serialization.ToConfig(axis);
        config["invert"] = invert;
        config["mean"] = Plain(_inputMean);
        config["variance"] = Plain(_inputVariance);
        return config;
    }

    /// <summary>Numbers as nested lists.</summary>
    private static object? Plain(ArrayArgument? numbers)
    {
        if (numbers is not { } given) return null;
        var config = ((IConfigValue)given).ToConfig();
        return config is Config { } array && array.Get("config") is Config inner ? inner.Get("value") : config;
    }
}
