using Keras.Backend;
using Keras.Saving;

namespace Keras.Layers;

/// <summary>Hashes strings or integers into a number of bins.</summary>
/// <remarks>
/// FarmHash64, or SipHash64 with a salt: the same bins as Keras's. The output has the shape of the input in the mode <c>int</c>.
/// See https://keras.io/api/layers/preprocessing_layers/categorical/hashing/.
/// </remarks>
[KerasExport("keras.layers.Hashing", Former = ["keras.layers.experimental.preprocessing.Hashing"])]
public sealed class Hashing : BaseTextLayer
{
    private readonly HashSalt? _salt;

    /// <summary>Makes the layer.</summary>
    /// <param name="num_bins">Number of bins, that of the mask included.</param>
    /// <param name="mask_value">What falls into bin 0 alone; <see langword="null"/> for nothing.</param>
    /// <param name="salt">Key of the hash, one integer or two; FarmHash64, which has none, where <see langword="null"/>.</param>
    /// <param name="output_mode"><c>int</c>: the number of the bin. <c>one_hot</c>, <c>multi_hot</c>, <c>count</c>: see CategoryEncoding.</param>
    /// <param name="sparse">Kept for Keras's signature: must be false.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Element type of the output: int64 by default in the mode <c>int</c>, else the default float type.</param>
    /// <exception cref="ArgumentException">The number of bins is not positive, the mode is unknown, or the dtype does not fit it.</exception>
    public Hashing(int num_bins, Token? mask_value = null, HashSalt? salt = null, string output_mode = "int", bool sparse = false,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(name, trainable, dtype ?? (output_mode == "int" ? "int64" : KerasConfig.floatx())!)
    {
        if (num_bins <= 0) throw new ArgumentException($"The `num_bins` for `Hashing` cannot be `None` or non-positive values. Received: num_bins={num_bins}.");
        if (output_mode == "int" && dtype_policy.name is not ("int32" or "int64"))
            throw new ArgumentException($"When `output_mode=\"int\"`, `dtype` should be an integer type, 'int32' or 'int64'. Received: dtype={dtype}");
        CategoryEncoder.CheckMode(output_mode, nameof(Hashing), "int", "one_hot", "multi_hot", "count");
        CategoryEncoder.NoSparse(sparse);
        this.num_bins = num_bins;
        this.mask_value = mask_value;
        _salt = salt;
        this.output_mode = output_mode;
    }

    /// <summary>Number of bins.</summary>
    public int num_bins { get; }

    /// <summary>What falls into bin 0.</summary>
    public Token? mask_value { get; }

    /// <summary>Key of the hash; <see langword="null"/> for FarmHash64.</summary>
    public IReadOnlyList<long>? salt => _salt is { } key ? [key.First, key.Second] : null;

    /// <summary>What the layer gives.</summary>
    public string output_mode { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        // 1. The mask takes one of the bins.
        var masked = mask_value is not null && num_bins > 1;
        var buckets = masked ? num_bins - 1 : num_bins;
        var mask = masked ? inputs is StringTensor ? mask_value!.Value.As<string>() : mask_value!.Value.As<long>().ToString(System.Globalization.CultureInfo.InvariantCulture) : null;

        // 2. Each element into its bin.
        var keys = Keys(inputs);
        var bins = Array.ConvertAll(keys, k => k == mask ? 0 : Fingerprints.Bucket(k, buckets, _salt) + (masked ? 1 : 0));
        return CategoryEncoder.Encode(Integers(bins, inputs.shape), output_mode, num_bins, dtype);
    }

    /// <inheritdoc/>
    // Porting note: for one_hot of several columns Keras forgets the axis that is added; this is the shape that the values have.
    public override TensorShape compute_output_shape(TensorShape input_shape) => output_mode == "int" ? input_shape
        : input_shape.Rank == 0 ? num_bins
        : output_mode == "one_hot" && (input_shape.Rank == 1 || input_shape[^1] != 1) ? input_shape.Concat(num_bins)
        : input_shape[..^1].Concat(num_bins);

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) => new KerasTensor(compute_output_shape(arguments.First.shape), dtype);

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["num_bins"] = num_bins;
        config["salt"] = Serialization.ToConfig(_salt);
        config["mask_value"] = Serialization.ToConfig(mask_value);
        config["output_mode"] = output_mode;
        config["sparse"] = false;
        return config;
    }
}
