using Keras.Backend.Native;

namespace Keras.Backend;

/// <summary>Native calls that put values at places.</summary>
internal static partial class Kernel
{
    /// <summary>Rows put into a copy of a matrix: replaced, or joined with what stands there.</summary>
    /// <param name="target">(rows, columns).</param>
    /// <param name="rows">(n) int64, inside the matrix.</param>
    /// <param name="values">(n, columns).</param>
    /// <param name="reduction"><c>add</c>, <c>max</c>, <c>min</c>, <c>mul</c>, or <see langword="null"/> to replace.</param>
    internal static Tensor ScatterRows(Tensor target, Tensor rows, Tensor values, string? reduction) => reduction switch
    {
        null => Run("scatter", target, rows, values, static (t, r, v) => t.index_copy(0, r!, v!)),
        "add" => Run("scatter", target, rows, values, static (t, r, v) => t.index_add(0, r!, v!, Scalars.IntOne)),
        _ => ScatterReduce(target, rows, values, reduction switch { "max" => "amax", "min" => "amin", _ => "prod" }),
    };

    /// <summary>Rows joined by libtorch's scatter_reduce: <c>amax</c>, <c>amin</c>, <c>prod</c> or <c>sum</c>.</summary>
    internal static Tensor ScatterReduce(Tensor target, Tensor rows, Tensor values, string reduction) => Run("scatter_reduce", target, rows, values, (t, r, v) =>
    {
        using var column = r!.unsqueeze(1);
        using var index = column.expand(v!.shape);
        return Dispatcher.Call("aten::scatter_reduce"u8, "two"u8, Dispatcher.Arg(t), Dispatcher.Arg(0L), Dispatcher.Arg(index), Dispatcher.Arg(v), Dispatcher.Arg(reduction), Dispatcher.Arg(true));
    });

    /// <summary>A copy with a part replaced. The part lies inside.</summary>
    internal static Tensor SliceUpdate(Tensor x, long[] start, Tensor part) => Run("slice_update", x, part, (t, p) =>
    {
        var copy = t.clone();
        var shape = p.shape;
        var views = new List<TorchSharp.torch.Tensor> { copy };
        for (var i = 0; i < start.Length; i++) views.Add(views[^1].narrow(i, start[i], shape[i]));
        views[^1].copy_(p);
        for (var i = 1; i < views.Count; i++) views[i].Dispose();
        return copy;
    });
}
