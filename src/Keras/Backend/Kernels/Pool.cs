using Keras.Backend.Native;
using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Keras.Backend;

/// <summary>Native pooling, on a permuted view of channels-last data.</summary>
internal static partial class Kernel
{
    /// <summary>The greatest value of each window. Padding never wins.</summary>
    internal static Tensor MaxPool(Tensor x, int[] pool, int[] strides, string padding, string data_format) => Pool("max_pool", true, x, pool, strides, padding, data_format);

    /// <summary>The mean of each window, over the points inside the input alone.</summary>
    internal static Tensor AveragePool(Tensor x, int[] pool, int[] strides, string padding, string data_format) => Pool("average_pool", false, x, pool, strides, padding, data_format);

    private static Tensor Pool(string op, bool max, Tensor x, int[] pool, int[] strides, string padding, string data_format)
    {
        ConvShapes.Pool(x.shape, pool, strides, padding, data_format);
        var last = data_format == "channels_last";
        var spatial = pool.Length;
        // 1. "same" puts the odd point of padding after the input. With a stride above 1 that is what rounding the output's size up does;
        //    with a stride of 1 one more point before gives one more window, which is cut off.
        var pad = new long[spatial];
        var ceil = false;
        List<int>? cut = null;
        if (padding == "same")
            for (var i = 0; i < spatial; i++)
            {
                var (before, after) = ConvShapes.Same(x.Dims[(last ? 1 : 2) + i], pool[i], strides[i], 1);
                pad[i] = before;
                if (strides[i] > 1) ceil = true;
                else if (before != after)
                {
                    pad[i] = after;
                    (cut ??= []).Add((last ? 1 : 2) + i);
                }
            }
        // 2. Pooling.
        long[] window = Longs(pool), step = Longs(strides);
        var y = Run(op, x, t => InChannelsFirst(t, last, v => Pool2Or3(v, max, window, step, pad, ceil)));
        // 3. The windows that are too many.
        if (cut is null) return y;
        foreach (var axis in cut) y = Narrow(y, axis, 1, y.Dims[axis] - 1);
        return Contiguous(y);
    }

    /// <summary>The greatest value of each of a fixed number of windows.</summary>
    internal static Tensor AdaptiveMaxPool(Tensor x, int[] output, string data_format)
    {
        ConvShapes.AdaptivePool(x.shape, output, data_format);
        var size = Longs(output);
        return Run("adaptive_max_pool", x, t => InChannelsFirst(t, data_format == "channels_last", v => v.dim() switch
        {
            3 => OnImage(v, i => adaptive_max_pool2d(i, [1, size[0]])),
            4 => adaptive_max_pool2d(v, size),
            // TorchSharp's wrapper calls the function of one dimension.
            _ => FirstOf(Dispatcher.CallMany("aten::adaptive_max_pool3d"u8, default, 2, Dispatcher.Arg(v), Dispatcher.List(size))),
        }));
    }

    /// <summary>The mean of each of a fixed number of windows.</summary>
    internal static Tensor AdaptiveAveragePool(Tensor x, int[] output, string data_format)
    {
        ConvShapes.AdaptivePool(x.shape, output, data_format);
        var size = Longs(output);
        return Run("adaptive_average_pool", x, t => InChannelsFirst(t, data_format == "channels_last", v => v.dim() switch
        {
            3 => OnImage(v, i => adaptive_avg_pool2d(i, [1, size[0]])),
            4 => adaptive_avg_pool2d(v, size),
            _ => adaptive_avg_pool3d(v, size),
        }));
    }

    private static torch.Tensor FirstOf(torch.Tensor[] tensors)
    {
        foreach (var other in tensors.AsSpan(1)) other.Dispose();
        return tensors[0];
    }

    private static torch.Tensor Pool2Or3(torch.Tensor x, bool max, long[] window, long[] step, long[] pad, bool ceil)
    {
        if (x.dim() == 3)
            return OnImage(x, i => max
                ? max_pool2d(i, [1, window[0]], [1, step[0]], [0, pad[0]], [1, 1], ceil)
                : avg_pool2d(i, [1, window[0]], [1, step[0]], [0, pad[0]], ceil, count_include_pad: false));
        if (x.dim() == 4)
            return max ? max_pool2d(x, window, step, pad, [1, 1], ceil) : avg_pool2d(x, window, step, pad, ceil, count_include_pad: false);
        if (max) return max_pool3d(x, window, step, pad, [1, 1, 1], ceil);
        if (x.dtype is not (torch.ScalarType.Float16 or torch.ScalarType.BFloat16)) return avg_pool3d(x, window, step, pad, ceil, count_include_pad: false);
        // libtorch has this mean for float32 and float64 alone.
        using var wide = x.to(torch.ScalarType.Float32);
        using var mean = avg_pool3d(wide, window, step, pad, ceil, count_include_pad: false);
        return mean.to(x.dtype);
    }

    private static torch.Tensor InChannelsFirst(torch.Tensor x, bool last, Func<torch.Tensor, torch.Tensor> f)
    {
        if (!last) return f(x);
        var rank = x.dim();
        using var view = x.permute(s_toChannelsFirst[rank]);
        using var y = f(view);
        return y.permute(s_toChannelsLast[rank]);
    }

    private static torch.Tensor OnImage(torch.Tensor x, Func<torch.Tensor, torch.Tensor> f)
    {
        using var image = x.unsqueeze(2);
        using var y = f(image);
        return y.squeeze(2);
    }
}
