using System.Runtime.CompilerServices;
using Keras.Backend;
using Keras.Saving;

namespace Keras.Layers;

/// <summary>Puts numbers into bins: each becomes the number of its bin, between boundaries given or found in data.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/numerical/discretization/.</remarks>
[KerasExport("keras.layers.Discretization", Former = ["keras.layers.experimental.preprocessing.Discretization"])]
public sealed class Discretization : Layer, IAdaptable
{
    private QuantileSummary _summary = QuantileSummary.Empty;
    private double[]? _boundaries;

    /// <summary>Makes the layer.</summary>
    /// <param name="bin_boundaries">Ascending numbers between the bins; the first bin lies below the first of them.</param>
    /// <param name="num_bins">Number of bins of about as many numbers each, whose boundaries adapt finds.</param>
    /// <param name="epsilon">How exact adapt is, as a share of the numbers.</param>
    /// <param name="output_mode"><c>int</c>: the number of the bin. <c>one_hot</c>, <c>multi_hot</c>, <c>count</c>: see CategoryEncoding.</param>
    /// <param name="sparse">Kept for Keras's signature: must be false.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="name">Name.</param>
    /// <exception cref="ArgumentException">Neither or both of bin_boundaries and num_bins are given, or the mode is unknown.</exception>
    public Discretization(double[]? bin_boundaries = null, int? num_bins = null, double epsilon = 0.01, string output_mode = "int", bool sparse = false, DTypePolicy? dtype = null, string? name = null)
        : base(name, dtype: dtype)
    {
        CategoryEncoder.NoSparse(sparse);
        CategoryEncoder.CheckMode(output_mode, nameof(Discretization), "int", "one_hot", "multi_hot", "count");
        if (num_bins < 0) throw new ArgumentException($"`num_bins` must be greater than or equal to 0. Received: `num_bins={num_bins}`");
        if (num_bins is not null && bin_boundaries is not null)
            throw new ArgumentException($"Both `num_bins` and `bin_boundaries` should not be set. Received: `num_bins={num_bins}` and `bin_boundaries=[{string.Join(", ", bin_boundaries)}]`");
        if (num_bins is null && bin_boundaries is null) throw new ArgumentException("You need to set either `num_bins` or `bin_boundaries`.");
        _boundaries = (double[]?)bin_boundaries?.Clone();
        this.num_bins = num_bins;
        this.epsilon = epsilon;
        this.output_mode = output_mode;
        FreesIntermediates = true;
    }

    /// <summary>The numbers between the bins; <see langword="null"/> before adapt has found them.</summary>
    public IReadOnlyList<double>? bin_boundaries => _boundaries;

    /// <summary>Number of bins whose boundaries adapt finds.</summary>
    public int? num_bins { get; }

    /// <summary>How exact adapt is.</summary>
    public double epsilon { get; }

    /// <summary>What the layer gives.</summary>
    public string output_mode { get; }

    /// <inheritdoc/>
    public override string input_dtype => KerasConfig.floatx();

    private string OutputDType => output_mode == "int" ? "int32" : compute_dtype;

    /// <summary>Finds boundaries in data, after forgetting what was found before.</summary>
    /// <param name="data">An array or tensor, or batches: a list of arrays, a PyDataset, batches of a dataset.</param>
    /// <param name="steps">How many batches to take; all where <see langword="null"/>.</param>
    /// <exception cref="InvalidOperationException">The layer was made with boundaries.</exception>
    public void adapt(Data data, int? steps = null) => Adapt(AdaptData.Of(data, steps), steps);

    /// <summary>Finds boundaries in batches.</summary>
    /// <param name="batches">Arrays or tensors.</param>
    /// <param name="steps">How many batches to take; all where <see langword="null"/>.</param>
    [OverloadResolutionPriority(-1)]
    public void adapt<T>(IEnumerable<T> batches, int? steps = null) => Adapt(AdaptData.Of(batches), steps);

    bool IAdaptable.MayAdapt => num_bins is not null;

    void IAdaptable.AdaptTo(IEnumerable<Tensor> batches) => Adapt(AdaptData.Of(batches), null);

    private void Adapt(AdaptData data, int? steps)
    {
        if (num_bins is null) throw new InvalidOperationException($"Cannot adapt a Discretization layer that has been initialized with `bin_boundaries`, use `num_bins` instead (layer '{name}').");
        reset_state();
        foreach (var batch in data.AsBatches(steps)) update_state(batch);
        finalize_state();
    }

    /// <summary>Looks at further numbers.</summary>
    /// <param name="data">An array or tensor.</param>
    public void update_state(Tensor data)
    {
        if (data is StringTensor) throw new ArgumentException($"The layer '{name}' puts numbers into bins. Received: strings.");
        using var scope = new TensorScope();
        _summary = QuantileSummary.Of(Kernel.ToArray<float>(Ops.cast(data, "float32")), epsilon).Merge(_summary, epsilon);
    }

    /// <summary>Makes boundaries of what was seen.</summary>
    public void finalize_state()
    {
        if (num_bins is { } bins) _boundaries = _summary.Boundaries(bins);
    }

    /// <summary>Forgets what was seen; the boundaries stay.</summary>
    public void reset_state() => _summary = QuantileSummary.Empty;

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        if (_boundaries is null)
            throw new InvalidOperationException($"You need to either pass the `bin_boundaries` argument at construction time or call `adapt(dataset)` before you can start using the `Discretization` layer '{name}'.");
        var bins = Ops.digitize(inputs, Kernel.FromArray(_boundaries, KerasConfig.floatx()));
        return CategoryEncoder.Encode(bins, output_mode, _boundaries.Length + 1, OutputDType);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape)
    {
        if (output_mode == "int") return input_shape;
        var depth = _boundaries is null ? num_bins!.Value : _boundaries.Length + 1;
        if (output_mode == "one_hot") return input_shape.Rank > 1 && input_shape[^1] == 1 ? input_shape[..^1].Concat(depth) : input_shape.Concat(depth);
        return input_shape.Rank >= 2 ? new TensorShape(input_shape[0]).Concat(input_shape[2..]).Concat(depth) : depth;
    }

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) => new KerasTensor(compute_output_shape(arguments.First.shape), OutputDType);

    /// <inheritdoc/>
    public override Config get_config() => new()
    {
        ["bin_boundaries"] = Serialization.ToConfig(_boundaries),
        ["num_bins"] = num_bins,
        ["epsilon"] = epsilon,
        ["output_mode"] = output_mode,
        ["sparse"] = false,
        ["name"] = name,
        ["dtype"] = dtype,
    };

    /// <summary>Makes the layer of a configuration: boundaries that adapt found come with a number of bins.</summary>
    /// <param name="config">What get_config gave.</param>
    public static Discretization from_config(Config config)
    {
        var plain = new Config(config);
        object? found = null;
        if (plain.Get("num_bins") is not null) found = plain.Pop("bin_boundaries");
        var layer = (Discretization)ConfigReflection.Construct(typeof(Discretization), plain);
        if (found is not null) layer._boundaries = (double[])ConfigReflection.ConvertTo(typeof(double[]), found)!;
        return layer;
    }
}
