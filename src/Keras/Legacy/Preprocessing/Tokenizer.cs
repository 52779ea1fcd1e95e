using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Keras.Saving;
using NumSharp;

namespace Keras.Legacy.Preprocessing;

/// <summary>Gives each word of a collection of texts a number, the most frequent word 1, and makes sequences or matrices of texts (keras/src/legacy/preprocessing/text.py).</summary>
[KerasExport("keras.preprocessing.text.Tokenizer")]
[SuppressMessage("Naming", "CA1708", Justification = "Names are Keras's.")]
public sealed class Tokenizer
{
    private readonly Func<string, IEnumerable<string>>? _analyzer;

    /// <summary>Makes a tokenizer that knows no word yet.</summary>
    /// <param name="num_words">Only words with a number below this one are kept; null keeps all.</param>
    /// <param name="filters">Characters that separate words.</param>
    /// <param name="lower">Whether letters become lower-case.</param>
    /// <param name="split">What separates words.</param>
    /// <param name="char_level">Whether each character is a word.</param>
    /// <param name="oov_token">What stands for words that are not known; it gets the number 1.</param>
    /// <param name="analyzer">Cuts a text into words in place of <see cref="TextUtils.text_to_word_sequence"/>.</param>
    /// <param name="document_count">How many texts were seen before.</param>
    public Tokenizer(int? num_words = null, string filters = TextUtils.Filters, bool lower = true, string split = " ", bool char_level = false, string? oov_token = null,
        Func<string, IEnumerable<string>>? analyzer = null, int document_count = 0)
    {
        this.num_words = num_words;
        this.filters = filters;
        this.lower = lower;
        this.split = split;
        this.char_level = char_level;
        this.oov_token = oov_token;
        _analyzer = analyzer;
        this.document_count = document_count;
    }

    /// <summary>Only words with a number below this one are kept.</summary>
    public int? num_words { get; set; }

    /// <summary>Characters that separate words.</summary>
    public string filters { get; }

    /// <summary>Whether letters become lower-case.</summary>
    public bool lower { get; }

    /// <summary>What separates words.</summary>
    public string split { get; }

    /// <summary>Whether each character is a word.</summary>
    public bool char_level { get; }

    /// <summary>What stands for words that are not known.</summary>
    public string? oov_token { get; }

    /// <summary>How many texts were seen.</summary>
    public int document_count { get; private set; }

    /// <summary>How often each word occurred, in the order of first occurrence.</summary>
    public OrderedDictionary<string, int> word_counts { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>In how many texts each word occurred.</summary>
    public Dictionary<string, int> word_docs { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>The number of each word, by falling frequency.</summary>
    public OrderedDictionary<string, int> word_index { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>The word of each number.</summary>
    public Dictionary<int, string> index_word { get; private set; } = [];

    /// <summary>In how many texts the word of each number occurred.</summary>
    public Dictionary<int, int> index_docs { get; private set; } = [];

    /// <summary>Learns the words of texts.</summary>
    /// <param name="texts">The texts.</param>
    public void fit_on_texts(IEnumerable<string> texts) => Fit(texts.Select(Words));

    /// <summary>Learns the words of texts that are cut into words already.</summary>
    /// <param name="texts">The words of each text.</param>
    public void fit_on_texts(IEnumerable<IEnumerable<string>> texts) => Fit(texts.Select(Words));

    /// <summary>Learns in how many sequences each number occurs, which <c>tfidf</c> needs.</summary>
    /// <param name="sequences">Numbers of words.</param>
    public void fit_on_sequences(IEnumerable<IEnumerable<int>> sequences)
    {
        foreach (var sequence in sequences)
        {
            document_count++;
            foreach (var index in sequence.Distinct()) index_docs[index] = index_docs.GetValueOrDefault(index) + 1;
        }
    }

    /// <summary>Makes the numbers of the words of each text; words that are not known are left out, or become <see cref="oov_token"/>.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>One list a text.</returns>
    public List<List<int>> texts_to_sequences(IEnumerable<string> texts) => [.. texts_to_sequences_generator(texts)];

    /// <summary>Makes the numbers of the words of each text that is cut into words already.</summary>
    /// <param name="texts">The words of each text.</param>
    /// <returns>One list a text.</returns>
    public List<List<int>> texts_to_sequences(IEnumerable<IEnumerable<string>> texts) => [.. texts.Select(t => Numbers(Words(t)))];

    /// <summary>Makes the numbers of one text after the other.</summary>
    /// <param name="texts">The texts.</param>
    public IEnumerable<List<int>> texts_to_sequences_generator(IEnumerable<string> texts) => texts.Select(t => Numbers(Words(t)));

    /// <summary>Makes texts of numbers of words.</summary>
    /// <param name="sequences">Numbers of words.</param>
    /// <returns>The words of each sequence with spaces between them.</returns>
    public List<string> sequences_to_texts(IEnumerable<IEnumerable<int>> sequences) => [.. sequences_to_texts_generator(sequences)];

    /// <summary>Makes one text after the other.</summary>
    /// <param name="sequences">Numbers of words.</param>
    public IEnumerable<string> sequences_to_texts_generator(IEnumerable<IEnumerable<int>> sequences)
    {
        var unknown = Unknown();
        foreach (var sequence in sequences)
        {
            var words = new List<string>();
            foreach (var number in sequence)
            {
                if (index_word.TryGetValue(number, out var word) && (num_words is null or 0 || number < num_words)) words.Add(word);
                else if (unknown is { } index) words.Add(index_word[index]);
            }
            yield return string.Join(' ', words);
        }
    }

    /// <summary>Makes one row of numbers a text.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="mode"><c>binary</c> (1 where the word occurs), <c>count</c>, <c>freq</c> (share of the text's words) or <c>tfidf</c>.</param>
    /// <returns>float64 array of shape (texts, words).</returns>
    /// <exception cref="ArgumentException">The mode is unknown, or there are no words.</exception>
    public NDArray texts_to_matrix(IEnumerable<string> texts, string mode = "binary") => sequences_to_matrix(texts_to_sequences(texts), mode);

    /// <summary>Makes one row of numbers a text that is cut into words already.</summary>
    /// <param name="texts">The words of each text.</param>
    /// <param name="mode"><c>binary</c>, <c>count</c>, <c>freq</c> or <c>tfidf</c>.</param>
    /// <returns>float64 array of shape (texts, words).</returns>
    /// <exception cref="ArgumentException">The mode is unknown, or there are no words.</exception>
    public NDArray texts_to_matrix(IEnumerable<IEnumerable<string>> texts, string mode = "binary") => sequences_to_matrix(texts_to_sequences(texts), mode);

    /// <summary>Makes one row of numbers a sequence.</summary>
    /// <param name="sequences">Numbers of words.</param>
    /// <param name="mode"><c>binary</c>, <c>count</c>, <c>freq</c> or <c>tfidf</c>.</param>
    /// <returns>float64 array of shape (sequences, <see cref="num_words"/> or number of words + 1).</returns>
    /// <exception cref="ArgumentException">The mode is unknown, or there are no words.</exception>
    public NDArray sequences_to_matrix(IEnumerable<IEnumerable<int>> sequences, string mode = "binary")
    {
        // 1. The number of columns.
        var columns = num_words is { } given and not 0 ? given
            : word_index.Count > 0 ? word_index.Count + 1
            : throw new ArgumentException("The number of columns is unknown. Specify a dimension (`num_words` argument), or fit on some text data first.");
        if (mode == "tfidf" && document_count == 0) throw new ArgumentException("Fit the Tokenizer on some data before using tfidf mode.", nameof(mode));

        // 2. A row for each sequence.
        var rows = sequences.Select(s => s.ToArray()).ToArray();
        var result = new double[(long)rows.Length * columns];
        for (var i = 0; i < rows.Length; i++)
        {
            foreach (var group in rows[i].Where(j => j < columns).GroupBy(j => j))
            {
                if (group.Key < 0) throw new ArgumentException($"Sequence {i} has the number {group.Key}; numbers of words start at 0.", nameof(sequences));
                var count = group.Count();
                result[(long)i * columns + group.Key] = mode switch
                {
                    "count" => count,
                    "freq" => (double)count / rows[i].Length,
                    "binary" => 1,
                    "tfidf" => (1 + Math.Log(count)) * Math.Log(1 + (double)document_count / (1 + index_docs.GetValueOrDefault(group.Key))),
                    _ => throw new ArgumentException($"Unknown vectorization mode: '{mode}'. It must be one of binary, count, freq, tfidf.", nameof(mode)),
                };
            }
        }
        return new NDArray(result, new Shape(rows.Length, columns));
    }

    /// <summary>The options and the words.</summary>
    /// <returns>The configuration; the words and counts are texts in JSON.</returns>
    public Config get_config() => new()
    {
        ["num_words"] = num_words,
        ["filters"] = filters,
        ["lower"] = lower,
        ["split"] = split,
        ["char_level"] = char_level,
        ["oov_token"] = oov_token,
        ["document_count"] = document_count,
        ["word_counts"] = Dump(word_counts),
        ["word_docs"] = Dump(word_docs),
        ["index_docs"] = Dump(index_docs.Select(p => KeyValuePair.Create(Text(p.Key), p.Value))),
        ["index_word"] = Dump(index_word.Select(p => KeyValuePair.Create(Text(p.Key), p.Value))),
        ["word_index"] = Dump(word_index),
    };

    /// <summary>The tokenizer as JSON, for <see cref="tokenizer_from_json"/>.</summary>
    public string to_json() => PythonJson.Dump(new Config { ["class_name"] = "Tokenizer", ["config"] = get_config() });

    /// <summary>Makes the tokenizer that <see cref="to_json"/> wrote.</summary>
    /// <param name="json_string">JSON, of Python Keras too.</param>
    /// <exception cref="ArgumentException">The text is no tokenizer.</exception>
    [KerasExport("keras.preprocessing.text.tokenizer_from_json")]
    public static Tokenizer tokenizer_from_json(string json_string)
    {
        try
        {
            if (PythonJson.Parse(json_string, "a tokenizer") is not Config { } whole || whole.Get("config") is not Config config) throw new FormatException("it has no \"config\"");
            var tokenizer = new Tokenizer(Number(config.Get("num_words")), config.Get("filters") as string ?? TextUtils.Filters, config.Get("lower") is not false, config.Get("split") as string ?? " ",
                config.Get("char_level") is true, config.Get("oov_token") as string, document_count: Number(config.Get("document_count")) ?? 0);
            foreach (var (word, count) in Load(config, "word_counts")) tokenizer.word_counts[word] = Number(count) ?? 0;
            foreach (var (word, count) in Load(config, "word_docs")) tokenizer.word_docs[word] = Number(count) ?? 0;
            foreach (var (index, count) in Load(config, "index_docs")) tokenizer.index_docs[int.Parse(index, CultureInfo.InvariantCulture)] = Number(count) ?? 0;
            foreach (var (index, word) in Load(config, "index_word")) tokenizer.index_word[int.Parse(index, CultureInfo.InvariantCulture)] = (string)word!;
            foreach (var (word, index) in Load(config, "word_index")) tokenizer.word_index[word] = Number(index) ?? 0;
            return tokenizer;
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException or System.Text.Json.JsonException)
        {
            throw new ArgumentException($"tokenizer_from_json: the text is no tokenizer: {e.Message}. Pass what Tokenizer.to_json() gave.", nameof(json_string), e);
        }
    }

    private static Config Load(Config config, string key) =>
        config.Get(key) is string text && PythonJson.Parse(text, key) is Config inner ? inner : throw new FormatException($"\"{key}\" is missing or no JSON object");

    private static int? Number(object? value) => value is null ? null : Convert.ToInt32(value, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Dump<T>(IEnumerable<KeyValuePair<string, T>> pairs) => PythonJson.Dump(new Config(pairs.Select(p => KeyValuePair.Create(p.Key, (object?)p.Value))));

    private void Fit(IEnumerable<IReadOnlyList<string>> texts)
    {
        // 1. Count.
        foreach (var words in texts)
        {
            document_count++;
            foreach (var word in words) word_counts[word] = word_counts.TryGetValue(word, out var count) ? count + 1 : 1;
            foreach (var word in words.Distinct(StringComparer.Ordinal)) word_docs[word] = word_docs.GetValueOrDefault(word) + 1;
        }

        // 2. Number by frequency; among equals the earlier comes first. Number 0 stays free: it is what padding fills with.
        var sorted = word_counts.OrderByDescending(p => p.Value).Select(p => p.Key);
        if (oov_token is not null) sorted = sorted.Prepend(oov_token);
        word_index = new(StringComparer.Ordinal);
        index_word = [];
        var next = 1;
        foreach (var word in sorted) word_index[word] = next++;
        foreach (var (word, index) in word_index) index_word[index] = word;
        foreach (var (word, count) in word_docs) index_docs[word_index[word]] = count;
    }

    private int? Unknown() => oov_token is not null && word_index.TryGetValue(oov_token, out var index) ? index : null;

    private List<int> Numbers(IReadOnlyList<string> words)
    {
        var unknown = Unknown();
        var result = new List<int>(words.Count);
        foreach (var word in words)
        {
            if (word_index.TryGetValue(word, out var index) && (num_words is null or 0 || index < num_words)) result.Add(index);
            else if (unknown is { } other) result.Add(other);
        }
        return result;
    }

    private IReadOnlyList<string> Words(string text)
    {
        if (char_level) return [.. (lower ? text.ToLowerInvariant() : text).EnumerateRunes().Select(r => r.ToString())];
        return _analyzer is null ? TextUtils.text_to_word_sequence(text, filters, lower, split) : [.. _analyzer(text)];
    }

    private IReadOnlyList<string> Words(IEnumerable<string> words) => [.. lower ? words.Select(w => w.ToLowerInvariant()) : words];
}
