using System.Text.Json.Nodes;

namespace Keras.Tests.Testing;

/// <summary>Finds real data sets, model files and golden cases outside the repository; tests that need one are skipped where it is missing.</summary>
/// <remarks>
/// The folder holds <c>data</c>, <c>models</c>, <c>golden</c> and <c>reference</c>. It is named by the environment variable <c>KERAS_TEST_DATA</c>
/// (the folder itself, or its <c>data</c>), or it is called <c>shared</c> and stands in a folder above the test assembly.
/// </remarks>
public static class SharedData
{
    private static readonly Lazy<string?> LazyRoot = new(FindRoot);

    /// <summary>The folder, or null when there is none.</summary>
    public static string? Root => LazyRoot.Value;

    /// <summary>Path of a data set below <c>data</c>; skips the running test when it is missing.</summary>
    public static string Data(params string[] parts) => Require("data", parts);

    /// <summary>Path of a model file below <c>models</c>; skips the running test when it is missing.</summary>
    public static string Model(params string[] parts) => Require("models", parts);

    /// <summary>Path of a golden file or folder below <c>golden</c>; skips the running test when it is missing.</summary>
    public static string Golden(params string[] parts) => Require("golden", parts);

    /// <summary>Path below <c>reference</c>; skips the running test when it is missing.</summary>
    public static string Reference(params string[] parts) => Require("reference", parts);

    /// <summary>The cases of a golden file such as <c>preprocessing/normalize.jsonl</c>; skips the running test when it is missing.</summary>
    public static IEnumerable<JsonObject> GoldenCases(params string[] parts) =>
        File.ReadLines(Golden(parts)).Select(line => JsonNode.Parse(line)!.AsObject());

    private static string Require(string folder, string[] parts)
    {
        if (Root is null) Assert.Skip($"There is no shared/{folder} folder above the tests, and KERAS_TEST_DATA does not name one.");
        var path = Path.Combine([Root!, folder, .. parts]);
        if (!File.Exists(path) && !Directory.Exists(path)) Assert.Skip($"{path} is missing.");
        return path;
    }

    private static string? FindRoot()
    {
        if (Environment.GetEnvironmentVariable("KERAS_TEST_DATA") is { Length: > 0 } given)
        {
            var full = Path.GetFullPath(given);
            return Directory.Exists(Path.Combine(full, "data")) ? full : Directory.Exists(full) ? Path.GetDirectoryName(full) : null;
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "data"))) return candidate;
        }
        return null;
    }
}
