using Keras.Utils;
using NumSharp;

namespace Keras.Legacy.Preprocessing;

/// <summary>Batches of pictures that lie in files: what the iterators over a folder and over a table share.</summary>
public abstract class FileIterator : Iterator
{
    private readonly ImageDataGenerator _generator;
    private readonly string[] _names;
    private readonly FileOptions _options;

    private protected FileIterator(ImageDataGenerator generator, string[] names, int batchSize, bool shuffle, int? seed, FileOptions options) : base(names.Length, batchSize, shuffle, seed)
    {
        (_generator, _names, _options) = (generator, names, options);
        var size = options.Size.ToArray();
        long channels = options.ColorMode switch { "rgba" => 4, "rgb" => 3, _ => 1 };
        image_shape = options.DataFormat == "channels_last" ? [size[0], size[1], channels] : [channels, size[0], size[1]];
    }

    /// <summary>The folder that the paths begin in.</summary>
    public string directory => _options.Directory;

    /// <summary>Number of pictures.</summary>
    public int samples => _names.Length;

    /// <summary>The pictures' paths in the folder.</summary>
    public IReadOnlyList<string> filenames => _names;

    /// <summary>The pictures' paths.</summary>
    public IReadOnlyList<string> filepaths => [.. _names.Select(f => Path.Combine(directory, f))];

    /// <summary>Shape of an image.</summary>
    public long[] image_shape { get; }

    /// <summary>Form of the targets.</summary>
    public string? class_mode => _options.ClassMode;

    private protected NPTypeCode DType => _options.DType;

    internal override IteratorBatch Load(int[] indices)
    {
        // Random numbers are drawn picture after picture, so that a seed determines them.
        var images = Array.ConvertAll(indices, i =>
        {
            var image = ImageUtils.load_img(Path.Combine(directory, _names[i]), _options.ColorMode, _options.Size, _options.Interpolation, _options.KeepAspectRatio);
            return _generator.Change(ImageUtils.img_to_array(image, _options.DataFormat));
        });
        if (_options.Folder is not null) SaveImages(images, indices, _options.Folder, _options.Prefix, _options.Format, _options.DataFormat, 10_000_000);
        var x = Stack(images, image_shape, _options.DType);
        return new([x], class_mode == "input" ? [x.copy()] : Targets(indices), Weights(indices));
    }

    /// <summary>The targets of samples; <see langword="null"/> for none. Not asked where the images are their own.</summary>
    private protected abstract NDArray[]? Targets(int[] indices);

    /// <summary>The weights of samples; <see langword="null"/> for none.</summary>
    private protected virtual NDArray? Weights(int[] indices) => null;

    private protected static void CheckColors(string mode)
    {
        if (mode is not ("rgb" or "rgba" or "grayscale")) throw new ArgumentException($"Invalid color mode: {mode}; expected \"rgb\", \"rgba\", or \"grayscale\".", "color_mode");
    }

    /// <summary>The part of the data that a subset of <c>validation_split</c> takes; all where <see langword="null"/>.</summary>
    private protected static (double From, double To)? Part(ImageDataGenerator generator, string? subset) => subset switch
    {
        null => null,
        "validation" => (0, generator.ValidationSplit),
        "training" => (generator.ValidationSplit, 1),
        _ => throw new ArgumentException($"Invalid subset name: {subset};expected \"training\" or \"validation\"", nameof(subset)),
    };
}
