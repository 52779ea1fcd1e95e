namespace Keras.Layers;

/// <summary>Dropout of whole channels, whose places agree too closely to be dropped one by one.</summary>
/// <remarks>See Tompson et al. 2015, https://arxiv.org/abs/1411.4280.</remarks>
public abstract class BaseSpatialDropout : Dropout
{
    private protected BaseSpatialDropout(double rate, long? seed, string? name, DTypePolicy? dtype, bool trainable, TensorShape? input_shape, int rank, string? dataFormat = null)
        : base(rate, null, seed, name, trainable, dtype, input_shape)
    {
        input_spec = new InputSpec(ndim: rank);
        DataFormat = dataFormat;
    }

    /// <summary>Where the channels are, for those layers that know two places.</summary>
    private protected string? DataFormat { get; }

    /// <inheritdoc/>
    private protected override TensorShape? NoiseShape(Tensor inputs)
    {
        var dims = inputs.Dims;
        var mask = new long[dims.Length];
        Array.Fill(mask, 1);
        var channel = DataFormat == "channels_first" ? 1 : dims.Length - 1;
        (mask[0], mask[channel]) = (dims[0], dims[channel]);
        return mask;
    }

    /// <summary>The arguments that make an equal layer.</summary>
    public override Config get_config()
    {
        var config = new Config { ["rate"] = rate, ["seed"] = seed, ["name"] = name, ["dtype"] = dtype };
        if (DataFormat is not null) config["data_format"] = DataFormat;
        return config;
    }
}
