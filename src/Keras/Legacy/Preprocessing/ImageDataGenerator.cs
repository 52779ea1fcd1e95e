using Keras.Backend;
using Keras.Utils;
using NumSharp;

namespace Keras.Legacy.Preprocessing;

/// <summary>Gives batches of images that are changed at random and normalized (keras/src/legacy/preprocessing/image.py).</summary>
/// <remarks>Random numbers are those of NumPy's global generator: a seed gives the images of Python Keras.</remarks>
[KerasExport("keras.preprocessing.image.ImageDataGenerator")]
public class ImageDataGenerator
{
    private readonly NPTypeCode _dtype;
    private readonly int _channelAxis;
    private readonly int _rowAxis;
    private readonly int _colAxis;
    private readonly (double Least, double Most) _zoom;

    /// <summary>Sets how images are changed.</summary>
    /// <param name="featurewise_center">Whether the mean of each channel over the data of <see cref="fit"/> is taken away.</param>
    /// <param name="samplewise_center">Whether each image's mean is taken away.</param>
    /// <param name="featurewise_std_normalization">Whether each channel is divided by its standard deviation over the data of <see cref="fit"/>.</param>
    /// <param name="samplewise_std_normalization">Whether each image is divided by its standard deviation.</param>
    /// <param name="zca_whitening">Whether the correlations between pixels in the data of <see cref="fit"/> are removed.</param>
    /// <param name="zca_epsilon">Keeps the whitening from dividing by 0.</param>
    /// <param name="rotation_range">Greatest angle in degrees, either way.</param>
    /// <param name="width_shift_range">Greatest shift: a part of the width (below 1), pixels, or a list to choose from.</param>
    /// <param name="height_shift_range">Greatest shift: a part of the height (below 1), pixels, or a list to choose from.</param>
    /// <param name="brightness_range">Least and greatest factor of the brightness.</param>
    /// <param name="shear_range">Greatest angle of shearing in degrees, either way.</param>
    /// <param name="zoom_range">Least and greatest zoom, or how far it may be from 1.</param>
    /// <param name="channel_shift_range">The most that is added to all values, or taken away.</param>
    /// <param name="fill_mode">What lies outside: <c>constant</c>, <c>nearest</c>, <c>reflect</c> or <c>wrap</c>.</param>
    /// <param name="cval">The value of <c>constant</c>.</param>
    /// <param name="horizontal_flip">Whether half of the images are mirrored left to right.</param>
    /// <param name="vertical_flip">Whether half of the images are mirrored top to bottom.</param>
    /// <param name="rescale">What all values are multiplied by.</param>
    /// <param name="preprocessing_function">Called with each changed image before it is normalized; gives an image of the same shape.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where null.</param>
    /// <param name="validation_split">Part of the data that <c>subset: "validation"</c> gives.</param>
    /// <param name="interpolation_order">Order of the splines between pixels, 0 to 5.</param>
    /// <param name="dtype">dtype of the images; <c>floatx()</c> where null.</param>
    /// <exception cref="ArgumentException">An argument has no meaning.</exception>
    public ImageDataGenerator(bool featurewise_center = false, bool samplewise_center = false, bool featurewise_std_normalization = false, bool samplewise_std_normalization = false, bool zca_whitening = false,
        double zca_epsilon = 1e-6, double rotation_range = 0, AugmentationRange? width_shift_range = null, AugmentationRange? height_shift_range = null, AugmentationRange? brightness_range = null, double shear_range = 0.0,
        AugmentationRange? zoom_range = null, double channel_shift_range = 0.0, string fill_mode = "nearest", double cval = 0.0, bool horizontal_flip = false, bool vertical_flip = false, double? rescale = null,
        Func<NDArray, NDArray>? preprocessing_function = null, string? data_format = null, double validation_split = 0.0, int interpolation_order = 1, string? dtype = null)
    {
        // 1. Options without conditions.
        this.featurewise_center = featurewise_center;
        this.samplewise_center = samplewise_center;
        this.featurewise_std_normalization = featurewise_std_normalization;
        this.samplewise_std_normalization = samplewise_std_normalization;
        this.zca_whitening = zca_whitening;
        this.zca_epsilon = zca_epsilon;
        this.rotation_range = rotation_range;
        this.width_shift_range = width_shift_range ?? 0.0;
        this.height_shift_range = height_shift_range ?? 0.0;
        this.shear_range = shear_range;
        this.channel_shift_range = channel_shift_range;
        this.fill_mode = fill_mode;
        this.cval = cval;
        this.horizontal_flip = horizontal_flip;
        this.vertical_flip = vertical_flip;
        this.rescale = rescale;
        this.preprocessing_function = preprocessing_function;
        this.interpolation_order = interpolation_order;
        this.dtype = dtype ?? KerasConfig.floatx();
        _dtype = NumpyTypes.Parse(this.dtype);
        SplineTransform.Parse(fill_mode);
        if (interpolation_order is < 0 or > 5) throw new ArgumentException($"`interpolation_order` must be from 0 to 5. Received: {interpolation_order}", nameof(interpolation_order));

        // 2. Axes of a batch.
        if (data_format is not (null or "channels_last" or "channels_first"))
            throw new ArgumentException($"`data_format` should be `\"channels_last\"` (channel after row and column) or `\"channels_first\"` (channel before row and column). Received: {data_format}", nameof(data_format));
        this.data_format = KerasConfig.StandardizeDataFormat(data_format);
        (_channelAxis, _rowAxis, _colAxis) = this.data_format == "channels_first" ? (1, 2, 3) : (3, 1, 2);

        // 3. Ranges.
        if (validation_split != 0 && !(validation_split > 0 && validation_split < 1)) throw new ArgumentException($"`validation_split` must be strictly between 0 and 1.  Received: {validation_split}", nameof(validation_split));
        ValidationSplit = validation_split;
        var zoom = zoom_range ?? 0.0;
        if (zoom.IsList && zoom.Values.Count != 2) throw new ArgumentException($"`zoom_range` should be a float or a tuple or list of two floats. Received: {zoom}", nameof(zoom_range));
        _zoom = zoom.IsList ? (zoom.Values[0], zoom.Values[1]) : (1 - zoom.Values[0], 1 + zoom.Values[0]);
        if (brightness_range is not null && (!brightness_range.IsList || brightness_range.Values.Count != 2)) throw new ArgumentException($"`brightness_range` should be tuple or list of two floats. Received: {brightness_range}", nameof(brightness_range));
        this.brightness_range = brightness_range;

        // 4. Options that need others.
        if (zca_whitening)
        {
            if (!featurewise_center) this.featurewise_center = Overrides("zca_whitening", "featurewise_center", true);
            if (featurewise_std_normalization) this.featurewise_std_normalization = Overrides("zca_whitening", "featurewise_std_normalization", false);
        }
        if (featurewise_std_normalization && !this.featurewise_center) this.featurewise_center = Overrides("featurewise_std_normalization", "featurewise_center", true);
        if (samplewise_std_normalization && !samplewise_center) this.samplewise_center = Overrides("samplewise_std_normalization", "samplewise_center", true);
    }

    /// <summary>Whether the mean of each channel over the data of <see cref="fit"/> is taken away.</summary>
    public bool featurewise_center { get; }

    /// <summary>Whether each image's mean is taken away.</summary>
    public bool samplewise_center { get; }

    /// <summary>Whether each channel is divided by its standard deviation over the data of <see cref="fit"/>.</summary>
    public bool featurewise_std_normalization { get; }

    /// <summary>Whether each image is divided by its standard deviation.</summary>
    public bool samplewise_std_normalization { get; }

    /// <summary>Whether the correlations between pixels are removed.</summary>
    public bool zca_whitening { get; }

    /// <summary>Keeps the whitening from dividing by 0.</summary>
    public double zca_epsilon { get; }

    /// <summary>Greatest angle in degrees.</summary>
    public double rotation_range { get; }

    /// <summary>Greatest shift along the width.</summary>
    public AugmentationRange width_shift_range { get; }

    /// <summary>Greatest shift along the height.</summary>
    public AugmentationRange height_shift_range { get; }

    /// <summary>Least and greatest factor of the brightness.</summary>
    public AugmentationRange? brightness_range { get; }

    /// <summary>Greatest angle of shearing in degrees.</summary>
    public double shear_range { get; }

    /// <summary>Least and greatest zoom.</summary>
    public double[] zoom_range => [_zoom.Least, _zoom.Most];

    /// <summary>The most that is added to all values.</summary>
    public double channel_shift_range { get; }

    /// <summary>What lies outside.</summary>
    public string fill_mode { get; }

    /// <summary>The value of <c>constant</c>.</summary>
    public double cval { get; }

    /// <summary>Whether half of the images are mirrored left to right.</summary>
    public bool horizontal_flip { get; }

    /// <summary>Whether half of the images are mirrored top to bottom.</summary>
    public bool vertical_flip { get; }

    /// <summary>What all values are multiplied by.</summary>
    public double? rescale { get; }

    /// <summary>Called with each changed image before it is normalized.</summary>
    public Func<NDArray, NDArray>? preprocessing_function { get; }

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format { get; }

    /// <summary>Order of the splines between pixels.</summary>
    public int interpolation_order { get; }

    /// <summary>dtype of the images.</summary>
    public string dtype { get; }

    /// <summary>Mean of each channel, from <see cref="fit"/>; may be set.</summary>
    public NDArray? mean { get; set; }

    /// <summary>Standard deviation of each channel, from <see cref="fit"/>; may be set.</summary>
    public NDArray? std { get; set; }

    /// <summary>What flat images are multiplied by to remove the correlations between pixels, from <see cref="fit"/>.</summary>
    public NDArray? zca_whitening_matrix { get; set; }

    internal double ValidationSplit { get; }

    /// <summary>Batches of changed images of an array.</summary>
    /// <param name="x">Images, (samples, height, width, channels) or channels first.</param>
    /// <param name="y">Targets.</param>
    /// <param name="batch_size">Samples a batch.</param>
    /// <param name="shuffle">Whether the samples come in random order.</param>
    /// <param name="sample_weight">Weights of the samples.</param>
    /// <param name="seed">Seed of order and transformations.</param>
    /// <param name="save_to_dir">Folder to which changed images are written, to look at them.</param>
    /// <param name="save_prefix">How their names begin.</param>
    /// <param name="save_format">Their format.</param>
    /// <param name="ignore_class_split">Whether the parts of <c>validation_split</c> may have different classes.</param>
    /// <param name="subset"><c>training</c> or <c>validation</c>: one of the parts of <c>validation_split</c>.</param>
    /// <exception cref="ArgumentException">The arrays do not fit together, or the subset is unknown.</exception>
    public NumpyArrayIterator flow(NDArray x, NDArray? y = null, int batch_size = 32, bool shuffle = true, NDArray? sample_weight = null, int? seed = null, string? save_to_dir = null, string save_prefix = "",
        string save_format = "png", bool ignore_class_split = false, string? subset = null) =>
        new(x, y, this, batch_size, shuffle, sample_weight, seed, data_format, save_to_dir, save_prefix, save_format, subset, ignore_class_split, dtype);

    /// <summary>Batches of changed images of an array, with further arrays that go in beside them unchanged.</summary>
    /// <param name="x">The images, then the other arrays.</param>
    /// <param name="y">Targets.</param>
    /// <param name="batch_size">Samples a batch.</param>
    /// <param name="shuffle">Whether the samples come in random order.</param>
    /// <param name="sample_weight">Weights of the samples.</param>
    /// <param name="seed">Seed of order and transformations.</param>
    /// <param name="save_to_dir">Folder to which changed images are written, to look at them.</param>
    /// <param name="save_prefix">How their names begin.</param>
    /// <param name="save_format">Their format.</param>
    /// <param name="ignore_class_split">Whether the parts of <c>validation_split</c> may have different classes.</param>
    /// <param name="subset"><c>training</c> or <c>validation</c>: one of the parts of <c>validation_split</c>.</param>
    /// <exception cref="ArgumentException">The arrays do not fit together, or the subset is unknown.</exception>
    public NumpyArrayIterator flow(NDArray[] x, NDArray? y = null, int batch_size = 32, bool shuffle = true, NDArray? sample_weight = null, int? seed = null, string? save_to_dir = null, string save_prefix = "",
        string save_format = "png", bool ignore_class_split = false, string? subset = null)
    {
        if (x.Length == 0) throw new ArgumentException("flow got an empty list; it must begin with the images.", nameof(x));
        return new(x[0], y, this, batch_size, shuffle, sample_weight, seed, data_format, save_to_dir, save_prefix, save_format, subset, ignore_class_split, dtype, x[1..]);
    }

    /// <summary>Batches of changed pictures of a folder with a folder for each class.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="target_size">Height and width of the images; 256 each where null.</param>
    /// <param name="color_mode"><c>rgb</c>, <c>rgba</c> or <c>grayscale</c>.</param>
    /// <param name="classes">Names of the folders to read, in the order of the classes; all, by name, where null.</param>
    /// <param name="class_mode">Form of the targets: <c>categorical</c>, <c>binary</c>, <c>sparse</c>, <c>input</c>, or null for none.</param>
    /// <param name="batch_size">Samples a batch.</param>
    /// <param name="shuffle">Whether the samples come in random order.</param>
    /// <param name="seed">Seed of order and transformations.</param>
    /// <param name="save_to_dir">Folder to which changed images are written, to look at them.</param>
    /// <param name="save_prefix">How their names begin.</param>
    /// <param name="save_format">Their format.</param>
    /// <param name="follow_links">Whether links to folders are followed.</param>
    /// <param name="subset"><c>training</c> or <c>validation</c>: one of the parts of <c>validation_split</c>.</param>
    /// <param name="interpolation">How pictures are brought to the size: <c>nearest</c>, <c>bilinear</c>, <c>bicubic</c>, <c>lanczos</c>, <c>box</c>, <c>hamming</c>.</param>
    /// <param name="keep_aspect_ratio">Whether the largest centred part of the right proportions is taken instead of distorting the picture.</param>
    /// <exception cref="ArgumentException">A mode or subset is unknown.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public DirectoryIterator flow_from_directory(string directory, Size2D? target_size = null, string color_mode = "rgb", string[]? classes = null, string? class_mode = "categorical", int batch_size = 32, bool shuffle = true,
        int? seed = null, string? save_to_dir = null, string save_prefix = "", string save_format = "png", bool follow_links = false, string? subset = null, string interpolation = "nearest", bool keep_aspect_ratio = false) =>
        new(directory, this, target_size, color_mode, classes, class_mode, batch_size, shuffle, seed, data_format, save_to_dir, save_prefix, save_format, follow_links, subset, interpolation, keep_aspect_ratio, dtype);

    /// <summary>Batches of changed pictures whose files a table lists.</summary>
    /// <param name="dataframe">The table; pandas' DataFrame is .NET's <see cref="System.Data.DataTable"/> here.</param>
    /// <param name="directory">The folder that the paths begin in; they stand for themselves where null.</param>
    /// <param name="x_col">The column of the paths.</param>
    /// <param name="y_col">The column of the targets; several for <c>multi_output</c> and <c>raw</c>. <c>class</c> where null.</param>
    /// <param name="weight_col">The column of the weights of the samples.</param>
    /// <param name="target_size">Height and width of the images; 256 each where null.</param>
    /// <param name="color_mode"><c>rgb</c>, <c>rgba</c> or <c>grayscale</c>.</param>
    /// <param name="classes">The classes to keep, in their order; all, by name, where null.</param>
    /// <param name="class_mode">
    /// Form of the targets: <c>categorical</c> (one column a class; a row may have several, as a <c>string[]</c>), <c>binary</c> or <c>sparse</c> (the class's number),
    /// <c>raw</c> (the numbers of the columns), <c>multi_output</c> (an array a column), <c>input</c> (the images), null (none).
    /// </param>
    /// <param name="batch_size">Samples a batch.</param>
    /// <param name="shuffle">Whether the samples come in random order.</param>
    /// <param name="seed">Seed of order and transformations.</param>
    /// <param name="save_to_dir">Folder to which changed images are written, to look at them.</param>
    /// <param name="save_prefix">How their names begin.</param>
    /// <param name="save_format">Their format.</param>
    /// <param name="subset"><c>training</c> or <c>validation</c>: one of the parts of <c>validation_split</c>.</param>
    /// <param name="interpolation">How pictures are brought to the size: <c>nearest</c>, <c>bilinear</c>, <c>bicubic</c>, <c>lanczos</c>, <c>box</c>, <c>hamming</c>.</param>
    /// <param name="validate_filenames">Whether rows whose file is missing or no picture are left out, with a warning.</param>
    /// <exception cref="ArgumentException">A column, mode or subset is unknown, or values are not of the form that the mode needs.</exception>
    public DataFrameIterator flow_from_dataframe(System.Data.DataTable dataframe, string? directory = null, string x_col = "filename", TableColumns? y_col = null, string? weight_col = null, Size2D? target_size = null,
        string color_mode = "rgb", string[]? classes = null, string? class_mode = "categorical", int batch_size = 32, bool shuffle = true, int? seed = null, string? save_to_dir = null, string save_prefix = "",
        string save_format = "png", string? subset = null, string interpolation = "nearest", bool validate_filenames = true) =>
        new(dataframe, directory, this, x_col, y_col, weight_col, target_size, color_mode, classes, class_mode == "other" ? "raw" : class_mode, batch_size, shuffle, seed, data_format, save_to_dir,
            save_prefix, save_format, subset, interpolation, dtype: dtype, validate_filenames: validate_filenames);

    /// <summary>Normalizes an image or a batch of images as the options say.</summary>
    /// <param name="x">The images, in a floating dtype.</param>
    /// <returns>A new array.</returns>
    /// <remarks>Porting note: Keras changes the argument itself; here it stays as it is.</remarks>
    public virtual NDArray standardize(NDArray x)
    {
        if (preprocessing_function is not null) x = preprocessing_function(x);
        if (rescale is { } factor and not 0) x = x * factor;
        if (samplewise_center) x = x - Moments(ImageAugmentation.ToDoubles(x)).Mean;
        if (samplewise_std_normalization) x = x / (Moments(ImageAugmentation.ToDoubles(x)).Deviation + 1e-6);
        if (featurewise_center)
        {
            if (mean is not null) x = x - mean;
            else NotFitted("featurewise_center");
        }
        if (featurewise_std_normalization)
        {
            if (std is not null) x = x / (std + 1e-6);
            else NotFitted("featurewise_std_normalization");
        }
        if (zca_whitening)
        {
            if (zca_whitening_matrix is not null) x = np.dot(x.reshape(new Shape(-1, zca_whitening_matrix.shape[0])), zca_whitening_matrix).reshape(x.Shape);
            else NotFitted("zca_whitening");
        }
        return x;
    }

    /// <summary>Draws how one image is to be changed.</summary>
    /// <param name="img_shape">Shape of the image.</param>
    /// <param name="seed">Seed of NumPy's global generator; it goes on as it is where null.</param>
    /// <returns><c>theta</c>, <c>tx</c>, <c>ty</c>, <c>shear</c>, <c>zx</c>, <c>zy</c>, <c>flip_horizontal</c> and <c>flip_vertical</c> (1 or 0), <c>channel_shift_intensity</c> and <c>brightness</c> (null: unchanged).</returns>
    public virtual Dictionary<string, double?> get_random_transform(long[] img_shape, int? seed = null)
    {
        var random = NumpyRandomState.Global;
        if (seed is { } start) random.Seed(start);
        var theta = rotation_range != 0 ? random.Uniform(-rotation_range, rotation_range) : 0;
        var tx = DrawShift(height_shift_range, img_shape[_rowAxis - 1]);
        var ty = DrawShift(width_shift_range, img_shape[_colAxis - 1]);
        var shear = shear_range != 0 ? random.Uniform(-shear_range, shear_range) : 0;
        var (zx, zy) = ImageAugmentation.DrawZoom(_zoom.Least, _zoom.Most);
        // Both are drawn, whether they are used or not.
        var (horizontal, vertical) = (random.Random() < 0.5, random.Random() < 0.5);
        double? intensity = channel_shift_range != 0 ? random.Uniform(-channel_shift_range, channel_shift_range) : null;
        double? brightness = brightness_range is { Values: var range } ? random.Uniform(range[0], range[1]) : null;
        return new()
        {
            ["theta"] = theta,
            ["tx"] = tx,
            ["ty"] = ty,
            ["shear"] = shear,
            ["zx"] = zx,
            ["zy"] = zy,
            ["flip_horizontal"] = horizontal && horizontal_flip ? 1 : 0,
            ["flip_vertical"] = vertical && vertical_flip ? 1 : 0,
            ["channel_shift_intensity"] = intensity,
            ["brightness"] = brightness,
        };
    }

    /// <summary>Changes an image as said.</summary>
    /// <param name="x">The image, of three dimensions.</param>
    /// <param name="transform_parameters">What <see cref="get_random_transform"/> gives, or some of it.</param>
    /// <returns>An image of the same shape.</returns>
    public virtual NDArray apply_transform(NDArray x, Dictionary<string, double?> transform_parameters)
    {
        var (row, column, channel) = (_rowAxis - 1, _colAxis - 1, _channelAxis - 1);
        double Get(string name, double otherwise) => transform_parameters.GetValueOrDefault(name) ?? otherwise;
        x = ImageAugmentation.apply_affine_transform(x, Get("theta", 0), Get("tx", 0), Get("ty", 0), Get("shear", 0), Get("zx", 1), Get("zy", 1), row, column, channel, fill_mode, cval, interpolation_order);
        if (transform_parameters.GetValueOrDefault("channel_shift_intensity") is { } intensity) x = ImageAugmentation.apply_channel_shift(x, intensity, channel);
        if (Get("flip_horizontal", 0) != 0) x = ImageAugmentation.Flip(x, column);
        if (Get("flip_vertical", 0) != 0) x = ImageAugmentation.Flip(x, row);
        if (transform_parameters.GetValueOrDefault("brightness") is { } brightness) x = ImageAugmentation.apply_brightness_shift(x, brightness, false);
        return x;
    }

    /// <summary>Changes an image at random.</summary>
    /// <param name="x">The image, of three dimensions.</param>
    /// <param name="seed">Seed of NumPy's global generator; it goes on as it is where null.</param>
    /// <returns>An image of the same shape.</returns>
    public NDArray random_transform(NDArray x, int? seed = null) => apply_transform(x, get_random_transform(x.shape, seed));

    /// <summary>Computes what <c>featurewise_center</c>, <c>featurewise_std_normalization</c> and <c>zca_whitening</c> need.</summary>
    /// <param name="x">Images, (samples, height, width, channels) or channels first.</param>
    /// <param name="augment">Whether the images are changed at random first.</param>
    /// <param name="rounds">How often each image is changed.</param>
    /// <param name="seed">Seed of NumPy's global generator; it goes on as it is where null.</param>
    /// <exception cref="ArgumentException">The array has another number of dimensions.</exception>
    public virtual void fit(NDArray x, bool augment = false, int rounds = 1, int? seed = null)
    {
        // 1. The images, changed where asked for.
        if (x.ndim != 4) throw new ArgumentException($"Input to `.fit()` should have rank 4. Got array with shape: {NumpyTypes.Describe(x.shape)}", nameof(x));
        if (x.shape[_channelAxis] is not (1 or 3 or 4))
            IoUtils.Warn($"Expected input to be images (as Numpy array) following the data format convention \"{data_format}\" (channels on axis {_channelAxis}), i.e. expected either 1, 3 or 4 channels on axis {_channelAxis}. However, it was passed an array with shape {NumpyTypes.Describe(x.shape)} ({x.shape[_channelAxis]} channels).");
        if (seed is { } start) NumpyRandomState.Global.Seed(start);
        x = x.astype(_dtype);
        if (rescale is { } factor and not 0) x = x * factor;
        if (augment)
        {
            var changed = new List<NDArray>();
            for (var r = 0; r < rounds; r++)
                for (var i = 0; i < x.shape[0]; i++) changed.Add(random_transform(x[i]));
            x = ImageAugmentation.ToArray([.. changed.SelectMany(ImageAugmentation.ToDoubles)], [changed.Count, .. x.shape[1..]], _dtype);
        }

        // 2. Each channel's mean and deviation.
        if (featurewise_center)
        {
            mean = PerChannel(x, m => m.Mean);
            x = x - mean;
        }
        if (featurewise_std_normalization)
        {
            std = PerChannel(x, m => m.Deviation);
            x = x / (std + 1e-6);
        }

        // 3. The whitening matrix, from the directions in which the images differ.
        if (!zca_whitening) return;
        using var scope = new TensorScope();
        var count = (int)x.shape[0];
        var flat = Ops.transpose(Ops.reshape(Kernel.FromNumpy(x, null), (count, -1)));
        var parts = (TensorList)Ops.svd(flat, full_matrices: false);
        var inverse = Ops.divide(Math.Sqrt(count), Ops.add(parts[1], zca_epsilon));
        zca_whitening_matrix = Kernel.ToNumpy(Ops.matmul(Ops.multiply(parts[0], inverse), Ops.transpose(parts[0])));
    }

    /// <summary>An image changed at random and normalized.</summary>
    internal NDArray Change(NDArray image)
    {
        image = image.astype(_dtype);
        return standardize(apply_transform(image, get_random_transform(image.shape)));
    }

    private static double DrawShift(AugmentationRange range, double size)
    {
        // 0 shifts nothing and draws nothing; a list, even of zeros, is chosen from.
        if (range.Values.Count == 0 || (!range.IsList && range.Values[0] == 0)) return 0;
        var random = NumpyRandomState.Global;
        double shift;
        if (range.IsList || (range.IsWhole && range.Values[0] > 0))
        {
            shift = range.IsList ? range.Values[(int)random.RandInt(0, range.Values.Count)] : random.RandInt(0, (long)range.Values[0]);
            shift *= random.RandInt(0, 2) == 0 ? -1 : 1;
        }
        else shift = random.Uniform(-range.Values[0], range.Values[0]);
        return range.Values.Max() < 1 ? shift * size : shift;
    }

    private NDArray PerChannel(NDArray x, Func<(double Mean, double Deviation), double> what)
    {
        var values = ImageAugmentation.ToDoubles(x);
        var channels = (int)x.shape[_channelAxis];
        var inner = _channelAxis == 3 ? 1 : (int)(x.shape[2] * x.shape[3]);
        var result = new double[channels];
        for (var c = 0; c < channels; c++) result[c] = what(Moments([.. values.Where((_, i) => i / inner % channels == c)]));
        return ImageAugmentation.ToArray(result, _channelAxis == 3 ? [1, 1, channels] : [channels, 1, 1], _dtype);
    }

    private static (double Mean, double Deviation) Moments(double[] values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }

    private static bool Overrides(string option, string other, bool value)
    {
        IoUtils.Warn($"This ImageDataGenerator specifies `{option}`, which overrides setting of `{other}`.");
        return value;
    }

    private static void NotFitted(string option) =>
        IoUtils.WarnOnce($"This ImageDataGenerator specifies `{option}`, but it hasn't been fit on any training data. Fit it first by calling `.fit(numpy_data)`.");
}
