using Keras.Backend;
using Keras.Utils;
using NumSharp;

namespace Keras.Legacy.Preprocessing;

/// <summary>Batches of images of an array, changed as an <see cref="ImageDataGenerator"/> says.</summary>
[KerasExport("keras.preprocessing.image.NumpyArrayIterator")]
public sealed class NumpyArrayIterator : Iterator
{
    private readonly ImageDataGenerator _generator;
    private readonly NDArray _x;
    private readonly NDArray[] _others;
    private readonly NDArray? _y;
    private readonly NDArray? _weight;
    private readonly string _dataFormat;
    private readonly NPTypeCode _dtype;
    private readonly string? _folder;
    private readonly string _prefix;
    private readonly string _format;

    /// <summary>Makes the iterator.</summary>
    /// <param name="x">Images, (samples, height, width, channels) or channels first.</param>
    /// <param name="y">Targets.</param>
    /// <param name="image_data_generator">How images are changed.</param>
    /// <param name="batch_size">Samples a batch.</param>
    /// <param name="shuffle">Whether the samples come in random order.</param>
    /// <param name="sample_weight">Weights of the samples.</param>
    /// <param name="seed">Seed of order and transformations.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where null.</param>
    /// <param name="save_to_dir">Folder to which changed images are written, to look at them.</param>
    /// <param name="save_prefix">How their names begin.</param>
    /// <param name="save_format">Their format.</param>
    /// <param name="subset"><c>training</c> or <c>validation</c>: one of the parts of <c>validation_split</c>.</param>
    /// <param name="ignore_class_split">Whether the two parts may have different classes.</param>
    /// <param name="dtype">dtype of the images; <c>floatx()</c> where null.</param>
    /// <param name="x_misc">Arrays that go in beside the images.</param>
    /// <exception cref="ArgumentException">The arrays do not fit together, or the subset is unknown.</exception>
    public NumpyArrayIterator(NDArray x, NDArray? y, ImageDataGenerator image_data_generator, int batch_size = 32, bool shuffle = false, NDArray? sample_weight = null, int? seed = null, string? data_format = null,
        string? save_to_dir = null, string save_prefix = "", string save_format = "png", string? subset = null, bool ignore_class_split = false, string? dtype = null, NDArray[]? x_misc = null)
        : base(Count(x, image_data_generator, subset), batch_size, shuffle, seed)
    {
        // 1. All have one length.
        _generator = image_data_generator;
        _dataFormat = KerasConfig.StandardizeDataFormat(data_format);
        _dtype = NumpyTypes.Parse(dtype ?? KerasConfig.floatx());
        _others = x_misc ?? [];
        foreach (var other in _others) CheckLength(x, other, "an array beside the images");
        if (y is not null) CheckLength(x, y, "`y` (labels)");
        if (sample_weight is not null) CheckLength(x, sample_weight, "`sample_weight`");

        // 2. The part that is asked for.
        if (subset is not null)
        {
            var at = (int)(x.shape[0] * image_data_generator.ValidationSplit);
            if (y is not null && !ignore_class_split && !Classes(y, 0, at).SetEquals(Classes(y, at, (int)y.shape[0])))
                throw new ArgumentException("Training and validation subsets have different number of classes after the split. If your numpy arrays are sorted by the label, you might want to shuffle them.");
            var rows = subset == "validation" ? Enumerable.Range(0, at) : Enumerable.Range(at, (int)x.shape[0] - at);
            int[] indices = [.. rows];
            x = Rows(x, indices);
            _others = Array.ConvertAll(_others, o => Rows(o, indices));
            y = y is null ? null : Rows(y, indices);
            sample_weight = sample_weight is null ? null : Rows(sample_weight, indices);
        }

        // 3. The images.
        if (x.ndim != 4) throw new ArgumentException($"Input data in `NumpyArrayIterator` should have rank 4. You passed an array with shape {NumpyTypes.Describe(x.shape)}", nameof(x));
        _x = x.astype(_dtype);
        var axis = _dataFormat == "channels_last" ? 3 : 1;
        if (x.shape[axis] is not (1 or 3 or 4))
            IoUtils.Warn($"NumpyArrayIterator is set to use the data format convention \"{_dataFormat}\" (channels on axis {axis}), i.e. expected either 1, 3, or 4 channels on axis {axis}. However, it was passed an array with shape {NumpyTypes.Describe(x.shape)} ({x.shape[axis]} channels).");
        (_y, _weight) = (y, sample_weight);
        (_folder, _prefix, _format) = (save_to_dir, save_prefix, save_format);
    }

    internal override IteratorBatch Load(int[] indices)
    {
        var images = Array.ConvertAll(indices, i => _generator.Change(_x[i]));
        if (_folder is not null) SaveImages(images, indices, _folder, _prefix, _format, _dataFormat, 10_000);
        return new([Stack(images, _x.shape[1..], _dtype), .. _others.Select(o => Rows(o, indices))], _y is null ? null : [Rows(_y, indices)], _y is null || _weight is null ? null : Rows(_weight, indices));
    }

    private static int Count(NDArray x, ImageDataGenerator generator, string? subset)
    {
        var all = (int)x.shape[0];
        var held = (int)(all * generator.ValidationSplit);
        return subset switch
        {
            null => all,
            "validation" => held,
            "training" => all - held,
            _ => throw new ArgumentException($"Invalid subset name: {subset}; expected \"training\" or \"validation\".", nameof(subset)),
        };
    }

    private static HashSet<double> Classes(NDArray y, int from, int to)
    {
        var width = (int)(y.size / Math.Max(1, y.shape[0]));
        return [.. ImageAugmentation.ToDoubles(y).Skip(from * width).Take((to - from) * width)];
    }

    private static void CheckLength(NDArray x, NDArray other, string what)
    {
        if (x.shape[0] != other.shape[0]) throw new ArgumentException($"`x` (images tensor) and {what} should have the same length. Found: x.shape = {NumpyTypes.Describe(x.shape)}, and {NumpyTypes.Describe(other.shape)}");
    }
}
