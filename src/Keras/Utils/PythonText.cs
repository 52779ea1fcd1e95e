using System.Collections;
using System.Globalization;

namespace Keras.Utils;

/// <summary>Plain values, lists and dictionaries as Python prints them.</summary>
internal static class PythonText
{
    /// <summary>The text: <c>None</c>, <c>True</c>, <c>'name'</c>, <c>[1, 2.0]</c>, <c>{'units': 3}</c>.</summary>
    internal static string Of(object? value) => value switch
    {
        null => "None",
        bool b => b ? "True" : "False",
        string s => Quoted(s),
        double d => PythonFormat.Repr(d),
        float f => PythonFormat.Repr(f),
        IFormattable n and (int or long or short or byte or uint or ulong) => n.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable<KeyValuePair<string, object?>> pairs => Dictionary(pairs),
        IList list => List(list),
        _ => value.ToString() ?? "",
    };

    /// <summary>A dictionary in its order.</summary>
    internal static string Dictionary<T>(IEnumerable<KeyValuePair<string, T>> pairs) => "{" + string.Join(", ", pairs.Select(p => $"{Quoted(p.Key)}: {Of(p.Value)}")) + "}";

    /// <summary>A list.</summary>
    internal static string List(IEnumerable items) => "[" + string.Join(", ", items.Cast<object?>().Select(Of)) + "]";

    private static string Quoted(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quote + (quote == '\'' ? escaped.Replace("'", "\\'", StringComparison.Ordinal) : escaped) + quote;
    }
}
