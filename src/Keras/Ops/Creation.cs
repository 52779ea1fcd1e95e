using Keras.Backend;

namespace Keras;

/// <content>Operations that make tensors.</content>
public static partial class Ops
{
    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    [KerasExport("keras.ops.zeros", "keras.ops.numpy.zeros")]
    public static Tensor zeros(TensorShape shape, string? dtype = null) => Kernel.Zeros(Fixed("zeros", shape), DTypes.Standardize(dtype));

    /// <summary>A tensor of ones.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    [KerasExport("keras.ops.ones", "keras.ops.numpy.ones")]
    public static Tensor ones(TensorShape shape, string? dtype = null) => Kernel.Ones(Fixed("ones", shape), DTypes.Standardize(dtype));

    /// <summary>A tensor whose values are whatever the memory held.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    [KerasExport("keras.ops.empty", "keras.ops.numpy.empty")]
    public static Tensor empty(TensorShape shape, string? dtype = null) => Kernel.Empty(Fixed("empty", shape), DTypes.Standardize(dtype));

    /// <summary>A tensor filled with a value.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="fill_value">A number, or a tensor that broadcasts to the shape.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    [KerasExport("keras.ops.full", "keras.ops.numpy.full")]
    public static Tensor full(TensorShape shape, Tensor fill_value, string? dtype = null)
    {
        var dims = Fixed("full", shape);
        var type = DTypes.Standardize(dtype);
        return Nest.IsSymbolic(fill_value)
            ? Symbolic.Record("Full", [fill_value], a => Filled(dims, a[0], type), new() { ["shape"] = ListValue(dims), ["dtype"] = dtype })
            : Filled(dims, fill_value, type);
    }

    /// <summary>A tensor of zeros in the shape of another.</summary>
    /// <param name="x">The tensor whose shape is taken.</param>
    /// <param name="dtype">Element type; that of the tensor where <see langword="null"/>.</param>
    [KerasExport("keras.ops.zeros_like", "keras.ops.numpy.zeros_like")]
    public static Tensor zeros_like(Tensor x, string? dtype = null) => Like("ZerosLike", x, dtype, static (t, d) => Kernel.ZerosLike(t, d));

    /// <summary>A tensor of ones in the shape of another.</summary>
    /// <param name="x">The tensor whose shape is taken.</param>
    /// <param name="dtype">Element type; that of the tensor where <see langword="null"/>.</param>
    [KerasExport("keras.ops.ones_like", "keras.ops.numpy.ones_like")]
    public static Tensor ones_like(Tensor x, string? dtype = null) => Like("OnesLike", x, dtype, static (t, d) => Kernel.OnesLike(t, d));

    /// <summary>A tensor in the shape of another, whose values are whatever the memory held.</summary>
    /// <param name="x">The tensor whose shape is taken.</param>
    /// <param name="dtype">Element type; that of the tensor where <see langword="null"/>.</param>
    [KerasExport("keras.ops.empty_like", "keras.ops.numpy.empty_like")]
    public static Tensor empty_like(Tensor x, string? dtype = null) => Like("EmptyLike", x, dtype, static (t, d) => Kernel.EmptyLike(t, d));

    /// <summary>A tensor filled with a value, in the shape of another.</summary>
    /// <param name="x">The tensor whose shape is taken.</param>
    /// <param name="fill_value">A number, or a tensor that broadcasts to the shape.</param>
    /// <param name="dtype">Element type; that of the tensor where <see langword="null"/>.</param>
    [KerasExport("keras.ops.full_like", "keras.ops.numpy.full_like")]
    public static Tensor full_like(Tensor x, Tensor fill_value, string? dtype = null)
    {
        dtype = dtype is null ? null : DTypes.Standardize(dtype);
        return Binary("FullLike", x, fill_value, (t, value) =>
            value is ScalarTensor s ? Kernel.FullLike(Strong(t), s, dtype ?? t.dtype) : Kernel.Expand(As(value, dtype ?? t.dtype), t.Dims), new() { ["dtype"] = dtype });
    }

    /// <summary>An array, a number or a list of tensors as a tensor.</summary>
    /// <param name="x">What to convert.</param>
    /// <param name="dtype">Element type; that of the value where <see langword="null"/>.</param>
    [KerasExport("keras.ops.array", "keras.ops.numpy.array")]
    public static Tensor array(Tensor x, string? dtype = null)
    {
        dtype = dtype is null ? null : DTypes.Standardize(dtype);
        if (Nest.IsSymbolic(x)) return Symbolic.Record("Array", [x], a => array(a[0], dtype), new() { ["dtype"] = dtype });
        x = Strong(x);
        return dtype is null ? x : As(x, dtype);
    }

    /// <summary>The numbers from a start to a stop, which is not among them, in steps.</summary>
    /// <param name="start">First number; where <paramref name="stop"/> is missing, the stop, and the first number is 0.</param>
    /// <param name="stop">Where the numbers end.</param>
    /// <param name="step">Their distance, 1 where <see langword="null"/>.</param>
    /// <param name="dtype">Element type; that of the arguments where <see langword="null"/>: int32 for integers.</param>
    /// <exception cref="ArgumentException">The step is 0.</exception>
    [KerasExport("keras.ops.arange", "keras.ops.numpy.arange")]
    public static Tensor arange(Tensor start, Tensor? stop = null, Tensor? step = null, string? dtype = null)
    {
        // 1. The dtype is decided by those that are given.
        string to;
        if (dtype is not null) to = DTypes.Standardize(dtype);
        else
        {
            to = stop is null ? DTypes.Result(start.PromotionDType, start.PromotionDType) : DTypes.Result(start.PromotionDType, stop.PromotionDType);
            if (step is not null) to = DTypes.Result(start.PromotionDType, stop?.PromotionDType ?? start.PromotionDType, step.PromotionDType);
        }

        // 2. Integers stay exact; the rest is computed in double.
        var (from, until) = stop is null ? (0, start) : (start, stop);
        step ??= 1;
        double first = Number("arange", from), last = Number("arange", until), by = Number("arange", step);
        var count = Math.Ceiling((last - first) / by);
        if (by == 0 || !double.IsFinite(count)) throw new ArgumentException($"arange: the numbers must be finite, and `step` not 0. Received: from {first} to {last} in steps of {by}.");
        if (count <= 0) return Kernel.Empty([0], to);
        return new[] { from, until, step }.All(t => t.PromotionDType == "int" || DTypes.IsInt(t.PromotionDType))
            ? Kernel.Arange((long)first, (long)last, (long)by, to)
            : Kernel.Arange(first, last, by, to);
    }

    /// <summary>Numbers at equal distances from a start to a stop.</summary>
    /// <param name="start">First number, or a tensor of first numbers.</param>
    /// <param name="stop">Last number, or a tensor that broadcasts with the start.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether the stop is the last number; else the numbers end one step before.</param>
    /// <param name="retstep">Whether to return the step too.</param>
    /// <param name="dtype">Element type; a float type from the arguments where <see langword="null"/>.</param>
    /// <param name="axis">Where the new axis goes when start and stop are tensors.</param>
    /// <returns>The numbers, or the numbers and their step.</returns>
    /// <exception cref="ArgumentException"><paramref name="num"/> is negative.</exception>
    [KerasExport("keras.ops.linspace", "keras.ops.numpy.linspace")]
    public static Tensor linspace(Tensor start, Tensor stop, int num = 50, bool endpoint = true, bool retstep = false, string? dtype = null, int axis = 0)
    {
        var to = Spaced("linspace", start, stop, num, dtype);
        Tensor Run(Tensor a, Tensor b)
        {
            // In double, so that a step is not rounded before it is multiplied.
            var compute = DTypes.IsFloat(to) && a is not ScalarTensor ? to : "float64";
            (a, b) = Meet(a, b, compute);
            var divisor = endpoint ? num - 1 : num;
            var difference = Kernel.Sub(b, a);
            var step = divisor > 0 ? Kernel.Div(difference, new ScalarTensor((long)divisor)) : Kernel.Mul(difference, new ScalarTensor(double.NaN));
            var values = As(Spread(a, step, b, num, endpoint, compute, axis), to);
            return retstep ? new TensorList(values, As(step, DTypes.IsFloat(to) ? to : KerasConfig.floatx())) : values;
        }
        return Nest.IsSymbolic(start) || Nest.IsSymbolic(stop)
            ? Symbolic.Record("Linspace", [start, stop], t => Run(t[0], t[1]), new() { ["num"] = num, ["endpoint"] = endpoint, ["retstep"] = retstep, ["dtype"] = dtype, ["axis"] = axis })
            : Run(start, stop);
    }

    /// <summary>Numbers at equal distances on a logarithmic scale: base to the power of the numbers of <see cref="linspace"/>.</summary>
    /// <param name="start">First exponent.</param>
    /// <param name="stop">Last exponent.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether the stop is the last exponent.</param>
    /// <param name="base">The base.</param>
    /// <param name="dtype">Element type; a float type from the arguments where <see langword="null"/>.</param>
    /// <param name="axis">Where the new axis goes when start and stop are tensors.</param>
    [KerasExport("keras.ops.logspace", "keras.ops.numpy.logspace")]
    public static Tensor logspace(Tensor start, Tensor stop, int num = 50, bool endpoint = true, double @base = 10, string? dtype = null, int axis = 0)
    {
        var to = Spaced("logspace", start, stop, num, dtype);
        Tensor Run(Tensor a, Tensor b)
        {
            var exponents = linspace(As(a, "float64"), As(b, "float64"), num, endpoint, false, "float64", axis);
            return As(Kernel.Pow(Kernel.Full([], @base, "float64"), exponents), to);
        }
        return Nest.IsSymbolic(start) || Nest.IsSymbolic(stop)
            ? Symbolic.Record("Logspace", [start, stop], t => Run(t[0], t[1]), new() { ["num"] = num, ["endpoint"] = endpoint, ["base"] = @base, ["dtype"] = dtype, ["axis"] = axis })
            : Run(start, stop);
    }

    /// <summary>Numbers that form a geometric progression from a start to a stop.</summary>
    /// <param name="start">First number, not 0.</param>
    /// <param name="stop">Last number, not 0, of the sign of the first.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether the stop is the last number.</param>
    /// <param name="dtype">Element type; a float type from the arguments where <see langword="null"/>.</param>
    /// <param name="axis">Where the new axis goes when start and stop are tensors.</param>
    [KerasExport("keras.ops.geomspace", "keras.ops.numpy.geomspace")]
    public static Tensor geomspace(Tensor start, Tensor stop, int num = 50, bool endpoint = true, string? dtype = null, int axis = 0)
    {
        var to = Spaced("geomspace", start, stop, num, dtype);
        Tensor Run(Tensor a, Tensor b)
        {
            (a, b) = Meet(a, b, "float64");
            var exponents = linspace(Kernel.Log10(Kernel.Abs(a)), Kernel.Log10(Kernel.Abs(b)), num, endpoint, false, "float64", axis);
            var sign = Kernel.Sign(a);
            var magnitude = Kernel.Pow(Kernel.Full([], 10, "float64"), exponents);
            return As(Kernel.Mul(magnitude, sign.ndim == 0 ? sign : Kernel.Unsqueeze(sign, Axes.Normalize(axis, sign.ndim + 1))), to);
        }
        return Nest.IsSymbolic(start) || Nest.IsSymbolic(stop)
            ? Symbolic.Record("Geomspace", [start, stop], t => Run(t[0], t[1]), new() { ["num"] = num, ["endpoint"] = endpoint, ["dtype"] = dtype, ["axis"] = axis })
            : Run(start, stop);
    }

    /// <summary>A matrix with ones on a diagonal and zeros elsewhere.</summary>
    /// <param name="N">Rows.</param>
    /// <param name="M">Columns; as many as rows where <see langword="null"/>.</param>
    /// <param name="k">The diagonal: 0 for the main one, above it positive, below it negative.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    [KerasExport("keras.ops.eye", "keras.ops.numpy.eye")]
    public static Tensor eye(int N, int? M = null, int k = 0, string? dtype = null)
    {
        long rows = NotNegative("eye", "N", N), columns = NotNegative("eye", "M", M ?? N);
        var to = DTypes.Standardize(dtype);
        if (k == 0) return to == "bfloat16" ? Kernel.Cast(Kernel.Eye(rows, columns, "float32"), to) : Kernel.Eye(rows, columns, to);
        var distance = Kernel.Sub(Kernel.Unsqueeze(Kernel.Arange(0L, columns, 1L, "int64"), 0), Kernel.Unsqueeze(Kernel.Arange(0L, rows, 1L, "int64"), 1));
        return As(Kernel.Eq(distance, new ScalarTensor((long)k)), to);
    }

    /// <summary>A square matrix with ones on the main diagonal and zeros elsewhere.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    [KerasExport("keras.ops.identity", "keras.ops.numpy.identity")]
    public static Tensor identity(int n, string? dtype = null) => eye(n, null, 0, dtype);

    /// <summary>A matrix with ones on and below a diagonal and zeros above.</summary>
    /// <param name="N">Rows.</param>
    /// <param name="M">Columns; as many as rows where <see langword="null"/>.</param>
    /// <param name="k">The diagonal: 0 for the main one, above it positive, below it negative.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    [KerasExport("keras.ops.tri", "keras.ops.numpy.tri")]
    public static Tensor tri(int N, int? M = null, int k = 0, string? dtype = null) =>
        Kernel.Tril(Kernel.Ones([NotNegative("tri", "N", N), NotNegative("tri", "M", M ?? N)], DTypes.Standardize(dtype)), k);

    private static Tensor Filled(long[] dims, Tensor value, string dtype) => value is ScalarTensor s
        ? Kernel.Full(dims, s, dtype)
        : Kernel.Expand(As(value, dtype), dims);

    private static Tensor Like(string className, Tensor x, string? dtype, Func<Tensor, string, Tensor> make)
    {
        dtype = dtype is null ? null : DTypes.Standardize(dtype);
        if (x is KerasTensor k)
            return Symbolic.RecordSpec(className, [x], a => make(Strong(a[0]), dtype ?? a[0].dtype), new() { ["dtype"] = dtype }, new KerasTensor(k.shape, dtype ?? k.dtype));
        x = Strong(x);
        return make(x, dtype ?? x.dtype);
    }

    private static string Spaced(string op, Tensor start, Tensor stop, int num, string? dtype)
    {
        NotNegative(op, "num", num);
        return dtype is null ? DTypes.Result(start.PromotionDType, stop.PromotionDType, "float") : DTypes.Standardize(dtype);
    }

    private static Tensor Spread(Tensor start, Tensor step, Tensor stop, int num, bool endpoint, string dtype, int axis)
    {
        var rank = Math.Max(start.ndim, stop.ndim);
        var counter = Kernel.Arange(0L, (long)num, 1L, dtype);
        if (rank == 0 && Axes.Normalize(axis, 1) == 0)
        {
            if (num <= 1) return Kernel.Expand(start, num);
            var line = Kernel.Add(start, Kernel.Mul(counter, step));
            return endpoint ? Kernel.Cat([Kernel.Narrow(line, 0, 0, num - 1), Kernel.Reshape(stop, 1)], 0) : line;
        }
        var at = Axes.Normalize(axis, rank + 1);
        long[] shape = [.. Enumerable.Range(0, rank + 1).Select(i => i == at ? (long)num : 1)];
        var offsets = num <= 1 ? Kernel.Zeros(shape, dtype) : Kernel.Mul(Kernel.Reshape(counter, shape), Kernel.Unsqueeze(step, at));
        return Kernel.Add(Kernel.Unsqueeze(Kernel.Expand(start, step.Dims), at), offsets);
    }

    private static double Number(string op, Tensor x)
    {
        if (Nest.IsSymbolic(x)) throw new ArgumentException($"{op}: the shape of the result depends on a value that a symbolic tensor does not have. Use a number.");
        x = Strong(x);
        return x.size == 1 && !DTypes.IsComplex(x.dtype) ? Kernel.Item(x) : throw new ArgumentException($"{op}: expected a real number. Received: shape {x.shape}, dtype {x.dtype}.");
    }

    private static int NotNegative(string op, string name, int value) => value >= 0 ? value
        : throw new ArgumentException($"{op}: `{name}` must not be negative. Received: {name}={value}.");
}
