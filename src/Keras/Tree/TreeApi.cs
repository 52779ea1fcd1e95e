using System.Collections;
using System.Runtime.CompilerServices;
using Keras.Utils;

namespace Keras.Trees;

/// <summary>The functions of <c>keras.tree</c>: nested lists, tuples and dictionaries, and what they hold (keras/src/tree/tree_api.py).</summary>
/// <remarks>
/// Nested are lists and arrays of one dimension, tuples, dictionaries with string keys, <see cref="TensorList"/> and <see cref="TensorDict"/>; all else is a leaf.
/// A plain dictionary is read in the order of its sorted keys, as in Python; one that keeps an order (<see cref="Config"/>) in its own.
/// </remarks>
public static class TreeApi
{
    /// <summary>What a function given to <see cref="traverse"/> returns to put <see langword="null"/> in a place.</summary>
    [KerasExport("keras.tree.MAP_TO_NONE")]
    public static object MAP_TO_NONE { get; } = new();

    /// <summary>Whether a value is a list, a tuple or a dictionary.</summary>
    /// <param name="structure">Any value.</param>
    [KerasExport("keras.tree.is_nested")]
    public static bool is_nested(object? structure) => TreeNode.Of(structure) is not null;

    /// <summary>What a structure holds, depth first.</summary>
    /// <param name="structure">Any value; a leaf gives a list of itself.</param>
    [KerasExport("keras.tree.flatten")]
    public static List<object?> flatten(object? structure) => [.. Leaves(structure)];

    /// <summary>What a structure holds, with the indices and keys that lead there.</summary>
    /// <param name="structure">Any value.</param>
    [KerasExport("keras.tree.flatten_with_path")]
    public static List<(object[] path, object? item)> flatten_with_path(object? structure) => [.. Paths(structure, [])];

    /// <summary>A structure of the same form that holds what a function makes of each leaf.</summary>
    /// <param name="func">The function.</param>
    /// <param name="structures">The structure.</param>
    /// <param name="none_is_leaf">Whether the function is called for <see langword="null"/>; otherwise it stays.</param>
    [KerasExport("keras.tree.map_structure")]
    public static object? map_structure(Func<object?, object?> func, object? structures, bool none_is_leaf = true) =>
        TreeNode.Of(structures) is { } node ? node.With([.. node.Children.Select(c => map_structure(func, c, none_is_leaf))])
        : structures is null && !none_is_leaf ? null : func(structures);

    /// <summary>A structure of the same form as several that holds what a function makes of their leaves at each place.</summary>
    /// <param name="func">The function: it gets one leaf of each structure.</param>
    /// <param name="structures">Structures of one form.</param>
    /// <param name="none_is_leaf">Whether the function is called where all are <see langword="null"/>; otherwise <see langword="null"/> stays.</param>
    /// <exception cref="ArgumentException">There is no structure, or the forms differ.</exception>
    [KerasExport("keras.tree.map_structure")]
    public static object? map_structure(Func<object?[], object?> func, object?[] structures, bool none_is_leaf = true)
    {
        if (structures.Length == 0) throw new ArgumentException("Must provide at least one structure.");
        if (TreeNode.Of(structures[0]) is { } node)
        {
            var nodes = structures.Select(s => TreeNode.Of(s) is { } other && other.IsLike(node) ? other : throw Different(structures[0], s)).ToArray();
            return node.With([.. Enumerable.Range(0, node.Children.Count).Select(i => map_structure(func, [.. nodes.Select(n => n.Children[i])], none_is_leaf))]);
        }
        foreach (var other in structures)
            if (TreeNode.Of(other) is not null) throw Different(structures[0], other);
        if (!none_is_leaf && structures[0] is null)
            return structures.All(s => s is null) ? null : throw new ArgumentException("Structure mismatch: some arguments are None, others are not.");
        return func(structures);
    }

    /// <summary>Maps down to the leaves of one structure: what lies deeper in the others goes to the function as a whole.</summary>
    /// <param name="shallow_structure">The structure whose leaves say where to stop.</param>
    /// <param name="func">The function: it gets one part of each structure.</param>
    /// <param name="structures">Structures that are the same down to there.</param>
    /// <exception cref="ArgumentException">A structure is not as deep, or has another form.</exception>
    [KerasExport("keras.tree.map_structure_up_to")]
    public static object? map_structure_up_to(object? shallow_structure, Func<object?[], object?> func, object?[] structures)
    {
        if (structures.Length == 0) throw new ArgumentException("Must provide at least one structure.");
        if (TreeNode.Of(shallow_structure) is not { } node) return func(structures);
        var nodes = structures.Select(s => TreeNode.Of(s) is { } other && other.IsLike(node) ? other : throw Different(shallow_structure, s)).ToArray();
        return node.With([.. Enumerable.Range(0, node.Children.Count).Select(i => map_structure_up_to(node.Children[i], func, [.. nodes.Select(n => n.Children[i])]))]);
    }

    /// <summary>Visits every part of a structure, and replaces those for which the function gives something.</summary>
    /// <param name="func">The function: <see langword="null"/> leaves a part as it is, <see cref="MAP_TO_NONE"/> puts <see langword="null"/> in its place.</param>
    /// <param name="structure">Any value.</param>
    /// <param name="top_down">Whether a part is visited before what it holds; it is not entered then where the function replaces it.</param>
    [KerasExport("keras.tree.traverse")]
    public static object? traverse(Func<object?, object?> func, object? structure, bool top_down = true)
    {
        var before = top_down ? func(structure) : null;
        var result = before ?? Inside();
        if (!top_down) result = func(result) ?? result;
        return ReferenceEquals(result, MAP_TO_NONE) ? null : result;

        object? Inside() => TreeNode.Of(structure) is { } node ? node.With([.. node.Children.Select(c => traverse(func, c, top_down))]) : structure;
    }

    /// <summary>Throws where two structures are not nested in the same way.</summary>
    /// <param name="a">A structure.</param>
    /// <param name="b">Another.</param>
    /// <param name="check_types">Without effect, as in Keras: kinds are always compared.</param>
    /// <exception cref="ArgumentException">They differ.</exception>
    [KerasExport("keras.tree.assert_same_structure")]
    public static void assert_same_structure(object? a, object? b, bool? check_types = null)
    {
        if (check_types is not null) IoUtils.Warn("The `check_types` argument is deprecated and no longer has any effect, please remove.");
        map_structure(static _ => null, [a, b]);
    }

    /// <summary>Throws where two structures do not have the same indices and keys; lists and tuples count as the same.</summary>
    /// <param name="a">A structure.</param>
    /// <param name="b">Another.</param>
    /// <exception cref="ArgumentException">They differ; the message says where.</exception>
    [KerasExport("keras.tree.assert_same_paths")]
    public static void assert_same_paths(object? a, object? b)
    {
        var (first, second) = (PathsOf(a), PathsOf(b));
        if (first.SetEquals(second)) return;
        throw new ArgumentException($"`a` and `b` don't have the same paths. In `a` alone: {string.Join(", ", first.Except(second))}. In `b` alone: {string.Join(", ", second.Except(first))}.");

        static HashSet<string> PathsOf(object? structure) => [.. Paths(structure, []).Select(p => "(" + string.Join(", ", p.path.Select(k => k is string s ? $"'{s}'" : k)) + ")")];
    }

    /// <summary>Puts flat values into the places of a structure: the way back from <see cref="flatten"/>.</summary>
    /// <param name="structure">The structure whose form counts.</param>
    /// <param name="flat_sequence">As many values as it has leaves.</param>
    /// <exception cref="ArgumentException">The number differs.</exception>
    [KerasExport("keras.tree.pack_sequence_as")]
    public static object? pack_sequence_as(object? structure, IEnumerable flat_sequence)
    {
        var values = new Queue<object?>(flat_sequence.Cast<object?>());
        var places = Leaves(structure).Count();
        if (places != values.Count) throw new ArgumentException($"Structure had {places} atoms, but flat_sequence had {values.Count} items.");
        return map_structure(_ => values.Dequeue(), structure);
    }

    /// <summary>The structure with tuples in the place of lists.</summary>
    /// <param name="structure">Any value.</param>
    [KerasExport("keras.tree.lists_to_tuples")]
    public static object? lists_to_tuples(object? structure) => traverse(static s => s is IList && TreeNode.Of(s) is { } node ? TreeNode.Tuple(node.Children) : null, structure, top_down: false);

    /// <summary>Maps the shapes in a structure: lists and tuples of integers and <see langword="null"/> count as one leaf.</summary>
    /// <param name="func">The function: it gets a <see cref="TensorShape"/>.</param>
    /// <param name="structure">Shapes in any nesting.</param>
    [KerasExport("keras.tree.map_shape_structure")]
    public static object? map_shape_structure(Func<TensorShape, object?> func, object? structure)
    {
        if (structure is TensorShape shape) return func(shape);
        if (TreeNode.Of(structure) is not { } node) throw new ArgumentException($"A structure of shapes is expected. Received: {structure ?? "null"} in it.");
        if (structure is not IDictionary && node.Children.All(c => c is null or int)) return func(new TensorShape([.. node.Children.Cast<int?>()]));
        return node.With([.. node.Children.Select(c => map_shape_structure(func, c))]);
    }

    private static IEnumerable<object?> Leaves(object? structure) => TreeNode.Of(structure) is { } node ? node.Children.SelectMany(Leaves) : [structure];

    private static IEnumerable<(object[] path, object? item)> Paths(object? structure, object[] above) => TreeNode.Of(structure) is { } node
        ? node.Children.Zip(node.Keys).SelectMany(c => Paths(c.First, [.. above, c.Second]))
        : [(above, structure)];

    private static ArgumentException Different(object? a, object? b) =>
        new($"The two structures don't have the same nested structure. First: {TreeNode.Describe(a)}. Second: {TreeNode.Describe(b)}.");
}
