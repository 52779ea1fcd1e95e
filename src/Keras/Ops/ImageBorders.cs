using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>Images with a border of zeros. Of top, bottom and height two are given, and of left, right and width.</summary>
    /// <param name="images">(height, width, channels) or a batch of such; channels first by <paramref name="data_format"/>.</param>
    /// <param name="top_padding">Rows above.</param>
    /// <param name="left_padding">Columns to the left.</param>
    /// <param name="bottom_padding">Rows below.</param>
    /// <param name="right_padding">Columns to the right.</param>
    /// <param name="target_height">Height of the result.</param>
    /// <param name="target_width">Width of the result.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">Not two of three are given, or one comes out negative.</exception>
    [KerasExport("keras.ops.image.pad_images")]
    public static Tensor pad_images(Tensor images, int? top_padding = null, int? left_padding = null, int? bottom_padding = null, int? right_padding = null,
        int? target_height = null, int? target_width = null, string? data_format = null)
    {
        var axis = HeightAxis(images, data_format, out var format);
        var (top, bottom, height) = Border("top_padding", top_padding, "bottom_padding", bottom_padding, "target_height", target_height, images.shape[axis], 1);
        var (left, right, width) = Border("left_padding", left_padding, "right_padding", right_padding, "target_width", target_width, images.shape[axis + 1], 1);
        Tensor Compute(Tensor[] t)
        {
            var x = Strong(t[0]);
            if (top is null || bottom is null || left is null || right is null) return pad_images(x, top_padding, left_padding, bottom_padding, right_padding, target_height, target_width, format);
            var pad = new long[2 * x.ndim];
            var at = 2 * (x.ndim - 1 - axis);
            (pad[at], pad[at + 1], pad[at - 2], pad[at - 1]) = (top.Value, bottom.Value, left.Value, right.Value);
            return Kernel.PadConstant(x, pad, 0);
        }
        var config = new Config
        {
            ["top_padding"] = top_padding,
            ["left_padding"] = left_padding,
            ["bottom_padding"] = bottom_padding,
            ["right_padding"] = right_padding,
            ["target_height"] = target_height,
            ["target_width"] = target_width,
            ["data_format"] = format,
        };
        return OfImages("PadImages", images, Compute, config, images.shape.With(axis, height).With(axis + 1, width));
    }

    /// <summary>A part of images. Of top, bottom and height two are given, and of left, right and width.</summary>
    /// <param name="images">(height, width, channels) or a batch of such; channels first by <paramref name="data_format"/>.</param>
    /// <param name="top_cropping">Rows cut off above.</param>
    /// <param name="left_cropping">Columns cut off to the left.</param>
    /// <param name="bottom_cropping">Rows cut off below.</param>
    /// <param name="right_cropping">Columns cut off to the right.</param>
    /// <param name="target_height">Height of the result.</param>
    /// <param name="target_width">Width of the result.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">Not two of three are given, or one comes out negative.</exception>
    [KerasExport("keras.ops.image.crop_images")]
    public static Tensor crop_images(Tensor images, int? top_cropping = null, int? left_cropping = null, int? bottom_cropping = null, int? right_cropping = null,
        int? target_height = null, int? target_width = null, string? data_format = null)
    {
        var axis = HeightAxis(images, data_format, out var format);
        var (top, _, height) = Border("top_cropping", top_cropping, "bottom_cropping", bottom_cropping, "target_height", target_height, images.shape[axis], -1);
        var (left, _, width) = Border("left_cropping", left_cropping, "right_cropping", right_cropping, "target_width", target_width, images.shape[axis + 1], -1);
        Tensor Compute(Tensor[] t)
        {
            var x = Strong(t[0]);
            if (top is not { } y || left is not { } z || height is not { } h || width is not { } w)
                return crop_images(x, top_cropping, left_cropping, bottom_cropping, right_cropping, target_height, target_width, format);
            using var scope = new TensorScope();
            return scope.Keep(Kernel.Contiguous(Kernel.Narrow(Kernel.Narrow(x, axis, y, h), axis + 1, z, w)));
        }
        var config = new Config
        {
            ["top_cropping"] = top_cropping,
            ["left_cropping"] = left_cropping,
            ["bottom_cropping"] = bottom_cropping,
            ["right_cropping"] = right_cropping,
            ["target_height"] = target_height,
            ["target_width"] = target_width,
            ["data_format"] = format,
        };
        return OfImages("CropImages", images, Compute, config, images.shape.With(axis, height).With(axis + 1, width));
    }

    private static int HeightAxis(Tensor images, string? data_format, out string format)
    {
        format = KerasConfig.StandardizeDataFormat(data_format);
        CheckImages(images);
        return format == "channels_last" ? images.ndim - 3 : images.ndim - 2;
    }

    /// <summary>All of before, after and target, of two of them and the size; unknown ones where the size is. The sign is 1 where the border is added, -1 where it is cut off.</summary>
    private static (int? Before, int? After, int? Target) Border(string beforeName, int? before, string afterName, int? after, string targetName, int? target, int? size, int sign)
    {
        if (new[] { before, after, target }.Count(v => v is null) != 1)
            throw new ArgumentException($"Must specify exactly two of {beforeName}, {afterName}, {targetName}. Received: {beforeName}={Text(before)}, {afterName}={Text(after)}, {targetName}={Text(target)}");
        var all = (before: before ?? sign * (target - size) - after, after: after ?? sign * (target - size) - before, target: target ?? size + sign * (before + after));
        foreach (var (name, value) in new[] { (beforeName, all.before), (afterName, all.after), (targetName, all.target) })
            if (value < 0) throw new ArgumentException($"{name} must be >= 0. Received: {name}={Text(value)} for a size of {Text(size)}.");
        return all;

        static string Text(int? v) => v?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "None";
    }
}
