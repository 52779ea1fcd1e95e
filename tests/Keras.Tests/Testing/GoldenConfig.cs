using System.Text.Json.Nodes;

namespace Keras.Tests.Testing;

/// <summary>JSON of golden cases as configurations.</summary>
public static class GoldenConfig
{
    /// <summary>An object as a <see cref="Config"/>, a list as a list, numbers as int, long or double, an array of the format as a tensor.</summary>
    public static object? Read(JsonNode? node)
    {
        switch (node)
        {
            case null:
                return null;
            case var array when GoldenArray.Is(array):
                return (Tensor)GoldenArray.Read(array);
            case JsonObject o:
                var config = new Config();
                foreach (var (key, value) in o) config[key] = Read(value);
                return config;
            case JsonArray list:
                return list.Select(Read).ToList();
        }
        var plain = node.AsValue();
        if (plain.TryGetValue<string>(out var text)) return text;
        if (plain.TryGetValue<bool>(out var flag)) return flag;
        var digits = plain.ToJsonString();
        if (digits.AsSpan().IndexOfAny('.', 'e', 'E') >= 0) return (double)plain;
        return plain.TryGetValue<int>(out var small) ? small : (long)plain;
    }

    /// <summary>An object as a <see cref="Config"/>.</summary>
    public static Config Object(JsonNode node) => (Config)Read(node)!;

    /// <summary>A configuration as JSON with sorted keys, to compare two. A number is written as a double.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        string s => "\"" + s + "\"",
        bool b => b ? "true" : "false",
        Config config => "{" + string.Join(", ", config.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}: {Text(p.Value)}")) + "}",
        System.Collections.IList list => "[" + string.Join(", ", list.Cast<object?>().Select(Text)) + "]",
        _ => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
    };
}
