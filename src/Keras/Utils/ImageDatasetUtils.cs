using Keras.Backend;
using NumSharp;

namespace Keras.Utils;

/// <summary>Datasets of pictures (keras/src/utils/image_dataset_utils.py).</summary>
public static class ImageDatasetUtils
{
    private static readonly string[] s_formats = [".bmp", ".gif", ".jpeg", ".jpg", ".png"];

    // Porting note: the orders of later passes are those of NumPy's generator with the seed, not of TensorFlow's or Grain's.
    /// <summary>Makes a dataset of the pictures in a folder with a folder for each class.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="labels"><c>inferred</c> from the folders, null for none, or one number a file in the order of the paths.</param>
    /// <param name="label_mode"><c>int</c>, <c>categorical</c> (one column a class), <c>binary</c> (one column), or null for no labels.</param>
    /// <param name="class_names">Names of the folders to read, in the order of the classes; all, by name, where null.</param>
    /// <param name="color_mode"><c>rgb</c>, <c>rgba</c> or <c>grayscale</c>.</param>
    /// <param name="batch_size">Pictures a batch; single ones where null.</param>
    /// <param name="image_size">Height and width of the images; 256 each where null.</param>
    /// <param name="shuffle">Whether the pictures come in random order, another in every pass; else by path.</param>
    /// <param name="seed">Seed of the orders.</param>
    /// <param name="validation_split">Part of the pictures that is held back.</param>
    /// <param name="subset"><c>training</c>, <c>validation</c>, or <c>both</c>: <c>var (training, validation) = …</c>.</param>
    /// <param name="interpolation"><c>bilinear</c>, <c>nearest</c> or <c>bicubic</c>.</param>
    /// <param name="follow_links">Whether links to folders are followed.</param>
    /// <param name="crop_to_aspect_ratio">Whether the largest centred part of the right proportions is taken instead of distorting the picture.</param>
    /// <param name="pad_to_aspect_ratio">Whether the picture is filled up to the right proportions instead of distorting it.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where null.</param>
    /// <param name="format">Kept for Keras's signature: <c>tf</c> or <c>grain</c>.</param>
    /// <param name="verbose">Whether the number of files is printed.</param>
    /// <returns>Batches of float32 images with values from 0 to 255, and labels.</returns>
    /// <exception cref="ArgumentException">An argument has no meaning, or there are no pictures.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    [KerasExport("keras.utils.image_dataset_from_directory", "keras.preprocessing.image_dataset_from_directory")]
    public static Dataset image_dataset_from_directory(string directory, LabelsArgument labels = default, string? label_mode = "int", string[]? class_names = null, string color_mode = "rgb", int? batch_size = 32, Size2D? image_size = null,
        bool shuffle = true, long? seed = null, double? validation_split = null, string? subset = null, string interpolation = "bilinear", bool follow_links = false, bool crop_to_aspect_ratio = false, bool pad_to_aspect_ratio = false,
        string? data_format = null, string format = "tf", bool verbose = true)
    {
        var channels = color_mode switch
        {
            "rgb" => 3,
            "rgba" => 4,
            "grayscale" => 1,
            _ => throw new ArgumentException($"`color_mode` must be one of {{\"rgb\", \"rgba\", \"grayscale\"}}. Received: color_mode={color_mode}", nameof(color_mode)),
        };
        interpolation = interpolation.ToLowerInvariant();
        if (interpolation is not ("bilinear" or "nearest" or "bicubic")) throw new ArgumentException($"Argument `interpolation` should be one of bilinear, nearest, bicubic. Received: interpolation={interpolation}", nameof(interpolation));
        if (format is not ("tf" or "grain")) throw new ArgumentException($"`format` should be either \"tf\" or \"grain\". Received: format={format}", nameof(format));
        if (pad_to_aspect_ratio && crop_to_aspect_ratio) throw new ArgumentException("Only one of `pad_to_aspect_ratio`, `crop_to_aspect_ratio` can be set to `True`.");
        var (size, first) = ((image_size ?? 256).ToArray(), KerasConfig.StandardizeDataFormat(data_format) == "channels_first");
        return FileDatasets.Make(new(directory, labels, label_mode, class_names, batch_size, shuffle, seed, validation_split, subset, follow_links, verbose), "images", s_formats, paths =>
        {
            var pixels = size[0] * size[1] * channels;
            var all = new float[paths.Length * pixels];
            for (var i = 0; i < paths.Length; i++)
            {
                using var scope = new TensorScope();
                var image = ImageUtils.img_to_array(ImageUtils.load_img(paths[i], color_mode), "channels_last", "float32");
                var resized = Ops.resize(Kernel.FromNumpy(image, null), (size[0], size[1]), interpolation, crop_to_aspect_ratio: crop_to_aspect_ratio, pad_to_aspect_ratio: pad_to_aspect_ratio, data_format: "channels_last");
                if (first) resized = Ops.transpose(resized, [2, 0, 1]);
                Kernel.ToArray<float>(resized).CopyTo(all, i * pixels);
            }
            return (new NDArray(all, first ? new Shape(paths.Length, channels, size[0], size[1]) : new Shape(paths.Length, size[0], size[1], channels)), null);
        });
    }
}
