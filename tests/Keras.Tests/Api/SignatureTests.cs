namespace Keras.Tests.Api;

/// <summary>Every exported name takes what Keras's takes, in its order and with its defaults; what differs is explained in <c>explained.txt</c>.</summary>
public sealed class SignatureTests
{
    [Fact]
    public void EveryNameHasKerasSignature()
    {
        var explanations = Explanations.Read("explained.txt");
        var unexplained = Signatures.All().Where(d => explanations.Of(d.Name, d.Code) is null).Select(d => d.ToString()).ToArray();
        Assert.True(unexplained.Length == 0, $"{unexplained.Length} differences from Keras 3.15 have no line in tests/Keras.Tests/Api/explained.txt:\n{string.Join('\n', unexplained)}");
        var stale = explanations.Stale.ToArray();
        if (CoverageTests.Rewrites)
        {
            explanations.RemoveStale();
            stale = [];
        }
        Assert.True(stale.Length == 0, $"Lines of tests/Keras.Tests/Api/explained.txt that explain nothing any more ({CoverageTests.Command} takes them out):\n{string.Join('\n', stale)}");
        Assert.Empty(explanations.TooWide);
    }

    [Fact]
    public void TheComparisonSeesEveryKindOfDifference()
    {
        Assert.True(ExportedName.All.Count > 1000, "The exported names were not found.");
        Assert.Contains(Signatures.All(), d => d is { Name: "keras.datasets.drawn_digits.load_data", Code: "extra" });
        Assert.Equal("Adam", ExportedName.All["keras.optimizers.Adam"].Single().Owner.Name);
    }
}
