using System.Text;
using Keras.Backend;

namespace Keras.Utils;

/// <summary>Names that Keras makes: snake case of the class, numbered (keras/src/utils/naming.py).</summary>
public static class Naming
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, int> s_counts = [];

    internal static string AutoName(string prefix) => UniquifyName(ToSnakeCase(prefix));

    internal static string UniquifyName(string name)
    {
        lock (s_lock)
        {
            s_counts.TryGetValue(name, out var count);
            s_counts[name] = count + 1;
            return count == 0 ? name : $"{name}_{count}";
        }
    }

    internal static void Reset()
    {
        lock (s_lock) s_counts.Clear();
    }

    /// <summary>The next number of a prefix, from 1, as <c>keras.backend.get_uid</c> gives it.</summary>
    /// <param name="prefix">Any text.</param>
    [KerasExport("keras.backend.get_uid")]
    public static int get_uid(string prefix = "")
    {
        lock (s_lock)
        {
            s_counts.TryGetValue(prefix, out var n);
            return s_counts[prefix] = n + 1;
        }
    }

    /// <summary>
    /// <c>MaxPooling2D</c> to <c>max_pooling2d</c>, <c>LSTM</c> to <c>lstm</c>, <c>PReLU</c> to <c>p_re_lu</c>:
    /// an underscore stands before a capital that begins a word.
    /// </summary>
    internal static string ToSnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        var letters = name.Where(c => char.IsLetterOrDigit(c) || c == '_').ToArray();
        for (var i = 0; i < letters.Length; i++)
        {
            var c = letters[i];
            // A capital that follows anything and precedes a lower-case letter begins a word, as does a capital after a lower-case letter.
            var beginsWord = i > 0 && char.IsUpper(c)
                && ((i + 1 < letters.Length && char.IsLower(letters[i + 1])) || char.IsLower(letters[i - 1]));
            if (beginsWord && letters[i - 1] != '_') text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
