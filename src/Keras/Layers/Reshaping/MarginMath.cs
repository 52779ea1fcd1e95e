using Keras.Backend;

namespace Keras.Layers;

/// <summary>Padding and cropping of spatial dimensions.</summary>
internal static class MarginMath
{
    internal static Tensor Pad(Tensor x, (int Before, int After)[] margins, string data_format)
    {
        // libtorch's order: from the last axis to the first one that is padded.
        var last = data_format == "channels_last";
        var flat = new List<long>();
        if (last) flat.AddRange([0, 0]);
        for (var i = margins.Length - 1; i >= 0; i--) flat.AddRange([margins[i].Before, margins[i].After]);
        return Kernel.PadConstant(x, [.. flat], 0);
    }

    internal static TensorShape Padded(TensorShape shape, (int Before, int After)[] margins, string data_format) => Map(shape, margins, data_format, static (size, m) => size + m.Before + m.After);

    internal static Tensor Crop(Tensor x, (int Before, int After)[] margins, string data_format)
    {
        Cropped(x.shape, margins, data_format);
        var first = First(data_format);
        var result = x;
        for (var i = 0; i < margins.Length; i++)
        {
            var (before, after) = margins[i];
            if (before + after > 0) result = Kernel.Narrow(result, first + i, before, result.Dims[first + i] - before - after);
        }
        return result;
    }

    internal static TensorShape Cropped(TensorShape shape, (int Before, int After)[] margins, string data_format) => Map(shape, margins, data_format, (size, m) => size > m.Before + m.After
        ? size - m.Before - m.After
        : throw new ArgumentException($"Values in `cropping` argument should be smaller than the corresponding spatial dimension of the input. Received: input_shape={shape}, cropping=({string.Join(", ", margins)})"));

    private static TensorShape Map(TensorShape shape, (int Before, int After)[] margins, string data_format, Func<int, (int Before, int After), int> change)
    {
        var dims = shape.ToArray();
        var first = First(data_format);
        for (var i = 0; i < margins.Length; i++)
            if (dims[first + i] is { } size) dims[first + i] = change(size, margins[i]);
        return dims;
    }

    private static int First(string data_format) => data_format == "channels_last" ? 1 : 2;
}
