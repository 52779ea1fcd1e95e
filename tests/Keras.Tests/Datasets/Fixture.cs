using System.Text.Json.Nodes;

namespace Keras.Tests.Datasets;

/// <summary>The small files that dataset_cases.py wrote, and what Keras's loaders make of them.</summary>
internal static class Fixture
{
    public static string Folder => System.IO.Path.Combine(AppContext.BaseDirectory, "Datasets", "Fixtures");

    public static string Path(string name) => System.IO.Path.Combine(Folder, name);

    public static JsonObject[] Expected(string loader)
    {
        JsonObject[] cases = [.. File.ReadLines(Path("expected.jsonl")).Select(l => JsonNode.Parse(l)!.AsObject()).Where(c => (string)c["loader"]! == loader)];
        Assert.NotEmpty(cases);
        return cases;
    }

    public static double[] Row(JsonNode? node) => [.. node!.AsArray().Select(n => (double)n!)];
}
