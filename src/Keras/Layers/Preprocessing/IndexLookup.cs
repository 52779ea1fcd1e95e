using System.Runtime.CompilerServices;
using Keras.Backend;
using Keras.Saving;
using NumSharp;

namespace Keras.Layers;

/// <summary>Maps words or integers to their places in a vocabulary: what StringLookup and IntegerLookup share.</summary>
/// <typeparam name="T">What the vocabulary holds.</typeparam>
public abstract class IndexLookup<T> : BaseTextLayer, IAdaptable where T : notnull
{
    private readonly LookupSettings _settings;
    private readonly bool _hasInputVocabulary;
    private readonly bool _hasMask;
    private readonly bool _hasOov;
    private readonly T _mask;
    private readonly T _oov;
    private TokenTable<T> _table;
    private TokenCounts<T> _counts = new();
    private float[]? _idf;
    private int? _frozenSize;

    private protected IndexLookup(LookupSettings settings, bool floormodIntegers, bool sparse, string? name, bool trainable, DTypePolicy? dtype) : base(name, trainable, dtype)
    {
        // 1. Arguments.
        var kind = GetType().Name;
        CategoryEncoder.NoSparse(sparse);
        if (settings.MaxTokens <= 1) throw new ArgumentException($"If `max_tokens` is set for `{kind}`, it must be greater than 1. Received: max_tokens={settings.MaxTokens}");
        if (settings.PadToMaxTokens && settings.MaxTokens is null) throw new ArgumentException("If pad_to_max_tokens is True, must set `max_tokens`. Received: max_tokens=None");
        if (settings.OovIndices < 0) throw new ArgumentException($"The value of `num_oov_indices` argument for `{kind}` must >= 0. Received: num_oov_indices={settings.OovIndices}");
        if (settings.OovMethod is not ("floormod" or "farmhash"))
            throw new ArgumentException($"Unknown value for `oov_method` argument of layer {kind}. Allowed values are: 'floormod', 'farmhash'. Received: oov_method='{settings.OovMethod}'.");
        if (settings.Salt is not null && floormodIntegers && settings.OovMethod != "farmhash")
            throw new ArgumentException($"`salt` can only be used when `oov_method='farmhash'`. Received: oov_method={settings.OovMethod}");
        var mode = settings.OutputMode switch { "binary" => "multi_hot", "tf-idf" => "tf_idf", var other => other };
        CategoryEncoder.CheckMode(mode, kind, "int", "one_hot", "multi_hot", "count", "tf_idf");
        if (settings.Invert && mode != "int") throw new ArgumentException($"`output_mode` must be `'int'` when `invert` is true. Received: output_mode={mode}");
        if (settings.IdfWeights is not null && mode != "tf_idf")
            throw new ArgumentException($"`idf_weights` should only be set if `output_mode` is `'tf_idf'`. Received: output_mode={mode}");
        _settings = settings with { OutputMode = mode };
        (_hasMask, _hasOov) = (settings.Mask is not null, settings.Oov is not null);
        _mask = _hasMask ? settings.Mask!.Value.As<T>() : default!;
        _oov = _hasOov ? settings.Oov!.Value.As<T>() : default!;
        FloormodIntegers = floormodIntegers && settings.OovMethod == "floormod";

        // 2. The words, if they are known.
        _table = new([], TokenStart);
        _frozenSize = settings.VocabularySize;
        _hasInputVocabulary = settings.HasVocabulary ?? settings.Vocabulary is not null;
        if (mode == "tf_idf" && settings.Vocabulary is not null && settings.IdfWeights is null)
            throw new ArgumentException("When specifying the `vocabulary` argument, in TF-IDF output mode, the `idf_weights` argument must also be provided.");
        if (settings.Vocabulary is { } words) set_vocabulary(words, settings.IdfWeights);
    }

    private bool FloormodIntegers { get; }

    /// <summary>The most words that the vocabulary may have, special ones included.</summary>
    public int? max_tokens => _settings.MaxTokens;

    /// <summary>Number of places for unknown words.</summary>
    public int num_oov_indices => _settings.OovIndices;

    /// <summary>Whether the layer maps places to words.</summary>
    public bool invert => _settings.Invert;

    /// <summary>What the layer gives.</summary>
    public string output_mode => _settings.OutputMode;

    /// <summary>Whether arrays are as long as max_tokens even where there are fewer words.</summary>
    public bool pad_to_max_tokens => _settings.PadToMaxTokens;

    /// <summary>How integers that are not in the vocabulary find their place among several.</summary>
    public string oov_method => _settings.OovMethod;

    /// <summary>The words given when the layer was made; <see langword="null"/> for none and for a file.</summary>
    internal Vocabulary? InputVocabulary => _settings.Vocabulary is { Path: null } words ? words : null;

    internal double[]? InputIdfWeights => _settings.IdfWeights;

    internal bool HasInputVocabulary => _hasInputVocabulary;

    private bool IsInt => output_mode == "int";

    private int OovStart => _hasMask && IsInt ? 1 : 0;

    private int TokenStart => OovStart + num_oov_indices;

    private bool SizeMayChange => IsInt || pad_to_max_tokens;

    // ------------------------------------------------------------------ vocabulary

    /// <summary>The words in the order of their places.</summary>
    /// <param name="include_special_tokens">Whether those for masks and unknown words are among them, so that a word's index is its place.</param>
    public IReadOnlyList<T> get_vocabulary(bool include_special_tokens = true)
    {
        if (!include_special_tokens) return [.. _table.Tokens];
        var special = Enumerable.Repeat(_oov, TokenStart).ToArray();
        if (OovStart == 1) special[0] = _mask;
        return [.. special, .. _table.Tokens];
    }

    /// <summary>Number of words, those for masks and unknown words included.</summary>
    public int vocabulary_size() => TokenStart + _table.Tokens.Count;

    /// <summary>Sets the vocabulary.</summary>
    /// <param name="vocabulary">Words, with or without the special ones at their start, or the path of a text file with one word a line.</param>
    /// <param name="idf_weights">Weight of each word; goes with the mode <c>tf_idf</c> alone.</param>
    /// <exception cref="ArgumentException">The vocabulary is empty, too large, has a word twice or a special word at a wrong place; or the weights do not fit.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public void set_vocabulary(Vocabulary vocabulary, double[]? idf_weights = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        // 1. Weights go with tf_idf.
        if (output_mode == "tf_idf" && vocabulary.Path is not null) throw new ArgumentException("output_mode `'tf_idf'` does not support loading a vocabulary from file.");
        if (output_mode == "tf_idf" != idf_weights is not null)
            throw new ArgumentException(idf_weights is null ? "`idf_weights` must be set if output_mode is 'tf_idf'." : $"`idf_weights` should only be set if output_mode is `'tf_idf'`. Received: output_mode={output_mode}");
        var words = vocabulary.Path is { } path ? ReadFile(path) : vocabulary.As<T>();
        if (words.Length == 0) throw new ArgumentException($"Cannot set an empty vocabulary (layer '{name}').");

        // 2. Special words, all of them, may stand at the start.
        T[] special = [.. Enumerable.Repeat(_mask, OovStart), .. Enumerable.Repeat(_oov, num_oov_indices)];
        var found = (_hasOov || num_oov_indices == 0) && words.Take(special.Length).SequenceEqual(special);
        var tokens = found ? words[special.Length..] : words;
        CheckTokens(tokens, words, special);
        if (max_tokens is { } most && TokenStart + tokens.Length > most)
            throw new ArgumentException($"Attempted to set a vocabulary larger than the maximum vocab size. Received vocabulary size is {TokenStart + tokens.Length}; `max_tokens` is {most} (layer '{name}').");
        if (idf_weights is not null && idf_weights.Length != words.Length)
            throw new ArgumentException($"`idf_weights` must be the same length as vocabulary. len(idf_weights) is {idf_weights.Length}; len(vocabulary) is {words.Length}");
        Freeze(new(tokens, TokenStart));

        // 3. Unknown words weigh as much as the known ones do on average.
        if (idf_weights is not null)
            _idf = Padded([.. found ? [] : Enumerable.Repeat(idf_weights.Average(), TokenStart), .. idf_weights]);
    }

    private void CheckTokens(T[] tokens, T[] words, T[] special)
    {
        var seen = new HashSet<T>();
        var repeated = tokens.Where(t => !seen.Add(t)).Distinct().ToArray();
        if (repeated.Length > 0)
            throw new ArgumentException($"The passed vocabulary has at least one repeated term. Please uniquify your dataset. The repeated terms are: [{string.Join(", ", repeated)}]");
        if (_hasMask && seen.Contains(_mask)) throw Misplaced("mask", _mask);
        // Where words are looked up, the word for unknown ones is not used, so it may be a word like others.
        if (_hasOov && invert && seen.Contains(_oov)) throw Misplaced("OOV", _oov);

        ArgumentException Misplaced(string what, T token) => new($"Found reserved {what} token at unexpected location in `vocabulary`. Note that passed `vocabulary` does not need to include the OOV and mask tokens. " +
            $"Either remove all mask and OOV tokens, or include them only at the start of the vocabulary in precisely this order: [{string.Join(", ", special)}]. Received: '{token}' at vocabulary index {Array.LastIndexOf(words, token)}");
    }

    private T[] ReadFile(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"Vocabulary file {path} does not exist.", path);
        return [.. File.ReadAllLines(path).Select(ParseLine)];
    }

    /// <summary>A line of a vocabulary file as a word.</summary>
    private protected abstract T ParseLine(string line);

    private void Freeze(TokenTable<T> table)
    {
        var size = TokenStart + table.Tokens.Count;
        if (!SizeMayChange && _frozenSize is { } before && size != before)
            throw new InvalidOperationException($"When using `output_mode={output_mode}` and `pad_to_max_tokens=False`, the vocabulary size cannot be changed after the layer is called. Old vocab size is {before}, new vocab size is {size} (layer '{name}')");
        _table = table;
        _frozenSize = size;
    }

    private float[] Padded(IEnumerable<double> weights)
    {
        var list = weights.Select(w => (float)w).ToList();
        if (pad_to_max_tokens)
            while (list.Count < max_tokens) list.Add(0);
        return [.. list];
    }

    // ------------------------------------------------------------------ adapt

    /// <summary>Makes the vocabulary of the words in data, the most frequent first, after forgetting what was seen before.</summary>
    /// <param name="data">Words: one array, each row of which is a document, or batches.</param>
    /// <param name="steps">How many batches to take; all where <see langword="null"/>.</param>
    /// <exception cref="InvalidOperationException">The layer was made with a vocabulary.</exception>
    public void adapt(Data data, int? steps = null) => Adapt(AdaptData.Of(data, steps), steps);

    /// <summary>Makes the vocabulary of the words in batches.</summary>
    /// <param name="batches">Batches of words; plain words are one array.</param>
    /// <param name="steps">How many batches to take; all where <see langword="null"/>.</param>
    [OverloadResolutionPriority(-1)]
    public void adapt<TItem>(IEnumerable<TItem> batches, int? steps = null) => Adapt(AdaptData.Of(batches), steps);

    bool IAdaptable.MayAdapt => !HasInputVocabulary;

    void IAdaptable.AdaptTo(IEnumerable<Tensor> batches) => Adapt(AdaptData.Of(batches), null);

    private void Adapt(AdaptData data, int? steps)
    {
        reset_state();
        // Each word of one vector is a document of its own; a vector among batches is one document.
        if (data.Whole is { ndim: 1 } vector) AddDocuments(Values(vector).Select(v => new[] { v }));
        else
            foreach (var batch in data.AsBatches(steps)) update_state(batch);
        finalize_state();
    }

    /// <summary>Looks at further words.</summary>
    /// <param name="data">Words (documents, words), or those of one document.</param>
    /// <exception cref="InvalidOperationException">The layer was made with a vocabulary.</exception>
    public void update_state(Tensor data)
    {
        var values = Values(data);
        var rows = data.ndim < 2 ? 1 : (int)data.Dims[0];
        var width = rows == 0 ? 0 : values.Length / rows;
        AddDocuments(Enumerable.Range(0, rows).Select(r => values.AsSpan(r * width, width).ToArray()));
    }

    internal void AddDocuments(IEnumerable<T[]> documents)
    {
        if (_hasInputVocabulary)
            throw new InvalidOperationException($"Cannot adapt layer '{name}' after setting a static vocabulary via `vocabulary` argument or `set_vocabulary()` method.");
        foreach (var document in documents) _counts.Add(document, output_mode == "tf_idf");
    }

    /// <summary>Makes the vocabulary of the words that were seen.</summary>
    public void finalize_state()
    {
        if (_hasInputVocabulary || _counts.IsEmpty)
        {
            Freeze(_table);
            return;
        }
        // 1. The most frequent words, without the special ones.
        if (_hasMask) _counts.Remove(_mask);
        if (_hasOov) _counts.Remove(_oov);
        var words = _counts.ByFrequency();
        if (max_tokens is { } most) words = words.Take(Math.Max(0, most - TokenStart));
        T[] tokens = [.. words];
        Freeze(new(tokens, TokenStart));

        // 2. Rare words weigh more.
        if (output_mode == "tf_idf")
        {
            var weights = tokens.Select(t => (double)(float)Math.Log(1 + _counts.Documents / (1.0 + _counts.DocumentsWith(t)))).ToArray();
            _idf = Padded([.. Enumerable.Repeat(weights.Length == 0 ? 0 : weights.Average(), TokenStart), .. weights]);
        }
        reset_state();
    }

    /// <summary>Forgets the words that were seen; the vocabulary stays.</summary>
    public void reset_state() => _counts = new();

    // ------------------------------------------------------------------ call

    /// <summary>The words of a tensor.</summary>
    private protected abstract T[] Values(Tensor x);

    /// <summary>Words as a tensor.</summary>
    private protected abstract Tensor ToTensor(T[] values, TensorShape shape);

    /// <summary>A word as it is hashed.</summary>
    private protected abstract string HashKey(T value);

    /// <summary>The place of an integer among those for unknown ones, by its remainder.</summary>
    private protected virtual long Remainder(T value, int count) => 0;

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        if (invert) return ToTensor([.. Numbers(inputs).Select(Word)], inputs.shape);
        return Encode(Places(Values(inputs)), inputs.shape);
    }

    private T Word(long place) => _hasMask && place == 0 ? _mask : _table.TryToken(place, out var token) ? token : _oov;

    /// <summary>The places of words; -1 for those that are left out.</summary>
    internal long[] Places(IReadOnlyList<T> words)
    {
        var places = new long[words.Count];
        List<T>? unknown = null;
        for (var i = 0; i < places.Length; i++)
        {
            var word = words[i];
            if (_hasMask && EqualityComparer<T>.Default.Equals(word, _mask)) places[i] = IsInt ? 0 : -1;
            else if (_table.TryPlace(word, out var place)) places[i] = place;
            else if (num_oov_indices == 0) (unknown ??= []).Add(word);
            else places[i] = OovStart + (num_oov_indices == 1 ? 0 : FloormodIntegers ? Remainder(word, num_oov_indices) : Fingerprints.Bucket(HashKey(word), num_oov_indices, _settings.Salt));
        }
        if (unknown is not null)
            throw new ArgumentException($"When `num_oov_indices=0` all inputs should be in vocabulary, found OOV values [{string.Join(", ", unknown.Distinct().Take(10))}], consider setting `num_oov_indices=1` (layer '{name}').");
        return places;
    }

    private int Depth => pad_to_max_tokens ? max_tokens!.Value : _frozenSize
        ?? throw new InvalidOperationException($"When using `output_mode={output_mode}` and `pad_to_max_tokens=False`, you must set the layer's vocabulary before calling it. Either pass a `vocabulary` argument to the layer, or call `adapt` with some sample data (layer '{name}').");

    /// <summary>Places as the layer gives them.</summary>
    internal Tensor Encode(long[] places, TensorShape shape)
    {
        var tensor = Integers(places, shape);
        if (IsInt) return tensor;
        var encoded = CategoryEncoder.Encode(tensor, output_mode == "tf_idf" ? "count" : output_mode, Depth, "int64");
        return output_mode == "tf_idf" ? Weighted(encoded) : encoded;
    }

    /// <summary>What a list of documents of different lengths becomes in the modes other than <c>int</c>, (documents, words of the vocabulary).</summary>
    internal Tensor EncodeRows(IReadOnlyList<long[]> rows)
    {
        if (output_mode == "one_hot")
            throw new ArgumentException($"The layer '{name}' cannot give one array a word for documents of different lengths. Use output_mode 'multi_hot' or 'count', or 'int' with output_sequence_length.");
        var depth = Depth;
        var flat = new long[rows.Count * depth];
        for (var r = 0; r < rows.Count; r++)
            foreach (var place in rows[r])
                if (place >= 0) flat[r * depth + place] = output_mode == "multi_hot" ? 1 : flat[r * depth + place] + 1;
        var counts = Integers(flat, (rows.Count, depth));
        return output_mode == "tf_idf" ? Weighted(counts) : counts;
    }

    private Tensor Weighted(Tensor counts)
    {
        var weights = Kernel.FromArray(_idf ?? throw new InvalidOperationException($"When `output_mode` is `'tf_idf'`, `idf_weights` must be provided (layer '{name}'). Call adapt, or set_vocabulary with idf_weights."));
        return Ops.multiply(Ops.cast(counts, KerasConfig.floatx()), Ops.cast(weights, KerasConfig.floatx()));
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape)
    {
        if (IsInt) return input_shape;
        var depth = pad_to_max_tokens ? max_tokens : _frozenSize;
        if (input_shape.Rank == 0) return new TensorShape(depth);
        if (output_mode == "one_hot") return input_shape.Rank > 1 && input_shape[^1] == 1 ? input_shape.With(-1, depth) : input_shape.Concat(new TensorShape(depth));
        return input_shape.With(-1, depth);
    }

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) =>
        new KerasTensor(compute_output_shape(arguments.First.shape), invert ? VocabularyDType : IsInt ? "int64" : KerasConfig.floatx());

    private protected abstract string VocabularyDType { get; }

    // ------------------------------------------------------------------ saving

    /// <summary>An empty configuration: the layer needs no shapes.</summary>
    public override Config? get_build_config() => [];

    /// <inheritdoc/>
    public override void build_from_config(Config config)
    {
    }

    /// <summary>The arguments in the order of Keras's configurations.</summary>
    private protected void AddLookupConfig(Config config)
    {
        config["invert"] = invert;
        config["max_tokens"] = max_tokens;
        config["num_oov_indices"] = num_oov_indices;
        config["oov_token"] = Serialization.ToConfig(_settings.Oov);
        config["mask_token"] = Serialization.ToConfig(_settings.Mask);
        config["output_mode"] = output_mode;
        config["sparse"] = false;
        config["pad_to_max_tokens"] = pad_to_max_tokens;
        config["vocabulary_dtype"] = VocabularyDType;
        config["idf_weights"] = Serialization.ToConfig(InputIdfWeights);
        config["vocabulary"] = Serialization.ToConfig(InputVocabulary);
        config["vocabulary_size"] = _frozenSize;
        config["oov_method"] = oov_method;
        config["salt"] = Serialization.ToConfig(_settings.Salt);
    }

    /// <summary>Takes out of a configuration what all layers of this kind have and no constructor takes.</summary>
    private protected static (Config Plain, int? Size) Split(Config config)
    {
        var plain = new Config(config);
        plain.Remove("trainable");
        plain.Remove("dtype");
        plain.Remove("has_input_vocabulary");
        var size = plain.Pop("vocabulary_size");
        return (plain, size is null ? null : Convert.ToInt32(size, System.Globalization.CultureInfo.InvariantCulture));
    }

    private protected void RestoreSize(int? size) => _frozenSize ??= size;

    /// <inheritdoc/>
    public override void save_own_variables(IDictionary<string, NDArray> store)
    {
        if (output_mode == "tf_idf" && _idf is not null) store["idf_weights"] = np.array(_idf);
    }

    /// <inheritdoc/>
    public override void load_own_variables(IReadOnlyDictionary<string, NDArray> store)
    {
        if (output_mode == "tf_idf" && store.TryGetValue("idf_weights", out var weights)) _idf = Kernel.ToArray<float>(Ops.cast((Tensor)weights, "float32"));
    }

    /// <summary>Writes the vocabulary, one word a line, unless it stands in the configuration.</summary>
    /// <param name="dir_path">The folder.</param>
    public override void save_assets(string dir_path)
    {
        if (InputVocabulary is not null) return;
        File.WriteAllText(AssetPath(dir_path), string.Join("\n", get_vocabulary().Select(w => FormatLine(w))));
    }

    /// <inheritdoc/>
    public override void load_assets(string dir_path)
    {
        if (InputVocabulary is not null) return;
        var lines = SplitLines(File.ReadAllText(AssetPath(dir_path)));
        while (lines.Count > 0 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        T[] words = [.. lines.Select(ParseLine)];
        // A layer that was saved before it had words has its special ones alone.
        if (words.Length > TokenStart || words.Length > 0 && !words.SequenceEqual(get_vocabulary())) SetSaved(words);
    }

    private void SetSaved(T[] words)
    {
        T[] special = [.. get_vocabulary().Take(TokenStart)];
        var tokens = words.Take(TokenStart).SequenceEqual(special) ? words[TokenStart..] : words;
        CheckTokens(tokens, words, special);
        Freeze(new(tokens, TokenStart));
    }

    /// <summary>Lines as Python's splitlines takes them apart, at line feeds and carriage returns.</summary>
    private static List<string> SplitLines(string text) => [.. text.ReplaceLineEndings("\n").Split('\n')];

    private static string AssetPath(string folder) => Path.Combine(folder, "vocabulary.txt");

    private static string FormatLine(T word) => Convert.ToString(word, System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
