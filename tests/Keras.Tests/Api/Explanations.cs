using System.Text.RegularExpressions;
using Keras.Tests.Testing;

namespace Keras.Tests.Api;

/// <summary>A file of lines "name code : reason"; an asterisk in the name or the code stands for anything.</summary>
internal sealed class Explanations
{
    private readonly (Regex Name, Regex Code, string Line, string Reason)[] _lines;
    private readonly Dictionary<string, int> _used = [];

    private readonly string _path;

    private Explanations(string path)
    {
        _path = path;
        _lines = [.. File.ReadLines(path).Where(l => l.Length > 0 && l[0] != '#').Select(Parse)];
    }

    /// <summary>Reads a file that stands beside the tests.</summary>
    internal static Explanations Read(string file) => new(Path.Combine(Repository.Root, "tests", "Keras.Tests", "Api", file));

    /// <summary>The reason for a difference, or null.</summary>
    internal string? Of(string name, string code)
    {
        string? reason = null;
        foreach (var line in _lines.Where(l => l.Name.IsMatch(name) && l.Code.IsMatch(code)))
        {
            // The first line that fits is the one that explains; the others are stale unless something else needs them.
            if (reason is not null) break;
            _used[line.Line] = _used.GetValueOrDefault(line.Line) + 1;
            reason = line.Reason;
        }
        return reason;
    }

    /// <summary>Takes the lines that explained nothing out of the file.</summary>
    internal void RemoveStale()
    {
        var stale = Stale.ToHashSet();
        File.WriteAllLines(_path, File.ReadAllLines(_path).Where(l => !stale.Contains(l)));
    }

    /// <summary>Lines that explained nothing.</summary>
    internal IEnumerable<string> Stale => _lines.Select(l => l.Line).Where(l => !_used.ContainsKey(l));

    /// <summary>Lines with an asterisk that explain one thing alone: they could name it.</summary>
    internal IEnumerable<string> TooWide => _used.Where(p => p.Value == 1 && p.Key[..p.Key.IndexOf(" : ", StringComparison.Ordinal)].Contains('*')).Select(p => p.Key);

    private static (Regex, Regex, string, string) Parse(string line)
    {
        var colon = line.IndexOf(" : ", StringComparison.Ordinal);
        if (colon < 0) throw new FormatException($"Expected 'name code : reason'. Received: {line}");
        var head = line[..colon].Split(' ', 2);
        return (Pattern(head[0]), Pattern(head.Length > 1 ? head[1] : "*"), line, line[(colon + 3)..]);
    }

    private static Regex Pattern(string text) => new("^" + Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$", RegexOptions.CultureInvariant);
}
