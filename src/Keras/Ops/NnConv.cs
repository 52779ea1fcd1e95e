using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>A convolution of one, two or three spatial dimensions.</summary>
    /// <param name="inputs">(batch, spatial…, channels), or (batch, channels, spatial…) for <c>channels_first</c>.</param>
    /// <param name="kernel">(spatial…, channels of a group, filters). A part of the input's channels makes the convolution a grouped one.</param>
    /// <param name="strides">Step in each spatial dimension; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>; also <c>causal</c> in one dimension.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="dilation_rate">Distance of the kernel's points in each spatial dimension; 1 where <see langword="null"/>.</param>
    /// <returns>Inputs with the spatial sizes that the window leaves, and the kernel's filters as channels.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument has no such value.</exception>
    [KerasExport("keras.ops.conv", "keras.ops.nn.conv")]
    public static Tensor conv(Tensor inputs, Tensor kernel, Sizes? strides = null, string padding = "valid", string? data_format = null, Sizes? dilation_rate = null)
    {
        var a = new ConvArguments("conv", inputs, kernel, strides, padding, data_format, dilation_rate);
        if (!Nest.IsSymbolic(inputs) && !Nest.IsSymbolic(kernel)) return Kernel.Conv(Strong(inputs), Strong(kernel), null, a.Strides, a.Padding, a.Format, a.Dilation);
        var shape = ConvShapes.Conv(inputs.shape, kernel.shape[^1], a.Window, a.Strides, a.Padding, a.Format, a.Dilation);
        return Symbolic.RecordSpec("Conv", [inputs, kernel], t => conv(t[0], t[1], strides, padding, a.Format, dilation_rate), a.Config, new KerasTensor(shape, inputs.dtype));
    }

    /// <summary>A convolution of every channel alone.</summary>
    /// <param name="inputs">(batch, spatial…, channels), or (batch, channels, spatial…) for <c>channels_first</c>.</param>
    /// <param name="kernel">(spatial…, channels, filters of each channel).</param>
    /// <param name="strides">Step in each spatial dimension; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>; also <c>causal</c> in one dimension.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="dilation_rate">Distance of the kernel's points in each spatial dimension; 1 where <see langword="null"/>.</param>
    /// <returns>As many channels as the input times the filters of each.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument has no such value.</exception>
    [KerasExport("keras.ops.depthwise_conv", "keras.ops.nn.depthwise_conv")]
    public static Tensor depthwise_conv(Tensor inputs, Tensor kernel, Sizes? strides = null, string padding = "valid", string? data_format = null, Sizes? dilation_rate = null)
    {
        var a = new ConvArguments("depthwise_conv", inputs, kernel, strides, padding, data_format, dilation_rate);
        Kernel.CheckChannels("depthwise_conv", inputs.shape, kernel.shape, a.Format);
        if (!Nest.IsSymbolic(inputs) && !Nest.IsSymbolic(kernel)) return Kernel.DepthwiseConv(Strong(inputs), Strong(kernel), null, a.Strides, a.Padding, a.Format, a.Dilation);
        var shape = ConvShapes.Conv(inputs.shape, kernel.shape[^1] * kernel.shape[^2], a.Window, a.Strides, a.Padding, a.Format, a.Dilation);
        return Symbolic.RecordSpec("DepthwiseConv", [inputs, kernel], t => depthwise_conv(t[0], t[1], strides, padding, a.Format, dilation_rate), a.Config, new KerasTensor(shape, inputs.dtype));
    }

    /// <summary>A depthwise convolution followed by a convolution of one point that mixes the channels.</summary>
    /// <param name="inputs">(batch, spatial…, channels), or (batch, channels, spatial…) for <c>channels_first</c>.</param>
    /// <param name="depthwise_kernel">(spatial…, channels, filters of each channel).</param>
    /// <param name="pointwise_kernel">(1…, channels times filters of each, filters).</param>
    /// <param name="strides">Step in each spatial dimension; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>; also <c>causal</c> in one dimension.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="dilation_rate">Distance of the depthwise kernel's points in each spatial dimension; 1 where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument has no such value.</exception>
    [KerasExport("keras.ops.separable_conv", "keras.ops.nn.separable_conv")]
    public static Tensor separable_conv(Tensor inputs, Tensor depthwise_kernel, Tensor pointwise_kernel, Sizes? strides = null, string padding = "valid", string? data_format = null, Sizes? dilation_rate = null)
    {
        var a = new ConvArguments("separable_conv", inputs, depthwise_kernel, strides, padding, data_format, dilation_rate);
        Kernel.CheckChannels("separable_conv", inputs.shape, depthwise_kernel.shape, a.Format);
        if (!Nest.IsSymbolic(inputs) && !Nest.IsSymbolic(depthwise_kernel) && !Nest.IsSymbolic(pointwise_kernel))
        {
            using var scope = new TensorScope();
            var depthwise = Kernel.DepthwiseConv(Strong(inputs), Strong(depthwise_kernel), null, a.Strides, a.Padding, a.Format, a.Dilation);
            int[] ones = [.. Enumerable.Repeat(1, a.Strides.Length)];
            return scope.Keep(Kernel.Conv(depthwise, Strong(pointwise_kernel), null, ones, "valid", a.Format, ones));
        }
        var shape = ConvShapes.Conv(inputs.shape, pointwise_kernel.shape[^1], a.Window, a.Strides, a.Padding, a.Format, a.Dilation);
        return Symbolic.RecordSpec("SeparableConv", [inputs, depthwise_kernel, pointwise_kernel],
            t => separable_conv(t[0], t[1], t[2], strides, padding, a.Format, dilation_rate), a.Config, new KerasTensor(shape, inputs.dtype));
    }

    /// <summary>A transposed convolution: what a convolution's gradient does, which makes the spatial sizes larger.</summary>
    /// <param name="inputs">(batch, spatial…, channels), or (batch, channels, spatial…) for <c>channels_first</c>.</param>
    /// <param name="kernel">(spatial…, filters, channels).</param>
    /// <param name="strides">By what each spatial dimension grows; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>.</param>
    /// <param name="output_padding">How much the output exceeds its least size; <see langword="null"/> as the padding says.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="dilation_rate">Distance of the kernel's points in each spatial dimension; 1 where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument has no such value.</exception>
    [KerasExport("keras.ops.conv_transpose", "keras.ops.nn.conv_transpose")]
    public static Tensor conv_transpose(Tensor inputs, Tensor kernel, Sizes? strides = null, string padding = "valid", Sizes? output_padding = null, string? data_format = null, Sizes? dilation_rate = null)
    {
        var a = new ConvArguments("conv_transpose", inputs, kernel, strides, padding, data_format, dilation_rate);
        var more = output_padding?.Expand(a.Strides.Length, "output_padding", 0);
        Kernel.CheckTransposeChannels(inputs.shape, kernel.shape, a.Format);
        if (!Nest.IsSymbolic(inputs) && !Nest.IsSymbolic(kernel)) return Kernel.ConvTranspose(Strong(inputs), Strong(kernel), null, a.Strides, a.Padding, more, a.Format, a.Dilation);
        var shape = ConvShapes.ConvTranspose(inputs.shape, kernel.shape[^2], a.Window, a.Strides, a.Padding, more, a.Format, a.Dilation);
        var config = new Config(a.Config);
        config.Insert(2, "output_padding", output_padding?.Config);
        return Symbolic.RecordSpec("ConvTranspose", [inputs, kernel], t => conv_transpose(t[0], t[1], strides, padding, output_padding, a.Format, dilation_rate), config, new KerasTensor(shape, inputs.dtype));
    }

    /// <summary>The arguments of a convolution, checked and spelled out.</summary>
    private readonly struct ConvArguments
    {
        internal ConvArguments(string op, Tensor inputs, Tensor kernel, Sizes? strides, string padding, string? data_format, Sizes? dilation_rate)
        {
            Format = KerasConfig.StandardizeDataFormat(data_format);
            Padding = padding.ToLowerInvariant();
            var spatial = inputs.ndim - 2;
            ConvShapes.CheckRank(inputs.shape, spatial, op);
            if (kernel.ndim != inputs.ndim)
                throw new ArgumentException($"{op}: the kernel must have as many dimensions as the inputs. Received: inputs.shape={inputs.shape}, kernel.shape={kernel.shape}.");
            Strides = (strides ?? 1).Expand(spatial, "strides");
            Dilation = (dilation_rate ?? 1).Expand(spatial, "dilation_rate");
            Window = [.. kernel.shape[..spatial].Select(d => d ?? throw new ArgumentException($"{op}: the size of the kernel must be known. Received: kernel.shape={kernel.shape}."))];
            Config = new()
            {
                ["strides"] = (strides ?? 1).Config,
                ["padding"] = Padding,
                ["data_format"] = Format,
                ["dilation_rate"] = (dilation_rate ?? 1).Config,
            };
        }

        internal string Format { get; }

        internal string Padding { get; }

        internal int[] Strides { get; }

        internal int[] Dilation { get; }

        internal int[] Window { get; }

        internal Config Config { get; }
    }
}
