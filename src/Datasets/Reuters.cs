using Keras.Datasets.Formats;
using Keras.Utils;
using NumSharp;

namespace Keras.Datasets;

/// <summary>Reuters: 11,228 newswires of 46 topics.</summary>
public static class Reuters
{
    private static readonly string[] Topics =
    [
        "cocoa", "grain", "veg-oil", "earn", "acq", "wheat", "copper", "housing", "money-supply", "coffee", "sugar", "trade", "reserves", "ship", "cotton", "carcass",
        "crude", "nat-gas", "cpi", "money-fx", "interest", "gnp", "meal-feed", "alum", "oilseed", "gold", "tin", "strategic-metal", "livestock", "retail", "ipi", "iron-steel",
        "rubber", "heat", "jobs", "lei", "bop", "zinc", "orange", "pet-chem", "dlr", "gas", "silver", "wpi", "hog", "lead",
    ];

    /// <summary>Loads the Reuters newswires (Reuters-21578) as lists of word indices; downloaded at the first use.</summary>
    /// <remarks>Indices go by frequency: with the default <paramref name="index_from"/>, 4 is the most frequent word. 0 is for padding.</remarks>
    /// <param name="path">Name of the file in <c>~/.keras/datasets</c>.</param>
    /// <param name="num_words">Keeps the indices below this number; null keeps those below the largest index.</param>
    /// <param name="skip_top">Indices below this number become <paramref name="oov_char"/>.</param>
    /// <param name="maxlen">Leaves out sequences of this length and longer; null keeps all.</param>
    /// <param name="test_split">Share of the newswires for the test.</param>
    /// <param name="seed">Seed of the order of the newswires.</param>
    /// <param name="start_char">Put before each sequence; null for none.</param>
    /// <param name="oov_char">Stands for the words that are not kept; null leaves them out.</param>
    /// <param name="index_from">Added to each index of a word.</param>
    /// <returns>((x_train, y_train), (x_test, y_test)): lists of word indices, int64 topics from 0 to 45 (see <see cref="get_label_names"/>).</returns>
    /// <exception cref="ArgumentException">No sequence is shorter than <paramref name="maxlen"/>.</exception>
    /// <exception cref="IOException">The download failed.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    [KerasExport("keras.datasets.reuters.load_data")]
    public static ((int[][] x_train, NDArray y_train), (int[][] x_test, NDArray y_test)) load_data(string path = "reuters.npz", int? num_words = null, int skip_top = 0, int? maxlen = null, double test_split = 0.2, int seed = 113, int? start_char = 1, int? oov_char = 2, int index_from = 3)
    {
        var file = StorageOrigin.Get(path, "reuters.npz", "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916");
        return Load(file, new WordSequences(num_words, skip_top, maxlen, start_char, oov_char, index_from), test_split, seed);
    }

    /// <summary>Loads the index of every word of the newswires, without the offset <c>index_from</c> of <see cref="load_data"/>.</summary>
    /// <param name="path">Name of the file in <c>~/.keras/datasets</c>.</param>
    /// <returns>Words and their indices from 1 on.</returns>
    /// <exception cref="IOException">The download failed.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    [KerasExport("keras.datasets.reuters.get_word_index")]
    public static Dictionary<string, int> get_word_index(string path = "reuters_word_index.json") =>
        WordSequences.ReadIndex(StorageOrigin.Get(path, "reuters_word_index.json", "4d44cc38712099c9e383dc6e5f11a921"));

    /// <summary>The names of the 46 topics.</summary>
    /// <returns>A name for each label.</returns>
    [KerasExport("keras.datasets.reuters.get_label_names")]
    public static string[] get_label_names() => [.. Topics];

    /// <summary>Reads the file and does what the arguments say.</summary>
    internal static ((int[][], NDArray), (int[][], NDArray)) Load(string file, WordSequences options, double testSplit, long seed)
    {
        var sequences = NpzFile.LoadLists(file, "x")[0];
        var labels = Imdb.Labels(NpzFile.Load(file, "y")[0], sequences, file);
        WordSequences.Reorder(ref sequences, ref labels, new NumpyRandomState(seed).Permutation(sequences.Length));
        sequences = options.Mark(sequences);
        options.RemoveLong(ref sequences, ref labels);
        options.Limit(sequences);
        var split = Math.Clamp((int)(sequences.Length * (1 - testSplit)), 0, sequences.Length);
        return (Part(sequences[..split], labels[..split]), Part(sequences[split..], labels[split..]));

        static (int[][], NDArray) Part(int[][] x, long[] y) => (x, new NDArray(y, new Shape(y.Length)));
    }
}
