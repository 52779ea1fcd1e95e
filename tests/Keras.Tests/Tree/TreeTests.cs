using static Keras.keras;

namespace Keras.Tests.Tree;

public class TreeTests
{
    private static readonly Dictionary<string, object?> s_named = new() { ["b"] = new List<object?> { 1, 2 }, ["a"] = (3, null as object) };

    [Fact]
    public void StructuresAreReadInTheOrderOfSortedKeys()
    {
        Assert.Equal([3, null, 1, 2], tree.flatten(s_named));
        Assert.Equal([1, 2, 3, 4, 5, 6], tree.flatten(new object[] { new[] { 1, 2, 3 }, new object[] { 4, new[] { 5 }, new object[] { new[] { 6 } } } }).Cast<int>());
        Assert.Equal([null], tree.flatten(null));
        Assert.Equal([(object[])["b", 1]], tree.flatten_with_path(s_named).Where(p => p.item is 2).Select(p => p.path));
        Assert.True(tree.is_nested(s_named) && tree.is_nested((1, 2)) && !tree.is_nested("ab") && !tree.is_nested(NumSharp.np.zeros(3)) && !tree.is_nested(ops.ones(3)));
    }

    [Fact]
    public void MappingKeepsTheForm()
    {
        var squares = (Dictionary<string, object?>)tree.map_structure(v => (int)v! * (int)v, s_named, none_is_leaf: false)!;
        Assert.Equal([1, 4], (List<object?>)squares["b"]!);
        Assert.Equal(((object)9, (object?)null), squares["a"]);
        Assert.Equal(new object?[] { 11, 22 }, tree.map_structure(v => (int)v[0]! + (int)v[1]!, [new[] { 1, 2 }, new[] { 10, 20 }]));
        Assert.Equal(new object?[] { 2, 1 }, tree.map_structure_up_to(new object?[] { null, null }, v => ((Array)v[0]!).Length, [new object[] { new[] { 1, 1 }, new[] { 5 } }]));
        var again = (Dictionary<string, object?>)tree.pack_sequence_as(s_named, new[] { "p", "q", "r", "s" })!;
        Assert.Equal(("p", (object?)"q"), ((object, object?))again["a"]!);
        Assert.Throws<ArgumentException>(() => tree.pack_sequence_as(s_named, new[] { 1 }));
        Assert.Equal(((object)1, (object)((object)2, (object)3)), tree.lists_to_tuples(new List<object?> { 1, new List<object?> { 2, 3 } }));
        Assert.Equal(new object?[] { 6L, 4L }, tree.map_shape_structure(s => s.NumElements, new object[] { new TensorShape(2, 3), new[] { 2, 2 } }));
    }

    [Fact]
    public void TraversingReplacesWhatTheFunctionGives()
    {
        var seen = new List<object?>();
        var result = tree.traverse(part =>
        {
            seen.Add(part);
            return part is int[]? tree.MAP_TO_NONE : part is 3 ? "three" : null;
        }, new object[] { new[] { 1, 2 }, 3 });
        Assert.Equal(new object?[] { null, "three" }, result);
        Assert.Equal(3, seen.Count);
        Assert.Equal([1, 2], ((IEnumerable<object?>)tree.traverse(_ => null, new[] { 1, 2 }, top_down: false)!).Cast<int>());
    }

    [Fact]
    public void DifferencesAreNamed()
    {
        tree.assert_same_structure(new object[] { (0, 1) }, new object[] { (2, 3) });
        Assert.Contains("First: [*]. Second: (*, *).", Assert.Throws<ArgumentException>(() => tree.assert_same_structure(new[] { 0 }, (1, 2))).Message);
        tree.assert_same_paths(new[] { 0, 1 }, (2, 3));
        Assert.Contains("In `b` alone: ('c')", Assert.Throws<ArgumentException>(() => tree.assert_same_paths(new Config { ["a"] = 1 }, new Config { ["a"] = 1, ["c"] = 1 })).Message);
    }
}
