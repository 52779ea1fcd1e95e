using System.Text.RegularExpressions;
using Keras.Tests.Testing;

namespace Keras.Tests.Conventions;

/// <summary>Rules of the code base that a reader should be able to rely on.</summary>
public partial class ForbiddenCodeTests
{
    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"));

    [Fact]
    public void OnlyTheBackendNamesTorchSharp()
    {
        // Types that hold a native tensor live in Backend, whatever their namespace.
        var allowed = Path.Combine(Repository.Root, "src", "Keras", "Backend") + Path.DirectorySeparatorChar;
        var found = Sources("src").Where(f => !f.StartsWith(allowed, StringComparison.Ordinal) && TorchSharpUse().IsMatch(File.ReadAllText(f))).Select(f => Path.GetRelativePath(Repository.Root, f)).ToArray();
        Assert.Empty(found);
    }

    [Fact]
    public void NothingIsLeftUndone()
    {
        var found = Sources("src").Concat(Sources("samples")).Where(f => Undone().IsMatch(File.ReadAllText(f))).Select(f => Path.GetRelativePath(Repository.Root, f)).ToArray();
        Assert.Empty(found);
    }

    [Fact]
    public void NoPathOfAMachineIsInTheTree()
    {
        var found = Sources("src").Concat(Sources("samples")).Concat(Sources("tests")).Where(f => MachinePath().IsMatch(File.ReadAllText(f))).Select(f => Path.GetRelativePath(Repository.Root, f)).ToArray();
        Assert.Empty(found);
    }

    [GeneratedRegex(@"\busing\s+(static\s+)?TorchSharp|\btorch\.(?!Size|empty|float|int)")]
    private static partial Regex TorchSharpUse();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b")]
    private static partial Regex Undone();

    [GeneratedRegex("\"/(work|home|root)/")]
    private static partial Regex MachinePath();
}
