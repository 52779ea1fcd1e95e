using Keras.Randomness;
using Keras.Tests.Testing;
using Keras.Utils;

namespace Keras.Tests.Randomness;

// Expected numbers were computed by Keras 3.15 and 3.16 on the torch backend.
public class RandomOpsTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    private static void AssertClose(float[] expected, Tensor actual)
    {
        var have = Floats(actual);
        Assert.Equal(expected.Length, have.Length);
        for (var i = 0; i < have.Length; i++) Assert.Equal(expected[i], have[i], 1e-6f);
    }

    [Fact]
    public void NormalOfAnIntegerSeed() => AssertClose([-0.1467950940132141f, 0.7861412763595581f, 0.9468216300010681f], keras.random.normal(3, seed: 7));

    [Fact]
    public void UniformWithoutASeedUsesTheGlobalGenerator()
    {
        keras.utils.set_random_seed(42);
        Assert.Equal([0.8958039879798889f, 0.9330781698226929f, 0.7811265587806702f], Floats(keras.random.uniform(3)));
        Assert.Equal([0.37072592973709106f, 0.7162419557571411f, 0.7728233337402344f], Floats(keras.random.uniform(3)));
        Assert.Equal([0.1956331729888916f, 0.48177874088287354f, 0.9935724139213562f], Floats(keras.random.uniform(3)));
        Assert.Equal([0.43033939599990845f, 0.32586681842803955f, 0.479390025138855f], Floats(keras.random.uniform(3)));
    }

    [Fact]
    public void RandintOfAnIntegerSeed() => Assert.Equal([5, 2, 1, 6, 3, 7], keras.random.randint(6, 0, 10, seed: 7).numpy().ToArray<int>());

    [Fact]
    public void TruncatedNormalOfAnIntegerSeed() =>
        AssertClose([-1.209424614906311f, 1.514677882194519f, 0.5470749735832214f, -0.9912880659103394f, -1.025240421295166f], keras.random.truncated_normal(5, seed: 1012811675));

    [Fact]
    public void GammaOfAnIntegerSeed() => AssertClose([2.9416933059692383f, 4.7727437019348145f, 3.8872432708740234f], keras.random.gamma(3, 3.953, seed: 620676408));

    [Fact]
    public void BetaOfAnIntegerSeed() =>
        AssertClose([0.692653477191925f, 0.7409496903419495f, 0.8089514970779419f, 0.33943817019462585f], keras.random.beta(4, 3.523, 3.078, seed: 1100307667));

    [Fact]
    public void BinomialOfAnIntegerSeed() => AssertClose([5, 5, 6, 4, 6], keras.random.binomial(5, 12, 0.413, seed: 1201282845));

    [Fact]
    public void CategoricalOfAnIntegerSeed()
    {
        Tensor logits = new[,]
        {
            { -0.09210595488548279f, 0.13017167150974274f, -0.0965343564748764f, 1.4541563987731934f },
            { 0.17794640362262726f, -0.599909782409668f, 1.5688754320144653f, -0.04762641340494156f },
            { -1.592391014099121f, -0.04328272119164467f, -1.7863850593566895f, -1.315616250038147f },
        };
        Assert.Equal([3, 1, 3, 1, 2, 2, 1, 1, 1], keras.random.categorical(logits, 3, seed: 911829210).numpy().ToArray<int>());
    }

    [Fact]
    public void ShuffleOfAnIntegerSeed()
    {
        Tensor x = Enumerable.Range(0, 10).ToArray();
        Assert.Equal([8, 5, 1, 6, 7, 3, 0, 2, 4, 9], keras.random.shuffle(x, seed: 5).numpy().ToArray<int>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void ShuffleAlongAnAxisKeepsTheRows(int axis)
    {
        Tensor x = new[,] { { 0, 1, 2, 3, 4, 5 }, { 6, 7, 8, 9, 10, 11 } };
        var shuffled = keras.random.shuffle(x, axis, seed: 3).numpy().ToArray<int>();
        Assert.Equal(Enumerable.Range(0, 6), shuffled[..6].Order());
        Assert.Equal(Enumerable.Range(6, 6), shuffled[6..].Order());
        Assert.NotEqual(Enumerable.Range(0, 6), shuffled[..6]);
    }

    [Fact]
    public void DropoutOfASeedGenerator()
    {
        var generator = new SeedGenerator(123);
        Tensor ones = new float[,] { { 1, 1, 1, 1, 1 }, { 1, 1, 1, 1, 1 } };
        const float k = 1.6666666269302368f;
        Assert.Equal([k, k, k, 0, k, 0, k, k, k, 0], Floats(keras.random.dropout(ones, 0.4, seed: generator)));
        Assert.Equal([k, 0, 0, k, k, k, k, k, k, k], Floats(keras.random.dropout(ones, 0.4, seed: generator)));
        Assert.Equal([0, k, 0, k, 0, 0, 0, 0, k, 0], Floats(keras.random.dropout(ones, 0.4, seed: generator)));
    }

    [Fact]
    public void NothingIsDrawnForTheRates0And1()
    {
        var generator = new SeedGenerator(1);
        Tensor x = new float[] { 1, 2 };
        Assert.Same(x, keras.random.dropout(x, 0, seed: generator));
        Assert.Equal([0f, 0f], Floats(keras.random.dropout(x, 1, seed: generator)));
        Assert.Equal([1, 0], generator.state.numpy().ToArray<int>());
    }

    [Fact]
    public void DroppedElementsAreZeroWhateverTheyWere()
    {
        Tensor x = new[] { float.NaN, float.PositiveInfinity, float.NaN, 1, float.NaN, float.NegativeInfinity };
        var y = Floats(keras.random.dropout(x, 0.5, seed: 2));
        var ones = Floats(keras.random.dropout(new float[] { 1, 1, 1, 1, 1, 1 }, 0.5, seed: 2));
        Assert.Contains(0f, ones);
        for (var i = 0; i < y.Length; i++) Assert.Equal(ones[i] == 0, y[i] == 0);
    }

    [Fact]
    public void WrongArgumentsSayWhatIsExpected()
    {
        Assert.Contains("floating point", Assert.Throws<ArgumentException>(() => keras.random.uniform(3, dtype: "int32")).Message);
        Assert.Contains("integer `dtype`", Assert.Throws<ArgumentException>(() => keras.random.randint(3, 0, 2, dtype: "float32")).Message);
        Assert.Contains("minval < maxval", Assert.Throws<ArgumentException>(() => keras.random.randint(3, 2, 2)).Message);
        Assert.Contains("2-D", Assert.Throws<ArgumentException>(() => keras.random.categorical(new float[] { 1, 2 }, 1)).Message);
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentException>(() => keras.random.dropout(new float[] { 1 }, 2)).Message);
        Assert.Contains("(3,)", Assert.Throws<ArgumentException>(() => keras.random.dropout(new float[] { 1, 2 }, 0.5, noise_shape: 3)).Message);
        Assert.ThrowsAny<ArgumentException>(() => keras.random.gamma((2, 3), new float[] { 1, 2 }));
    }

    /// <summary>Adds noise in its call, as user code does.</summary>
    private sealed class Noise : Layer
    {
        internal SeedGenerator Seeds { get; } = new(5);

        protected override Tensor call(Tensor inputs) => inputs + keras.random.normal(inputs.shape, seed: Seeds);
    }

    [Fact]
    public void NothingIsDrawnWhileALayerIsTriedOnSymbols()
    {
        var layer = new Noise();
        Assert.Equal(new TensorShape(null, 3), layer.Apply(new KerasTensor((null, 3))).shape);
        Assert.Equal(new TensorShape(2, 3), layer.Apply(new KerasTensor((2, 3))).shape);
        var drawn = Floats(layer.Apply(keras.ops.zeros((2, 3))));
        Assert.Equal(Floats(keras.random.normal((2, 3), seed: 5)), drawn);
    }

    /// <summary>An initializer as users write them.</summary>
    private sealed class Jitter : Initializer
    {
        public override Tensor Apply(TensorShape shape, string? dtype = null) => keras.random.normal(shape, seed: 3, dtype: dtype);
    }

    private sealed class Outer : Layer
    {
        internal Keras.Layers.Dense Inner { get; } = new(2, kernel_initializer: new Jitter());

        protected override Tensor call(Tensor inputs) => Inner.Apply(inputs);
    }

    [Fact]
    public void WeightsThatAreMadeWhileALayerIsTriedGetNumbers()
    {
        var outer = new Outer();
        outer.Apply(new KerasTensor((null, 3)));
        Assert.Equal(Floats(keras.random.normal((3, 2), seed: 3)), outer.Inner.kernel.numpy().ToArray<float>());
    }

    [Fact]
    public void PermutationsAndGlobalNumbersAreThoseOfPyTorch()
    {
        // Keras 3.15.1, set_random_seed(42), first fit of 20 rows: base seed, the discarded order, then per epoch base seed and order.
        keras.utils.set_random_seed(42);
        Assert.Equal(6909045637428952499, Keras.Backend.Kernel.DrawSeed());
        Assert.Equal(8314211556539077902, Keras.Backend.Kernel.DrawSeed());
        Assert.Equal(4279532810384561223, Keras.Backend.Kernel.DrawSeed());
        var seed = Keras.Backend.Kernel.DrawSeed();
        Assert.Equal(1819927849474927636, seed);
        Assert.Equal([14, 12, 13, 8, 15, 4, 7, 18, 9, 3, 0, 17, 2, 11, 19, 6, 10, 16, 1, 5], Keras.Backend.Kernel.RandomPermutation(20, seed).numpy().ToArray<long>());
    }
}
