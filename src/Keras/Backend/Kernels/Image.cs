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
}
