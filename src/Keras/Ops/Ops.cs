using Keras.Backend;

namespace Keras;

/// <summary>Every operation on tensors (<c>keras.ops</c>): computes on values, and on symbolic tensors infers the result and records a node.</summary>
/// <remarks>
/// How an operation is written: convert and promote the operands, call kernels, one native call each. An argument that is symbolic goes
/// through <see cref="Symbolic.Record"/> with the same computation, which infers the shape by trying it on tensors without values.
/// </remarks>
public static partial class Ops
{
    /// <summary>Runs an operation of one tensor, or records it.</summary>
    private static Tensor Unary(string className, Tensor x, Func<Tensor, Tensor> run, Config? config = null) =>
        Nest.IsSymbolic(x) ? Symbolic.Record(className, [x], a => run(One(a[0])), config) : run(One(x));

    /// <summary>Runs an operation of two tensors, or records it.</summary>
    private static Tensor Binary(string className, Tensor a, Tensor b, Func<Tensor, Tensor, Tensor> run, Config? config = null) =>
        Nest.IsSymbolic(a) || Nest.IsSymbolic(b) ? Symbolic.Record(className, [a, b], t => run(One(t[0]), One(t[1])), config) : run(One(a), One(b));

    /// <summary>Runs an operation of several tensors, or records it.</summary>
    private static Tensor Nary(string className, Tensor[] inputs, Func<Tensor[], Tensor> run, Config? config = null) =>
        Array.Exists(inputs, Nest.IsSymbolic) ? Symbolic.Record(className, inputs, run, config) : run(inputs);

    /// <summary>A list of tensors where one is expected is stacked, as an array of arrays is one array.</summary>
    private static Tensor One(Tensor x) => x is TensorList list ? stack(list) : x;

    /// <summary>The operand as a tensor of a float dtype: integers become the default float type.</summary>
    private static Tensor Floats(Tensor x)
    {
        if (x is ScalarTensor s) return s.ToTensor(KerasConfig.floatx());
        if (DTypes.IsFloat(x.dtype) || DTypes.IsComplex(x.dtype)) return x;
        return Kernel.Cast(x, x.dtype == "int64" ? KerasConfig.floatx() : DTypes.Result(x.dtype, "float"));
    }

    /// <summary>The operand as a tensor that has native memory.</summary>
    private static Tensor Strong(Tensor x) => x switch
    {
        ScalarTensor s => s.ToTensor(s.dtype),
        TensorList list => stack(list),
        _ => x,
    };

    /// <summary>Axes counted from the start; all of them where none is given.</summary>
    private static long[] Resolve(Axes? axis, int rank)
    {
        if (axis is { } a)
        {
            var axes = a.Normalize(rank);
            for (var i = 1; i < axes.Length; i++)
                if (Array.IndexOf(axes, axes[i], 0, i) >= 0) throw new ArgumentException($"An axis is named twice: axis={a} for a tensor of {rank} dimension(s).");
            return axes;
        }
        var all = new long[rank];
        for (var i = 0; i < rank; i++) all[i] = i;
        return all;
    }
}
