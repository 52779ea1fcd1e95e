using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>Colour images as grey ones: 0.2989 red + 0.587 green + 0.114 blue.</summary>
    /// <param name="images">(height, width, 3) or a batch of such; with 1 channel they stay as they are. Channels first by <paramref name="data_format"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <returns>Images of one channel, of the same dtype.</returns>
    /// <exception cref="ArgumentException">The images have another number of dimensions or channels.</exception>
    [KerasExport("keras.ops.image.rgb_to_grayscale")]
    public static Tensor rgb_to_grayscale(Tensor images, string? data_format = null)
    {
        var axis = ChannelAxis(images, data_format, out var format);
        if (images.shape[axis] is { } channels and not (1 or 3))
            throw new ArgumentException($"Invalid channel size: expected 3 (RGB) or 1 (Grayscale). Received input with shape: images.shape={images.shape} ({channels} channels)");
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = Strong(t[0]);
            if (x.Dims[axis] == 1) return scope.Keep(Kernel.Clone(x));
            var rgb = Kernel.Unbind(x, axis);
            var grey = Kernel.Add(Kernel.Add(Kernel.Mul(rgb[0], 0.2989), Kernel.Mul(rgb[1], 0.587)), Kernel.Mul(rgb[2], 0.114));
            return scope.Keep(Kernel.Unsqueeze(cast(grey, x.dtype), axis));
        }
        return OfImages("RGBToGrayscale", images, Compute, new() { ["data_format"] = format }, images.shape.With(axis, 1));
    }

    /// <summary>Red, green and blue as hue, saturation and value, each from 0 to 1.</summary>
    /// <param name="images">(height, width, 3) or a batch of such, floats from 0 to 1; channels first by <paramref name="data_format"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The images have another number of dimensions or channels, or are no floats.</exception>
    [KerasExport("keras.ops.image.rgb_to_hsv")]
    public static Tensor rgb_to_hsv(Tensor images, string? data_format = null)
    {
        var axis = ThreeChannels(images, data_format, out var format);
        var least = images.dtype switch { "float64" => 2.220446049250313e-16, "float16" => 0.0009765625, "bfloat16" => 0.0078125, _ => 1.1920928955078125e-07 };
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = Strong(t[0]);
            Tensor zero = Kernel.Full([], 0, x.dtype), one = Kernel.Full([], 1, x.dtype);
            x = Kernel.Where(Kernel.Lt(Kernel.Abs(x), least), zero, x);
            var rgb = Kernel.Unbind(x, axis);
            Tensor r = rgb[0], g = rgb[1], b = rgb[2];
            // 1. The value is the greatest of the three, the saturation how far the least is from it.
            var value = Kernel.Maximum(Kernel.Maximum(r, g), b);
            var range = Kernel.Sub(value, Kernel.Minimum(Kernel.Minimum(r, g), b));
            Tensor coloured = Kernel.Gt(range, 0), bright = Kernel.Gt(value, 0);
            var saturation = Kernel.Where(bright, Kernel.Div(range, Kernel.Where(bright, value, one)), zero);
            // 2. The hue is an angle: a third of the circle for each of red, green and blue, and the distance of the other two from it.
            var scale = Kernel.Div(one, Kernel.Mul(Kernel.Where(coloured, range, one), 6.0));
            var hue = Kernel.Where(Kernel.Eq(value, g), Kernel.Add(Kernel.Mul(scale, Kernel.Sub(b, r)), 2.0 / 6), Kernel.Add(Kernel.Mul(scale, Kernel.Sub(r, g)), 4.0 / 6));
            hue = Kernel.Where(Kernel.Eq(value, r), Kernel.Mul(scale, Kernel.Sub(g, b)), hue);
            hue = Kernel.Add(Kernel.Where(coloured, hue, zero), cast(Kernel.Lt(hue, 0), x.dtype));
            return scope.Keep(Kernel.Stack([hue, saturation, value], axis));
        }
        return OfImages("RGBToHSV", images, Compute, new() { ["data_format"] = format }, images.shape);
    }

    /// <summary>Hue, saturation and value as red, green and blue, each from 0 to 1.</summary>
    /// <param name="images">(height, width, 3) or a batch of such, floats from 0 to 1; channels first by <paramref name="data_format"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The images have another number of dimensions or channels, or are no floats.</exception>
    [KerasExport("keras.ops.image.hsv_to_rgb")]
    public static Tensor hsv_to_rgb(Tensor images, string? data_format = null)
    {
        var axis = ThreeChannels(images, data_format, out var format);
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var hsv = Kernel.Unbind(Strong(t[0]), axis);
            var (saturation, value) = (hsv[1], hsv[2]);
            // The hue in sixths of the circle; each colour is full within a sixth of its own place, and gone two sixths away.
            var hue = Kernel.Mul(Kernel.Remainder(hsv[0], Kernel.Full([], 1, hsv[0].dtype)), 6.0);
            var red = Kernel.Clamp(Kernel.Sub(Kernel.Abs(Kernel.Sub(hue, 3.0)), 1.0), 0, 1);
            var green = Kernel.Clamp(Kernel.Add(Kernel.Neg(Kernel.Abs(Kernel.Sub(hue, 2.0))), 2.0), 0, 1);
            var blue = Kernel.Clamp(Kernel.Add(Kernel.Neg(Kernel.Abs(Kernel.Sub(hue, 4.0))), 2.0), 0, 1);
            var grey = Kernel.Add(Kernel.Neg(saturation), 1.0);
            return scope.Keep(Kernel.Stack([.. new[] { red, green, blue }.Select(c => Kernel.Mul(value, Kernel.Add(grey, Kernel.Mul(saturation, c))))], axis));
        }
        return OfImages("HSVToRGB", images, Compute, new() { ["data_format"] = format }, images.shape);
    }

    private static int ThreeChannels(Tensor images, string? data_format, out string format)
    {
        var axis = ChannelAxis(images, data_format, out format);
        if (!DTypes.IsFloat(images.dtype)) throw new ArgumentException($"Invalid images dtype: expected float dtype. Received: images.dtype={images.dtype}");
        if (images.shape[axis] is { } channels && channels != 3) throw new ArgumentException($"Invalid channel size: expected 3 channels. Received input with shape: images.shape={images.shape}");
        return axis;
    }

    private static int ChannelAxis(Tensor images, string? data_format, out string format)
    {
        format = KerasConfig.StandardizeDataFormat(data_format);
        CheckImages(images);
        return format == "channels_last" ? images.ndim - 1 : images.ndim - 3;
    }

    private static Tensor OfImages(string className, Tensor images, Func<Tensor[], Tensor> run, Config config, TensorShape shape) =>
        images is KerasTensor ? Symbolic.RecordSpec(className, [images], run, config, new KerasTensor(shape, images.dtype)) : run([images]);
}
