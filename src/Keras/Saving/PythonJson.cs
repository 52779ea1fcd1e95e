using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Keras.Utils;

namespace Keras.Saving;

/// <summary>Configurations as JSON text, written character for character as Python's <c>json.dumps</c> writes it.</summary>
internal static partial class PythonJson
{
    private const int MaxDepth = 512;

    internal static string Dump(object? value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool b:
                text.Append(b ? "true" : "false");
                break;
            case string s:
                WriteString(text, s);
                break;
            case double or float:
                var d = Convert.ToDouble(value, CultureInfo.InvariantCulture);
                text.Append(double.IsNaN(d) ? "NaN" : double.IsPositiveInfinity(d) ? "Infinity" : double.IsNegativeInfinity(d) ? "-Infinity" : PythonFormat.Repr(d));
                break;
            case Config config:
                text.Append('{');
                var first = true;
                foreach (var (key, item) in config)
                {
                    if (!first) text.Append(", ");
                    first = false;
                    WriteString(text, key);
                    text.Append(": ");
                    Write(text, item);
                }
                text.Append('}');
                break;
            case IEnumerable list:
                text.Append('[');
                var begun = false;
                foreach (var item in list)
                {
                    if (begun) text.Append(", ");
                    begun = true;
                    Write(text, item);
                }
                text.Append(']');
                break;
            case IFormattable number:
                text.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"A value of the type {value.GetType()} cannot be saved in a configuration. Override get_config to give plain values.");
        }
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' or > '~' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        text.Append('"');
    }

    /// <summary>Reads JSON, also with Python's NaN and Infinity.</summary>
    /// <exception cref="InvalidDataException">The text is no JSON.</exception>
    internal static object? Parse(string text, string what)
    {
        try
        {
            // Strings are skipped by the first alternative, so that only bare words are replaced.
            var standard = text.Contains("NaN", StringComparison.Ordinal) || text.Contains("Infinity", StringComparison.Ordinal)
                ? BareWords().Replace(text, static m => m.Value[0] == '"' ? m.Value : m.Value switch { "NaN" => "\"\\u0000NaN\"", "Infinity" => "\"\\u0000inf\"", _ => "\"\\u0000-inf\"" })
                : text;
            using var document = JsonDocument.Parse(standard, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{what} is not valid JSON: {e.Message}", e);
        }
    }

    private static object? Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var config = new Config();
                foreach (var property in element.EnumerateObject()) config[property.Name] = Read(property.Value);
                return config;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(Read).ToList();
            case JsonValueKind.String:
                return element.GetString() switch
                {
                    "\0NaN" => double.NaN,
                    "\0inf" => double.PositiveInfinity,
                    "\0-inf" => double.NegativeInfinity,
                    var s => s,
                };
            case JsonValueKind.Number:
                if (element.TryGetInt32(out var i)) return i;
                if (element.TryGetInt64(out var l)) return l;
                return element.GetDouble();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"|-?Infinity|NaN", RegexOptions.Singleline)]
    private static partial Regex BareWords();
}
