using System.Numerics;
using System.Runtime.CompilerServices;
using Keras.Backend;
using Keras.Initializers;
using Keras.Saving;

namespace Keras.Layers;

/// <summary>Turns sound into a spectrogram by strided convolutions, whose kernels may be trained.</summary>
/// <remarks>
/// Input (batch, samples, channels), output (batch, time, frequencies × channels), or (batch, time, frequencies, channels) with expand_dims; channels_first has channels second.
/// See https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/stft_spectrogram/.
/// </remarks>
[KerasExport("keras.layers.STFTSpectrogram")]
public sealed class STFTSpectrogram : Layer
{
    private Variable? _realKernel;
    private Variable? _imagKernel;
    private readonly Tensor? _window;
    private readonly int _step;
    private readonly int _fft;

    /// <summary>Makes the layer with a window of a name.</summary>
    /// <param name="mode">What it gives: <c>log</c> of the magnitude, <c>magnitude</c>, <c>psd</c> (power), <c>real</c>, <c>imag</c>, <c>angle</c>, or <c>stft</c>, real and imaginary parts.</param>
    /// <param name="frame_length">Samples of a window.</param>
    /// <param name="frame_step">Samples from one window to the next; half of frame_length where <see langword="null"/>.</param>
    /// <param name="fft_length">Size of a Fourier transform; the power of two that holds a window where <see langword="null"/>.</param>
    /// <param name="window">Name of the window, such as <c>hann</c>; <see langword="null"/> for none.</param>
    /// <param name="periodic">Whether the window is periodic instead of symmetric.</param>
    /// <param name="scaling"><c>density</c>, <c>spectrum</c>, or <see langword="null"/> for none.</param>
    /// <param name="padding"><c>valid</c>, or <c>same</c> for windows over the ends.</param>
    /// <param name="expand_dims">Whether channels have an axis of their own.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the process where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the kernels.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">An argument has an unknown value, or a length does not fit.</exception>
    [OverloadResolutionPriority(1)]
    public STFTSpectrogram(string mode = "log", int frame_length = 256, int? frame_step = null, int? fft_length = null, string? window = "hann", bool periodic = false, string? scaling = "density",
        string padding = "valid", bool expand_dims = false, string? data_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : this(null, mode, frame_length, frame_step, fft_length, periodic, scaling, padding, expand_dims, data_format, name, trainable, dtype, input_shape, false)
    {
        if (window is not null) SignalWindow.Check(window);
        this.window = window;
    }

    /// <summary>Makes the layer with a window of your own.</summary>
    /// <param name="window">One factor for each sample of a window.</param>
    /// <param name="mode">What it gives.</param>
    /// <param name="frame_length">Samples of a window.</param>
    /// <param name="frame_step">Samples from one window to the next.</param>
    /// <param name="fft_length">Size of a Fourier transform.</param>
    /// <param name="periodic">Kept for the configuration.</param>
    /// <param name="scaling"><c>density</c>, <c>spectrum</c>, or <see langword="null"/> for none.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>.</param>
    /// <param name="expand_dims">Whether channels have an axis of their own.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the kernels.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample.</param>
    public STFTSpectrogram(Tensor window, string mode = "log", int frame_length = 256, int? frame_step = null, int? fft_length = null, bool periodic = false, string? scaling = "density",
        string padding = "valid", bool expand_dims = false, string? data_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : this(window, mode, frame_length, frame_step, fft_length, periodic, scaling, padding, expand_dims, data_format, name, trainable, dtype, input_shape, true)
    {
    }

    private STFTSpectrogram(Tensor? own, string mode, int frame_length, int? frame_step, int? fft_length, bool periodic, string? scaling, string padding, bool expand_dims, string? data_format,
        string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape, bool owns)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        // 1. Lengths.
        if (frame_length < 1) throw new ArgumentException($"`frame_length` should be a positive integer. Received frame_length={frame_length}");
        if (frame_step is { } step && (step > frame_length || step < 1))
            throw new ArgumentException($"`frame_step` should be a positive integer not greater than `frame_length`. Received frame_step={frame_step}, frame_length={frame_length}");
        if (fft_length is { } fft && fft < frame_length)
            throw new ArgumentException($"`fft_length` should be not less than `frame_length`. Received fft_length={fft_length}, frame_length={frame_length}");
        if (fft_length is { } size && !BitOperations.IsPow2(size))
            Console.Error.WriteLine($"UserWarning: `fft_length` is recommended to be a power of two. Received fft_length={fft_length}");
        // 2. Choices.
        string[] modes = ["log", "magnitude", "psd", "real", "imag", "angle", "stft"];
        if (!modes.Contains(mode)) throw new ArgumentException($"Output mode is invalid, it must be one of {string.Join(", ", modes)}. Received: mode={mode}");
        if (scaling is not (null or "density" or "spectrum")) throw new ArgumentException($"Scaling is invalid, it must be `None`, 'density' or 'spectrum'. Received scaling={scaling}");
        if (padding is not ("valid" or "same")) throw new ArgumentException($"Padding is invalid, it should be 'valid', 'same'. Received: padding={padding}");
        this.mode = mode;
        this.frame_length = frame_length;
        this.frame_step = frame_step;
        this.fft_length = fft_length;
        _step = frame_step ?? Math.Max(1, frame_length / 2);
        _fft = fft_length ?? (int)BitOperations.RoundUpToPowerOf2((uint)frame_length);
        _window = owns ? own!.keep() : null;
        this.periodic = periodic;
        this.scaling = scaling;
        this.padding = padding;
        this.expand_dims = expand_dims;
        this.data_format = KerasConfig.StandardizeDataFormat(data_format);
        input_spec = new InputSpec(ndim: 3);
        FreesIntermediates = true;
    }

    /// <summary>What the layer gives.</summary>
    public string mode { get; }

    /// <summary>Samples of a window.</summary>
    public int frame_length { get; }

    /// <summary>Samples from one window to the next, as given.</summary>
    public int? frame_step { get; }

    /// <summary>Size of a Fourier transform, as given.</summary>
    public int? fft_length { get; }

    /// <summary>Name of the window; <see langword="null"/> for none and for one of your own.</summary>
    public string? window { get; }

    /// <summary>Whether the window is periodic.</summary>
    public bool periodic { get; }

    /// <summary>How the kernels are scaled.</summary>
    public string? scaling { get; }

    /// <summary>Whether there are windows over the ends.</summary>
    public string padding { get; }

    /// <summary>Whether channels have an axis of their own.</summary>
    public bool expand_dims { get; }

    /// <summary>Where the channels are.</summary>
    public string data_format { get; }

    private bool ChannelsLast => data_format == "channels_last";

    private int Frequencies => _fft / 2 + 1;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        var shape = new TensorShape(frame_length, 1, Frequencies);
        if (mode != "imag") _realKernel = add_weight(shape, Kernels("real"), name: "real_kernel");
        if (mode != "real") _imagKernel = add_weight(shape, Kernels("imag"), name: "imag_kernel");
    }

    private STFT Kernels(string side) => _window is null ? new STFT(side, window, scaling, periodic) : new STFT(side, _window, scaling, periodic);

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        if (!DTypes.IsFloat(inputs.dtype)) throw new ArgumentException($"Invalid input type. Expected `float16`, `float32` or `float64`. Received: input type={inputs.dtype} (layer '{name}')");
        // 1. Real and imaginary parts, (batch, channels, frequencies, time).
        var real = _realKernel is null ? null : Convolve(inputs, _realKernel);
        var imaginary = _imagKernel is null ? null : Convolve(inputs, _imagKernel);
        switch (mode)
        {
            case "real":
                return Arrange(real!);
            case "imag":
                return Arrange(imaginary!);
            case "angle":
                return Arrange(Ops.arctan2(imaginary!, real!));
            case "stft":
                return Arrange(Ops.concatenate([real!, imaginary!], 2));
        }

        // 2. Power: frequencies but the first and last stand for their negative ones too.
        var power = Ops.add(Ops.square(real!), Ops.square(imaginary!));
        if (mode == "psd")
        {
            var inner = power[.., .., 1..^1, ..];
            return Arrange(Ops.add(power, Ops.pad(inner, new[] { (0, 0), (0, 0), (1, 1), (0, 0) })));
        }
        var magnitude = Arrange(Ops.sqrt(Ops.maximum(power, KerasConfig.epsilon())));
        return mode == "magnitude" ? magnitude : Ops.log(Ops.maximum(magnitude, KerasConfig.epsilon()));
    }

    /// <summary>The convolution of each channel on its own.</summary>
    private Tensor Convolve(Tensor inputs, Variable kernel)
    {
        var (batch, channels, time) = (inputs.Dims[0], inputs.Dims[ChannelsLast ? 2 : 1], inputs.Dims[ChannelsLast ? 1 : 2]);
        var alone = ChannelsLast ? Ops.reshape(Ops.transpose(inputs, [0, 2, 1]), new[] { batch * channels, time, 1 }) : Ops.reshape(inputs, new[] { batch * channels, 1, time });
        var output = Ops.conv(alone, Ops.cast(kernel, inputs.dtype), _step, padding, data_format);
        if (ChannelsLast) output = Ops.transpose(output, [0, 2, 1]);
        return Ops.reshape(output, new[] { batch, channels, output.Dims[1], output.Dims[2] });
    }

    private Tensor Arrange(Tensor x)
    {
        if (expand_dims) return Ops.transpose(x, ChannelsLast ? [0, 3, 2, 1] : [0, 1, 3, 2]);
        var flat = Ops.reshape(x, new[] { x.Dims[0], x.Dims[1] * x.Dims[2], x.Dims[3] });
        return ChannelsLast ? Ops.transpose(flat, [0, 2, 1]) : flat;
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape)
    {
        var channels = input_shape[ChannelsLast ? -1 : 1];
        var frequencies = mode == "stft" ? 2 * Frequencies : Frequencies;
        var shape = ConvShapes.Conv(input_shape, frequencies * channels, [frame_length], [_step], padding, data_format, [1]);
        if (!expand_dims) return shape;
        return ChannelsLast ? (shape[0], shape[1], frequencies, channels) : (shape[0], channels, shape[2], frequencies);
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["mode"] = mode;
        config["frame_length"] = frame_length;
        config["frame_step"] = frame_step;
        config["fft_length"] = fft_length;
        config["window"] = _window is null ? window : Serialization.ToConfig(_window);
        config["periodic"] = periodic;
        config["scaling"] = scaling;
        config["padding"] = padding;
        config["data_format"] = data_format;
        config["expand_dims"] = expand_dims;
        return config;
    }

    /// <summary>Makes the layer of a configuration, whose window is a name or an array.</summary>
    /// <param name="config">What get_config gave.</param>
    public static STFTSpectrogram from_config(Config config)
    {
        if (config.Get("window") is not Config array) return (STFTSpectrogram)ConfigReflection.Construct(typeof(STFTSpectrogram), config);
        var plain = new Config(config);
        plain.Remove("window");
        var named = (STFTSpectrogram)ConfigReflection.Construct(typeof(STFTSpectrogram), plain);
        return new STFTSpectrogram((Tensor)Serialization.FromConfig(array)!, named.mode, named.frame_length, named.frame_step, named.fft_length, named.periodic, named.scaling, named.padding,
            named.expand_dims, named.data_format, named.name, named.trainable, named.dtype_policy);
    }
}
