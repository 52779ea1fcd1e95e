using Keras.Backend;

namespace Keras;

/// <content>Operations that join tensors and cut them.</content>
public static partial class Ops
{
    /// <summary>Tensors joined along an axis that they have.</summary>
    /// <param name="xs">Tensors that differ in the size of the axis alone.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentException">There is no tensor, or other sizes differ.</exception>
    [KerasExport("keras.ops.concatenate", "keras.ops.numpy.concatenate")]
    public static Tensor concatenate(Tensor xs, int axis = 0) =>
        Joined("Concatenate", xs, list => Kernel.Cat(list, JoinAxis("concatenate", list, axis)), new() { ["axis"] = axis });

    /// <summary>Tensors of one shape joined along a new axis.</summary>
    /// <param name="x">Tensors of one shape.</param>
    /// <param name="axis">Place of the new axis in the result.</param>
    /// <exception cref="ArgumentException">There is no tensor, or the shapes differ.</exception>
    [KerasExport("keras.ops.stack", "keras.ops.numpy.stack")]
    public static Tensor stack(Tensor x, int axis = 0) =>
        Joined("Stack", x, list => Kernel.Stack(list, Axes.Normalize(axis, list[0].ndim + 1)), new() { ["axis"] = axis });

    /// <summary>Tensors joined row after row: along axis 0, where vectors are rows.</summary>
    /// <param name="xs">Tensors.</param>
    [KerasExport("keras.ops.vstack", "keras.ops.numpy.vstack")]
    public static Tensor vstack(Tensor xs) => Joined("Vstack", xs, static list => Kernel.Cat(Array.ConvertAll(list, t => t.ndim < 2 ? Kernel.Reshape(t, 1, -1) : t), 0));

    /// <summary>Tensors joined side by side: along axis 1, vectors along axis 0.</summary>
    /// <param name="xs">Tensors.</param>
    [KerasExport("keras.ops.hstack", "keras.ops.numpy.hstack")]
    public static Tensor hstack(Tensor xs) => Joined("Hstack", xs, static list =>
    {
        list = Array.ConvertAll(list, t => t.ndim == 0 ? Kernel.Reshape(t, 1) : t);
        return Kernel.Cat(list, list[0].ndim == 1 ? 0 : 1);
    });

    /// <summary>Tensors joined in depth: along axis 2, where vectors are rows and matrices are planes.</summary>
    /// <param name="xs">Tensors.</param>
    [KerasExport("keras.ops.dstack", "keras.ops.numpy.dstack")]
    public static Tensor dstack(Tensor xs) => Joined("Dstack", xs, static list => Kernel.Cat(Array.ConvertAll(list, t => t.ndim switch
    {
        0 or 1 => Kernel.Reshape(t, 1, -1, 1),
        2 => Kernel.Unsqueeze(t, 2),
        _ => t,
    }), 2));

    /// <summary>Vectors joined as the columns of a matrix; matrices side by side.</summary>
    /// <param name="xs">Tensors.</param>
    [KerasExport("keras.ops.column_stack", "keras.ops.numpy.column_stack")]
    public static Tensor column_stack(Tensor xs) => Joined("ColumnStack", xs, static list => Kernel.Cat(Array.ConvertAll(list, t => t.ndim < 2 ? Kernel.Reshape(t, -1, 1) : t), 1));

    /// <summary>The second tensor put after the first.</summary>
    /// <param name="x1">First tensor.</param>
    /// <param name="x2">What follows it.</param>
    /// <param name="axis">The axis; both are flattened where <see langword="null"/>.</param>
    [KerasExport("keras.ops.append", "keras.ops.numpy.append")]
    public static Tensor append(Tensor x1, Tensor x2, int? axis = null) => Binary("Append", x1, x2, (a, b) =>
    {
        (a, b) = (Strong(a), Strong(b));
        if (axis is not { } at) return Kernel.Cat([Kernel.Reshape(a, -1), Kernel.Reshape(b, -1)], 0);
        Tensor[] both = [a, b];
        return Kernel.Cat(both, JoinAxis("append", both, at));
    }, new() { ["axis"] = axis });

    /// <summary>The tensor cut into parts along an axis.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="indices_or_sections">The number of equal parts, or the places of the cuts.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>A list of tensors.</returns>
    /// <exception cref="ArgumentException">The axis cannot be divided so.</exception>
    [KerasExport("keras.ops.split", "keras.ops.numpy.split")]
    public static Tensor split(Tensor x, Sections indices_or_sections, int axis = 0) => Cut("Split", "split", x, indices_or_sections, axis);

    /// <summary>The tensor cut into parts along an axis; where it cannot be divided evenly, the first parts are longer by 1.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="indices_or_sections">The number of parts.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>A list of tensors.</returns>
    /// <exception cref="ArgumentException">The number is not positive.</exception>
    [KerasExport("keras.ops.array_split", "keras.ops.numpy.array_split")]
    public static Tensor array_split(Tensor x, int indices_or_sections, int axis = 0)
    {
        if (indices_or_sections <= 0) throw new ArgumentException($"array_split: the number of parts must be positive. Received: indices_or_sections={indices_or_sections}.");
        return Each("ArraySplit", x, t =>
        {
            var at = Axes.Normalize(axis, t.ndim);
            var (size, rest) = Math.DivRem(t.Dims[at], indices_or_sections);
            long[] sizes = [.. Enumerable.Range(0, indices_or_sections).Select(i => i < rest ? size + 1 : size)];
            return new TensorList(Kernel.Split(t, sizes, at));
        }, new() { ["indices_or_sections"] = indices_or_sections, ["axis"] = axis });
    }

    /// <summary>The tensor cut along axis 0.</summary>
    /// <param name="x">A tensor of at least two dimensions.</param>
    /// <param name="indices_or_sections">The number of equal parts, or the places of the cuts.</param>
    /// <returns>A list of tensors.</returns>
    [KerasExport("keras.ops.vsplit", "keras.ops.numpy.vsplit")]
    public static Tensor vsplit(Tensor x, Sections indices_or_sections) => Cut("Vsplit", "vsplit", x, indices_or_sections, 0, 2);

    /// <summary>The tensor cut along axis 1; a vector along axis 0.</summary>
    /// <param name="x">A tensor of at least one dimension.</param>
    /// <param name="indices_or_sections">The number of equal parts, or the places of the cuts.</param>
    /// <returns>A list of tensors.</returns>
    [KerasExport("keras.ops.hsplit", "keras.ops.numpy.hsplit")]
    public static Tensor hsplit(Tensor x, Sections indices_or_sections) => Cut("Hsplit", "hsplit", x = One(x), indices_or_sections, x.ndim == 1 ? 0 : 1, 1);

    /// <summary>The tensor cut along axis 2.</summary>
    /// <param name="x">A tensor of at least three dimensions.</param>
    /// <param name="indices_or_sections">The number of equal parts, or the places of the cuts.</param>
    /// <returns>A list of tensors.</returns>
    [KerasExport("keras.ops.dsplit", "keras.ops.numpy.dsplit")]
    public static Tensor dsplit(Tensor x, Sections indices_or_sections) => Cut("Dsplit", "dsplit", x, indices_or_sections, 2, 3);

    private static Tensor Cut(string className, string op, Tensor x, Sections sections, int axis, int least = 0)
    {
        var config = new Config { ["indices_or_sections"] = sections.ToConfig() };
        if (className == "Split") config["axis"] = axis;
        if (x is KerasTensor k && Axes.Normalize(axis, k.ndim) is var known && k.shape[known] is null)
        {
            // An unknown size: the parts that reach its end are unknown too.
            var outputs = new TensorList(sections.Sizes(null, k.shape, axis).Select(size => (Tensor)new KerasTensor(k.shape.With(known, size is { } s ? checked((int)s) : null), k.dtype)).ToArray());
            return Symbolic.RecordSpec(className, [x], a => Cut(className, op, a[0], sections, axis, least), config, outputs);
        }
        return Each(className, x, t =>
        {
            AtLeast(op, t, least);
            var at = Axes.Normalize(axis, t.ndim);
            return new TensorList(Kernel.Split(t, [.. sections.Sizes(t.Dims[at], t.shape, axis).Select(s => s!.Value)], at));
        }, config);
    }

    private static Tensor Joined(string className, Tensor xs, Func<Tensor[], Tensor> run, Config? config = null)
    {
        if (Nest.IsSymbolic(xs)) return Symbolic.Record(className, [xs], a => run(Items(className, a[0])), config);
        return run(Items(className, xs));
    }

    /// <summary>The tensors of a list; of one tensor, its parts along axis 0.</summary>
    private static Tensor[] Items(string className, Tensor xs)
    {
        var items = xs switch
        {
            TensorList list => [.. list.Select(Strong)],
            _ when xs.ndim > 0 => Kernel.Unbind(xs, 0),
            _ => throw new ArgumentException($"{className}: expected a list of tensors. Received: one scalar."),
        };
        return items.Length > 0 ? items : throw new ArgumentException($"{className}: expected at least one tensor. Received: an empty list.");
    }

    private static int JoinAxis(string op, Tensor[] list, int axis)
    {
        if (list[0].ndim == 0) throw new ArgumentException($"{op}: tensors without dimensions cannot be joined along an axis. Use stack.");
        return Axes.Normalize(axis, list[0].ndim);
    }
}
