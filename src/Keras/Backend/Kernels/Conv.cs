using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Keras.Backend;

/// <summary>Native convolutions. Inputs and kernels stay as Keras stores them; libtorch sees permuted views and runs its channels-last code on them.</summary>
internal static partial class Kernel
{
    private static readonly long[][] s_toChannelsFirst = [[], [], [], [0, 2, 1], [0, 3, 1, 2], [0, 4, 1, 2, 3]];
    private static readonly long[][] s_toChannelsLast = [[], [], [], [0, 2, 1], [0, 2, 3, 1], [0, 2, 3, 4, 1]];
    private const long SmallImage = 16;
    private static readonly long[][] s_kernelAxes = [[], [], [], [2, 1, 0], [3, 2, 0, 1], [4, 3, 0, 1, 2]];

    /// <summary>The order of a kernel's axes in memory that the engine reads without a copy: (filters, channels, spatial…).</summary>
    internal static long[] ConvOrder(int rank) => s_kernelAxes[rank];

    /// <summary>A convolution of one to three spatial dimensions, with its bias in the same native call.</summary>
    /// <param name="x">Input, of Keras's layout; its channels are a multiple of those of the kernel, which is the number of groups.</param>
    /// <param name="kernel">(spatial…, channels of a group, filters).</param>
    /// <param name="bias">(filters) or <see langword="null"/>.</param>
    /// <param name="strides">One number a spatial dimension.</param>
    /// <param name="padding"><c>valid</c>, <c>same</c>, or <c>causal</c> in one dimension.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>.</param>
    /// <param name="dilation">One number a spatial dimension.</param>
    internal static Tensor Conv(Tensor x, Tensor kernel, Tensor? bias, int[] strides, string padding, string data_format, int[] dilation)
    {
        CheckConv("conv", x, kernel, bias, data_format);
        var last = data_format == "channels_last";
        var groups = CheckGroups(x, kernel, last);
        long[] dims = x.Dims, window = kernel.Dims;
        ConvShapes.Conv(x.shape, (int)window[^1], Window(window), strides, padding, data_format, dilation);
        var spatial = strides.Length;
        // 1. The symmetric part of the padding is the convolution's own; what is left goes onto the tensor.
        var pad = new long[spatial];
        long[]? extra = null;
        for (var i = 0; i < spatial; i++)
        {
            var (before, after) = padding switch
            {
                "same" => ConvShapes.Same(dims[(last ? 1 : 2) + i], (int)window[i], strides[i], dilation[i]),
                "causal" => ((window[i] - 1) * dilation[i], 0L),
                _ => (0L, 0L),
            };
            pad[i] = Math.Min(before, after);
            if (before == after) continue;
            extra ??= new long[2 * dims.Length];
            // libtorch's order: from the last axis to the first, before and after.
            var at = 2 * (dims.Length - 1 - ((last ? 1 : 2) + i));
            extra[at] = before - pad[i];
            extra[at + 1] = after - pad[i];
        }
        var padded = extra is null ? x : PadConstant(x, extra, 0);
        // 2. The convolution.
        long[] stride = Longs(strides), dilate = Longs(dilation);
        return Run("conv", padded, kernel, bias, (t, k, b) => last ? ConvLast(t, k!, b, stride, pad, dilate, groups) : ConvFirst(t, k!, b, stride, pad, dilate, groups));
    }

    /// <summary>A convolution of each channel alone. The kernel is (spatial…, channels, filters of each channel).</summary>
    internal static Tensor DepthwiseConv(Tensor x, Tensor kernel, Tensor? bias, int[] strides, string padding, string data_format, int[] dilation)
    {
        CheckConv("depthwise_conv", x, kernel, bias: null, data_format);
        CheckChannels("depthwise_conv", x.shape, kernel.shape, data_format);
        var d = kernel.Dims;
        var folded = Reshape(kernel, [.. d[..^2], 1, d[^2] * d[^1]]);
        return Conv(x, folded, bias, strides, padding, data_format, dilation);
    }

    /// <summary>A transposed convolution; the kernel is (spatial…, filters, channels).</summary>
    /// <param name="x">Input, of Keras's layout.</param>
    /// <param name="kernel">(spatial…, filters, channels).</param>
    /// <param name="bias">(filters) or <see langword="null"/>.</param>
    /// <param name="strides">One number a spatial dimension.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>.</param>
    /// <param name="output_padding">One number a spatial dimension, or <see langword="null"/> as Keras chooses it.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>.</param>
    /// <param name="dilation">One number a spatial dimension.</param>
    internal static Tensor ConvTranspose(Tensor x, Tensor kernel, Tensor? bias, int[] strides, string padding, int[]? output_padding, string data_format, int[] dilation)
    {
        CheckConv("conv_transpose", x, kernel, bias: null, data_format);
        CheckTransposeChannels(x.shape, kernel.shape, data_format);
        if (bias is not null && bias.size != kernel.Dims[^2])
            throw new ArgumentException($"conv_transpose: the bias must have {kernel.Dims[^2]} values, one a filter. Received: bias.shape={bias.shape}.");
        var last = data_format == "channels_last";
        var window = kernel.Dims;
        ConvShapes.ConvTranspose(x.shape, (int)window[^2], Window(window), strides, padding, output_padding, data_format, dilation);
        var spatial = strides.Length;
        // 1. libtorch cuts the same number from both ends, and can keep some more at the end; the rest is cut, or filled with zeros, after it.
        var pad = new long[spatial];
        var more = new long[spatial];
        var cuts = new (long Before, long After)[spatial];
        bool cut = false, fill = false;
        for (var i = 0; i < spatial; i++)
        {
            var (before, after) = ConvShapes.TransposeCrops((int)window[i], strides[i], padding, output_padding?[i], dilation[i]);
            if (before >= after && before >= 0 && before - after < Math.Max(strides[i], dilation[i]))
            {
                pad[i] = before;
                more[i] = before - after;
                continue;
            }
            pad[i] = Math.Max(0, Math.Min(before, after));
            cuts[i] = (before - pad[i], after - pad[i]);
            cut |= cuts[i].Before > 0 || cuts[i].After > 0;
            fill |= cuts[i].Before < 0 || cuts[i].After < 0;
        }
        // 2. The convolution.
        long[] stride = Longs(strides), dilate = Longs(dilation);
        var y = Run("conv_transpose", x, kernel, fill ? null : bias, (t, k, b) => last ? TransposeLast(t, k!, b, stride, pad, more, dilate) : TransposeFirst(t, k!, b, stride, pad, more, dilate));
        if (!cut && !fill) return y;
        // 3. The rest of the cuts.
        var axis = last ? 1 : 2;
        var zeros = new long[2 * y.ndim];
        for (var i = 0; i < spatial; i++)
        {
            long before = Math.Max(0, cuts[i].Before), after = Math.Max(0, cuts[i].After);
            if (before + after > 0) y = Narrow(y, axis + i, before, y.Dims[axis + i] - before - after);
            var at = 2 * (y.ndim - 1 - (axis + i));
            zeros[at] = Math.Max(0, -cuts[i].Before);
            zeros[at + 1] = Math.Max(0, -cuts[i].After);
        }
        if (!fill) return Contiguous(y);
        y = PadConstant(y, zeros, 0);
        return bias is null ? y : Add(y, last ? bias : Reshape(bias, [-1, .. Enumerable.Repeat(1L, spatial)]));
    }

    private static torch.Tensor ConvLast(torch.Tensor x, torch.Tensor kernel, torch.Tensor? bias, long[] strides, long[] pad, long[] dilation, long groups)
    {
        var rank = x.dim();
        using var view = x.permute(s_toChannelsFirst[rank]);
        using var weight = kernel.permute(s_kernelAxes[rank]);
        if (rank == 3)
        {
            // In one dimension libtorch has no channels-last code; the same convolution as a flat image has.
            using var image = view.unsqueeze(2);
            using var flat = weight.unsqueeze(2);
            using var y = conv2d(image, flat, bias, [1, strides[0]], [0, pad[0]], [1, dilation[0]], groups);
            using var line = y.squeeze(2);
            return line.permute(s_toChannelsLast[3]);
        }
        if (rank == 4)
        {
            // Images of a few pixels have large kernels, for which libtorch is faster with the channels first; the copy of such an image costs next to nothing.
            var small = groups == 1 && kernel.size(0) * kernel.size(1) > 1 && x.size(1) * x.size(2) <= SmallImage;
            using var compact = small ? view.contiguous() : null;
            using var output = conv2d(compact ?? view, weight, bias, strides, pad, dilation, groups);
            return output.permute(s_toChannelsLast[4]);
        }
        // For small volumes libtorch chooses a kernel that puts the channels first.
        using var first = ChannelsFirst(view);
        using var volume = conv3d(first ?? view, weight, bias, strides, pad, dilation, groups);
        using var last = volume.permute(s_toChannelsLast[5]);
        return last.contiguous();
    }

    private static torch.Tensor ConvFirst(torch.Tensor x, torch.Tensor kernel, torch.Tensor? bias, long[] strides, long[] pad, long[] dilation, long groups)
    {
        var rank = x.dim();
        using var weight = kernel.permute(s_kernelAxes[rank]);
        if (rank == 4) return conv2d(x, weight, bias, strides, pad, dilation, groups);
        if (rank == 5) return conv3d(x, weight, bias, strides, pad, dilation, groups);
        using var image = x.unsqueeze(2);
        using var flat = weight.unsqueeze(2);
        using var y = conv2d(image, flat, bias, [1, strides[0]], [0, pad[0]], [1, dilation[0]], groups);
        return y.squeeze(2);
    }

    private static torch.Tensor TransposeLast(torch.Tensor x, torch.Tensor kernel, torch.Tensor? bias, long[] strides, long[] pad, long[] more, long[] dilation)
    {
        var rank = x.dim();
        using var view = x.permute(s_toChannelsFirst[rank]);
        using var first = ChannelsFirst(view);
        using var output = TransposeFirst(first ?? view, kernel, bias, strides, pad, more, dilation);
        return output.permute(s_toChannelsLast[rank]);
    }

    // libtorch's channels-last code gives wrong gradients of the kernel in bfloat16 where a volume is smaller than the kernel.
    private static torch.Tensor? ChannelsFirst(torch.Tensor volume) =>
        volume.dim() == 5 && volume.dtype == torch.ScalarType.BFloat16 ? volume.contiguous() : null;

    private static torch.Tensor TransposeFirst(torch.Tensor x, torch.Tensor kernel, torch.Tensor? bias, long[] strides, long[] pad, long[] more, long[] dilation)
    {
        var rank = x.dim();
        using var weight = kernel.permute(s_kernelAxes[rank]);
        if (rank == 4) return conv_transpose2d(x, weight, bias, strides, pad, more, dilation);
        if (rank == 5) return conv_transpose3d(x, weight, bias, strides, pad, more, dilation);
        using var image = x.unsqueeze(2);
        using var flat = weight.unsqueeze(2);
        using var y = conv_transpose2d(image, flat, bias, [1, strides[0]], [0, pad[0]], [0, more[0]], [1, dilation[0]]);
        return y.squeeze(2);
    }

    private static void CheckConv(string op, Tensor x, Tensor kernel, Tensor? bias, string data_format)
    {
        ConvShapes.CheckRank(x.shape, kernel.ndim - 2, op);
        if (!ReferenceEquals(x.dtype, kernel.dtype))
            throw new ArgumentException($"{op}: inputs and kernel must have one dtype. Received: inputs {x.dtype}, kernel {kernel.dtype}. Cast one of them.");
        if (!DTypes.IsFloat(x.dtype) && !DTypes.IsComplex(x.dtype))
            throw new ArgumentException($"{op}: inputs and kernel must be floats. Received: {x.dtype}. Cast them with ops.cast.");
        if (bias is not null && bias.size != kernel.Dims[^1])
            throw new ArgumentException($"{op}: the bias must have {kernel.Dims[^1]} values, one a filter. Received: bias.shape={bias.shape}.");
    }

    private static long CheckGroups(Tensor x, Tensor kernel, bool last)
    {
        long channels = last ? x.Dims[^1] : x.Dims[1], own = kernel.Dims[^2];
        if (own == 0 || channels % own != 0)
            throw new ArgumentException($"conv: the number of input channels ({channels}) must be divisible by the kernel's input channels ({own}). Received: inputs.shape={x.shape}, kernel.shape={kernel.shape}.");
        var groups = channels / own;
        if (groups > 1 && kernel.Dims[^1] % groups != 0)
            throw new ArgumentException($"conv: the number of filters ({kernel.Dims[^1]}) must be divisible by the number of groups ({groups}). Received: inputs.shape={x.shape}, kernel.shape={kernel.shape}.");
        return Math.Max(1, groups);
    }

    internal static void CheckChannels(string op, TensorShape inputs, TensorShape kernel, string data_format)
    {
        if (ConvShapes.Channels(inputs, data_format) is { } channels && kernel[^2] is { } own && channels != own)
            throw new ArgumentException($"{op}: the number of input channels must match the kernel's input channels. Received: input channels={channels}, kernel input channels={own}, data_format='{data_format}'.");
    }

    internal static void CheckTransposeChannels(TensorShape inputs, TensorShape kernel, string data_format)
    {
        if (ConvShapes.Channels(inputs, data_format) is { } channels && kernel[^1] is { } own && channels != own)
            throw new ArgumentException($"conv_transpose: the number of input channels must match the kernel's input channels. Received: input channels={channels}, kernel input channels={own}, data_format='{data_format}'.");
    }

    private static int[] Window(long[] kernel) => Array.ConvertAll(kernel[..^2], static d => (int)d);

    private static long[] Longs(int[] values) => Array.ConvertAll(values, static v => (long)v);
}
