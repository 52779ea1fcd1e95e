using Keras.Randomness;
using Keras.Utils;
using NumSharp;

namespace Keras.Tests.Utils;

public class RngUtilsTests
{
    [Fact]
    public void EveryGeneratorStartsAnew()
    {
        (double, double, long, float) All() => (PythonRandom.Global.Random(), NumpyRandomState.Global.Random(), np.random.randint(0, 1000000).GetInt32(0), (float)Keras.Backend.Kernel.DrawSeed());
        keras.utils.set_random_seed(11);
        var first = All();
        var global = SeedGenerator.Global;
        keras.utils.set_random_seed(11);
        Assert.Equal(first, All());
        Assert.NotSame(global, SeedGenerator.Global);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4294967296)]
    public void SeedsOutsideAreRejected(long seed) =>
        Assert.Contains("2**32 - 1", Assert.Throws<ArgumentException>(() => keras.utils.set_random_seed(seed)).Message);

    // Weights of Keras 3.16 on its torch backend: set_random_seed(42), then Dense(3), Dropout(0.5), Dense(2) on four features.
    [Fact]
    public void AModelGetsTheWeightsOfKeras()
    {
        keras.utils.set_random_seed(42);
        var model = new Sequential();
        model.add(new Keras.Layers.Dense(3));
        model.add(new Keras.Layers.Dropout(0.5));
        model.add(new Keras.Layers.Dense(2));
        model.build((null, 4));
        Assert.Equal("sequential", model.name[..10]);
        Assert.Equal($"{model.name}/{model.layers[0].name}/kernel", model.weights[0].path);
        Assert.Equal(new TensorShape(7, 2), model.Apply(keras.ops.ones((7, 4))).shape);
        Assert.Equal([0.732886552810669f, 0.8019049167633057f, 0.520545244216919f], model.weights[0].numpy().ToArray<float>()[..3]);
        Assert.Equal([0.8203086853027344f, -0.7532956600189209f, -0.4267524480819702f], model.weights[2].numpy().ToArray<float>()[..3]);
    }

    [Fact]
    public void ClearSessionForgetsNamesPolicyAndGenerator()
    {
        keras.config.set_dtype_policy("float16");
        var global = SeedGenerator.Global;
        Naming.AutoName("clear_session_probe");
        keras.utils.clear_session();
        Assert.Equal("clear_session_probe", Naming.AutoName("clear_session_probe"));
        Assert.Equal("float32", keras.config.dtype_policy().name);
        Assert.NotSame(global, SeedGenerator.Global);
    }
}
