using Keras.Layers;
using Keras.Utils;

namespace Keras.Tests.Layers.Regularization;

// Expected numbers were computed by Keras 3.15 and 3.16 on the torch backend.
public class DropoutTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    private static Tensor Ones(params int[] shape) => keras.ops.ones(shape);

    [Fact]
    public void WithASeedTheMasksAreTheLayersOwn()
    {
        var layer = new Dropout(0.4, seed: 123);
        const float k = 1.6666666269302368f;
        Assert.Equal([k, k, k, 0, k, 0, k, k, k, 0], Floats(layer.Apply(Ones(2, 5), training: true)));
        Assert.Equal([k, 0, 0, k, k, k, k, k, k, k], Floats(layer.Apply(Ones(2, 5), training: true)));
    }

    [Fact]
    public void WithoutASeedTheMasksComeFromTheGlobalGenerator()
    {
        keras.utils.set_random_seed(156925816);
        const float k = 2.6666667461395264f;
        Assert.Equal([0, 0, 0, k, k, k, 0, k, 0, k, 0, 0], Floats(new Dropout(0.625).Apply(Ones(30), training: true))[..12]);
    }

    [Theory]
    [InlineData("float32", 200, 700)]
    [InlineData("float64", 30, 50)]
    [InlineData("float16", 30, 50)]
    [InlineData("float32", 2, 3)]
    public void LargeMasksAreThoseOfLibtorchToo(string dtype, int rows, int columns)
    {
        var x = keras.random.normal((rows, columns), dtype: dtype, seed: 4);
        keras.utils.set_random_seed(8);
        var ours = Keras.Backend.Kernel.GlobalDropout(x, 0.3);
        var next = keras.random.dropout(keras.ops.ones(5), 0.5);
        keras.utils.set_random_seed(8);
        var libtorchs = Keras.Backend.Kernel.Run("dropout", x, static t => TorchSharp.torch.nn.functional.dropout(t, 0.3, true));
        Assert.Equal(libtorchs.numpy().astype(NumSharp.NPTypeCode.Double).ToArray<double>(), ours.numpy().astype(NumSharp.NPTypeCode.Double).ToArray<double>());
        Assert.Equal(Floats(keras.random.dropout(keras.ops.ones(5), 0.5)), Floats(next));
    }

    [Fact]
    public void ANoiseShapeDropsAlongWholeAxes()
    {
        keras.utils.set_random_seed(943152495);
        const float k = 1.6666666269302368f;
        Assert.Equal([0, k, 0, 0, k, 0, 0, k, 0, 0, k, 0], Floats(new Dropout(0.4, noise_shape: (null, 1, null)).Apply(Ones(2, 5, 3), training: true))[..12]);
    }

    [Fact]
    public void SpatialDropoutDropsWholeFeatureMaps()
    {
        keras.utils.set_random_seed(42);
        var y = Floats(new SpatialDropout2D(0.5).Apply(Ones(1, 2, 2, 8), training: true));
        for (var place = 0; place < 4; place++) Assert.Equal([0, 0, 0, 2, 2, 0, 0, 2], y[(place * 8)..(place * 8 + 8)]);
        var first = Floats(new SpatialDropout2D(0.5, data_format: "channels_first", seed: 1).Apply(Ones(1, 8, 2, 2), training: true));
        for (var channel = 0; channel < 8; channel++) Assert.Single(first[(channel * 4)..(channel * 4 + 4)].Distinct());
    }

    [Fact]
    public void OutsideTrainingTheInputPasses()
    {
        var x = Ones(2, 3, 4);
        foreach (var layer in new Layer[] { new Dropout(0.5), new SpatialDropout1D(0.5), new GaussianDropout(0.5), new GaussianNoise(0.5), new AlphaDropout(0.5), new Dropout(0) })
        {
            Assert.Equal(Floats(x), Floats(layer.Apply(x)));
            Assert.Equal(Floats(x), Floats(layer.Apply(x, training: false)));
        }
    }

    public static TheoryData<string, int> Draws => new()
    {
        { "Dropout", 1 }, { "Dropout0", 0 }, { "DropoutSeeded", 0 }, { "SpatialDropout", 1 }, { "GaussianNoise", 1 }, { "GaussianDropout", 1 }, { "AlphaDropout", 1 }, { "GaussianNoise0", 0 },
    };

    [Theory]
    [MemberData(nameof(Draws))]
    public void AConstructorDrawsAsManySeedsAsInKeras(string which, int expected)
    {
        PythonRandom.Global.Seed(42);
        _ = which switch
        {
            "Dropout" => (Layer)new Dropout(0.5),
            "Dropout0" => new Dropout(0),
            "DropoutSeeded" => new Dropout(0.5, seed: 3),
            "SpatialDropout" => new SpatialDropout3D(0.5),
            "GaussianNoise" => new GaussianNoise(0.5),
            "GaussianDropout" => new GaussianDropout(0.5),
            "AlphaDropout" => new AlphaDropout(0.5),
            _ => new GaussianNoise(0),
        };
        Assert.Equal(new[] { 686579304, 119540832 }[expected], PythonRandom.MakeDefaultSeed());
    }

    [Fact]
    public void GaussianLayersAddAndMultiply()
    {
        keras.utils.set_random_seed(701078320);
        var noise = Floats(new GaussianNoise(0.5).Apply(Ones(4, 6), training: true));
        float[] added = [0.5698532462120056f, 1.3480558395385742f, 0.6430639624595642f];
        keras.utils.set_random_seed(887476354);
        var factors = Floats(new GaussianDropout(0.3).Apply(Ones(4, 6), training: true));
        float[] multiplied = [1.6823196411132812f, 0.07295288145542145f, 0.5520997643470764f];
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(added[i], noise[i], 1e-6f);
            Assert.Equal(multiplied[i], factors[i], 1e-6f);
        }
    }

    [Fact]
    public void AlphaDropoutKeepsMeanAndVariance()
    {
        var x = keras.random.normal((200, 200), seed: 1);
        var y = Floats(new AlphaDropout(0.3, seed: 2).Apply(x, training: true));
        var mean = y.Average();
        Assert.Equal(0, mean, 0.02);
        Assert.Equal(1, y.Average(v => (v - mean) * (v - mean)), 0.02);
    }

    [Fact]
    public void ActivityRegularizationAddsTheMeanOverTheBatch()
    {
        var layer = new ActivityRegularization(l1: 0.5, l2: 0.25);
        Tensor x = new float[,] { { 1, -2 }, { 3, 0 } };
        Assert.Equal(Floats(x), Floats(layer.Apply(x)));
        Assert.Equal((0.5 * 6 + 0.25 * 14) / 2, layer.losses[0].item(), 1e-6);
        Assert.False(layer.get_config().ContainsKey("activity_regularizer"));
    }

    [Fact]
    public void WrongArgumentsSayWhatIsExpected()
    {
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentException>(() => new Dropout(1.5)).Message);
        Assert.Contains("noise_shape", Assert.Throws<ArgumentException>(() => new Dropout(0.5, noise_shape: (null, 0))).Message);
        Assert.Contains("stddev", Assert.Throws<ArgumentException>(() => new GaussianNoise(-1)).Message);
        Assert.Contains("rate 1", Assert.Throws<InvalidOperationException>(() => new GaussianDropout(1).Apply(Ones(2), training: true)).Message);
        Assert.ThrowsAny<ArgumentException>(() => new SpatialDropout2D(0.5).Apply(Ones(2, 3), training: true));
    }

    [Fact]
    public void TheGeneratorsStateIsAVariableButNoWeight()
    {
        var layer = new SpatialDropout1D(0.5, seed: 3);
        Assert.Empty(layer.weights);
        Assert.Equal([3, 0], Assert.Single(layer.variables).numpy().ToArray<int>());
        layer.Apply(Ones(2, 3, 4), training: true);
        Assert.Equal([3, 1], layer.variables[0].numpy().ToArray<int>());
        Assert.Same(layer.variables[0], Assert.Single(layer.non_trainable_variables));
    }
}
