using System.Runtime.CompilerServices;
using Keras.Backend;
using Keras.Saving;
using NumSharp;

namespace Keras.Layers;

/// <summary>Turns texts into sequences of the places of their words in a vocabulary, or into one array a text.</summary>
/// <remarks>
/// Each text is made lower case and stripped of punctuation, taken apart into words, and these are looked up.
/// Input (batch,) or (batch, 1), output (batch, words). See https://keras.io/api/layers/preprocessing_layers/text/text_vectorization/.
/// </remarks>
[KerasExport("keras.layers.TextVectorization", Former = ["keras.layers.experimental.preprocessing.TextVectorization"])]
public sealed class TextVectorization : BaseTextLayer, IAdaptable
{
    private readonly TextStandardization _standardize;
    private readonly TextSplit _split;
    private readonly StringLookup _lookup_layer;

    /// <summary>Makes the layer.</summary>
    /// <param name="max_tokens">The most words that the vocabulary may have, special ones included; any number where <see langword="null"/>.</param>
    /// <param name="standardize"><c>lower_and_strip_punctuation</c>, <c>lower</c>, <c>strip_punctuation</c>, or <see langword="null"/> to leave texts as they are.</param>
    /// <param name="split"><c>whitespace</c>, <c>character</c>, or <see langword="null"/> to leave texts whole.</param>
    /// <param name="ngrams">How many neighbouring words are taken together: up to a number, or of the lengths given.</param>
    /// <param name="output_mode"><c>int</c>: places, 0 for padding and 1 for unknown words. <c>multi_hot</c>, <c>count</c>, <c>tf_idf</c>: one array a text.</param>
    /// <param name="output_sequence_length">Length to which sequences are cut or padded; that of the longest where <see langword="null"/>.</param>
    /// <param name="pad_to_max_tokens">Whether arrays are as long as max_tokens even where there are fewer words.</param>
    /// <param name="vocabulary">The words, or the path of a text file with one word a line; found by adapt where <see langword="null"/>.</param>
    /// <param name="idf_weights">Weight of each word, in the mode <c>tf_idf</c>.</param>
    /// <param name="sparse">Kept for Keras's signature: must be false.</param>
    /// <param name="ragged">Kept for Keras's signature: must be false.</param>
    /// <param name="encoding">Kept for the configuration: strings of .NET have no encoding.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <exception cref="ArgumentException">An argument has an unknown value or does not fit another.</exception>
    [OverloadResolutionPriority(1)]
    public TextVectorization(int? max_tokens = null, string? standardize = "lower_and_strip_punctuation", string? split = "whitespace", NGrams? ngrams = null, string output_mode = "int",
        int? output_sequence_length = null, bool pad_to_max_tokens = false, Vocabulary? vocabulary = null, double[]? idf_weights = null, bool sparse = false, bool ragged = false,
        string encoding = "utf-8", string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : this(TextStandardization.Of(standardize), TextSplit.Of(split), max_tokens, ngrams, output_mode, output_sequence_length, pad_to_max_tokens, vocabulary, idf_weights, sparse, ragged,
            encoding, name, trainable, dtype)
    {
    }

    /// <summary>Makes the layer with functions of your own.</summary>
    /// <param name="standardize">A name, or a function from a text to a text.</param>
    /// <param name="split">A name, or a function from a text to its words.</param>
    /// <param name="max_tokens">The most words that the vocabulary may have.</param>
    /// <param name="ngrams">How many neighbouring words are taken together.</param>
    /// <param name="output_mode"><c>int</c>, <c>multi_hot</c>, <c>count</c> or <c>tf_idf</c>.</param>
    /// <param name="output_sequence_length">Length to which sequences are cut or padded.</param>
    /// <param name="pad_to_max_tokens">Whether arrays are as long as max_tokens even where there are fewer words.</param>
    /// <param name="vocabulary">The words, or the path of a text file with one word a line.</param>
    /// <param name="idf_weights">Weight of each word, in the mode <c>tf_idf</c>.</param>
    /// <param name="sparse">Kept for Keras's signature: must be false.</param>
    /// <param name="ragged">Kept for Keras's signature: must be false.</param>
    /// <param name="encoding">Kept for the configuration.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    public TextVectorization(TextStandardization standardize = default, TextSplit split = default, int? max_tokens = null, NGrams? ngrams = null, string output_mode = "int",
        int? output_sequence_length = null, bool pad_to_max_tokens = false, Vocabulary? vocabulary = null, double[]? idf_weights = null, bool sparse = false, bool ragged = false,
        string encoding = "utf-8", string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : this(new LookupSettings { MaxTokens = max_tokens, OutputMode = output_mode, PadToMaxTokens = pad_to_max_tokens, Vocabulary = vocabulary, IdfWeights = idf_weights },
            standardize, split, ngrams, output_sequence_length, sparse, ragged, encoding, name, trainable, dtype)
    {
    }

    private TextVectorization(LookupSettings settings, TextStandardization standardize, TextSplit split, NGrams? ngrams, int? output_sequence_length, bool sparse, bool ragged,
        string encoding, string? name, bool trainable, DTypePolicy? dtype) : base(name, trainable, dtype)
    {
        CategoryEncoder.NoSparse(sparse);
        if (ragged) throw new ArgumentException("`ragged=True` can only be used with the TensorFlow backend. Leave the argument out: sequences are padded.");
        _standardize = standardize;
        _split = split;
        this.ngrams = ngrams;
        // The empty string is what sequences are padded with.
        _lookup_layer = new StringLookup(settings with { Mask = "", Oov = "[UNK]" }, false, encoding, null);
        if (output_mode != "int" && output_sequence_length is not null)
            throw new ArgumentException($"`output_sequence_length` must not be set if `output_mode` is not 'int'. Received output_sequence_length={output_sequence_length}.");
        if (output_sequence_length < 0) throw new ArgumentException($"`output_sequence_length` must not be negative. Received: output_sequence_length={output_sequence_length}.");
        this.output_sequence_length = output_sequence_length;
    }

    /// <summary>The most words that the vocabulary may have.</summary>
    public int? max_tokens => _lookup_layer.max_tokens;

    /// <summary>How many neighbouring words are taken together.</summary>
    public NGrams? ngrams { get; }

    /// <summary>What the layer gives.</summary>
    public string output_mode => _lookup_layer.output_mode;

    /// <summary>Length to which sequences are cut or padded.</summary>
    public int? output_sequence_length { get; }

    /// <summary>Whether words were given when the layer was made.</summary>
    internal bool HasInputVocabulary => _lookup_layer.HasInputVocabulary;

    // ------------------------------------------------------------------ vocabulary

    /// <summary>The words in the order of their places.</summary>
    /// <param name="include_special_tokens">Whether the padding and the word for unknown ones are among them, so that a word's index is its place.</param>
    public IReadOnlyList<string> get_vocabulary(bool include_special_tokens = true) => _lookup_layer.get_vocabulary(include_special_tokens);

    /// <summary>Number of words, the padding and the word for unknown ones included.</summary>
    public int vocabulary_size() => _lookup_layer.vocabulary_size();

    /// <summary>Sets the vocabulary.</summary>
    /// <param name="vocabulary">Words, or the path of a text file with one word a line.</param>
    /// <param name="idf_weights">Weight of each word; goes with the mode <c>tf_idf</c> alone.</param>
    /// <exception cref="ArgumentException">The words or weights do not fit.</exception>
    public void set_vocabulary(Vocabulary vocabulary, double[]? idf_weights = null) => _lookup_layer.set_vocabulary(vocabulary, idf_weights);

    /// <summary>Makes the vocabulary of the words of texts, the most frequent first.</summary>
    /// <param name="data">Texts (texts,) or (texts, 1), or batches of them.</param>
    /// <param name="batch_size">Kept for Keras's signature.</param>
    /// <param name="steps">How many batches to take; all where <see langword="null"/>.</param>
    /// <exception cref="InvalidOperationException">The layer was made with a vocabulary.</exception>
    public void adapt(Data data, int? batch_size = null, int? steps = null) => Adapt(AdaptData.Of(data, steps), steps);

    /// <summary>Makes the vocabulary of the words of texts.</summary>
    /// <param name="batches">Texts, or batches of them.</param>
    /// <param name="batch_size">Kept for Keras's signature.</param>
    /// <param name="steps">How many batches to take; all where <see langword="null"/>.</param>
    [OverloadResolutionPriority(-1)]
    public void adapt<T>(IEnumerable<T> batches, int? batch_size = null, int? steps = null) => Adapt(AdaptData.Of(batches), steps);

    bool IAdaptable.MayAdapt => !HasInputVocabulary;

    void IAdaptable.AdaptTo(IEnumerable<Tensor> batches) => Adapt(AdaptData.Of(batches), null);

    private void Adapt(AdaptData data, int? steps)
    {
        reset_state();
        // Each text of one vector is a text of its own, also where it is not taken apart.
        if (data.Whole is { ndim: 1 } vector) update_state(new StringTensor(Texts(vector), ((int)vector.size, 1)));
        else
            foreach (var batch in data.AsBatches(steps)) update_state(batch);
        finalize_state();
    }

    /// <summary>Looks at further texts.</summary>
    /// <param name="data">Texts.</param>
    public void update_state(Tensor data) => _lookup_layer.AddDocuments(Words(data).Rows);

    /// <summary>Makes the vocabulary of the words that were seen.</summary>
    public void finalize_state() => _lookup_layer.finalize_state();

    /// <summary>Forgets the words that were seen; the vocabulary stays.</summary>
    public void reset_state() => _lookup_layer.reset_state();

    // ------------------------------------------------------------------ call

    /// <summary>The words of texts, and, where all rows must have one length, the shape that they have together.</summary>
    private (string[][] Rows, TensorShape? Shape) Words(Tensor inputs)
    {
        var texts = Texts(inputs);
        for (var i = 0; i < texts.Length; i++) texts[i] = _standardize.Apply(texts[i]);
        // 1. Texts that are taken apart: as many rows as texts.
        if (!_split.IsNone)
        {
            if (inputs.ndim > 1 && inputs.shape[^1] != 1)
                throw new ArgumentException($"When using `TextVectorization` to tokenize strings, the input rank must be 1 or the last shape dimension must be 1. Received: inputs.shape={inputs.shape} with rank={inputs.ndim} (layer '{name}')");
            if (inputs.ndim > 2) throw new ArgumentException($"The layer '{name}' takes texts of shape (batch,) or (batch, 1). Received: inputs.shape={inputs.shape}.");
            var split = Array.ConvertAll(texts, t => Grams(_split.Apply(t)));
            return (split, inputs.ndim == 0 ? split[0].Length : null);
        }

        // 2. Words already: rows along the last axis.
        var width = inputs.ndim == 0 ? 1 : (int)inputs.Dims[^1];
        var rows = new string[width == 0 ? 0 : texts.Length / width][];
        for (var r = 0; r < rows.Length; r++) rows[r] = Grams(texts.AsSpan(r * width, width).ToArray());
        var length = rows.Length == 0 ? 0 : rows[0].Length;
        return (rows, inputs.ndim == 0 ? TensorShape.Scalar : inputs.shape.With(-1, length));
    }

    private string[] Grams(string[] words) => ngrams is { } lengths ? lengths.Of(words) : words;

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var (rows, shape) = Words(inputs);
        long[][] places = [.. rows.Select(_lookup_layer.Places)];
        // 1. One array a text.
        if (output_mode != "int") return shape is { } dense ? _lookup_layer.Encode([.. places.SelectMany(p => p)], dense) : _lookup_layer.EncodeRows(places);

        // 2. Sequences, cut and padded to one length.
        var length = output_sequence_length ?? (places.Length == 0 ? 0 : places.Max(p => p.Length));
        var flat = new long[places.Length * length];
        for (var r = 0; r < places.Length; r++) places[r].AsSpan(0, Math.Min(length, places[r].Length)).CopyTo(flat.AsSpan(r * length));
        var full = shape is { } known ? known.Rank == 0 ? known : known.With(-1, length) : (places.Length, length);
        return full.Rank == 0 ? Integers(places[0], full) : Integers(flat, full);
    }

    /// <inheritdoc/>
    // Porting note: for texts of shape (batch, 1) Keras keeps the axis of 1 here; this is the shape that the values have.
    public override TensorShape compute_output_shape(TensorShape input_shape)
    {
        if (output_mode == "int") return new TensorShape(input_shape.Rank == 0 ? (int?)null : input_shape[0], output_sequence_length);
        if (!_split.IsNone) return _lookup_layer.compute_output_shape(input_shape.Rank > 1 ? input_shape : input_shape.Concat(new TensorShape((int?)null)));
        return _lookup_layer.compute_output_shape(input_shape.Rank <= 1 ? input_shape.Concat(1) : input_shape);
    }

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) =>
        new KerasTensor(compute_output_shape(arguments.First.shape), output_mode == "int" ? "int64" : KerasConfig.floatx());

    // ------------------------------------------------------------------ saving

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["max_tokens"] = max_tokens;
        config["standardize"] = Serialization.ToConfig(_standardize);
        config["split"] = Serialization.ToConfig(_split);
        config["ngrams"] = Serialization.ToConfig(ngrams);
        config["output_mode"] = output_mode;
        config["output_sequence_length"] = output_sequence_length;
        config["pad_to_max_tokens"] = _lookup_layer.pad_to_max_tokens;
        config["sparse"] = false;
        config["ragged"] = false;
        config["vocabulary"] = Serialization.ToConfig(_lookup_layer.InputVocabulary);
        config["idf_weights"] = Serialization.ToConfig(_lookup_layer.InputIdfWeights);
        config["encoding"] = _lookup_layer.encoding;
        config["vocabulary_size"] = vocabulary_size();
        return config;
    }

    /// <summary>Makes the layer of a configuration; functions of your own are found in custom_objects.</summary>
    /// <param name="config">What get_config gave.</param>
    public static TextVectorization from_config(Config config)
    {
        T? Value<T>(string key) => config.TryGetValue(key, out var value) && value is not null ? (T?)ConfigReflection.ConvertTo(typeof(T), value) : default;
        var settings = new LookupSettings
        {
            MaxTokens = Value<int?>("max_tokens"),
            OutputMode = Value<string>("output_mode") ?? "int",
            PadToMaxTokens = Value<bool>("pad_to_max_tokens"),
            Vocabulary = Vocabulary.FromConfig(config.Get("vocabulary")),
            IdfWeights = Value<double[]>("idf_weights"),
            VocabularySize = Value<int?>("vocabulary_size"),
            HasVocabulary = Value<bool?>("has_input_vocabulary"),
        };
        return new TextVectorization(settings,
            config.ContainsKey("standardize") ? TextStandardization.FromConfig(config["standardize"]) : default,
            config.ContainsKey("split") ? TextSplit.FromConfig(config["split"]) : default,
            config.Get("ngrams") is { } grams ? NGrams.FromConfig(grams) : (NGrams?)null, Value<int?>("output_sequence_length"), Value<bool>("sparse"), Value<bool>("ragged"),
            Value<string>("encoding") ?? "utf-8", Value<string>("name"), Value<bool?>("trainable") ?? true, Value<DTypePolicy>("dtype"));
    }

    /// <inheritdoc/>
    public override void save_own_variables(IDictionary<string, NDArray> store) => _lookup_layer.save_own_variables(store);

    /// <inheritdoc/>
    public override void load_own_variables(IReadOnlyDictionary<string, NDArray> store) => _lookup_layer.load_own_variables(store);

    /// <inheritdoc/>
    public override void save_assets(string dir_path) => _lookup_layer.save_assets(dir_path);

    /// <inheritdoc/>
    public override void load_assets(string dir_path) => _lookup_layer.load_assets(dir_path);
}
