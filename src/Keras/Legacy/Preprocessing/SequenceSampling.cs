using NumSharp;
using Keras.Utils;

namespace Keras.Legacy.Preprocessing;

/// <summary>Pairs of words for word embeddings (keras/src/legacy/preprocessing/sequence.py).</summary>
public static class SequenceSampling
{
    /// <summary>Makes the probabilities with which <see cref="skipgrams(IEnumerable{int}, int, int, double, bool, NDArray, long?)"/> takes words, from their rank alone: frequencies are assumed to follow Zipf's law.</summary>
    /// <param name="size">Number of words.</param>
    /// <param name="sampling_factor">The lower, the rarer frequent words are taken.</param>
    /// <returns>float64 array of shape (size).</returns>
    /// <exception cref="ArgumentException"><paramref name="size"/> is not positive.</exception>
    [KerasExport("keras.preprocessing.sequence.make_sampling_table")]
    public static NDArray make_sampling_table(int size, double sampling_factor = 1e-5)
    {
        if (size < 1) throw new ArgumentException($"make_sampling_table: size is {size}; it must be positive.", nameof(size));
        const double gamma = 0.577;
        var table = new double[size];
        for (var i = 0; i < size; i++)
        {
            var rank = Math.Max(i, 1);
            var inverse = rank * (Math.Log(rank) + gamma) + 0.5 - 1.0 / (12.0 * rank);
            var f = sampling_factor * inverse;
            table[i] = Math.Min(1.0, f / Math.Sqrt(f));
        }
        return new NDArray(table, new Shape(size));
    }

    /// <summary>Makes pairs of words: neighbours with the label 1, random pairs with the label 0.</summary>
    /// <param name="sequence">Numbers of words; 0 is no word.</param>
    /// <param name="vocabulary_size">The largest number of a word plus 1.</param>
    /// <param name="window_size">How far apart neighbours may be.</param>
    /// <param name="negative_samples">Random pairs for each pair of neighbours.</param>
    /// <param name="shuffle">Whether the pairs are shuffled.</param>
    /// <param name="sampling_table">For each number the probability with which the word is taken.</param>
    /// <param name="seed">Seed of the order; null draws one.</param>
    /// <returns>The pairs and their labels.</returns>
    /// <exception cref="ArgumentException">There is no word for a random pair, or the table is too short.</exception>
    /// <remarks>Draws from Python's global generator, so that <c>set_random_seed</c> determines the result.</remarks>
    [KerasExport("keras.preprocessing.sequence.skipgrams")]
    public static (List<int[]> couples, List<int> labels) skipgrams(IEnumerable<int> sequence, int vocabulary_size, int window_size = 4, double negative_samples = 1.0, bool shuffle = true,
        NDArray? sampling_table = null, long? seed = null)
    {
        // 1. Neighbours.
        var random = PythonRandom.Global;
        var words = sequence.ToArray();
        var table = sampling_table?.astype(NPTypeCode.Double).ToArray<double>();
        var couples = new List<int[]>();
        var labels = new List<int>();
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == 0) continue;
            if (table is not null)
            {
                if (words[i] < 0 || words[i] >= table.Length) throw new ArgumentException($"skipgrams: sampling_table has {table.Length} entries, but the sequence has the word {words[i]}.", nameof(sampling_table));
                if (table[words[i]] < random.Random()) continue;
            }
            for (var j = Math.Max(0, i - window_size); j < Math.Min(words.Length, i + window_size + 1); j++)
            {
                if (j == i || words[j] == 0) continue;
                couples.Add([words[i], words[j]]);
                labels.Add(1);
            }
        }

        // 2. Random pairs.
        if (negative_samples > 0)
        {
            var count = (int)(labels.Count * negative_samples);
            if (count > 0 && vocabulary_size < 2) throw new ArgumentException($"skipgrams: vocabulary_size is {vocabulary_size}; it must be at least 2 for negative samples.", nameof(vocabulary_size));
            var firsts = couples.ConvertAll(c => c[0]);
            random.Shuffle(firsts);
            for (var i = 0; i < count; i++) couples.Add([firsts[i % firsts.Count], (int)random.RandInt(1, vocabulary_size - 1)]);
            labels.AddRange(Enumerable.Repeat(0, count));
        }

        // 3. One order for both lists.
        if (shuffle)
        {
            var order = seed ?? random.RandInt(0, 10_000_000);
            random.Seed(order);
            random.Shuffle(couples);
            random.Seed(order);
            random.Shuffle(labels);
        }
        return (couples, labels);
    }

    /// <summary>Makes pairs of words with labels of two columns where asked for.</summary>
    /// <param name="sequence">Numbers of words; 0 is no word.</param>
    /// <param name="vocabulary_size">The largest number of a word plus 1.</param>
    /// <param name="window_size">How far apart neighbours may be.</param>
    /// <param name="negative_samples">Random pairs for each pair of neighbours.</param>
    /// <param name="shuffle">Whether the pairs are shuffled.</param>
    /// <param name="categorical">Whether a label is [0, 1] and [1, 0] in place of 1 and 0; if not, it is [1] and [0].</param>
    /// <param name="sampling_table">For each number the probability with which the word is taken.</param>
    /// <param name="seed">Seed of the order; null draws one.</param>
    /// <returns>The pairs and their labels.</returns>
    /// <exception cref="ArgumentException">There is no word for a random pair, or the table is too short.</exception>
    [KerasExport("keras.preprocessing.sequence.skipgrams")]
    public static (List<int[]> couples, List<int[]> labels) skipgrams(IEnumerable<int> sequence, int vocabulary_size, bool categorical, int window_size = 4, double negative_samples = 1.0, bool shuffle = true,
        NDArray? sampling_table = null, long? seed = null)
    {
        var (couples, labels) = skipgrams(sequence, vocabulary_size, window_size, negative_samples, shuffle, sampling_table, seed);
        return (couples, labels.ConvertAll(l => categorical ? l == 1 ? new[] { 0, 1 } : [1, 0] : [l]));
    }
}
