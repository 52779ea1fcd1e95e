using Keras.Backend;

namespace Keras.Layers;

/// <summary>Turns sound into its mel spectrogram: how strong each band of hearing is over time.</summary>
/// <remarks>Input (batch, samples) or (samples,), output (batch, num_mel_bins, time) or (num_mel_bins, time). See https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/mel_spectrogram/.</remarks>
[KerasExport("keras.layers.MelSpectrogram")]
public sealed class MelSpectrogram : Layer
{
    private const double BreakHertz = 700.0;
    private const double HighQ = 1127.0;

    private readonly double? _givenMaxFrequency;
    private readonly Lock _lock = new();
    private (int Bins, Tensor Weights)? _bands;

    /// <summary>Makes the layer.</summary>
    /// <param name="fft_length">Size of a Fourier transform.</param>
    /// <param name="sequence_stride">Samples from one window to the next.</param>
    /// <param name="sequence_length">Samples of a window, padded to fft_length; fft_length where <see langword="null"/>.</param>
    /// <param name="window">Name of the window: <c>hann</c> or <c>hamming</c>; <see langword="null"/> for none.</param>
    /// <param name="sampling_rate">Samples a second.</param>
    /// <param name="num_mel_bins">Number of bands.</param>
    /// <param name="min_freq">Lowest frequency in hertz.</param>
    /// <param name="max_freq">Highest frequency in hertz; half the sampling rate where <see langword="null"/>.</param>
    /// <param name="power_to_db">Whether the result is in decibels.</param>
    /// <param name="top_db">How far below the loudest the result reaches, in decibels.</param>
    /// <param name="mag_exp">Exponent of the magnitude: 1 for magnitude, 2 for power.</param>
    /// <param name="min_power">Smallest power.</param>
    /// <param name="ref_power">The power of 0 decibels.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">The window is longer than fft_length.</exception>
    public MelSpectrogram(int fft_length = 2048, int sequence_stride = 512, int? sequence_length = null, string? window = "hann", int sampling_rate = 16000, int num_mel_bins = 128,
        double min_freq = 20.0, double? max_freq = null, bool power_to_db = true, double top_db = 80.0, double mag_exp = 2.0, double min_power = 1e-10, double ref_power = 1.0,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.fft_length = fft_length;
        this.sequence_stride = sequence_stride;
        this.sequence_length = sequence_length is null or 0 ? fft_length : sequence_length.Value;
        if (fft_length < this.sequence_length)
            throw new ArgumentException($"`fft_length` must be greater than or equal to `sequence_length`. Received: `sequence_length`={this.sequence_length}, `fft_length`={fft_length}.");
        this.window = window;
        this.sampling_rate = sampling_rate;
        this.num_mel_bins = num_mel_bins;
        this.min_freq = min_freq;
        _givenMaxFrequency = max_freq is 0 ? null : max_freq;
        this.power_to_db = power_to_db;
        this.top_db = top_db;
        this.mag_exp = mag_exp;
        this.min_power = min_power;
        this.ref_power = ref_power;
        FreesIntermediates = true;
    }

    /// <summary>Size of a Fourier transform.</summary>
    public int fft_length { get; }

    /// <summary>Samples from one window to the next.</summary>
    public int sequence_stride { get; }

    /// <summary>Samples of a window.</summary>
    public int sequence_length { get; }

    /// <summary>Name of the window.</summary>
    public string? window { get; }

    /// <summary>Samples a second.</summary>
    public int sampling_rate { get; }

    /// <summary>Number of bands.</summary>
    public int num_mel_bins { get; }

    /// <summary>Lowest frequency in hertz.</summary>
    public double min_freq { get; }

    /// <summary>Highest frequency in hertz.</summary>
    public double max_freq => _givenMaxFrequency ?? sampling_rate / 2;

    /// <summary>Whether the result is in decibels.</summary>
    public bool power_to_db { get; }

    /// <summary>How far below the loudest the result reaches.</summary>
    public double top_db { get; }

    /// <summary>Exponent of the magnitude.</summary>
    public double mag_exp { get; }

    /// <summary>Smallest power.</summary>
    public double min_power { get; }

    /// <summary>The power of 0 decibels.</summary>
    public double ref_power { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        // 1. Magnitudes of the frequencies over time. There are no Fourier transforms in half precision.
        var x = Ops.cast(inputs, compute_dtype is "float32" or "float64" ? compute_dtype : "float32");
        var (real, imaginary) = Ops.stft(x, sequence_length, sequence_stride, fft_length, window, center: true);
        var spectrum = Ops.power(Ops.sqrt(Ops.add(Ops.square(real), Ops.square(imaginary))), mag_exp);

        // 2. Bands of them, in decibels.
        var bands = Ops.tensordot(spectrum, Bands((int)spectrum.Dims[^1]), 1);
        if (power_to_db) bands = Decibels(bands);
        return Ops.cast(Ops.swapaxes(bands, -1, -2), compute_dtype);
    }

    private Tensor Decibels(Tensor x)
    {
        var reference = Ops.log10(Ops.maximum(Ops.abs(Kernel.FromArray(new[] { ref_power }, KerasConfig.floatx())), min_power));
        var decibels = Ops.subtract(Ops.multiply(Ops.log10(Ops.maximum(x, min_power)), 10.0), Ops.multiply(reference, 10.0));
        return Ops.maximum(decibels, Ops.subtract(Ops.max(decibels), top_db));
    }

    /// <summary>The weights of the bands, kept from call to call.</summary>
    private Tensor Bands(int bins)
    {
        lock (_lock)
        {
            if (_bands is { } known && known.Bins == bins) return known.Weights;
            using var grad = GradMode.Off();
            var weights = linear_to_mel_weight_matrix(num_mel_bins, bins, sampling_rate, min_freq, max_freq).keep();
            _bands = (bins, weights);
            return weights;
        }
    }

    /// <summary>A matrix whose product with a spectrum (…, frequencies) gives mel bands (…, num_mel_bins): overlapping triangles, even on the mel scale.</summary>
    /// <param name="num_mel_bins">Number of bands.</param>
    /// <param name="num_spectrogram_bins">Number of frequencies, from 0 to half the sampling rate.</param>
    /// <param name="sampling_rate">Samples a second.</param>
    /// <param name="lower_edge_hertz">Where the first band begins.</param>
    /// <param name="upper_edge_hertz">Where the last band ends.</param>
    /// <param name="dtype">Element type.</param>
    /// <returns>(num_spectrogram_bins, num_mel_bins).</returns>
    public Tensor linear_to_mel_weight_matrix(int num_mel_bins = 20, int num_spectrogram_bins = 129, int sampling_rate = 8000, double lower_edge_hertz = 125.0, double upper_edge_hertz = 3800.0, string dtype = "float32")
    {
        using var scope = new TensorScope();
        // 1. The frequencies, but for 0, and the edges of the bands, both in mel.
        var hertz = Ops.linspace(Number(0, dtype), Number(sampling_rate / 2.0, dtype), num_spectrogram_bins)[1..];
        var mel = Ops.expand_dims(Mel(hertz), 1);
        var edges = Ops.extract_sequences(Ops.linspace(Mel(Number(lower_edge_hertz, dtype)), Mel(Number(upper_edge_hertz, dtype)), num_mel_bins + 2), 3, 1);
        var parts = Ops.split(edges, 3, 1);
        Tensor Edge(int i) => Ops.reshape(parts[i], (1, num_mel_bins));
        var (lower, center, upper) = (Edge(0), Edge(1), Edge(2));

        // 2. Up from the lower edge to the center, down to the upper edge.
        var rising = Ops.divide(Ops.subtract(mel, lower), Ops.subtract(center, lower));
        var falling = Ops.divide(Ops.subtract(upper, mel), Ops.subtract(upper, center));
        var weights = Ops.maximum(Ops.minimum(rising, falling), Number(0, dtype));
        return scope.Keep(Ops.concatenate([Ops.zeros((1, num_mel_bins), dtype), weights], 0));
    }

    private static Tensor Number(double value, string dtype) => Ops.reshape(Kernel.FromArray(new[] { value }, dtype), TensorShape.Scalar);

    private static Tensor Mel(Tensor hertz) => Ops.multiply(Ops.log(Ops.add(Ops.divide(hertz, BreakHertz), 1.0)), HighQ);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape)
    {
        if (input_shape.Rank == 0) throw new ArgumentException($"The layer '{name}' takes sound of shape (samples,) or (batch, samples). Received: a scalar.");
        var time = (input_shape[input_shape.Rank == 1 ? 0 : 1] + sequence_stride + 1) / sequence_stride;
        return input_shape.Rank == 1 ? (num_mel_bins, time) : (input_shape[0], num_mel_bins, time);
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["fft_length"] = fft_length;
        config["sequence_stride"] = sequence_stride;
        config["sequence_length"] = sequence_length;
        config["window"] = window;
        config["sampling_rate"] = sampling_rate;
        config["num_mel_bins"] = num_mel_bins;
        config["min_freq"] = min_freq;
        config["max_freq"] = _givenMaxFrequency is { } given ? given : sampling_rate / 2;
        config["power_to_db"] = power_to_db;
        config["top_db"] = top_db;
        config["mag_exp"] = mag_exp;
        config["min_power"] = min_power;
        config["ref_power"] = ref_power;
        return config;
    }
}
