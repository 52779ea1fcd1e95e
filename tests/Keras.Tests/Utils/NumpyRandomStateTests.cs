using Keras.Utils;
using NumSharp;

namespace Keras.Tests.Utils;

public class NumpyRandomStateTests
{
    [Fact]
    public void PermutationIsThatOfNumPy()
    {
        // np.random.RandomState(42).permutation(60000)[:3]
        Assert.Equal([12628, 37730, 39991], new NumpyRandomState(42).Permutation(60000)[..3]);
    }

    [Fact]
    public void UniformsAreThoseOfNumPy()
    {
        // np.random.seed(42); np.random.rand(3)
        Assert.Equal([0.3745401188473625, 0.9507143064099162, 0.7319939418114051], new NumpyRandomState(42).Rand(3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(113)]
    [InlineData(2147483647)]
    public void AgreesWithNumSharp(long seed)
    {
        var ours = new NumpyRandomState(seed);
        var theirs = np.random.RandomState((int)seed);
        Assert.Equal(theirs.permutation(1001).ToArray<long>(), ours.Permutation(1001).Select(i => (long)i));
        Assert.Equal(theirs.uniform(-2.0, 3.0, 50).ToArray<double>(), ours.Uniform(-2, 3, 50));
        Assert.Equal(theirs.randint(3, 1000, 50, np.int64).ToArray<long>(), ours.RandInt(3, 1000, 50));
        Assert.Equal(theirs.randint(0, 1L << 40, 50, np.int64).ToArray<long>(), ours.RandInt(0, 1L << 40, 50));
    }

    [Fact]
    public void SeedOutOfRangeIsRefused() => Assert.Contains("4294967295", Assert.Throws<ArgumentException>(() => new NumpyRandomState(-1)).Message);

    [Fact]
    public void ManyThreadsDrawFromOneSequence()
    {
        var expected = new NumpyRandomState(5).Rand(4000).Order();
        var shared = new NumpyRandomState(5);
        var drawn = new double[4000];
        Parallel.For(0, drawn.Length, i => drawn[i] = shared.Random());
        Assert.Equal(expected, drawn.Order());
    }
}
