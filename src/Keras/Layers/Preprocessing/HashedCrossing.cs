using Keras.Backend;

namespace Keras.Layers;

/// <summary>Crosses features: hashes each combination of their values into a number of bins.</summary>
/// <remarks>
/// Called on a list of two or more features, strings or integers, each of shape (), (batch,) or (batch, 1).
/// See https://keras.io/api/layers/preprocessing_layers/categorical/hashed_crossing/.
/// </remarks>
[KerasExport("keras.layers.HashedCrossing", Former = ["keras.layers.experimental.preprocessing.HashedCrossing"])]
public sealed class HashedCrossing : Layer
{
    /// <summary>The key under which Keras hashes combinations.</summary>
    private const ulong Key = 0xDECAFCAFFE;

    /// <summary>Makes the layer.</summary>
    /// <param name="num_bins">Number of bins.</param>
    /// <param name="output_mode"><c>int</c>: the number of the bin. <c>one_hot</c>: an array of which each place stands for a bin.</param>
    /// <param name="sparse">Kept for Keras's signature: must be false.</param>
    /// <param name="name">Name.</param>
    /// <param name="dtype">Element type of the output: int64 by default in the mode <c>int</c>, else the default float type.</param>
    /// <exception cref="ArgumentException">The number of bins is not positive, or the mode is unknown.</exception>
    public HashedCrossing(int num_bins, string output_mode = "int", bool sparse = false, string? name = null, DTypePolicy? dtype = null)
        : base(name, dtype: dtype ?? (output_mode == "int" ? "int64" : null))
    {
        if (num_bins <= 0) throw new ArgumentException($"`num_bins` must be positive. Received: num_bins={num_bins}.");
        CategoryEncoder.NoSparse(sparse);
        CategoryEncoder.CheckMode(output_mode, nameof(HashedCrossing), "int", "one_hot");
        this.num_bins = num_bins;
        this.output_mode = output_mode;
        built = true;
        FreesIntermediates = true;
    }

    /// <summary>Number of bins.</summary>
    public int num_bins { get; }

    /// <summary>What the layer gives.</summary>
    public string output_mode { get; }

    internal override bool ConvertsInputs => false;

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var features = Check(inputs);
        var hashes = features.Select(Hashes).ToArray();
        var bins = new long[hashes[0].Length];
        for (var i = 0; i < bins.Length; i++) bins[i] = (long)(hashes.Aggregate(Key, (all, one) => Fingerprints.Join(all, one[i])) % (ulong)num_bins);
        var flat = Kernel.FromArray(bins);
        var shape = features[0].shape;
        return CategoryEncoder.Encode(shape.Rank == 1 ? flat : Ops.reshape(flat, shape), output_mode, num_bins, compute_dtype);
    }

    private static ulong[] Hashes(Tensor feature) => feature is StringTensor texts
        ? [.. texts.Values.Select(Fingerprints.Farm)]
        : [.. Kernel.ToArray<long>(Ops.cast(feature, "int64")).Select(n => (ulong)n)];

    private TensorList Check(Tensor inputs)
    {
        if (inputs is not TensorList list) throw new ArgumentException($"`HashedCrossing` should be called on a list or tuple of inputs. Received: one input of shape {Nest.Shapes(inputs)} (layer '{name}').");
        if (list.Count < 2) throw new ArgumentException($"`HashedCrossing` should be called on at least two inputs. Received: {list.Count} (layer '{name}').");
        var shape = list[0].shape;
        if (shape.Rank > 2 || shape.Rank == 2 && shape[1] is not (null or 1))
            throw new ArgumentException($"All `HashedCrossing` inputs should have shape `()`, `(batch_size)` or `(batch_size, 1)`. Received: {Nest.Shapes(inputs)} (layer '{name}').");
        if (list.Any(x => x.shape != shape)) throw new ArgumentException($"All `HashedCrossing` inputs should have equal shape. Received: {Nest.Shapes(inputs)} (layer '{name}').");
        if (list.FirstOrDefault(x => x.dtype != "string" && !DTypes.IsInt(x.dtype)) is { } other)
            throw new ArgumentException($"All `HashedCrossing` inputs should have an integer or string dtype. Received: {other.dtype} (layer '{name}').");
        return list;
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(IReadOnlyList<TensorShape> input_shapes)
    {
        if (input_shapes.Count < 2) throw new ArgumentException($"Expected as input a list/tuple of 2 tensors. Received input_shape=[{string.Join(", ", input_shapes)}]");
        var shape = input_shapes[0];
        if (input_shapes.Any(s => s.Rank != shape.Rank || s.Rank > 0 && s[^1] != shape[^1]))
            throw new ArgumentException($"Expected the input tensors to have identical shapes. Received input_shape=[{string.Join(", ", input_shapes)}]");
        if (output_mode == "int") return shape;
        return shape.Rank == 0 ? num_bins : shape.Rank == 1 || shape[^1] != 1 ? shape.Concat(num_bins) : shape[..^1].Concat(num_bins);
    }

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) =>
        new KerasTensor(compute_output_shape([.. Check(arguments.First).Select(t => t.shape)]), dtype);

    /// <inheritdoc/>
    public override Config get_config() => new()
    {
        ["num_bins"] = num_bins,
        ["output_mode"] = output_mode,
        ["sparse"] = false,
        ["name"] = name,
        ["dtype"] = dtype,
    };
}
