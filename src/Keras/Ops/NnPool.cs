using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>The greatest value of each window.</summary>
    /// <param name="inputs">(batch, spatial…, channels), or (batch, channels, spatial…) for <c>channels_first</c>.</param>
    /// <param name="pool_size">Size of the window in each spatial dimension.</param>
    /// <param name="strides">Step of the window; its size where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>; padding never wins.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The window is larger than the input, or an argument has no such value.</exception>
    [KerasExport("keras.ops.max_pool", "keras.ops.nn.max_pool")]
    public static Tensor max_pool(Tensor inputs, Sizes pool_size, Sizes? strides = null, string padding = "valid", string? data_format = null) =>
        Pool("MaxPool", inputs, pool_size, strides, padding, data_format, Kernel.MaxPool);

    /// <summary>The mean of each window; what lies outside the input does not count.</summary>
    /// <param name="inputs">(batch, spatial…, channels), or (batch, channels, spatial…) for <c>channels_first</c>.</param>
    /// <param name="pool_size">Size of the window in each spatial dimension.</param>
    /// <param name="strides">Step of the window; its size where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The window is larger than the input, or an argument has no such value.</exception>
    // Porting note: with "same", an even window and an odd remainder Keras's torch backend repeats the border instead; its documentation and its other backends leave it out, as here.
    [KerasExport("keras.ops.average_pool", "keras.ops.nn.average_pool")]
    public static Tensor average_pool(Tensor inputs, Sizes pool_size, Sizes? strides = null, string padding = "valid", string? data_format = null) =>
        Pool("AveragePool", inputs, pool_size, strides, padding, data_format, Kernel.AveragePool);

    /// <summary>The greatest values of windows that cut each spatial dimension into a given number of parts.</summary>
    /// <param name="inputs">(batch, spatial…, channels), or (batch, channels, spatial…) for <c>channels_first</c>.</param>
    /// <param name="output_size">Spatial size of the output.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The input has another number of dimensions.</exception>
    [KerasExport("keras.ops.adaptive_max_pool", "keras.ops.nn.adaptive_max_pool")]
    public static Tensor adaptive_max_pool(Tensor inputs, Sizes output_size, string? data_format = null) =>
        AdaptivePool("AdaptiveMaxPool", inputs, output_size, data_format, Kernel.AdaptiveMaxPool);

    /// <summary>The means of windows that cut each spatial dimension into a given number of parts.</summary>
    /// <param name="inputs">(batch, spatial…, channels), or (batch, channels, spatial…) for <c>channels_first</c>.</param>
    /// <param name="output_size">Spatial size of the output.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The input has another number of dimensions.</exception>
    [KerasExport("keras.ops.adaptive_average_pool", "keras.ops.nn.adaptive_average_pool")]
    public static Tensor adaptive_average_pool(Tensor inputs, Sizes output_size, string? data_format = null) =>
        AdaptivePool("AdaptiveAveragePool", inputs, output_size, data_format, Kernel.AdaptiveAveragePool);

    private static Tensor Pool(string className, Tensor inputs, Sizes pool_size, Sizes? strides, string padding, string? data_format,
        Func<Tensor, int[], int[], string, string, Tensor> run)
    {
        var format = KerasConfig.StandardizeDataFormat(data_format);
        padding = padding.ToLowerInvariant();
        var spatial = inputs.ndim - 2;
        ConvShapes.CheckRank(inputs.shape, spatial, "pooling");
        var window = pool_size.Expand(spatial, "pool_size");
        var steps = strides?.Expand(spatial, "strides") ?? window;
        if (inputs is not KerasTensor k) return run(Strong(inputs), window, steps, padding, format);
        var config = new Config { ["pool_size"] = pool_size.Config, ["strides"] = strides?.Config, ["padding"] = padding, ["data_format"] = format };
        return Symbolic.RecordSpec(className, [inputs], t => Pool(className, t[0], pool_size, strides, padding, format, run), config,
            new KerasTensor(ConvShapes.Pool(k.shape, window, steps, padding, format), k.dtype));
    }

    private static Tensor AdaptivePool(string className, Tensor inputs, Sizes output_size, string? data_format, Func<Tensor, int[], string, Tensor> run)
    {
        var format = KerasConfig.StandardizeDataFormat(data_format);
        ConvShapes.CheckRank(inputs.shape, inputs.ndim - 2, "adaptive pooling");
        var output = output_size.Expand(inputs.ndim - 2, "output_size");
        if (inputs is not KerasTensor k) return run(Strong(inputs), output, format);
        var config = new Config { ["output_size"] = output_size.Config, ["data_format"] = format };
        return Symbolic.RecordSpec(className, [inputs], t => AdaptivePool(className, t[0], output_size, format, run), config,
            new KerasTensor(ConvShapes.AdaptivePool(k.shape, output, format), k.dtype));
    }
}
