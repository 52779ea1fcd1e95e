namespace Keras.Conformance.Cases;

/// <summary>The cases that are not replayed, with the reason: <c>left-out.txt</c>, one id and its reason a line.</summary>
internal static class LeftOut
{
    internal static IReadOnlyDictionary<string, string> Load()
    {
        using var stream = typeof(LeftOut).Assembly.GetManifestResourceStream("left-out.txt")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    internal static Dictionary<string, string> Parse(string text)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            var space = line.IndexOfAny([' ', '\t']);
            if (space < 0) throw new InvalidDataException($"left-out.txt names the case '{line}' without a reason.");
            reasons[line[..space]] = line[space..].Trim();
        }
        return reasons;
    }
}
