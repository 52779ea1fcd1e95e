using System.Collections;
using System.Runtime.CompilerServices;

namespace Keras.Trees;

/// <summary>A list, tuple or dictionary, its parts in Keras's order, and how to make another of its kind.</summary>
internal sealed class TreeNode
{
    private readonly Func<object?[], object?> _with;
    private readonly string _kind;

    private TreeNode(string kind, object[] keys, object?[] children, Func<object?[], object?> with)
    {
        _kind = kind;
        Keys = keys;
        Children = children;
        _with = with;
    }

    /// <summary>Indices, or the keys of a dictionary.</summary>
    internal IReadOnlyList<object> Keys { get; }

    internal IReadOnlyList<object?> Children { get; }

    /// <summary>Another of the same kind.</summary>
    internal object? With(object?[] children) => _with(children);

    /// <summary>Whether another has the same kind and keys.</summary>
    internal bool IsLike(TreeNode other) => _kind == other._kind && Keys.SequenceEqual(other.Keys);

    /// <summary>The value as a node; null for a leaf.</summary>
    internal static TreeNode? Of(object? value) => value switch
    {
        TensorDict dict => OfKeys([.. dict.Keys.Order(StringComparer.Ordinal)], k => dict[k],
            (keys, parts) => parts.All(p => p is Tensor) ? new TensorDict(keys.Zip(parts, (k, p) => KeyValuePair.Create(k, (Tensor)p!))) : ToDictionary(keys, parts)),
        TensorList list => OfItems("list", [.. list], parts => parts.All(p => p is Tensor) ? new TensorList(parts.Cast<Tensor>()) : new List<object?>(parts)),
        Tensor => null,
        Config config => OfKeys([.. config.Keys], k => config[k], (keys, parts) => new Config(keys.Zip(parts, KeyValuePair.Create))),
        IDictionary dictionary when dictionary.Keys.Cast<object>().All(k => k is string) =>
            OfKeys([.. dictionary.Keys.Cast<string>().Order(StringComparer.Ordinal)], k => dictionary[k], ToDictionary),
        Array { Rank: 1 } array => OfItems("list", [.. array.Cast<object?>()], static parts => parts),
        TensorShape shape => OfItems("tuple", [.. shape.Cast<object?>()], Tuple),
        IList list => OfItems("list", [.. list.Cast<object?>()], static parts => new List<object?>(parts)),
        ITuple tuple => OfItems("tuple", [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])], Tuple),
        _ => null,
    };

    /// <summary>A tuple of values.</summary>
    internal static object? Tuple(IReadOnlyList<object?> parts) => parts.Count switch
    {
        0 => default(ValueTuple),
        1 => new ValueTuple<object?>(parts[0]),
        2 => (parts[0], parts[1]),
        3 => (parts[0], parts[1], parts[2]),
        4 => (parts[0], parts[1], parts[2], parts[3]),
        5 => (parts[0], parts[1], parts[2], parts[3], parts[4]),
        6 => (parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]),
        7 => (parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]),
        _ => throw new ArgumentException($"A tuple of {parts.Count} values cannot be made: at most 7. Use a list."),
    };

    /// <summary>The form, for messages.</summary>
    internal static string Describe(object? value) => Of(value) is not { } node ? "*"
        : node.Keys.All(k => k is string) && node.Keys.Count > 0 ? "{" + string.Join(", ", node.Keys.Zip(node.Children, (k, c) => $"'{k}': {Describe(c)}")) + "}"
        : (node._kind == "tuple" ? "(" : "[") + string.Join(", ", node.Children.Select(Describe)) + (node._kind == "tuple" ? ")" : "]");

    private static TreeNode OfItems(string kind, object?[] items, Func<object?[], object?> with) => new(kind, [.. Enumerable.Range(0, items.Length).Cast<object>()], items, with);

    private static TreeNode OfKeys(string[] keys, Func<string, object?> get, Func<string[], object?[], object?> with) =>
        new("dict", [.. keys], [.. keys.Select(get)], parts => with(keys, parts));

    private static object ToDictionary(string[] keys, object?[] parts) => keys.Zip(parts).ToDictionary(p => p.First, p => p.Second);
}
