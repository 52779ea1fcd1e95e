using Keras.Tests.Testing;

namespace Keras.Tests.Api;

/// <summary><c>docs/coverage.md</c> says what is here: it is what <see cref="Coverage"/> writes.</summary>
public sealed class CoverageTests
{
    /// <summary>The command that writes the page again, and takes stale lines out of <c>explained.txt</c>.</summary>
    internal const string Command = "KERAS_WRITE_COVERAGE=1 dotnet run --project tests/Keras.Tests -- -namespace Keras.Tests.Api";

    internal static bool Rewrites => Environment.GetEnvironmentVariable("KERAS_WRITE_COVERAGE") == "1";

    [Fact]
    public void ThePageIsTrue()
    {
        var path = Path.Combine(Repository.Root, "docs", "coverage.md");
        var text = Coverage.Write();
        if (Rewrites) File.WriteAllText(path, text);
        Assert.True(File.ReadAllText(path).ReplaceLineEndings("\n") == text, $"docs/coverage.md is out of date. Write it again: {Command}");
    }

    [Fact]
    public void WhatIsSaidToBeAbsentIsAbsentAndIsANameOfKeras()
    {
        var absent = Explanations.Read("absent.txt");
        foreach (var name in KerasApi.Keras.Names.Keys.Concat(KerasApi.Keras.Keras2.Keys).Where(n => !ExportedName.All.Contains(n))) absent.Of(name, "");
        Assert.Empty(absent.Stale);
        Assert.DoesNotContain(ExportedName.All, n => absent.Of(n.Key, "") is not null);
    }
}
