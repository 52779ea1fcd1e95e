using System.Text;

namespace Keras.Layers;

/// <summary>How often words occurred in data, and in how many documents.</summary>
internal sealed class TokenCounts<T> where T : notnull
{
    private readonly Dictionary<T, long> _counts = [];
    private readonly Dictionary<T, long> _documents = [];

    internal long Documents { get; private set; }

    internal bool IsEmpty => _counts.Count == 0;

    internal void Add(IEnumerable<T> document, bool withDocuments)
    {
        HashSet<T>? seen = withDocuments ? [] : null;
        foreach (var token in document)
        {
            Count(_counts, token);
            if (seen?.Add(token) == true) Count(_documents, token);
        }
        Documents++;

        static void Count(Dictionary<T, long> counts, T token) => System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, token, out _)++;
    }

    internal void Remove(T token) => _counts.Remove(token);

    /// <summary>In how many documents a word occurred.</summary>
    internal long DocumentsWith(T token) => _documents.GetValueOrDefault(token);

    /// <summary>The words from the most frequent on; among equals the last in order of bytes comes first.</summary>
    internal IEnumerable<T> ByFrequency() => _counts.OrderByDescending(p => p.Value).ThenByDescending(p => p.Key, Order).Select(p => p.Key);

    private static IComparer<T> Order => typeof(T) == typeof(string) ? (IComparer<T>)(object)Comparer<string>.Create(CompareBytes) : Comparer<T>.Default;

    private static int CompareBytes(string a, string b)
    {
        var ordinal = string.CompareOrdinal(a, b);
        // The units of UTF-16 are in the order of the bytes of UTF-8, but for the pairs that stand for the highest characters.
        return a.Any(char.IsSurrogate) || b.Any(char.IsSurrogate) ? Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)) : ordinal;
    }
}
