using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Keras.Legacy.Preprocessing;

/// <summary>Texts cut into words and words made into numbers (keras/src/legacy/preprocessing/text.py).</summary>
public static class TextUtils
{
    /// <summary>Characters that separate words unless others are given.</summary>
    internal const string Filters = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n";

    /// <summary>Cuts a text into words.</summary>
    /// <param name="input_text">The text.</param>
    /// <param name="filters">Characters that are replaced by <paramref name="split"/>.</param>
    /// <param name="lower">Whether letters become lower-case.</param>
    /// <param name="split">What separates words.</param>
    /// <returns>The words in order; empty ones are left out.</returns>
    /// <exception cref="ArgumentException"><paramref name="split"/> is empty.</exception>
    [KerasExport("keras.preprocessing.text.text_to_word_sequence")]
    public static List<string> text_to_word_sequence(string input_text, string filters = Filters, bool lower = true, string split = " ")
    {
        if (split.Length == 0) throw new ArgumentException("text_to_word_sequence: split is empty; it must be the text that separates words, such as \" \".", nameof(split));
        if (lower) input_text = input_text.ToLowerInvariant();
        var text = new StringBuilder(input_text.Length);
        foreach (var c in input_text)
        {
            if (filters.Contains(c)) text.Append(split);
            else text.Append(c);
        }
        return [.. text.ToString().Split(split, StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>Makes a number of each word by a hash: no vocabulary is needed, but several words may get one number.</summary>
    /// <param name="text">The text.</param>
    /// <param name="n">How many numbers there are; the results lie from 1 to n - 1.</param>
    /// <param name="hash_function"><c>"md5"</c>, or null for a fast hash.</param>
    /// <param name="filters">Characters that separate words.</param>
    /// <param name="lower">Whether letters become lower-case.</param>
    /// <param name="split">What separates words.</param>
    /// <param name="analyzer">Cuts the text into words in place of <see cref="text_to_word_sequence"/>.</param>
    /// <returns>One number a word.</returns>
    /// <exception cref="ArgumentException"><paramref name="n"/> is below 2, or the name of the hash is unknown.</exception>
    [KerasExport("keras.preprocessing.text.hashing_trick")]
    public static List<int> hashing_trick(string text, int n, string? hash_function = null, string filters = Filters, bool lower = true, string split = " ", Func<string, IEnumerable<string>>? analyzer = null) => hash_function switch
    {
        // Porting note: Python's hash changes with every process; here it gives the same numbers each time.
        null => Hashed(text, n, Fnv, filters, lower, split, analyzer),
        "md5" => Hashed(text, n, word => new BigInteger(MD5.HashData(Encoding.UTF8.GetBytes(word)), isUnsigned: true, isBigEndian: true), filters, lower, split, analyzer),
        _ => throw new ArgumentException($"hashing_trick: hash_function is '{hash_function}'; it must be \"md5\", null or a function.", nameof(hash_function)),
    };

    /// <summary>Makes a number of each word by a hash of the caller's.</summary>
    /// <param name="text">The text.</param>
    /// <param name="n">How many numbers there are; the results lie from 1 to n - 1.</param>
    /// <param name="hash_function">Gives a number for a word.</param>
    /// <param name="filters">Characters that separate words.</param>
    /// <param name="lower">Whether letters become lower-case.</param>
    /// <param name="split">What separates words.</param>
    /// <param name="analyzer">Cuts the text into words in place of <see cref="text_to_word_sequence"/>.</param>
    /// <returns>One number a word.</returns>
    /// <exception cref="ArgumentException"><paramref name="n"/> is below 2.</exception>
    [KerasExport("keras.preprocessing.text.hashing_trick")]
    public static List<int> hashing_trick(string text, int n, Func<string, long> hash_function, string filters = Filters, bool lower = true, string split = " ", Func<string, IEnumerable<string>>? analyzer = null) =>
        Hashed(text, n, word => hash_function(word), filters, lower, split, analyzer);

    /// <summary>Makes a number of each word by a fast hash; despite its name it gives indices, no vectors.</summary>
    /// <param name="input_text">The text.</param>
    /// <param name="n">How many numbers there are; the results lie from 1 to n - 1.</param>
    /// <param name="filters">Characters that separate words.</param>
    /// <param name="lower">Whether letters become lower-case.</param>
    /// <param name="split">What separates words.</param>
    /// <param name="analyzer">Cuts the text into words in place of <see cref="text_to_word_sequence"/>.</param>
    /// <returns>One number a word.</returns>
    /// <exception cref="ArgumentException"><paramref name="n"/> is below 2.</exception>
    [KerasExport("keras.preprocessing.text.one_hot")]
    public static List<int> one_hot(string input_text, int n, string filters = Filters, bool lower = true, string split = " ", Func<string, IEnumerable<string>>? analyzer = null) =>
        hashing_trick(input_text, n, (string?)null, filters, lower, split, analyzer);

    private static List<int> Hashed(string text, int n, Func<string, BigInteger> hash, string filters, bool lower, string split, Func<string, IEnumerable<string>>? analyzer)
    {
        if (n < 2) throw new ArgumentException($"hashing_trick: n is {n.ToString(CultureInfo.InvariantCulture)}; it must be at least 2, since 0 is no word.", nameof(n));
        var words = analyzer?.Invoke(text) ?? text_to_word_sequence(text, filters, lower, split);
        return [.. words.Select(word =>
        {
            var rest = (int)(hash(word) % (n - 1));
            // Python's remainder has the sign of the divisor.
            return (rest < 0 ? rest + n - 1 : rest) + 1;
        })];
    }

    /// <summary>The 64-bit FNV-1a hash of the word's UTF-8 bytes.</summary>
    private static BigInteger Fnv(string word)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(word)) hash = unchecked((hash ^ b) * 1099511628211UL);
        return hash;
    }
}
