using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>Images of another size.</summary>
    /// <param name="images">(height, width, channels) or a batch of such; channels first by <paramref name="data_format"/>.</param>
    /// <param name="size">(height, width) of the result.</param>
    /// <param name="interpolation"><c>bilinear</c>, <c>nearest</c> or <c>bicubic</c>.</param>
    /// <param name="antialias">Whether a smaller image is filtered first.</param>
    /// <param name="crop_to_aspect_ratio">Whether the largest centred part of the right proportions is taken instead of distorting the image.</param>
    /// <param name="pad_to_aspect_ratio">Whether the image is filled up to the right proportions instead of distorting it.</param>
    /// <param name="fill_mode">How it is filled up: <c>constant</c>.</param>
    /// <param name="fill_value">The value that fills it up.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <returns>Images of the same dtype; integers are rounded.</returns>
    /// <exception cref="ArgumentException">The images have another number of dimensions, or an argument has no such value.</exception>
    [KerasExport("keras.ops.image.resize")]
    public static Tensor resize(Tensor images, Size2D size, string interpolation = "bilinear", bool antialias = false, bool crop_to_aspect_ratio = false,
        bool pad_to_aspect_ratio = false, string fill_mode = "constant", double fill_value = 0.0, string? data_format = null)
    {
        var format = KerasConfig.StandardizeDataFormat(data_format);
        if (interpolation is not ("bilinear" or "nearest" or "bicubic"))
            throw new ArgumentException($"Invalid value for argument `interpolation`. Expected one of 'bilinear', 'nearest', 'bicubic'. Received: interpolation='{interpolation}'.");
        if (fill_mode != "constant")
            throw new ArgumentException($"Invalid value for argument `fill_mode`. Only 'constant' is supported. Received: fill_mode='{fill_mode}'.");
        if (pad_to_aspect_ratio && crop_to_aspect_ratio)
            throw new ArgumentException("Only one of `pad_to_aspect_ratio` and `crop_to_aspect_ratio` can be true. Received: both.");
        CheckImages(images);
        int[] target = size.ToArray();
        if (target[0] < 1 || target[1] < 1) throw new ArgumentException($"Argument `size` must be two positive integers (height, width). Received: size={size}.");
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = Strong(t[0]);
            var dtype = x.dtype;
            var batched = x.ndim == 4;
            if (!batched) x = Kernel.Unsqueeze(x, 0);
            if (dtype is not ("float32" or "float64")) x = Kernel.Cast(x, "float32");
            var height = format == "channels_last" ? 1 : 2;
            if (crop_to_aspect_ratio) x = CropToRatio(x, height, target);
            else if (pad_to_aspect_ratio) x = PadToRatio(x, height, target, fill_value);
            x = Kernel.Resize(x, target[0], target[1], interpolation, antialias, format);
            if (interpolation == "bicubic" && dtype == "uint8") x = Kernel.Clamp(x, 0, 255);
            if (!batched) x = Kernel.Squeeze(x, 0);
            if (DTypes.IsInt(dtype)) x = Kernel.Round(x);
            return scope.Keep(x.dtype == dtype ? x : Kernel.Cast(x, dtype));
        }
        if (images is not KerasTensor k) return Compute([images]);
        var first = format == "channels_last" ? k.shape.Rank - 3 : k.shape.Rank - 2;
        var config = new Config
        {
            ["size"] = target.Select(v => (object?)v).ToList(),
            ["interpolation"] = interpolation,
            ["antialias"] = antialias,
            ["crop_to_aspect_ratio"] = crop_to_aspect_ratio,
            ["pad_to_aspect_ratio"] = pad_to_aspect_ratio,
            ["fill_mode"] = fill_mode,
            ["fill_value"] = fill_value,
            ["data_format"] = format,
        };
        return Symbolic.RecordSpec("Resize", [images], Compute, config, new KerasTensor(k.shape.With(first, target[0]).With(first + 1, target[1]), k.dtype));
    }

    private static void CheckImages(Tensor images)
    {
        if (images.ndim is not (3 or 4))
            throw new ArgumentException($"Invalid images rank: expected rank 3 (single image) or rank 4 (batch of images). Received input with shape: images.shape={images.shape}");
    }

    private static Tensor CropToRatio(Tensor x, int axis, int[] target)
    {
        long height = x.Dims[axis], width = x.Dims[axis + 1];
        var cropHeight = Math.Max(Math.Min(height, (long)((double)(width * target[0]) / target[1])), 1);
        var cropWidth = Math.Max(Math.Min(width, (long)((double)(height * target[1]) / target[0])), 1);
        var top = (long)((height - cropHeight) / 2.0);
        var left = (long)((width - cropWidth) / 2.0);
        return Kernel.Narrow(Kernel.Narrow(x, axis, top, cropHeight), axis + 1, left, cropWidth);
    }

    private static Tensor PadToRatio(Tensor x, int axis, int[] target, double value)
    {
        long height = x.Dims[axis], width = x.Dims[axis + 1];
        var padHeight = Math.Max(height, (long)((double)(width * target[0]) / target[1]));
        var padWidth = Math.Max(width, (long)((double)(height * target[1]) / target[0]));
        long top = (padHeight - height) / 2, left = (padWidth - width) / 2;
        if (top == 0 && left == 0) return x;
        var pad = new long[2 * x.ndim];
        var at = 2 * (x.ndim - 1 - axis);
        (pad[at], pad[at + 1], pad[at - 2], pad[at - 1]) = (top, top, left, left);
        return Kernel.PadConstant(x, pad, value);
    }
}
