using System.Text.Json;

namespace Keras.Conformance.Cases;

/// <summary>JSON as plain values: <see cref="Config"/>, lists, numbers, strings, and the arrays of the format.</summary>
internal static class Json
{
    internal static Config ParseObject(string text)
    {
        using var document = JsonDocument.Parse(text, new() { MaxDepth = 512 });
        return (Config)Read(document.RootElement)!;
    }

    private static object? Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return ReadObject(element);
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(Read).ToList();
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Number:
                var text = element.GetRawText();
                if (text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0) return element.GetDouble();
                if (element.TryGetInt32(out var small)) return small;
                return element.TryGetInt64(out var large) ? large : element.GetDouble();
            default:
                return null;
        }
    }

    private static object ReadObject(JsonElement element)
    {
        if (element.TryGetProperty("b64", out var data))
            return new GoldenArray(element.GetProperty("dtype").GetString()!, Longs(element.GetProperty("shape")), data.GetBytesFromBase64());
        if (element.TryGetProperty("values", out var values) && element.TryGetProperty("dtype", out var dtype) && dtype.ValueKind == JsonValueKind.String && dtype.GetString() == "string")
            return new GoldenStrings(Longs(element.GetProperty("shape")), [.. values.EnumerateArray().Select(v => v.GetString()!)]);
        var config = new Config();
        foreach (var property in element.EnumerateObject()) config[property.Name] = Read(property.Value);
        return config;
    }

    private static long[] Longs(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetInt64())];
}
