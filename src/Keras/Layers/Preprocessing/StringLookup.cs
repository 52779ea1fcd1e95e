using Keras.Saving;

namespace Keras.Layers;

/// <summary>Maps words to their places in a vocabulary, or back.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/categorical/string_lookup/.</remarks>
[KerasExport("keras.layers.StringLookup", Former = ["keras.layers.experimental.preprocessing.StringLookup"])]
public sealed class StringLookup : IndexLookup<string>
{
    /// <summary>Makes the layer.</summary>
    /// <param name="max_tokens">The most words that the vocabulary may have, special ones included; any number where <see langword="null"/>.</param>
    /// <param name="num_oov_indices">Number of places for unknown words; with 0 they are an error.</param>
    /// <param name="mask_token">The word at place 0 that stands for padding; <see langword="null"/> for none.</param>
    /// <param name="oov_token">The word that stands for unknown ones when the layer is inverted.</param>
    /// <param name="vocabulary">The words, or the path of a text file with one word a line; found by adapt where <see langword="null"/>.</param>
    /// <param name="idf_weights">Weight of each word, in the mode <c>tf_idf</c>.</param>
    /// <param name="invert">Whether the layer maps places to words.</param>
    /// <param name="output_mode"><c>int</c>: places. <c>one_hot</c>, <c>multi_hot</c>, <c>count</c>: see CategoryEncoding. <c>tf_idf</c>: counts times the weights of the words.</param>
    /// <param name="pad_to_max_tokens">Whether arrays are as long as max_tokens even where there are fewer words.</param>
    /// <param name="sparse">Kept for Keras's signature: must be false.</param>
    /// <param name="encoding">Kept for the configuration: strings of .NET have no encoding.</param>
    /// <param name="name">Name.</param>
    /// <param name="salt">Key of the hash by which unknown words find their place among several.</param>
    /// <param name="oov_method">Kept for the configuration: unknown words are always hashed.</param>
    /// <exception cref="ArgumentException">An argument has an unknown value or does not fit another.</exception>
    public StringLookup(int? max_tokens = null, int num_oov_indices = 1, string? mask_token = null, string? oov_token = "[UNK]", Vocabulary? vocabulary = null, double[]? idf_weights = null,
        bool invert = false, string output_mode = "int", bool pad_to_max_tokens = false, bool sparse = false, string encoding = "utf-8", string? name = null, HashSalt? salt = null, string oov_method = "floormod")
        : this(new LookupSettings
        {
            MaxTokens = max_tokens,
            OovIndices = num_oov_indices,
            Mask = mask_token is null ? (Token?)null : mask_token,
            Oov = oov_token is null ? (Token?)null : oov_token,
            Vocabulary = vocabulary,
            IdfWeights = idf_weights,
            Invert = invert,
            OutputMode = output_mode,
            PadToMaxTokens = pad_to_max_tokens,
            Salt = salt,
            OovMethod = oov_method,
        }, sparse, encoding, name)
    {
    }

    internal StringLookup(LookupSettings settings, bool sparse, string encoding, string? name) : base(settings, false, sparse, name, true, null)
    {
        this.encoding = encoding;
        mask_token = settings.Mask?.As<string>();
        oov_token = settings.Oov?.As<string>();
    }

    /// <summary>The word that stands for padding.</summary>
    public string? mask_token { get; }

    /// <summary>The word that stands for unknown ones.</summary>
    public string? oov_token { get; }

    /// <summary>Kept for the configuration.</summary>
    public string encoding { get; }

    private protected override string VocabularyDType => "string";

    private protected override string ParseLine(string line) => line;

    private protected override string[] Values(Tensor x) => Texts(x);

    private protected override Tensor ToTensor(string[] values, TensorShape shape) => new StringTensor(values, shape);

    private protected override string HashKey(string value) => value;

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        AddLookupConfig(config);
        // There is but one for strings.
        config.Remove("vocabulary_dtype");
        config["encoding"] = encoding;
        return config;
    }

    /// <summary>Makes the layer of a configuration.</summary>
    /// <param name="config">What get_config gave.</param>
    public static StringLookup from_config(Config config)
    {
        var (plain, size) = Split(config);
        plain.Remove("vocabulary_dtype");
        var layer = (StringLookup)ConfigReflection.Construct(typeof(StringLookup), plain);
        layer.RestoreSize(size);
        return layer;
    }
}
