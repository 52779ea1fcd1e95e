using Keras.Datasets.Formats;
using Keras.Utils;
using NumSharp;

namespace Keras.Datasets;

/// <summary>IMDB: 50,000 film reviews, half of them positive.</summary>
public static class Imdb
{
    // Porting note: Keras returns arrays of Python lists; here they are arrays of arrays, which pad_sequences takes as they are.
    /// <summary>Loads the IMDB reviews (Maas et al., 2011) as lists of word indices; downloaded at the first use.</summary>
    /// <remarks>Indices go by frequency: with the default <paramref name="index_from"/>, 4 is the most frequent word. 0 is for padding.</remarks>
    /// <param name="path">Name of the file in <c>~/.keras/datasets</c>.</param>
    /// <param name="num_words">Keeps the indices below this number; null keeps those below the largest index.</param>
    /// <param name="skip_top">Indices below this number become <paramref name="oov_char"/>.</param>
    /// <param name="maxlen">Leaves out sequences of this length and longer; null keeps all.</param>
    /// <param name="seed">Seed of the order of the reviews.</param>
    /// <param name="start_char">Put before each sequence; null for none.</param>
    /// <param name="oov_char">Stands for the words that are not kept; null leaves them out.</param>
    /// <param name="index_from">Added to each index of a word.</param>
    /// <returns>((x_train, y_train), (x_test, y_test)): 25,000 lists of word indices each, int64 labels (25000) each, 1 for a positive review.</returns>
    /// <exception cref="ArgumentException">No sequence is shorter than <paramref name="maxlen"/>.</exception>
    /// <exception cref="IOException">The download failed.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    [KerasExport("keras.datasets.imdb.load_data")]
    public static ((int[][] x_train, NDArray y_train), (int[][] x_test, NDArray y_test)) load_data(string path = "imdb.npz", int? num_words = null, int skip_top = 0, int? maxlen = null, int seed = 113, int? start_char = 1, int? oov_char = 2, int index_from = 3)
    {
        var file = StorageOrigin.Get(path, "imdb.npz", "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f");
        return Load(file, new WordSequences(num_words, skip_top, maxlen, start_char, oov_char, index_from), seed);
    }

    /// <summary>Loads the index of every word of the reviews, without the offset <c>index_from</c> of <see cref="load_data"/>.</summary>
    /// <param name="path">Name of the file in <c>~/.keras/datasets</c>.</param>
    /// <returns>Words and their indices from 1 on.</returns>
    /// <exception cref="IOException">The download failed.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    [KerasExport("keras.datasets.imdb.get_word_index")]
    public static Dictionary<string, int> get_word_index(string path = "imdb_word_index.json") =>
        WordSequences.ReadIndex(StorageOrigin.Get(path, "imdb_word_index.json", "bfafd718b763782e994055a2d397834f"));

    /// <summary>Reads the file and does what the arguments say.</summary>
    internal static ((int[][], NDArray), (int[][], NDArray)) Load(string file, WordSequences options, long seed)
    {
        // 1. Read.
        var lists = NpzFile.LoadLists(file, "x_train", "x_test");
        var arrays = NpzFile.Load(file, "y_train", "y_test");
        var (train, test) = (lists[0], lists[1]);
        var (trainLabels, testLabels) = (Labels(arrays[0], train, file), Labels(arrays[1], test, file));

        // 2. Shuffle: one generator for both parts, the training part first.
        var random = new NumpyRandomState(seed);
        WordSequences.Reorder(ref train, ref trainLabels, random.Permutation(train.Length));
        WordSequences.Reorder(ref test, ref testLabels, random.Permutation(test.Length));

        // 3. Shape the sequences.
        train = options.Mark(train);
        test = options.Mark(test);
        options.RemoveLong(ref train, ref trainLabels);
        options.RemoveLong(ref test, ref testLabels);
        options.Limit(train, test);
        return ((train, new NDArray(trainLabels, new Shape(trainLabels.Length))), (test, new NDArray(testLabels, new Shape(testLabels.Length))));
    }

    /// <summary>The labels as integers, one for each sequence.</summary>
    internal static long[] Labels(NDArray labels, int[][] sequences, string file)
    {
        var values = labels.astype(NPTypeCode.Int64).ToArray<long>();
        return values.Length == sequences.Length ? values : throw new InvalidDataException($"{file} has {sequences.Length} sequences but {values.Length} labels.");
    }
}
