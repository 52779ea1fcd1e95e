namespace Keras.Utils;

/// <summary>Datasets of texts (keras/src/utils/text_dataset_utils.py).</summary>
public static class TextDatasetUtils
{
    // Porting note: the orders of later passes are those of NumPy's generator with the seed, not of TensorFlow's or Grain's.
    /// <summary>Makes a dataset of the text files (<c>.txt</c>, UTF-8) in a folder with a folder for each class.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="labels"><c>inferred</c> from the folders, null for none, or one number a file in the order of the paths.</param>
    /// <param name="label_mode"><c>int</c>, <c>categorical</c> (one column a class), <c>binary</c> (one column), or null for no labels.</param>
    /// <param name="class_names">Names of the folders to read, in the order of the classes; all, by name, where null.</param>
    /// <param name="batch_size">Texts a batch; single ones where null.</param>
    /// <param name="max_length">Letters after which a text is cut off.</param>
    /// <param name="shuffle">Whether the texts come in random order, another in every pass; else by path.</param>
    /// <param name="seed">Seed of the orders.</param>
    /// <param name="validation_split">Part of the texts that is held back.</param>
    /// <param name="subset"><c>training</c>, <c>validation</c>, or <c>both</c>: <c>var (training, validation) = …</c>.</param>
    /// <param name="follow_links">Whether links to folders are followed.</param>
    /// <param name="format">Kept for Keras's signature: <c>tf</c> or <c>grain</c>.</param>
    /// <param name="verbose">Whether the number of files is printed.</param>
    /// <returns>Batches of texts and labels.</returns>
    /// <exception cref="ArgumentException">An argument has no meaning, or there are no texts.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    [KerasExport("keras.utils.text_dataset_from_directory", "keras.preprocessing.text_dataset_from_directory")]
    public static Dataset text_dataset_from_directory(string directory, LabelsArgument labels = default, string? label_mode = "int", string[]? class_names = null, int? batch_size = 32, int? max_length = null, bool shuffle = true,
        long? seed = null, double? validation_split = null, string? subset = null, bool follow_links = false, string format = "tf", bool verbose = true)
    {
        if (format is not ("tf" or "grain")) throw new ArgumentException($"`format` should be either \"tf\" or \"grain\". Received: format={format}", nameof(format));
        if (max_length is < 0) throw new ArgumentException($"max_length is {max_length}; it must not be negative.", nameof(max_length));
        return FileDatasets.Make(new(directory, labels, label_mode, class_names, batch_size, shuffle, seed, validation_split, subset, follow_links, verbose), "text files", [".txt"], paths => (null, Array.ConvertAll(paths, path =>
        {
            var text = File.ReadAllText(path);
            if (max_length is not { } most || text.Length <= most) return text;
            // A letter of two code units is not torn apart.
            return text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
        })));
    }
}
