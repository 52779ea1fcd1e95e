using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>Class numbers as vectors with a 1 at the class.</summary>
    /// <param name="x">Integers of any shape; one outside the classes becomes a vector of zeros.</param>
    /// <param name="num_classes">Length of the vectors.</param>
    /// <param name="axis">The new axis.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="sparse">Kept for Keras's signature; tensors are dense here.</param>
    /// <exception cref="ArgumentException">The axis does not exist, or <paramref name="sparse"/> was asked for.</exception>
    // Porting note: a class number that is too large raises on Keras's torch backend; its other backends give zeros, as here.
    [KerasExport("keras.ops.one_hot", "keras.ops.nn.one_hot")]
    public static Tensor one_hot(Tensor x, int num_classes, int axis = -1, string? dtype = null, bool sparse = false)
    {
        if (sparse) throw NoSparse("one_hot");
        dtype = DTypes.Standardize(dtype);
        var at = axis == -1 || axis == x.ndim ? x.ndim : axis >= 0 && axis < x.ndim ? axis
            : throw new ArgumentException($"axis must be -1 or between 0 and {x.ndim} for x.shape={x.shape}. Received: axis={axis}.");
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var shape = new long[t[0].ndim + 1];
            Array.Fill(shape, 1);
            shape[at] = num_classes;
            var classes = Kernel.Reshape(Kernel.Arange(0L, num_classes, 1L, "int64"), shape);
            if (Kernel.IsMeta(Strong(t[0]))) classes = Kernel.OnMeta(shape, "int64");
            return scope.Keep(cast(Kernel.Eq(Kernel.Unsqueeze(cast(t[0], "int64"), at), classes), dtype));
        }
        if (x is not KerasTensor k) return Compute([x]);
        var dims = k.shape.ToArray().ToList();
        dims.Insert(at, num_classes);
        var config = new Config { ["num_classes"] = num_classes, ["axis"] = axis, ["dtype"] = dtype, ["sparse"] = false };
        return Symbolic.RecordSpec("OneHot", [x], Compute, config, new KerasTensor(new TensorShape([.. dims]), dtype));
    }

    /// <summary>Sets of class numbers as vectors with a 1 at each class.</summary>
    /// <param name="inputs">Integers; the second axis (of a vector: the only one) holds the numbers of one set.</param>
    /// <param name="num_classes">Length of the vectors.</param>
    /// <param name="axis">The axis of the classes before the sets are joined.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="sparse">Kept for Keras's signature; tensors are dense here.</param>
    /// <exception cref="ArgumentException">The axis does not exist, or <paramref name="sparse"/> was asked for.</exception>
    [KerasExport("keras.ops.multi_hot", "keras.ops.nn.multi_hot")]
    public static Tensor multi_hot(Tensor inputs, int num_classes, int axis = -1, string? dtype = null, bool sparse = false)
    {
        if (sparse) throw NoSparse("multi_hot");
        if (inputs.ndim == 0) throw new ArgumentException("multi_hot: a set of class numbers has at least one dimension. Received: a scalar. Use one_hot for a single class.");
        dtype = DTypes.Standardize(dtype);
        return Unary("MultiHot", inputs, t =>
        {
            using var scope = new TensorScope();
            return scope.Keep(Kernel.Amax(one_hot(t, num_classes, axis, dtype), [t.ndim > 1 ? 1 : 0], false));
        }, new() { ["num_classes"] = num_classes, ["axis"] = axis, ["dtype"] = dtype, ["sparse"] = false });
    }

    private static ArgumentException NoSparse(string op) => new($"{op}: tensors are dense here. Received: sparse=True; leave the argument out.");
}
