using System.Text.Json;

namespace Keras.Datasets;

/// <summary>What the two data sets of texts have in common: lists of word indices, and what load_data does to them.</summary>
/// <param name="NumWords">Words from this index on become unknown; null or 0 keeps those below the largest index.</param>
/// <param name="SkipTop">Words below this index become unknown.</param>
/// <param name="MaxLength">Sequences of this length and longer are left out; null or 0 keeps all.</param>
/// <param name="StartChar">Put before each sequence; null for none.</param>
/// <param name="OovChar">Stands for unknown words; null leaves them out.</param>
/// <param name="IndexFrom">Added to each index.</param>
internal sealed record WordSequences(int? NumWords, int SkipTop, int? MaxLength, int? StartChar, int? OovChar, int IndexFrom)
{
    /// <summary>Moves the indices and puts the start mark before each sequence.</summary>
    public int[][] Mark(IEnumerable<int[]> sequences) => [.. sequences.Select(words =>
    {
        var offset = StartChar is null ? 0 : 1;
        var result = new int[words.Length + offset];
        if (StartChar is { } start) result[0] = start;
        for (var i = 0; i < words.Length; i++) result[i + offset] = words[i] + IndexFrom;
        return result;
    })];

    /// <summary>Leaves out the long sequences with their labels.</summary>
    public void RemoveLong(ref int[][] sequences, ref long[] labels)
    {
        if (MaxLength is not (> 0 or < 0)) return;
        var (all, old) = (sequences, labels);
        var kept = Enumerable.Range(0, all.Length).Where(i => all[i].Length < MaxLength).ToArray();
        sequences = Array.ConvertAll(kept, i => all[i]);
        labels = Array.ConvertAll(kept, i => old[i]);
        if (kept.Length == 0) throw new ArgumentException($"No sequence is shorter than maxlen = {MaxLength}. Increase maxlen.", "maxlen");
    }

    /// <summary>Replaces or removes the words that are not wanted, in all sequences of the data set together.</summary>
    public void Limit(params int[][][] parts)
    {
        var limit = NumWords is null or 0 ? parts.SelectMany(p => p).SelectMany(s => s).DefaultIfEmpty(0).Max() : NumWords.Value;
        foreach (var part in parts)
        {
            for (var i = 0; i < part.Length; i++)
            {
                part[i] = OovChar is { } unknown
                    ? Array.ConvertAll(part[i], w => w >= SkipTop && w < limit ? w : unknown)
                    : Array.FindAll(part[i], w => w >= SkipTop && w < limit);
            }
        }
    }

    /// <summary>Brings sequences and labels into a new order.</summary>
    public static void Reorder(ref int[][] sequences, ref long[] labels, int[] order)
    {
        var (all, old) = (sequences, labels);
        sequences = Array.ConvertAll(order, i => all[i]);
        labels = Array.ConvertAll(order, i => old[i]);
    }

    /// <summary>Reads a JSON object of words and their indices.</summary>
    public static Dictionary<string, int> ReadIndex(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, int>>(stream) ?? throw new InvalidDataException($"{path} has no words.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is damaged: {e.Message}", e);
        }
    }
}
