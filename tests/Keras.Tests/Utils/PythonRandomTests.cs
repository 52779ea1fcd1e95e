using System.Numerics;
using System.Text.Json.Nodes;
using Keras.Tests.Testing;
using Keras.Utils;

namespace Keras.Tests.Utils;

// Expected numbers were printed by CPython 3.11 with the calls named in the comments.
public class PythonRandomTests
{
    [Fact]
    public void DefaultSeedsAreThoseOfPython()
    {
        // random.seed(42); [random.randint(1, 10**9) for _ in range(6)]
        var random = new PythonRandom(42);
        Assert.Equal([686579304, 119540832, 26855093, 796233791, 295310486, 262950629], Enumerable.Range(0, 6).Select(_ => random.RandInt(1, 1_000_000_000)));
    }

    [Fact]
    public void DefaultSeedsAreThoseOfPythonForManySeeds()
    {
        var file = SharedData.Reference("keras-fixtures", "seeds.json");
        foreach (var (seed, numbers) in JsonNode.Parse(File.ReadAllText(file))!["python_randint_1_1e9"]!.AsObject())
        {
            var random = new PythonRandom(int.Parse(seed));
            Assert.Equal(numbers!.AsArray().Select(n => (long)n!), numbers.AsArray().Select(_ => random.RandInt(1, 1_000_000_000)));
        }
    }

    [Fact]
    public void GlobalGeneratorGivesDefaultSeeds()
    {
        PythonRandom.Global.Seed(0);
        Assert.Equal(906691060, PythonRandom.MakeDefaultSeed());
        Assert.Equal(413654000, PythonRandom.MakeDefaultSeed());
    }

    [Fact]
    public void EveryMethodFollowsPython()
    {
        // random.seed(42); [getrandbits(k) for k in (1, 5, 32, 33, 64)], random(), uniform(-3, 4), 3 x randint(-5, 10**12), 5 x randrange(7), randrange(3, 50, 7), randrange(10, -20, -3)
        var random = new PythonRandom(42);
        Assert.Equal([1UL, 3UL, 107420369UL, 3184935163UL, 4117511471858006928UL], new[] { 1, 5, 32, 33, 64 }.Select(random.GetRandBits));
        Assert.Equal(0.1395379285251439, random.Random());
        Assert.Equal(-2.2825337667994474, random.Uniform(-3, 4));
        Assert.Equal([982433687214, 96831611951, 466392613988], Enumerable.Range(0, 3).Select(_ => random.RandInt(-5, 1_000_000_000_000)));
        Assert.Equal([0, 0, 0, 1, 1], Enumerable.Range(0, 5).Select(_ => random.RandRange(7)));
        Assert.Equal(31, random.RandRange(3, 50, 7));
        Assert.Equal(-17, random.RandRange(10, -20, -3));
    }

    [Fact]
    public void SeedsOfAnySizeAndSign()
    {
        Assert.Equal(0.6394267984578837, new PythonRandom(-42).Random());
        Assert.Equal(0.8444218515250481, new PythonRandom(0).Random());
        var large = new PythonRandom(BigInteger.Pow(2, 70) + 12345);
        Assert.Equal(0.9602803546023011, large.Random());
        Assert.Equal(16316037847631494068UL, large.GetRandBits(64));
    }

    [Fact]
    public void ShuffleSampleAndChoice()
    {
        // random.seed(7); shuffle(list(range(10))), sample(range(20), 6), sample(range(1000), 6), sample(range(100), 30), choice("abcdef")
        var random = new PythonRandom(7);
        var list = Enumerable.Range(0, 10).ToList();
        random.Shuffle(list);
        Assert.Equal([8, 3, 1, 4, 7, 0, 9, 6, 2, 5], list);
        Assert.Equal([16, 6, 1, 2, 13, 18], random.Sample(Enumerable.Range(0, 20).ToList(), 6));
        Assert.Equal([71, 246, 92, 564, 434, 60], random.Sample(Enumerable.Range(0, 1000).ToList(), 6));
        Assert.Equal([72, 15, 28, 80, 96, 74, 7, 73, 94, 50, 6, 97, 5, 71, 17, 37, 53, 18, 69, 98, 92, 39, 86, 23, 13, 91, 79, 24, 47, 12], random.Sample(Enumerable.Range(0, 100).ToList(), 30));
        Assert.Equal('e', random.Choice("abcdef".ToList()));
    }

    [Fact]
    public void WholeRangeOfIntegers()
    {
        // random.seed(1); [random.randint(-2**63, 2**63 - 1) for _ in range(2)]: a bound of 65 bits in Python, so only the range is compared
        var random = new PythonRandom(1);
        Assert.Equal(2, new[] { random.RandInt(long.MinValue, long.MaxValue), random.RandInt(long.MinValue, long.MaxValue) }.Distinct().Count());
    }

    [Fact]
    public void ManyThreadsDrawFromOneSequence()
    {
        var expected = new PythonRandom(5);
        var sequence = Enumerable.Range(0, 4000).Select(_ => expected.RandInt(1, 1_000_000_000)).Order();
        var shared = new PythonRandom(5);
        var drawn = new long[4000];
        Parallel.For(0, drawn.Length, i => drawn[i] = shared.RandInt(1, 1_000_000_000));
        Assert.Equal(sequence, drawn.Order());
    }

    [Fact]
    public void EmptyRangesAreRefused()
    {
        var random = new PythonRandom(1);
        Assert.Throws<ArgumentException>(() => random.RandInt(2, 1));
        Assert.Throws<ArgumentException>(() => random.RandRange(0));
        Assert.Throws<ArgumentException>(() => random.Choice(Array.Empty<int>()));
        Assert.Throws<ArgumentException>(() => random.Sample([1, 2], 3));
    }
}
