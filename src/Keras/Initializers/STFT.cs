using Keras.Backend;
using Keras.Saving;

namespace Keras.Initializers;

/// <summary>The kernel with which a strided 1-D convolution computes a short-time Fourier transform.</summary>
/// <remarks>
/// Shape (frame_length, 1, bins): the cosines (<c>real</c>) or sines (<c>imag</c>) of each frequency, times a window.
/// See https://keras.io/api/layers/initializers/.
/// </remarks>
[KerasExport("keras.initializers.STFT", "keras.initializers.stft", "keras.initializers.STFTInitializer")]
public sealed class STFT : Initializer
{
    private readonly Tensor? _values;

    /// <summary>Makes the initializer with a window of a name.</summary>
    /// <param name="side"><c>real</c> or <c>imag</c>.</param>
    /// <param name="window">Name of the window, such as <c>hann</c> or <c>hamming</c>; <see langword="null"/> for none.</param>
    /// <param name="scaling"><c>density</c> divides by the root of the window's energy, <c>spectrum</c> by its sum; <see langword="null"/> by nothing.</param>
    /// <param name="periodic">Whether the window is periodic instead of symmetric.</param>
    /// <exception cref="ArgumentException">An argument has an unknown value.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public STFT(string side = "real", string? window = "hann", string? scaling = "density", bool periodic = false) : this(side, scaling, periodic)
    {
        if (window is not null) SignalWindow.Check(window);
        this.window = window;
    }

    /// <summary>Makes the initializer with a window of your own.</summary>
    /// <param name="side"><c>real</c> or <c>imag</c>.</param>
    /// <param name="window">One factor for each place of a frame.</param>
    /// <param name="scaling"><c>density</c> divides by the root of the window's energy, <c>spectrum</c> by its sum; <see langword="null"/> by nothing.</param>
    /// <param name="periodic">Kept for the configuration.</param>
    /// <exception cref="ArgumentException">An argument has an unknown value.</exception>
    public STFT(string side, Tensor window, string? scaling = "density", bool periodic = false) : this(side, scaling, periodic) => _values = window.keep();

    private STFT(string side, string? scaling, bool periodic)
    {
        if (side is not ("real" or "imag")) throw new ArgumentException($"side should be 'real' or 'imag', not '{side}'.");
        if (scaling is not (null or "density" or "spectrum"))
            throw new ArgumentException($"Scaling is invalid, it must be null, 'density' or 'spectrum'. Received scaling='{scaling}'.");
        this.side = side;
        this.scaling = scaling;
        this.periodic = periodic;
    }

    /// <summary>Cosines or sines.</summary>
    public string side { get; }

    /// <summary>Name of the window; <see langword="null"/> for none and for one of your own.</summary>
    public string? window { get; }

    /// <summary>What the kernel is divided by.</summary>
    public string? scaling { get; }

    /// <summary>Whether the window is periodic instead of symmetric.</summary>
    public bool periodic { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape has not three dimensions, or the window another length than the frame.</exception>
    public override Tensor Apply(TensorShape shape, string? dtype = null)
    {
        if (shape.Rank != 3) throw new ArgumentException($"The shape must be (frame_length, input_channels, bins). Received: shape={shape} of rank {shape.Rank}.");
        dtype = DTypes.Standardize(dtype);
        var dims = shape.ToLongs();
        long frame = dims[0], bins = dims[2];
        using var scope = new TensorScope();
        // 1. The window, and the number by which it is scaled.
        Tensor? factors = null;
        Tensor divisor = 1;
        if (window is not null || _values is not null)
        {
            factors = _values is null ? Kernel.FromArray(SignalWindow.Make(window!, (int)frame, !periodic), dtype) : Ops.cast(_values, dtype);
            if (factors.ndim != 1 || factors.Dims[0] != frame)
                throw new ArgumentException($"The shape of `window` must be equal to [frame_length], ({frame},). Received: window shape={factors.shape}.");
            factors = Kernel.Reshape(factors, frame, 1, 1);
            if (scaling == "density") divisor = Kernel.Sqrt(Kernel.SumAll(Kernel.Square(factors)));
            else if (scaling == "spectrum") divisor = Kernel.SumAll(Kernel.Abs(factors));
        }
        // 2. The angle at each time and frequency.
        var frequency = Kernel.Div(Kernel.Reshape(Kernel.Arange(0L, bins, 1L, dtype), 1, 1, bins), new ScalarTensor((double)(bins - 1) * 2));
        var time = Kernel.Reshape(Kernel.Arange(0L, frame, 1L, dtype), frame, 1, 1);
        var angle = Kernel.Mul(Kernel.Mul(Kernel.Mul(time, new ScalarTensor(-2.0)), frequency), new ScalarTensor(Math.PI));
        // 3. The waves.
        var kernel = side == "real" ? Kernel.Cos(angle) : Kernel.Sin(angle);
        if (factors is not null) kernel = Kernel.Div(Kernel.Mul(kernel, factors), divisor);
        return scope.Keep(kernel);
    }

    /// <inheritdoc/>
    public override Config get_config() => new()
    {
        ["side"] = side,
        ["window"] = _values is null ? window : Serialization.ToConfig(_values),
        ["periodic"] = periodic,
        ["scaling"] = scaling,
    };

    /// <summary>Makes the initializer of a configuration.</summary>
    /// <param name="config">What <see cref="get_config"/> gave.</param>
    public static STFT from_config(Config config)
    {
        if (config.Get("window") is not Config array) return (STFT)ConfigReflection.Construct(typeof(STFT), config);
        return new STFT(config.Get("side") as string ?? "real", (Tensor)Serialization.Deserialize(array, typeof(Tensor))!,
            config.TryGetValue("scaling", out var scaling) ? scaling as string : "density", config.Get("periodic") as bool? ?? false);
    }
}
