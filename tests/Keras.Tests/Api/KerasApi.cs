using System.IO.Compression;
using System.Text.Json;

namespace Keras.Tests.Api;

/// <summary>The public names of Keras 3.15 with their signatures: <c>keras3_api.json.gz</c>.</summary>
internal sealed class KerasApi
{
    private static readonly Lazy<KerasApi> s_keras = new(Read);

    private KerasApi(IReadOnlyDictionary<string, KerasName> names, IReadOnlyDictionary<string, bool> keras2)
    {
        Names = names;
        Keras2 = keras2;
    }

    internal static KerasApi Keras => s_keras.Value;

    /// <summary>Every name, aliases too.</summary>
    internal IReadOnlyDictionary<string, KerasName> Names { get; }

    /// <summary>Names that only Keras 2 (or tf.keras) has, and whether tutorials use them.</summary>
    internal IReadOnlyDictionary<string, bool> Keras2 { get; }

    private static KerasApi Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Api", "keras3_api.json.gz"));
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        var root = JsonDocument.Parse(unpacked).RootElement;
        var names = new Dictionary<string, KerasName>(StringComparer.Ordinal);
        foreach (var entry in root.GetProperty("names").EnumerateObject())
        {
            var canonical = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : entry.Name;
            var full = root.GetProperty("names").GetProperty(canonical);
            names.Add(entry.Name, new KerasName(
                entry.Name,
                canonical,
                full.GetProperty("k").GetString()!,
                Parameters(full.GetProperty("a")),
                full.TryGetProperty("m", out var methods) ? methods.EnumerateObject().ToDictionary(m => m.Name, m => Parameters(m.Value)) : [],
                full.TryGetProperty("p", out var properties) ? [.. properties.EnumerateArray().Select(p => p.GetString()!)] : []));
        }
        return new(names, root.GetProperty("keras2").EnumerateObject().ToDictionary(e => e.Name, e => e.Value.GetInt32() == 1));
    }

    private static KerasParameter[] Parameters(JsonElement list) =>
        [.. list.EnumerateArray().Select(p => new KerasParameter(p[0].GetString()!, p.GetArrayLength() > 1 ? p[1] : null))];
}

/// <summary>A name of Keras: what it is, what it takes, and the methods and properties that a class declares itself.</summary>
internal sealed record KerasName(string Name, string Canonical, string Kind, KerasParameter[] Parameters,
    IReadOnlyDictionary<string, KerasParameter[]> Methods, string[] Properties);

/// <summary>A parameter as Keras declares it; no default where it is required. <c>{"expr": …}</c> stands for a default that is no plain value.</summary>
internal sealed record KerasParameter(string Name, JsonElement? Default)
{
    internal bool IsMarker => Name is "*" or "/";

    internal bool IsKeywords => Name.StartsWith("**", StringComparison.Ordinal);

    internal string PlainName => Name.TrimStart('*');
}
