using Keras.Backend;

namespace Keras;

/// <content>Products of vectors, matrices and tensors.</content>
public static partial class Ops
{
    /// <summary>Matrix product; the leading dimensions are batches and broadcast.</summary>
    /// <param name="x1">First factor; a vector is a row.</param>
    /// <param name="x2">Second factor; a vector is a column.</param>
    /// <returns>The product; two int8 factors give int32.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.matmul", "keras.ops.numpy.matmul")]
    public static Tensor matmul(Tensor x1, Tensor x2) => Binary("Matmul", x1, x2, static (a, b) =>
    {
        if (a.dtype == "float32" && b.dtype == "float32") return Kernel.Matmul(Strong(a), Strong(b));
        var to = a.dtype == "int8" && b.dtype == "int8" ? "int32" : DTypes.Result(a.PromotionDType, b.PromotionDType);
        return Product(a, b, to, to == "bool" ? KerasConfig.floatx() : to, static (x, y) => Kernel.Matmul(x, y));
    });

    /// <summary>Product of two tensors: of vectors the inner one, of matrices the matrix product, of a scalar the multiple.</summary>
    /// <param name="x1">First factor.</param>
    /// <param name="x2">Second factor.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.dot", "keras.ops.numpy.dot")]
    public static Tensor dot(Tensor x1, Tensor x2) => Binary("Dot", x1, x2, static (a, b) => Product(a, b, static (x, y) =>
    {
        if (x.ndim == 0 || y.ndim == 0) return Kernel.Mul(x, y);
        // numpy's rule above two dimensions: every row of the first with every column of the second.
        return y.ndim <= 2 ? Kernel.Matmul(x, y) : Contract(x, y, [x.ndim - 1], [y.ndim - 2]);
    }));

    /// <summary>Sum of the products along the last axis of both.</summary>
    /// <param name="x1">First factor.</param>
    /// <param name="x2">Second factor.</param>
    [KerasExport("keras.ops.inner", "keras.ops.numpy.inner")]
    public static Tensor inner(Tensor x1, Tensor x2) => Binary("Inner", x1, x2, static (a, b) => Product(a, b, static (x, y) =>
        x.ndim == 0 || y.ndim == 0 ? Kernel.Mul(x, y) : Contract(x, y, [x.ndim - 1], [y.ndim - 1])));

    /// <summary>Sum of the products of all elements; of complex numbers, with those of the first conjugated.</summary>
    /// <param name="x1">First factor.</param>
    /// <param name="x2">Second factor, of as many elements.</param>
    [KerasExport("keras.ops.vdot", "keras.ops.numpy.vdot")]
    public static Tensor vdot(Tensor x1, Tensor x2) => Binary("Vdot", x1, x2, static (a, b) => Product(a, b, static (x, y) => x.size == y.size ? Kernel.Vdot(Kernel.Reshape(x, -1), Kernel.Reshape(y, -1))
        : throw new ArgumentException($"vdot: both must have as many elements. Received: shapes {x.shape} and {y.shape}.")));

    /// <summary>Every element of the first with every element of the second, as a matrix.</summary>
    /// <param name="x1">First factor; flattened.</param>
    /// <param name="x2">Second factor; flattened.</param>
    [KerasExport("keras.ops.outer", "keras.ops.numpy.outer")]
    public static Tensor outer(Tensor x1, Tensor x2) => Binary("Outer", x1, x2, static (a, b) => Kernel.Mul(Kernel.Reshape(Strong(a), -1, 1), Kernel.Reshape(Strong(b), 1, -1)));

    /// <summary>Sum of products over axes of both tensors.</summary>
    /// <param name="x1">First factor.</param>
    /// <param name="x2">Second factor.</param>
    /// <param name="axes">How many last axes of the first meet as many first axes of the second, or the axes of both; 2 where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The sizes of the axes differ.</exception>
    [KerasExport("keras.ops.tensordot", "keras.ops.numpy.tensordot")]
    public static Tensor tensordot(Tensor x1, Tensor x2, ContractionAxes? axes = null)
    {
        var contraction = axes ?? 2;
        return Binary("Tensordot", x1, x2, (a, b) => Product(a, b, (x, y) =>
        {
            var (first, second) = contraction.Resolve(x.ndim, y.ndim);
            return Contract(x, y, first, second);
        }), new() { ["axes"] = ((Saving.IConfigValue)contraction).ToConfig() });
    }

    /// <summary>Sums of products, written in Einstein's notation.</summary>
    /// <param name="subscripts">The notation, such as <c>"ij,jk-&gt;ik"</c>; <c>...</c> stands for any axes.</param>
    /// <param name="operands">One tensor for each term.</param>
    /// <exception cref="ArgumentException">The notation does not fit the shapes.</exception>
    [KerasExport("keras.ops.einsum", "keras.ops.numpy.einsum")]
    public static Tensor einsum(string subscripts, params Tensor[] operands)
    {
        if (operands.Length == 0) throw new ArgumentException("einsum: expected at least one operand.");
        return Nary("Einsum", operands, list =>
        {
            list = Array.ConvertAll(list, Strong);
            var same = Array.TrueForAll(list, t => t.dtype == list[0].dtype);
            if (same && list[0].dtype == "int8") return Kernel.Einsum(subscripts, Array.ConvertAll(list, t => Kernel.Cast(t, "int32")));
            if (same) return Kernel.Einsum(subscripts, list);
            var to = list.Select(t => t.dtype).Aggregate(DTypes.Result);
            return Kernel.Einsum(subscripts, Array.ConvertAll(list, t => As(t, to)));
        }, new() { ["subscripts"] = subscripts });
    }

    /// <summary>Kronecker product: the second tensor once for each element of the first, multiplied by it.</summary>
    /// <param name="x1">First factor.</param>
    /// <param name="x2">Second factor.</param>
    [KerasExport("keras.ops.kron", "keras.ops.numpy.kron")]
    public static Tensor kron(Tensor x1, Tensor x2) => Binary("Kron", x1, x2, static (a, b) => Kernel.Kron(Strong(a), Strong(b)));

    /// <summary>A product in the dtype in which both factors meet, computed in a float type.</summary>
    private static Tensor Product(Tensor a, Tensor b, Func<Tensor, Tensor, Tensor> run)
    {
        if (a.dtype == "float32" && b.dtype == "float32") return run(Strong(a), Strong(b));
        var to = DTypes.Result(a.PromotionDType, b.PromotionDType);
        return Product(a, b, to, DTypes.IsComplex(to) ? to : DTypes.IsInt(to) ? "float64" : DTypes.Result(to, "float"), run);
    }

    private static Tensor Product(Tensor a, Tensor b, string to, string compute, Func<Tensor, Tensor, Tensor> run)
    {
        if (compute == "float16") compute = "float32";
        (a, b) = Meet(a, b, compute);
        return As(run(a, b), to);
    }

    /// <summary>Sum of products over pairs of axes, as one matrix product.</summary>
    private static Tensor Contract(Tensor x, Tensor y, long[] first, long[] second)
    {
        for (var i = 0; i < first.Length; i++)
            if (x.Dims[first[i]] != y.Dims[second[i]])
                throw new ArgumentException($"tensordot: axis {first[i]} of the first tensor and axis {second[i]} of the second differ in size. Received: shapes {x.shape} and {y.shape}.");
        return Kernel.Tensordot(x, y, first, second);
    }
}
