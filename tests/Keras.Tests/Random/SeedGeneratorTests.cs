using Keras.Randomness;
using Keras.Utils;

namespace Keras.Tests.Randomness;

// Expected numbers were computed by Keras 3.15 on its torch backend.
public class SeedGeneratorTests
{
    private static int[] Pair(Tensor x) => x.numpy().ToArray<int>();

    [Fact]
    public void OrderedSeedsCountUp()
    {
        var generator = new SeedGenerator(45);
        Assert.Equal([45, 0], Pair(generator.next()));
        Assert.Equal([45, 1], Pair(generator.next()));
        Assert.Equal([45, 2], generator.state.numpy().ToArray<int>());
        Assert.Equal([45, 2], Pair(generator.next()));
    }

    [Theory]
    [InlineData(0, new[] { 0, 0, 5387, 5387, 95987, 95987, 95110, 95110, 36706, 36706, 835620, 835620 })]
    [InlineData(419785327, new[] { 419785327, 0, 33132, 5387, 246462, 95987, 687203, 95110, 515216, 36706, 687854, 835620 })]
    public void UnorderedSeedsAreStirred(long seed, int[] expected)
    {
        var generator = new SeedGenerator(seed);
        Assert.Equal(expected, Enumerable.Range(0, 6).SelectMany(_ => Pair(generator.next(ordered: false))));
    }

    [Fact]
    public void WithoutASeedOneIsDrawn()
    {
        PythonRandom.Global.Seed(42);
        var generator = new SeedGenerator();
        Assert.Equal([686579304, 0], Pair(generator.next()));
        Assert.Null(generator.get_config()["seed"]);
    }

    [Fact]
    public void AssignmentsToTheStateDecideTheNextDraw()
    {
        var generator = new SeedGenerator(1);
        Assert.Equal(new TensorShape(2), generator.state.shape);
        Assert.Equal("int32", generator.state.dtype);
        Assert.False(generator.state.trainable);
        generator.state.assign(new[] { 7, 5 });
        Assert.Equal([7, 5], Pair(generator.next()));
        Assert.Equal([7, 6], generator.state.numpy().ToArray<int>());
    }

    [Fact]
    public void TheStateIsNamedAfterTheGenerator() =>
        Assert.Equal("seeds/seed_generator_state", new SeedGenerator(1, "seeds").state.path);

    [Fact]
    public void ThreadsGetDifferentSeeds()
    {
        var generator = new SeedGenerator(0);
        var seen = new System.Collections.Concurrent.ConcurrentBag<uint>();
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 1000; i++) seen.Add(generator.Draw());
        });
        Assert.Equal(4000, seen.Distinct().Count());
    }

    [Fact]
    public void ConfigMakesAnEqualGenerator()
    {
        var again = (SeedGenerator)Keras.Saving.Serialization.deserialize_keras_object(Keras.Saving.Serialization.serialize_keras_object(new SeedGenerator(9, "nine")))!;
        Assert.Equal((9L, "nine"), (again.seed!.Value, again.name));
    }
}
