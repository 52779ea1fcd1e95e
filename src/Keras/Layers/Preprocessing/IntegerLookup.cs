using System.Globalization;
using Keras.Saving;

namespace Keras.Layers;

/// <summary>Maps integers to their places in a vocabulary, or back.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/categorical/integer_lookup/.</remarks>
[KerasExport("keras.layers.IntegerLookup", Former = ["keras.layers.experimental.preprocessing.IntegerLookup"])]
public sealed class IntegerLookup : IndexLookup<long>
{
    /// <summary>Makes the layer.</summary>
    /// <param name="max_tokens">The most integers that the vocabulary may have, special ones included; any number where <see langword="null"/>.</param>
    /// <param name="num_oov_indices">Number of places for unknown integers; with 0 they are an error.</param>
    /// <param name="mask_token">The integer at place 0 that stands for padding; <see langword="null"/> for none.</param>
    /// <param name="oov_token">The integer that stands for unknown ones when the layer is inverted.</param>
    /// <param name="vocabulary">The integers, or the path of a text file with one a line; found by adapt where <see langword="null"/>.</param>
    /// <param name="vocabulary_dtype">Must be <c>int64</c>.</param>
    /// <param name="idf_weights">Weight of each integer, in the mode <c>tf_idf</c>.</param>
    /// <param name="invert">Whether the layer maps places to integers.</param>
    /// <param name="output_mode"><c>int</c>: places. <c>one_hot</c>, <c>multi_hot</c>, <c>count</c>: see CategoryEncoding. <c>tf_idf</c>: counts times the weights.</param>
    /// <param name="sparse">Kept for Keras's signature: must be false.</param>
    /// <param name="pad_to_max_tokens">Whether arrays are as long as max_tokens even where there are fewer integers.</param>
    /// <param name="oov_method">How unknown integers find their place among several: <c>floormod</c>, by their remainder, or <c>farmhash</c>.</param>
    /// <param name="salt">Key of the hash of the method <c>farmhash</c>.</param>
    /// <param name="name">Name.</param>
    /// <exception cref="ArgumentException">An argument has an unknown value or does not fit another.</exception>
    public IntegerLookup(int? max_tokens = null, int num_oov_indices = 1, long? mask_token = null, long? oov_token = -1, Vocabulary? vocabulary = null, string vocabulary_dtype = "int64",
        double[]? idf_weights = null, bool invert = false, string output_mode = "int", bool sparse = false, bool pad_to_max_tokens = false, string oov_method = "floormod", HashSalt? salt = null, string? name = null)
        : base(new LookupSettings
        {
            MaxTokens = max_tokens,
            OovIndices = num_oov_indices,
            Mask = mask_token,
            Oov = oov_token,
            Vocabulary = vocabulary,
            IdfWeights = idf_weights,
            Invert = invert,
            OutputMode = output_mode,
            PadToMaxTokens = pad_to_max_tokens,
            OovMethod = oov_method,
            Salt = salt,
        }, true, sparse, name, true, null)
    {
        if (vocabulary_dtype != "int64") throw new ArgumentException($"Only `vocabulary_dtype='int64'` is supported at this time. Received: vocabulary_dtype={vocabulary_dtype}");
        this.mask_token = mask_token;
        this.oov_token = oov_token;
    }

    /// <summary>The integer that stands for padding.</summary>
    public long? mask_token { get; }

    /// <summary>The integer that stands for unknown ones.</summary>
    public long? oov_token { get; }

    private protected override string VocabularyDType => "int64";

    private protected override long ParseLine(string line) => long.TryParse(line, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidDataException($"A vocabulary of the layer '{name}' holds the line '{line}', expected an integer.");

    private protected override long[] Values(Tensor x) => Numbers(x);

    private protected override Tensor ToTensor(long[] values, TensorShape shape) => Integers(values, shape);

    private protected override string HashKey(long value) => value.ToString(CultureInfo.InvariantCulture);

    private protected override long Remainder(long value, int count)
    {
        var remainder = value % count;
        return remainder < 0 ? remainder + count : remainder;
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        AddLookupConfig(config);
        return config;
    }

    /// <summary>Makes the layer of a configuration.</summary>
    /// <param name="config">What get_config gave.</param>
    public static IntegerLookup from_config(Config config)
    {
        var (plain, size) = Split(config);
        var layer = (IntegerLookup)ConfigReflection.Construct(typeof(IntegerLookup), plain);
        layer.RestoreSize(size);
        return layer;
    }
}
