using Keras.Backend;
using Keras.Utils;
using NumSharp;

namespace Keras.Legacy.Preprocessing;

/// <summary>Batches of pictures of a folder with a folder for each class, changed as an <see cref="ImageDataGenerator"/> says.</summary>
[KerasExport("keras.preprocessing.image.DirectoryIterator")]
public sealed class DirectoryIterator : FileIterator
{
    private readonly FileListing _files;

    /// <summary>Makes the iterator and says how many pictures it found.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="image_data_generator">How images are changed.</param>
    /// <param name="target_size">Height and width of the images; 256 each where null.</param>
    /// <param name="color_mode"><c>rgb</c>, <c>rgba</c> or <c>grayscale</c>.</param>
    /// <param name="classes">Names of the folders to read, in the order of the classes; all, by name, where null.</param>
    /// <param name="class_mode">Form of the targets: <c>categorical</c> (one column a class), <c>binary</c> or <c>sparse</c> (the class's number), <c>input</c> (the images), null (none).</param>
    /// <param name="batch_size">Samples a batch.</param>
    /// <param name="shuffle">Whether the samples come in random order.</param>
    /// <param name="seed">Seed of order and transformations.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where null.</param>
    /// <param name="save_to_dir">Folder to which changed images are written, to look at them.</param>
    /// <param name="save_prefix">How their names begin.</param>
    /// <param name="save_format">Their format.</param>
    /// <param name="follow_links">Whether links to folders are followed.</param>
    /// <param name="subset"><c>training</c> or <c>validation</c>: one of the parts of <c>validation_split</c>.</param>
    /// <param name="interpolation">How pictures are brought to the size: <c>nearest</c>, <c>bilinear</c>, <c>bicubic</c>, <c>lanczos</c>, <c>box</c>, <c>hamming</c>.</param>
    /// <param name="keep_aspect_ratio">Whether the largest centred part of the right proportions is taken instead of distorting the picture.</param>
    /// <param name="dtype">dtype of the images; <c>floatx()</c> where null.</param>
    /// <exception cref="ArgumentException">A mode or subset is unknown.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public DirectoryIterator(string directory, ImageDataGenerator image_data_generator, Size2D? target_size = null, string color_mode = "rgb", string[]? classes = null, string? class_mode = "categorical",
        int batch_size = 32, bool shuffle = true, int? seed = null, string? data_format = null, string? save_to_dir = null, string save_prefix = "", string save_format = "png", bool follow_links = false,
        string? subset = null, string interpolation = "nearest", bool keep_aspect_ratio = false, string? dtype = null)
        : this(image_data_generator, FileListing.Find(directory, classes, follow_links, Part(image_data_generator, subset), class_mode, color_mode), batch_size, shuffle, seed,
            new(directory, target_size ?? 256, color_mode, class_mode, KerasConfig.StandardizeDataFormat(data_format), save_to_dir, save_prefix, save_format, interpolation, keep_aspect_ratio, NumpyTypes.Parse(dtype ?? KerasConfig.floatx())))
    {
        IoUtils.PrintMsg($"Found {samples} images belonging to {num_classes} classes.");
    }

    private DirectoryIterator(ImageDataGenerator generator, FileListing files, int batchSize, bool shuffle, int? seed, FileOptions options) : base(generator, files.Names, batchSize, shuffle, seed, options) => _files = files;

    /// <summary>Number of classes.</summary>
    public int num_classes => _files.Classes.Count;

    /// <summary>The number of each class by its name.</summary>
    public OrderedDictionary<string, int> class_indices => new(_files.Classes.Select((name, i) => KeyValuePair.Create(name, i)));

    /// <summary>The number of each picture's class.</summary>
    public NDArray classes => new((int[])_files.Labels.Clone(), new Shape(_files.Labels.Length));

    /// <inheritdoc cref="classes"/>
    public NDArray labels => classes;

    /// <inheritdoc/>
    private protected override NDArray[]? Targets(int[] indices)
    {
        var labels = Array.ConvertAll(indices, i => _files.Labels[i]);
        return class_mode switch
        {
            "binary" or "sparse" => [new NDArray(labels, new Shape(labels.Length)).astype(DType)],
            "categorical" => [NumericalUtils.to_categorical(labels, num_classes).astype(DType)],
            _ => null,
        };
    }

    private sealed record FileListing(IReadOnlyList<string> Classes, string[] Names, int[] Labels)
    {
        internal static FileListing Find(string directory, string[]? classes, bool followLinks, (double From, double To)? part, string? classMode, string colorMode)
        {
            CheckColors(colorMode);
            if (classMode is not (null or "categorical" or "binary" or "sparse" or "input")) throw new ArgumentException($"Invalid class_mode: {classMode}; expected one of: categorical, binary, sparse, input, null", "class_mode");
            if (classes is null or []) classes = [.. DirectoryWalk.Folders(directory)];
            var (names, labels) = (new List<string>(), new List<int>());
            for (var i = 0; i < classes.Length; i++)
            {
                var found = DirectoryWalk.Files(Path.Combine(directory, classes[i]), Endings, followLinks).Select(f => Path.GetRelativePath(directory, f)).ToArray();
                if (part is { } p) found = found[(int)(p.From * found.Length)..(int)(p.To * found.Length)];
                names.AddRange(found);
                labels.AddRange(Enumerable.Repeat(i, found.Length));
            }
            return new(classes, [.. names], [.. labels]);
        }
    }
}
