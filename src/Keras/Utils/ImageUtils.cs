using Keras.Backend;
using Keras.Utils.Images;
using NumSharp;

namespace Keras.Utils;

/// <summary>Pictures in files, as arrays and in other sizes (keras/src/utils/image_utils.py).</summary>
public static class ImageUtils
{
    /// <summary>Reads a picture from a file.</summary>
    /// <param name="path">The file: PNG, JPEG, BMP, GIF (the first picture), WebP or PPM.</param>
    /// <param name="color_mode"><c>rgb</c>, <c>rgba</c> or <c>grayscale</c>.</param>
    /// <param name="target_size">Height and width to which the picture is brought; its own where null.</param>
    /// <param name="interpolation"><c>nearest</c>, <c>bilinear</c>, <c>bicubic</c>, <c>hamming</c>, <c>box</c> or <c>lanczos</c>.</param>
    /// <param name="keep_aspect_ratio">Whether the largest centred part of the right proportions is taken instead of distorting the picture.</param>
    /// <exception cref="ArgumentException">A mode or filter is unknown.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or holds no picture.</exception>
    [KerasExport("keras.utils.load_img", "keras.preprocessing.image.load_img")]
    public static Image load_img(string path, string color_mode = "rgb", Size2D? target_size = null, string interpolation = "nearest", bool keep_aspect_ratio = false) =>
        Prepare(() => Image.Open(path), color_mode, target_size, interpolation, keep_aspect_ratio);

    /// <summary>Reads a picture from a stream.</summary>
    /// <param name="path">The file's bytes.</param>
    /// <param name="color_mode"><c>rgb</c>, <c>rgba</c> or <c>grayscale</c>.</param>
    /// <param name="target_size">Height and width to which the picture is brought; its own where null.</param>
    /// <param name="interpolation"><c>nearest</c>, <c>bilinear</c>, <c>bicubic</c>, <c>hamming</c>, <c>box</c> or <c>lanczos</c>.</param>
    /// <param name="keep_aspect_ratio">Whether the largest centred part of the right proportions is taken instead of distorting the picture.</param>
    /// <exception cref="ArgumentException">A mode or filter is unknown.</exception>
    /// <exception cref="InvalidDataException">The bytes are damaged or no picture.</exception>
    [KerasExport("keras.utils.load_img", "keras.preprocessing.image.load_img")]
    public static Image load_img(Stream path, string color_mode = "rgb", Size2D? target_size = null, string interpolation = "nearest", bool keep_aspect_ratio = false) =>
        Prepare(() => Image.Open(path), color_mode, target_size, interpolation, keep_aspect_ratio);

    /// <summary>Makes an array of a picture.</summary>
    /// <param name="img">The picture.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where null.</param>
    /// <param name="dtype">dtype of the array; <c>floatx()</c> where null.</param>
    /// <returns>(height, width, channels), or channels first.</returns>
    [KerasExport("keras.utils.img_to_array", "keras.preprocessing.image.img_to_array")]
    public static NDArray img_to_array(Image img, string? data_format = null, string? dtype = null)
    {
        var first = KerasConfig.StandardizeDataFormat(data_format) == "channels_first";
        var type = NumpyTypes.Parse(dtype ?? KerasConfig.floatx());
        var array = img.ToArray();
        // NumSharp saturates where NumPy takes the low bits.
        if (type == NPTypeCode.Byte && img.Pixels is int[] wide) array = new NDArray(Array.ConvertAll(wide, v => unchecked((byte)v)), array.Shape);
        if (array.ndim == 2) array = first ? array.reshape(new Shape(1, img.height, img.width)) : array.reshape(new Shape(img.height, img.width, 1));
        else if (first) array = array.transpose(new[] { 2, 0, 1 }).copy();
        return array.astype(type);
    }

    /// <summary>Makes a picture of an array.</summary>
    /// <param name="x">(height, width, channels) with 1, 3 or 4 channels, or channels first.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where null.</param>
    /// <param name="scale">Whether the values are spread from 0 to 255; else they are taken as they are.</param>
    /// <param name="dtype">dtype of the computation; <c>floatx()</c> where null.</param>
    /// <exception cref="ArgumentException">The array has another shape.</exception>
    [KerasExport("keras.utils.array_to_img", "keras.preprocessing.image.array_to_img")]
    public static Image array_to_img(NDArray x, string? data_format = null, bool scale = true, string? dtype = null)
    {
        // 1. Channels last, in the dtype of the computation.
        var first = KerasConfig.StandardizeDataFormat(data_format) == "channels_first";
        var type = NumpyTypes.Parse(dtype ?? KerasConfig.floatx());
        if (x.ndim != 3) throw new ArgumentException($"Expected image array to have rank 3 (single image). Got array with shape: {NumpyTypes.Describe(x.shape)}", nameof(x));
        if (first) x = x.transpose(new[] { 1, 2, 0 });
        var channels = (int)x.shape[2];
        if (channels is not (1 or 3 or 4)) throw new ArgumentException($"Unsupported channel number: {channels}. A picture has 1, 3 or 4 channels.", nameof(x));
        var values = type == NPTypeCode.Double ? Scaled(x.astype(NPTypeCode.Double).ToArray<double>(), scale)
            : Array.ConvertAll(Scaled(x.astype(type).astype(NPTypeCode.Single).ToArray<float>(), scale), v => (double)v);

        // 2. Bytes; grey values above 255 as integers.
        var (height, width) = ((int)x.shape[0], (int)x.shape[1]);
        if (channels == 1 && values.Length > 0 && values.Max() > 255) return Image.Make("I", width, height, Array.ConvertAll(values, v => (int)v));
        return Image.Make(channels switch { 1 => "L", 3 => "RGB", _ => "RGBA" }, width, height, Array.ConvertAll(values, v => unchecked((byte)(long)v)));
    }

    /// <summary>Writes an array to a picture file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="x">(height, width, channels) with 1, 3 or 4 channels, or channels first.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where null.</param>
    /// <param name="file_format"><c>png</c>, <c>jpeg</c>, <c>bmp</c>, <c>gif</c>, <c>webp</c> or <c>ppm</c>; by the file's ending where null.</param>
    /// <param name="scale">Whether the values are spread from 0 to 255; else they are taken as they are.</param>
    /// <param name="quality">Of JPEG and WebP, 1 to 100.</param>
    /// <exception cref="ArgumentException">The array has another shape, or there is no such format.</exception>
    [KerasExport("keras.utils.save_img", "keras.preprocessing.image.save_img")]
    public static void save_img(string path, NDArray x, string? data_format = null, string? file_format = null, bool scale = true, int? quality = null)
    {
        file_format ??= Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        var image = array_to_img(x, data_format, scale);
        if (image.mode == "RGBA" && file_format.ToLowerInvariant() is "jpg" or "jpeg")
        {
            IoUtils.Warn("The JPEG format does not support RGBA images, converting to RGB.");
            image = image.convert("RGB");
        }
        image.save(path, file_format, quality);
    }

    /// <summary>Brings images to a size without distorting them: the largest centred part of the right proportions is taken.</summary>
    /// <param name="x">(height, width, channels), or a batch of such; channels first by <paramref name="data_format"/>.</param>
    /// <param name="size">Height and width of the result.</param>
    /// <param name="interpolation"><c>bilinear</c>, <c>nearest</c> or <c>bicubic</c>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>.</param>
    /// <returns>Images of the same dtype.</returns>
    /// <exception cref="ArgumentException">The images have another number of dimensions, or there is no such interpolation.</exception>
    [KerasExport("keras.preprocessing.image.smart_resize")]
    public static Tensor smart_resize(Tensor x, (int height, int width) size, string interpolation = "bilinear", string data_format = "channels_last")
    {
        if (x.ndim is not (3 or 4))
            throw new ArgumentException($"Expected an image array with shape `(height, width, channels)`, or `(batch_size, height, width, channels)`, but got input with incorrect rank, of shape {x.shape}.", nameof(x));
        return Ops.resize(x, (size.height, size.width), interpolation, crop_to_aspect_ratio: true, data_format: data_format);
    }

    /// <inheritdoc cref="smart_resize(Tensor, ValueTuple{int, int}, string, string)"/>
    [KerasExport("keras.preprocessing.image.smart_resize")]
    public static NDArray smart_resize(NDArray x, (int height, int width) size, string interpolation = "bilinear", string data_format = "channels_last")
    {
        using var scope = new TensorScope();
        return Kernel.ToNumpy(smart_resize(Kernel.FromNumpy(x, null), size, interpolation, data_format));
    }

    private static Image Prepare(Func<Image> open, string colorMode, Size2D? targetSize, string interpolation, bool keepAspectRatio)
    {
        // 1. The colours.
        if (colorMode is not ("rgb" or "rgba" or "grayscale")) throw new ArgumentException($"color_mode must be \"grayscale\", \"rgb\", or \"rgba\". Received: color_mode='{colorMode}'.", "color_mode");
        var image = open();
        image = colorMode switch
        {
            "rgb" => image.convert("RGB"),
            "rgba" => image.convert("RGBA"),
            _ => image.mode is "L" or "I" or "I;16" ? image : image.convert("L"),
        };

        // 2. The size.
        if (targetSize?.ToArray() is not { } target) return image;
        var (height, width) = (target[0], target[1]);
        if (image.size == (width, height)) return image;
        if (!Resampling.Knows(interpolation)) throw new ArgumentException($"Invalid interpolation method {interpolation} specified. Supported methods are {Resampling.Names}", "interpolation");
        if (!keepAspectRatio) return image.resize((width, height), interpolation);
        var cropHeight = Math.Min(image.height, (int)((long)image.width * height / width));
        var cropWidth = Math.Min(image.width, (int)((long)image.height * width / height));
        var (left, upper) = ((image.width - cropWidth) / 2, (image.height - cropHeight) / 2);
        return image.resize((width, height), interpolation, (left, upper, left + cropWidth, upper + cropHeight));
    }

    /// <summary>Spreads values from 0 to 255.</summary>
    private static T[] Scaled<T>(T[] values, bool scale) where T : System.Numerics.INumber<T>
    {
        if (!scale || values.Length == 0) return values;
        var least = values.Min()!;
        var most = values.Max()! - least;
        if (T.IsZero(most)) most = T.One;
        return Array.ConvertAll(values, v => (v - least) / most * T.CreateChecked(255));
    }
}
