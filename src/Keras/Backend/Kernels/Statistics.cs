using Keras.Backend.Native;

namespace Keras.Backend;

/// <summary>Native calls of statistics.</summary>
internal static partial class Kernel
{
    /// <summary>Quantiles along the last axis. The caller has checked the dtypes, that the axis is not empty, and the interpolation.</summary>
    internal static Tensor Quantile(Tensor x, Tensor q, string interpolation, bool ignoreNan) => Run("quantile", x, q, (t, p) => ignoreNan
        ? Dispatcher.Call("aten::nanquantile"u8, ""u8, Dispatcher.Arg(t), Dispatcher.Arg(p), Dispatcher.Some(Dispatcher.Arg(-1L)), Dispatcher.Arg(false), Dispatcher.Arg(interpolation))
        : Dispatcher.Call("aten::quantile"u8, ""u8, Dispatcher.Arg(t), Dispatcher.Arg(p), Dispatcher.Some(Dispatcher.Arg(-1L)), Dispatcher.Arg(false), Dispatcher.Arg(interpolation)));
}
