using System.Text.RegularExpressions;
using Keras.Tests.Testing;

namespace Keras.Tests.Conventions;

public partial class ScalarTests
{
    [Fact]
    public void NoSumLeavesItsFactorToTorchSharp()
    {
        var sources = Path.Combine(Repository.Root, "src", "Keras", "Backend");
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            foreach (Match call in Sum().Matches(text))
                if (Arguments(text, call.Index + call.Length) < (call.Groups["name"].Value.StartsWith("addcdiv", StringComparison.Ordinal) ? 3 : 2) && !InComment(text, call.Index))
                    found.Add($"{Path.GetRelativePath(sources, file)}:{text[..call.Index].Count(c => c == '\n') + 1}");
        }
        Assert.True(found.Count == 0, "a.add(b) makes a native number that may be finalized during the call; write a.add(b, Scalars.One) in " + string.Join(", ", found));
    }

    private static int Arguments(string text, int start)
    {
        int depth = 0, count = 1;
        for (int i = start; ; i++)
        {
            char c = text[i];
            if (c is '(' or '[' or '{')
                depth++;
            else if (c is ')' or ']' or '}' && depth-- == 0)
                return count;
            else if (c == ',' && depth == 0)
                count++;
        }
    }

    private static bool InComment(string text, int at) => text.AsSpan(text.LastIndexOf('\n', at) + 1).TrimStart().StartsWith("//");

    // Tensors have add; lists and dictionaries have Add.
    [GeneratedRegex(@"\.(?<name>add_?|addcdiv_?)\(")]
    private static partial Regex Sum();
}
