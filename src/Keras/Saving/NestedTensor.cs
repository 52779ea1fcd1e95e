using System.Collections;
using System.Globalization;

namespace Keras.Saving;

/// <summary>Tensors from nested lists of numbers, as JSON holds them.</summary>
internal static class NestedTensor
{
    internal static Tensor Parse(object? value, string? dtype)
    {
        var dims = new List<long>();
        for (var at = value; at is IList list; at = list.Count > 0 ? list[0] : null) dims.Add(list.Count);
        var flat = new List<double>();
        Collect(value, flat);
        using var scope = new Backend.TensorScope();
        var tensor = Ops.reshape(Backend.Kernel.FromArray(flat.ToArray(), dtype ?? "float32"), dims.ToArray());
        return scope.Keep(tensor);
    }

    private static void Collect(object? value, List<double> into)
    {
        if (value is IList list)
            foreach (var item in list) Collect(item, into);
        else into.Add(value is bool b ? (b ? 1 : 0) : Convert.ToDouble(value, CultureInfo.InvariantCulture));
    }
}
