namespace Keras;

/// <summary>Lists and dictionaries of tensors, flattened and mapped (keras.tree for tensors).</summary>
internal static class Nest
{
    /// <summary>The tensors inside, depth first; dictionaries in the order of their sorted keys, as Python's tree libraries do.</summary>
    internal static IEnumerable<Tensor> Flatten(Tensor? value)
    {
        switch (value)
        {
            case null:
                yield break;
            case TensorList list:
                foreach (var item in list)
                    foreach (var t in Flatten(item)) yield return t;
                break;
            case TensorDict dict:
                foreach (var key in dict.Keys.Order(StringComparer.Ordinal))
                    foreach (var t in Flatten(dict[key])) yield return t;
                break;
            default:
                yield return value;
                break;
        }
    }

    internal static Tensor Map(Tensor value, Func<Tensor, Tensor> f) => value switch
    {
        TensorList list => new TensorList(list.Select(t => Map(t, f))),
        TensorDict dict => new TensorDict(dict.Select(p => KeyValuePair.Create(p.Key, Map(p.Value, f)))),
        _ => f(value),
    };

    /// <summary>Puts flat tensors back into the structure of another value.</summary>
    internal static Tensor Pack(Tensor like, IEnumerable<Tensor> flat)
    {
        using var items = flat.GetEnumerator();
        return Fill(like, items);
    }

    private static Tensor Fill(Tensor like, IEnumerator<Tensor> items)
    {
        switch (like)
        {
            case TensorList list:
                return new TensorList(list.Select(t => Fill(t, items)).ToArray());
            case TensorDict dict:
                var filled = dict.Keys.Order(StringComparer.Ordinal).ToDictionary(k => k, k => Fill(dict[k], items));
                return new TensorDict(dict.Keys.Select(k => KeyValuePair.Create(k, filled[k])));
            default:
                if (!items.MoveNext()) throw new InvalidOperationException("There are fewer tensors than the structure has places.");
                return items.Current;
        }
    }

    internal static bool IsSymbolic(Tensor? value) => value switch
    {
        null => false,
        KerasTensor => true,
        TensorList list => list.Any(IsSymbolic),
        TensorDict dict => dict.Values.Any(IsSymbolic),
        _ => false,
    };

    /// <summary>The shapes inside, for messages.</summary>
    internal static string Shapes(Tensor? value) => value switch
    {
        null => "None",
        TensorList list => "[" + string.Join(", ", list.Select(Shapes)) + "]",
        TensorDict dict => "{" + string.Join(", ", dict.Select(p => $"'{p.Key}': {Shapes(p.Value)}")) + "}",
        _ => value.shape.ToString(),
    };
}
