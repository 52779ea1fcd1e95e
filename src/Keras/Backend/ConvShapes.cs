using System.Globalization;

namespace Keras.Backend;

/// <summary>Output shapes and paddings of convolutions and pooling, for layers, symbolic tensors and kernels alike.</summary>
internal static class ConvShapes
{
    /// <summary>The shape that a convolution gives.</summary>
    /// <param name="input">Shape of the input with batch and channels; dimensions may be unknown.</param>
    /// <param name="filters">Channels of the output.</param>
    /// <param name="kernel">Size of the kernel in each spatial dimension.</param>
    /// <param name="strides">Step in each spatial dimension.</param>
    /// <param name="padding"><c>valid</c>, <c>same</c> or <c>causal</c>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>.</param>
    /// <param name="dilation">Distance of the kernel's points in each spatial dimension.</param>
    internal static TensorShape Conv(TensorShape input, int? filters, int[] kernel, int[] strides, string padding, string data_format, int[] dilation)
    {
        CheckRank(input, kernel.Length, "convolution");
        CheckPadding(padding, kernel.Length == 1);
        return WithSpatial(input, filters, data_format, (size, i) =>
        {
            var reach = (kernel[i] - 1) * dilation[i] + 1;
            var output = padding == "valid" ? FloorDiv(size - reach, strides[i]) + 1 : FloorDiv(size - 1, strides[i]) + 1;
            return output > 0 ? output : throw Empty("convolution", input, kernel, strides, padding, dilation);
        });
    }

    /// <summary>The shape that pooling gives.</summary>
    internal static TensorShape Pool(TensorShape input, int[] pool, int[] strides, string padding, string data_format)
    {
        CheckRank(input, pool.Length, "pooling");
        CheckPadding(padding, false);
        return WithSpatial(input, Channels(input, data_format), data_format, (size, i) =>
        {
            var output = padding == "valid" ? FloorDiv(size - pool[i], strides[i]) + 1 : FloorDiv(size - 1, strides[i]) + 1;
            return output > 0 ? output : throw Empty("pooling", input, pool, strides, padding, null);
        });
    }

    /// <summary>The shape that adaptive pooling gives: a fixed spatial size.</summary>
    internal static TensorShape AdaptivePool(TensorShape input, int[] output, string data_format)
    {
        CheckRank(input, output.Length, "adaptive pooling");
        return WithSpatial(input, Channels(input, data_format), data_format, (_, i) => output[i], output);
    }

    /// <summary>The shape that a transposed convolution gives. See <see cref="TransposeCrops"/> for the arguments.</summary>
    internal static TensorShape ConvTranspose(TensorShape input, int? filters, int[] kernel, int[] strides, string padding, int[]? output_padding, string data_format, int[] dilation)
    {
        CheckRank(input, kernel.Length, "transposed convolution");
        CheckPadding(padding, false);
        return WithSpatial(input, filters, data_format, (size, i) =>
        {
            var reach = (kernel[i] - 1) * dilation[i] + 1;
            var output = padding == "valid" ? (size - 1) * strides[i] + reach + (output_padding?[i] ?? Math.Max(reach, strides[i]) - reach)
                : output_padding is null ? size * strides[i]
                : (size - 1) * strides[i] + reach % 2 + output_padding[i];
            return output > 0 ? output : throw Empty("transposed convolution", input, kernel, strides, padding, dilation);
        });
    }

    /// <summary>The padding before and after a dimension that makes the output as long as the input divided by the stride; the odd one goes after.</summary>
    internal static (long Before, long After) Same(long size, int kernel, int stride, int dilation)
    {
        long reach = (kernel - 1L) * dilation + 1;
        var output = (size + stride - 1) / stride;
        var total = Math.Max(0, (output - 1) * stride + reach - size);
        return (total / 2, total - total / 2);
    }

    /// <summary>What is cut from both ends of a transposed convolution without padding; a negative number adds zeros.</summary>
    /// <param name="kernel">Size of the kernel.</param>
    /// <param name="stride">Step of the output.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>.</param>
    /// <param name="output_padding">What the output has beyond the least size; <see langword="null"/> as Keras chooses it.</param>
    /// <param name="dilation">Distance of the kernel's points.</param>
    internal static (int Before, int After) TransposeCrops(int kernel, int stride, string padding, int? output_padding, int dilation)
    {
        var reach = (kernel - 1) * dilation + 1;
        if (padding == "valid") return (0, -(output_padding ?? Math.Max(reach, stride) - reach));
        var total = output_padding is { } extra ? reach + reach % 2 - 2 + extra : stride + reach - 2;
        var before = Math.Min(total / 2 + total % 2, reach - 1);
        return (reach - 1 - before, reach - 1 - (total - before));
    }

    /// <summary>Channels of a shape.</summary>
    internal static int? Channels(TensorShape shape, string data_format) => data_format == "channels_last" ? shape[^1] : shape[1];

    internal static string CheckPadding(string padding, bool causal)
    {
        if (padding is "valid" or "same" || causal && padding == "causal") return padding;
        throw new ArgumentException($"Argument `padding` must be one of 'valid', 'same'{(causal ? ", 'causal'" : "")}. Received: padding='{padding}'.");
    }

    internal static void CheckRank(TensorShape input, int spatial, string what)
    {
        if (input.Rank != spatial + 2 || spatial is < 1 or > 3)
            throw new ArgumentException($"Inputs to {what} must have 3, 4 or 5 dimensions (batch, 1 to 3 spatial ones, channels){(input.Rank is >= 3 and <= 5 ? $"; with {spatial} spatial size(s) given, {spatial + 2}" : "")}. Received: inputs.shape={input}.");
    }

    private static TensorShape WithSpatial(TensorShape input, int? channels, string data_format, Func<int, int, int> size, int[]? known = null)
    {
        var dims = input.ToArray();
        var first = data_format == "channels_last" ? 1 : 2;
        for (var i = 0; i < dims.Length - 2; i++) dims[first + i] = dims[first + i] is { } d ? size(d, i) : known?[i];
        dims[data_format == "channels_last" ? ^1 : 1] = channels;
        return dims;
    }

    private static int FloorDiv(int a, int b) => (int)Math.Floor((double)a / b);

    private static ArgumentException Empty(string what, TensorShape input, int[] kernel, int[] strides, string padding, int[]? dilation) =>
        new($"Computed output size would be zero or negative: the {what} window is larger than the input. Received: inputs.shape={input}, " +
            $"window=({string.Join(", ", kernel)}), strides=({string.Join(", ", strides)}), padding='{padding}'" +
            (dilation is null ? "" : string.Create(CultureInfo.InvariantCulture, $", dilation_rate=({string.Join(", ", dilation)})")) +
            ". Use a larger input, a smaller window or padding: \"same\".");
}
