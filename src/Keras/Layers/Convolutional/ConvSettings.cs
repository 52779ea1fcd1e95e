using Keras.Backend;

namespace Keras.Layers;

/// <summary>The checked arguments that all kinds of convolutional layers share.</summary>
internal sealed class ConvSettings
{
    internal ConvSettings(int rank, string owner, int? filters, Sizes kernel_size, Sizes strides, string padding, string? data_format, Sizes dilation_rate, bool stridesWithDilation)
    {
        if (filters is <= 0) throw new ArgumentException($"{owner}: invalid value for argument `filters`. Expected a strictly positive value. Received: filters={filters}.");
        Rank = rank;
        Kernel = kernel_size.Expand(rank, "kernel_size");
        Strides = strides.Expand(rank, "strides");
        Dilation = dilation_rate.Expand(rank, "dilation_rate");
        Padding = ConvShapes.CheckPadding(padding.ToLowerInvariant(), rank == 1);
        DataFormat = KerasConfig.StandardizeDataFormat(data_format);
        if (!stridesWithDilation && Strides.Max() > 1 && Dilation.Max() > 1)
            throw new ArgumentException($"{owner}: `strides > 1` not supported in conjunction with `dilation_rate > 1`. Received: strides={strides} and dilation_rate={dilation_rate}.");
    }

    internal int Rank { get; }

    internal int[] Kernel { get; }

    internal int[] Strides { get; }

    internal int[] Dilation { get; }

    internal string Padding { get; }

    internal string DataFormat { get; }

    internal int ChannelAxis => DataFormat == "channels_last" ? -1 : 1;

    /// <summary>The channels of an input, which must be known.</summary>
    internal int Channels(TensorShape input, string layer)
    {
        ConvShapes.CheckRank(input, Rank, $"the layer '{layer}'");
        return ConvShapes.Channels(input, DataFormat)
            ?? throw new ArgumentException($"The channel dimension of the input to the layer '{layer}' must be known. Received: input_shape={input}, data_format='{DataFormat}'.");
    }

    internal InputSpec Spec(int? channels = null) => new(min_ndim: Rank + 2, axes: channels is null ? null : new() { [ChannelAxis] = channels });

    internal TensorShape OutputShape(TensorShape input, int? filters) => ConvShapes.Conv(input, filters, Kernel, Strides, Padding, DataFormat, Dilation);
}
