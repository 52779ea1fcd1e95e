using Keras.Backend;

namespace Keras.Randomness;

/// <summary>Random tensors (<c>keras.random</c>): the same numbers as Keras draws on its torch backend from the same seeds.</summary>
/// <remarks>
/// An integer seed gives the same numbers each time, a <see cref="SeedGenerator"/> others each time. Without a seed the global generator is used,
/// which <c>keras.utils.set_random_seed</c> starts anew. Where a layer is tried on symbolic tensors nothing is drawn.
/// </remarks>
public static class RandomOps
{
    /// <summary>Draws from a normal distribution.</summary>
    /// <param name="shape">Shape of the result.</param>
    /// <param name="mean">Mean.</param>
    /// <param name="stddev">Standard deviation, not negative.</param>
    /// <param name="dtype">A float type; the default one where <see langword="null"/>.</param>
    /// <param name="seed">An integer, a seed generator, or <see langword="null"/> for the global generator.</param>
    /// <exception cref="ArgumentException">The dtype is no float type, or the deviation is negative.</exception>
    [KerasExport("keras.random.normal")]
    public static Tensor normal(TensorShape shape, double mean = 0.0, double stddev = 1.0, string? dtype = null, RandomSeed? seed = null)
    {
        dtype = FloatType("normal", dtype);
        CheckDeviation("normal", stddev);
        return Untold(shape, dtype) ?? Kernel.RandomNormal(RandomSeed.Draw(seed), shape.ToLongs(), mean, stddev, dtype);
    }

    /// <summary>Draws from a normal distribution, without the numbers more than two standard deviations from its mean.</summary>
    /// <param name="shape">Shape of the result.</param>
    /// <param name="mean">Mean.</param>
    /// <param name="stddev">Standard deviation before truncation.</param>
    /// <param name="dtype">A float type; the default one where <see langword="null"/>.</param>
    /// <param name="seed">An integer, a seed generator, or <see langword="null"/> for the global generator.</param>
    /// <exception cref="ArgumentException">The dtype is no float type.</exception>
    [KerasExport("keras.random.truncated_normal")]
    public static Tensor truncated_normal(TensorShape shape, double mean = 0.0, double stddev = 1.0, string? dtype = null, RandomSeed? seed = null)
    {
        dtype = FloatType("truncated_normal", dtype);
        return Untold(shape, dtype) ?? Kernel.RandomTruncatedNormal(RandomSeed.Draw(seed), shape.ToLongs(), mean, stddev, dtype);
    }

    /// <summary>Draws from a uniform distribution.</summary>
    /// <param name="shape">Shape of the result.</param>
    /// <param name="minval">Lower bound, inclusive.</param>
    /// <param name="maxval">Upper bound, exclusive.</param>
    /// <param name="dtype">A float type; the default one where <see langword="null"/>.</param>
    /// <param name="seed">An integer, a seed generator, or <see langword="null"/> for the global generator.</param>
    /// <exception cref="ArgumentException">The dtype is no float type.</exception>
    [KerasExport("keras.random.uniform")]
    public static Tensor uniform(TensorShape shape, double minval = 0.0, double maxval = 1.0, string? dtype = null, RandomSeed? seed = null)
    {
        dtype = FloatType("uniform", dtype);
        return Untold(shape, dtype) ?? Kernel.RandomUniform(RandomSeed.Draw(seed), shape.ToLongs(), minval, maxval, dtype);
    }

    /// <summary>Draws integers from a uniform distribution.</summary>
    /// <param name="shape">Shape of the result.</param>
    /// <param name="minval">Lower bound, inclusive.</param>
    /// <param name="maxval">Upper bound, exclusive.</param>
    /// <param name="dtype">An integer type.</param>
    /// <param name="seed">An integer, a seed generator, or <see langword="null"/> for the global generator.</param>
    /// <exception cref="ArgumentException">The dtype is no integer type, or there is no integer between the bounds.</exception>
    [KerasExport("keras.random.randint")]
    public static Tensor randint(TensorShape shape, long minval, long maxval, string? dtype = "int32", RandomSeed? seed = null)
    {
        dtype = DTypes.Standardize(dtype ?? "int32");
        if (!DTypes.IsInt(dtype)) throw new ArgumentException($"`keras.random.randint` requires an integer `dtype`. Received: dtype={dtype}.");
        if (maxval <= minval) throw new ArgumentException($"`keras.random.randint` requires minval < maxval. Received: minval={minval}, maxval={maxval}.");
        return Untold(shape, dtype) ?? Kernel.RandomInt(RandomSeed.Draw(seed), shape.ToLongs(), minval, maxval, dtype);
    }

    /// <summary>Draws class indices with the probabilities that logits stand for.</summary>
    /// <param name="logits">Unnormalized log-probabilities, shape (rows, classes).</param>
    /// <param name="num_samples">How many indices to draw for each row.</param>
    /// <param name="dtype">Type of the result.</param>
    /// <param name="seed">An integer, a seed generator, or <see langword="null"/> for the global generator.</param>
    /// <returns>Indices, shape (rows, num_samples).</returns>
    /// <exception cref="ArgumentException">The logits have not two dimensions.</exception>
    [KerasExport("keras.random.categorical")]
    public static Tensor categorical(Tensor logits, int num_samples, string? dtype = "int32", RandomSeed? seed = null)
    {
        if (logits.ndim != 2) throw new ArgumentException($"`logits` should be a 2-D tensor with shape [batch_size, num_classes]. Received: logits of shape {logits.shape}.");
        if (num_samples <= 0) throw new ArgumentException($"`num_samples` must be positive. Received: num_samples={num_samples}.");
        var type = DTypes.Standardize(dtype);
        if (logits is KerasTensor)
            return Symbolic.RecordSpec("Categorical", [logits], t => categorical(t[0], num_samples, type, seed), null, new KerasTensor((logits.shape[0], num_samples), type));
        using var scope = new TensorScope();
        return scope.Keep(Kernel.RandomCategorical(RandomSeed.Draw(seed), Float(logits), num_samples, type));
    }

    /// <summary>Sets random elements to zero, and scales the others up so that the expected sum stays.</summary>
    /// <param name="inputs">Any float tensor.</param>
    /// <param name="rate">Share of elements to drop, 0 to 1.</param>
    /// <param name="noise_shape">Shape of the mask, which broadcasts to the inputs: a 1 drops along the whole axis. <see langword="null"/> dimensions are those of the inputs.</param>
    /// <param name="seed">An integer, a seed generator, or <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The rate lies outside, or the mask does not broadcast to the inputs.</exception>
    [KerasExport("keras.random.dropout")]
    public static Tensor dropout(Tensor inputs, double rate, TensorShape? noise_shape = null, RandomSeed? seed = null)
    {
        if (rate is not (>= 0 and <= 1)) throw new ArgumentException($"Invalid value received for argument `rate`. Expected a float value between 0 and 1. Received: rate={rate}.");
        if (inputs is KerasTensor)
            return Symbolic.RecordSpec("Dropout", [inputs], t => dropout(t[0], rate, noise_shape, seed), null, new KerasTensor(inputs.shape, inputs.dtype));
        if (rate == 0) return inputs;
        if (rate == 1) return Kernel.Zeros(inputs.Dims, inputs.dtype);
        // A generator that was given no seed counts as no seed here: its mask comes from libtorch's global generator.
        if (noise_shape is null && (seed is null || seed.Generator is { seed: null })) return Kernel.GlobalDropout(inputs, rate);
        return Kernel.SeededDropout(inputs, RandomSeed.Draw(seed), rate, MaskShape(inputs, noise_shape));
    }

    /// <summary>Brings the parts of a tensor along an axis into random order.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis. The rows before it are each ordered by themselves.</param>
    /// <param name="seed">An integer, a seed generator, or <see langword="null"/> for the global generator.</param>
    // Porting note: on Keras's torch backend a negative axis repeats the first part instead of shuffling; here it counts from the end.
    [KerasExport("keras.random.shuffle")]
    public static Tensor shuffle(Tensor x, int axis = 0, RandomSeed? seed = null)
    {
        axis = Axes.Normalize(axis, x.ndim);
        if (x is KerasTensor) return Symbolic.RecordSpec("Shuffle", [x], t => shuffle(t[0], axis, seed), null, new KerasTensor(x.shape, x.dtype));
        return Kernel.RandomShuffle(RandomSeed.Draw(seed), x, axis);
    }

    /// <summary>Draws from a gamma distribution of rate 1.</summary>
    /// <param name="shape">Shape of the result.</param>
    /// <param name="alpha">Concentration, positive: a number or an array that broadcasts to the shape.</param>
    /// <param name="dtype">A float type; the default one where <see langword="null"/>.</param>
    /// <param name="seed">An integer, a seed generator, or <see langword="null"/> for the global generator.</param>
    [KerasExport("keras.random.gamma")]
    public static Tensor gamma(TensorShape shape, Tensor alpha, string? dtype = null, RandomSeed? seed = null)
    {
        dtype = DTypes.Standardize(dtype);
        if (Untold(shape, dtype) is { } symbol) return symbol;
        using var scope = new TensorScope();
        return scope.Keep(Kernel.RandomGamma(RandomSeed.Draw(seed), Float(alpha), shape.ToLongs(), dtype));
    }

    /// <summary>Draws from a binomial distribution: how many of a number of trials succeed.</summary>
    /// <param name="shape">Shape of the result.</param>
    /// <param name="counts">Number of trials: a number or an array that broadcasts to the shape.</param>
    /// <param name="probabilities">Probability of success of one trial: a number or an array that broadcasts to the shape.</param>
    /// <param name="dtype">Type of the result; the default float type where <see langword="null"/>.</param>
    /// <param name="seed">An integer, a seed generator, or <see langword="null"/> for the global generator.</param>
    [KerasExport("keras.random.binomial")]
    public static Tensor binomial(TensorShape shape, Tensor counts, Tensor probabilities, string? dtype = null, RandomSeed? seed = null)
    {
        dtype = DTypes.Standardize(dtype);
        if (Untold(shape, dtype) is { } symbol) return symbol;
        using var scope = new TensorScope();
        return scope.Keep(Kernel.RandomBinomial(RandomSeed.Draw(seed), Ops.convert_to_tensor(counts), Float(probabilities), shape.ToLongs(), dtype));
    }

    /// <summary>Draws from a beta distribution.</summary>
    /// <param name="shape">Shape of the result.</param>
    /// <param name="alpha">First parameter, positive: a number or an array that broadcasts to the shape.</param>
    /// <param name="beta">Second parameter, positive: a number or an array that broadcasts to the shape.</param>
    /// <param name="dtype">A float type; the default one where <see langword="null"/>.</param>
    /// <param name="seed">An integer, a seed generator, or <see langword="null"/> for the global generator.</param>
    [KerasExport("keras.random.beta")]
    public static Tensor beta(TensorShape shape, Tensor alpha, Tensor beta, string? dtype = null, RandomSeed? seed = null)
    {
        dtype = DTypes.Standardize(dtype);
        if (Untold(shape, dtype) is { } symbol) return symbol;
        using var scope = new TensorScope();
        return scope.Keep(Kernel.RandomBeta(RandomSeed.Draw(seed), Float(alpha), Float(beta), shape.ToLongs(), dtype));
    }

    /// <summary>The shape of a mask, with the dimensions of the inputs where it has none.</summary>
    /// <exception cref="ArgumentException">It does not broadcast to the inputs.</exception>
    internal static long[] MaskShape(Tensor inputs, TensorShape? noiseShape)
    {
        var dims = inputs.Dims;
        if (noiseShape is not { } noise) return dims;
        if (noise.Rank > dims.Length) throw Mismatch();
        var mask = new long[noise.Rank];
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = noise[i] ?? dims[i];
            if (mask[i] != 1 && mask[i] != dims[dims.Length - mask.Length + i]) throw Mismatch();
        }
        return mask;

        ArgumentException Mismatch() => new($"The noise_shape {noise} does not broadcast to inputs of shape {inputs.shape}: give one dimension for each of the inputs, each of them 1, null or the input's.");
    }

    /// <summary>A symbol in place of numbers where a layer is being tried or the shape is not known.</summary>
    private static KerasTensor? Untold(TensorShape shape, string dtype) =>
        Symbolic.IsQuiet || !shape.IsFullyDefined ? new KerasTensor(shape, dtype) : null;

    private static string FloatType(string function, string? dtype)
    {
        dtype = DTypes.Standardize(dtype);
        return DTypes.IsFloat(dtype) ? dtype : throw new ArgumentException($"`keras.random.{function}` requires a floating point `dtype`. Received: dtype={dtype}.");
    }

    private static void CheckDeviation(string function, double stddev)
    {
        if (!(stddev >= 0)) throw new ArgumentException($"`keras.random.{function}` requires a standard deviation of at least 0. Received: stddev={stddev}.");
    }

    private static Tensor Float(Tensor x)
    {
        x = x is ScalarTensor number ? number.ToTensor(KerasConfig.floatx()) : x;
        return DTypes.IsFloat(x.dtype) ? x : Kernel.Cast(x, KerasConfig.floatx());
    }
}
