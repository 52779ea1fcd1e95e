using System.Globalization;

namespace Keras.Conformance.Cases;

/// <summary>One case: the keys of its area, and where its files lie.</summary>
internal sealed class GoldenCase(Config keys, string folder, string? packs = null)
{
    internal Config Keys { get; } = keys;

    /// <summary>The folder of the file that holds the case; other files of the case are named relative to it.</summary>
    internal string Folder { get; } = folder;

    /// <summary>The folder of another area's files, beside this one.</summary>
    internal string Sibling(string area) => packs is null ? Path.Combine(Folder, "..", area) : Unpacked.Files(Path.Combine(packs, area + ".zip"));

    internal string Id { get; } = keys.Get("id") as string ?? "?";

    internal string Area { get; } = keys.Get("area") as string ?? "?";

    internal string Name { get; } = keys.Get("name") as string ?? "?";

    internal double RTol { get; } = Number(keys.Get("rtol"));

    internal double ATol { get; } = Number(keys.Get("atol"));

    /// <summary>The value of a key; null where it is null or missing.</summary>
    internal object? this[string key] => Keys.Get(key);

    internal bool Has(string key) => Keys.Get(key) is not null;

    internal Config Object(string key = "object") => Keys.Get(key) as Config ?? throw new InvalidDataException($"The case {Id} lacks the object '{key}'.");

    internal List<object?> List(string key) => Keys.Get(key) as List<object?> ?? throw new InvalidDataException($"The case {Id} lacks the list '{key}'.");

    internal string Text(string key) => Keys.Get(key) as string ?? throw new InvalidDataException($"The case {Id} lacks the text '{key}'.");

    private static double Number(object? value) => value is null ? 0 : Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
