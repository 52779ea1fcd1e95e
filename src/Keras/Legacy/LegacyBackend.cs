using NumSharp;
using Keras.Backend;

namespace Keras.Legacy;

/// <summary>The tensor functions of Keras 2's <c>keras.backend</c> (<c>K.sum</c>, <c>K.square</c>, …), which tutorials of that time use.</summary>
/// <remarks>
/// With <c>using K = Keras.keras.backend;</c> they read as in Python. Keras 3 has them in <c>keras.ops</c>; here they compute with those, at once and on symbolic tensors.
/// Where the two differ (<c>K.sqrt</c> of a negative number is 0, <c>K.hard_sigmoid</c> has the slope 0.2), Keras 2 counts.
/// </remarks>
[Obsolete("Keras 3 dropped the tensor functions of keras.backend. Use keras.ops.")]
public static partial class LegacyBackend
{
    // ------------------------------------------------------------------ making tensors

    /// <summary>A tensor of values.</summary>
    /// <param name="value">A number, an array or a tensor.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="shape">Shape that a number fills; that of the value where <see langword="null"/>.</param>
    /// <param name="name">Kept for Keras 2's signature.</param>
    [KerasExport("keras.backend.constant")]
    public static Tensor constant(Tensor value, string? dtype = null, TensorShape? shape = null, string? name = null)
    {
        var tensor = Ops.convert_to_tensor(value, dtype ?? KerasConfig.floatx());
        return shape is not { } s ? tensor : tensor.size == 1 ? Ops.broadcast_to(tensor, s) : Ops.reshape(tensor, s);
    }

    /// <summary>A variable of first values.</summary>
    /// <param name="value">A number, an array or a tensor.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="constraint">Allowed values.</param>
    [KerasExport("keras.backend.variable")]
    public static Variable variable(Tensor value, string? dtype = null, string? name = null, Constraint? constraint = null) =>
        new(Ops.convert_to_tensor(value), dtype: dtype ?? KerasConfig.floatx(), name: name) { constraint = constraint };

    /// <summary>A symbolic tensor, as <c>keras.Input</c> makes it; Keras 2's graphs began with these.</summary>
    /// <param name="shape">Shape, batch included.</param>
    /// <param name="ndim">Number of dimensions, all unknown, where no shape is given.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <exception cref="ArgumentException">Neither a shape nor a number of dimensions is given.</exception>
    [KerasExport("keras.backend.placeholder")]
    public static KerasTensor placeholder(TensorShape? shape = null, int? ndim = null, string? dtype = null, string? name = null) =>
        keras.Input(batch_shape: shape ?? new TensorShape(new int?[ndim ?? throw new ArgumentException("placeholder needs a shape or a number of dimensions (ndim).")]),
            dtype: dtype ?? KerasConfig.floatx(), name: name);

    /// <summary>A variable of zeros.</summary>
    /// <param name="shape">Shape.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    [KerasExport("keras.backend.zeros")]
    public static Variable zeros(TensorShape shape, string? dtype = null, string? name = null) => variable(Ops.zeros(shape, dtype), dtype, name);

    /// <summary>A variable of ones.</summary>
    /// <param name="shape">Shape.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    [KerasExport("keras.backend.ones")]
    public static Variable ones(TensorShape shape, string? dtype = null, string? name = null) => variable(Ops.ones(shape, dtype), dtype, name);

    /// <summary>A variable with ones on the diagonal.</summary>
    /// <param name="size">Rows and columns.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    [KerasExport("keras.backend.eye")]
    public static Variable eye(int size, string? dtype = null, string? name = null) => variable(Ops.eye(size, dtype: dtype), dtype, name);

    /// <summary>Zeros of a tensor's shape.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dtype">Element type; the tensor's where <see langword="null"/>.</param>
    /// <param name="name">Kept for Keras 2's signature.</param>
    [KerasExport("keras.backend.zeros_like")]
    public static Tensor zeros_like(Tensor x, string? dtype = null, string? name = null) => Ops.zeros_like(x, dtype);

    /// <summary>Ones of a tensor's shape.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dtype">Element type; the tensor's where <see langword="null"/>.</param>
    /// <param name="name">Kept for Keras 2's signature.</param>
    [KerasExport("keras.backend.ones_like")]
    public static Tensor ones_like(Tensor x, string? dtype = null, string? name = null) => Ops.ones_like(x, dtype);

    /// <summary>Whole numbers from one to before another.</summary>
    /// <param name="start">The first; the end where it is the only one.</param>
    /// <param name="stop">The end, which is left out.</param>
    /// <param name="step">Step.</param>
    /// <param name="dtype">Element type.</param>
    [KerasExport("keras.backend.arange")]
    public static Tensor arange(Tensor start, Tensor? stop = null, int step = 1, string dtype = "int32") => Ops.arange(start, stop, step, dtype);

    /// <summary>Normal random numbers.</summary>
    /// <param name="shape">Shape.</param>
    /// <param name="mean">Mean.</param>
    /// <param name="stddev">Standard deviation.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="seed">Seed; the global generator's where <see langword="null"/>.</param>
    [KerasExport("keras.backend.random_normal")]
    public static Tensor random_normal(TensorShape shape, double mean = 0.0, double stddev = 1.0, string? dtype = null, int? seed = null) =>
        keras.random.normal(shape, mean, stddev, dtype, seed is { } s ? s : null);

    /// <summary>Normal random numbers without those more than two deviations off.</summary>
    /// <param name="shape">Shape.</param>
    /// <param name="mean">Mean.</param>
    /// <param name="stddev">Standard deviation.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="seed">Seed; the global generator's where <see langword="null"/>.</param>
    [KerasExport("keras.backend.truncated_normal")]
    public static Tensor truncated_normal(TensorShape shape, double mean = 0.0, double stddev = 1.0, string? dtype = null, int? seed = null) =>
        keras.random.truncated_normal(shape, mean, stddev, dtype, seed is { } s ? s : null);

    /// <summary>Random numbers, all as likely.</summary>
    /// <param name="shape">Shape.</param>
    /// <param name="minval">The least.</param>
    /// <param name="maxval">The end.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="seed">Seed; the global generator's where <see langword="null"/>.</param>
    [KerasExport("keras.backend.random_uniform")]
    public static Tensor random_uniform(TensorShape shape, double minval = 0.0, double maxval = 1.0, string? dtype = null, int? seed = null) =>
        keras.random.uniform(shape, minval, maxval, dtype, seed is { } s ? s : null);

    /// <summary>Ones with a probability, zeros else.</summary>
    /// <param name="shape">Shape.</param>
    /// <param name="p">Probability of a one.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="seed">Seed; the global generator's where <see langword="null"/>.</param>
    [KerasExport("keras.backend.random_bernoulli")]
    public static Tensor random_bernoulli(TensorShape shape, double p = 0.0, string? dtype = null, int? seed = null) =>
        Ops.cast(Ops.less_equal(random_uniform(shape, seed: seed), p), dtype ?? KerasConfig.floatx());

    // ------------------------------------------------------------------ variables and values

    /// <summary>The values as an array.</summary>
    /// <param name="x">A tensor or variable.</param>
    [KerasExport("keras.backend.get_value")]
    public static NDArray get_value(Tensor x) => x.numpy();

    /// <summary>The values as an array.</summary>
    /// <param name="x">A tensor or variable.</param>
    [KerasExport("keras.backend.eval")]
    public static NDArray eval(Tensor x) => x.numpy();

    /// <summary>Sets the values of a variable.</summary>
    /// <param name="x">The variable.</param>
    /// <param name="value">Values of its shape.</param>
    [KerasExport("keras.backend.set_value")]
    public static void set_value(Variable x, NDArray value) => x.assign(value);

    /// <summary>The values of several tensors as arrays.</summary>
    /// <param name="tensors">Tensors or variables.</param>
    [KerasExport("keras.backend.batch_get_value")]
    public static IReadOnlyList<NDArray> batch_get_value(IEnumerable<Variable> tensors) => [.. tensors.Select(v => v.numpy())];

    /// <summary>Sets the values of several variables.</summary>
    /// <param name="tuples">Variables and values.</param>
    [KerasExport("keras.backend.batch_set_value")]
    public static void batch_set_value(IEnumerable<(Variable, NDArray)> tuples)
    {
        foreach (var (variable, value) in tuples) variable.assign(value);
    }

    /// <summary>Sets the values of a variable.</summary>
    /// <param name="x">The variable.</param>
    /// <param name="new_x">Values.</param>
    [KerasExport("keras.backend.update")]
    public static Variable update(Variable x, Tensor new_x) => x.assign(new_x);

    /// <summary>Adds to the values of a variable.</summary>
    /// <param name="x">The variable.</param>
    /// <param name="increment">What to add.</param>
    [KerasExport("keras.backend.update_add")]
    public static Variable update_add(Variable x, Tensor increment) => x.assign_add(increment);

    /// <summary>Subtracts from the values of a variable.</summary>
    /// <param name="x">The variable.</param>
    /// <param name="decrement">What to subtract.</param>
    [KerasExport("keras.backend.update_sub")]
    public static Variable update_sub(Variable x, Tensor decrement) => x.assign_sub(decrement);

    /// <summary>Moves a running mean towards a value.</summary>
    /// <param name="x">The variable that holds the mean.</param>
    /// <param name="value">The value.</param>
    /// <param name="momentum">How much of the mean stays.</param>
    [KerasExport("keras.backend.moving_average_update")]
    public static Variable moving_average_update(Variable x, Tensor value, double momentum) => x.assign_sub((x - Ops.cast(value, x.dtype)) * (1 - momentum));

    /// <summary>Number of elements.</summary>
    /// <param name="x">A tensor or variable.</param>
    [KerasExport("keras.backend.count_params")]
    public static long count_params(Tensor x) => x.size;

    /// <summary>Shape, <see langword="null"/> where unknown.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.int_shape", "keras.backend.shape")]
    public static TensorShape int_shape(Tensor x) => x.shape;

    /// <summary>Number of dimensions.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.ndim")]
    public static int ndim(Tensor x) => x.ndim;

    /// <summary>Element type.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.dtype")]
    public static string dtype(Tensor x) => x.dtype;

    /// <summary>Whether the values are sparse: never.</summary>
    /// <param name="tensor">Any tensor.</param>
    [KerasExport("keras.backend.is_sparse")]
    public static bool is_sparse(Tensor tensor) => tensor is KerasTensor { sparse: true };

    /// <summary>The tensor with dense values, which all tensors are.</summary>
    /// <param name="tensor">Any tensor.</param>
    [KerasExport("keras.backend.to_dense")]
    public static Tensor to_dense(Tensor tensor) => tensor;
}
