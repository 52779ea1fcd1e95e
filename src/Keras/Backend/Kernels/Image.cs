using Keras.Backend.Native;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Keras.Backend;

/// <summary>Native calls on images.</summary>
internal static partial class Kernel
{
    /// <summary>Images of another size. The input is (batch, height, width, channels) or channels first, of floats.</summary>
    internal static Tensor Resize(Tensor x, long height, long width, string interpolation, bool antialias, string data_format)
    {
        return Run("resize", x, t => InChannelsFirst(t, data_format == "channels_last", v => interpolation switch
        {
            // libtorch's function for all modes warns of this one at each first use.
            "nearest" => Dispatcher.Call("aten::_upsample_nearest_exact2d"u8, default, Dispatcher.Arg(v), Dispatcher.List([height, width]), Dispatcher.None, Dispatcher.None),
            "bilinear" => functional.interpolate(v, [height, width], mode: torch.InterpolationMode.Bilinear, align_corners: false, antialias: antialias),
            _ => functional.interpolate(v, [height, width], mode: torch.InterpolationMode.Bicubic, align_corners: false, antialias: antialias),
        }));
    }

    /// <summary>The windows of (batch, spatial…, channels) data as (batch, spatial…, window… · channels): memory of its own.</summary>
    internal static Tensor Windows(Tensor x, int[] window, int[] step, int[] dilation) => Run("extract_patches", x, t =>
    {
        var spatial = window.Length;
        var views = new List<torch.Tensor> { t.alias() };
        // Every unfold puts a window's points of one dimension onto the end.
        for (var i = 0; i < spatial; i++)
        {
            var reach = (window[i] - 1) * dilation[i] + 1;
            views.Add(views[^1].unfold(1 + i, reach, step[i]));
            if (dilation[i] > 1) views.Add(views[^1].slice(views[^1].dim() - 1, 0, reach, dilation[i]));
        }
        long[] order = [.. Enumerable.Range(0, spatial + 1).Select(i => (long)i), .. Enumerable.Range(spatial + 2, spatial).Select(i => (long)i), spatial + 1];
        views.Add(views[^1].permute(order));
        var dims = views[^1].shape;
        using var copy = views[^1].contiguous();
        var result = copy.reshape([.. dims[..(spatial + 1)], dims[(spatial + 1)..].Aggregate(1L, (a, b) => a * b)]);
        foreach (var view in views) view.Dispose();
        return result;
    });
}
