using Keras.Layers;
using Keras.Saving;

namespace Keras.Tests.Layers.Core;

public class CoreLayerTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    [Fact]
    public void EmbeddingLooksUpAndMasksZero()
    {
        var layer = new Embedding(4, 2, weights: new float[,] { { 0, 0 }, { 1, 1 }, { 2, 2 }, { 3, 3 } }, mask_zero: true, input_length: 3);
        var y = layer.Apply((Tensor)new int[,] { { 3, 1, 0 } });
        Assert.Equal([3, 3, 1, 1, 0, 0], Floats(y));
        Assert.Equal([true, true, false], y.KerasMask!.numpy().ToArray<bool>());
        Assert.Equal([3, 3], Floats(layer.Apply((Tensor)new float[] { 3.7f })));
        Assert.Contains("4", Assert.Throws<ArgumentException>(() => layer.Apply((Tensor)new int[] { 4 })).Message);
        Assert.Equal(4, layer.get_config()["input_dim"]);
        Assert.DoesNotContain("lora_rank", layer.get_config().Keys);
        Assert.Throws<ArgumentException>(() => new Embedding(0, 2));
    }

    [Fact]
    public void MaskingHidesStepsOfOneValue()
    {
        var y = new Masking(mask_value: 9.0).Apply(keras.ops.reshape((Tensor)new float[] { 9, 9, 9, 1 }, (1, 2, 2)));
        Assert.Equal([0, 0, 9, 1], Floats(y));
        Assert.Equal([false, true], y.KerasMask!.numpy().ToArray<bool>());
    }

    [Fact]
    public void LoraOfADenseLayerTrainsItsMatricesAlone()
    {
        var layer = new Dense(3, lora_rank: 2);
        layer.Apply(keras.ops.ones((1, 4)));
        Assert.Equal(["bias", "lora_kernel_a", "lora_kernel_b"], layer.trainable_weights.Select(w => w.name).Order());
        Assert.Equal((4, 2), layer.weights.Single(w => w.name == "lora_kernel_a").shape);
    }

    [Fact]
    public void EinsumDenseReadsItsShapesFromTheEquation()
    {
        var layer = new EinsumDense("abc,cd->abd", (null, 64), bias_axes: "d");
        Assert.Equal((2, 32, 64), layer.Apply(keras.ops.ones((2, 32, 8))).shape);
        Assert.Equal((8, 64), layer.kernel.shape);
        Assert.Equal(64, layer.bias!.shape);
        Assert.Equal((2, 3, 5, 4), new EinsumDense("...x,xy->...y", 4).Apply(keras.ops.ones((2, 3, 5, 7))).shape);
        Assert.Contains("Invalid einsum equation", Assert.Throws<ArgumentException>(() => new EinsumDense("ab->ac", 4).Apply(keras.ops.ones((2, 3)))).Message);
        Assert.Contains("'z'", Assert.Throws<ArgumentException>(() => new EinsumDense("ab,bzc->ac", 4).Apply(keras.ops.ones((2, 3)))).Message);
    }

    [Fact]
    public void ReversibleEmbeddingScoresItsVectors()
    {
        var layer = new ReversibleEmbedding(5, 3);
        var vectors = layer.Apply((Tensor)new int[,] { { 0, 4 } });
        Assert.Equal((1, 2, 3), vectors.shape);
        Assert.Equal((1, 2, 5), layer.Apply(vectors, reverse: true).shape);
        Assert.Single(layer.weights);
        var symbol = layer.Apply(keras.Input((7, 3)), reverse: true);
        Assert.Equal((null, 7, 5), symbol.shape);
    }

    [Fact]
    public void RescalingTurnsPixelsIntoFloats()
    {
        var layer = new Rescaling(1 / 127.5, offset: -1);
        var y = layer.Apply((Tensor)new byte[] { 0, 255 });
        Assert.Equal("float32", y.dtype);
        Assert.Equal([-1, 1], Floats(y).Select(v => MathF.Round(v, 5)));
        Assert.Equal(-1, layer.get_config()["offset"]);
        Assert.Equal([1, 4], Floats(new Rescaling(new[] { 1.0, 2.0 }).Apply((Tensor)new float[,] { { 1, 2 } })));
    }

    private static Tensor Twice(Tensor x) => x * 2;

    [Fact]
    public void LambdaComputesAFunction()
    {
        Assert.Equal([2, 4], Floats(new Lambda(x => x * 2).Apply((Tensor)new float[] { 1, 2 })));
        var training = new Lambda((x, training) => training ? x : x * 0);
        Assert.Equal([1], Floats(training.Apply((Tensor)new float[] { 1 }, training: true)));
        Assert.Equal([0], Floats(training.Apply((Tensor)new float[] { 1 })));
        Assert.Equal([5], Floats(new Lambda((x, arguments) => x + (int)arguments["more"]!, new Config { ["more"] = 4 }).Apply((Tensor)new float[] { 1 })));
        Assert.Equal((null, 3), new Lambda(x => keras.ops.sum(x, -1)).Apply(keras.Input((3, 4))).shape);
        Assert.Equal((null, 9), new Lambda(x => x, output_shape: 9).Apply(keras.Input((3, 4))).shape);
    }

    [Fact]
    public void ALambdaIsLoadedByTheNameOfItsFunction()
    {
        var saved = Serialization.serialize_keras_object(new Lambda(Twice, name: "doubling"));
        var objects = new Dictionary<string, object> { ["twice"] = (Func<Tensor, Tensor>)Twice };
        var loaded = (Lambda)Serialization.deserialize_keras_object(saved, objects)!;
        Assert.Equal("doubling", loaded.name);
        Assert.Equal([6], Floats(loaded.Apply((Tensor)new float[] { 3 })));
        Assert.Contains("custom_objects", Assert.Throws<ArgumentException>(() => Serialization.deserialize_keras_object(saved)).Message);
    }

    [Fact]
    public void APythonLambdaIsSuppliedUnderTheLayersName()
    {
        var config = new Config
        {
            ["module"] = "keras.layers",
            ["class_name"] = "Lambda",
            ["config"] = new Config
            {
                ["name"] = "lambda_3",
                ["trainable"] = true,
                ["dtype"] = "float32",
                ["function"] = new Config { ["class_name"] = "__lambda__", ["config"] = new Config { ["code"] = "4wEAAAA=", ["defaults"] = null, ["closure"] = null } },
                ["arguments"] = new Config(),
            },
        };
        var e = Assert.Throws<ArgumentException>(() => Serialization.deserialize_keras_object(config));
        Assert.Contains("lambda_3", e.Message);
        Assert.Contains("custom_objects", e.Message);
        var loaded = (Lambda)Serialization.deserialize_keras_object(config, new Dictionary<string, object> { ["lambda_3"] = (Func<Tensor, Tensor>)Twice })!;
        Assert.Equal([6], Floats(loaded.Apply((Tensor)new float[] { 3 })));
    }

    [Fact]
    public void ASmallNetworkOfTheseLayersLearns()
    {
        keras.utils.set_random_seed(1);
        var model = keras.Sequential([
            keras.layers.Input((8, 8, 1)),
            keras.layers.Conv2D(4, 3, padding: "same", activation: "relu"),
            keras.layers.BatchNormalization(),
            keras.layers.MaxPooling2D(2),
            keras.layers.DepthwiseConv2D(3),
            keras.layers.LeakyReLU(),
            keras.layers.Flatten(),
            keras.layers.Dense(1),
        ]);
        var x = keras.random.normal((32, 8, 8, 1), seed: 2).numpy();
        var y = keras.ops.mean(x, (1, 2)).numpy();
        model.compile(optimizer: "adam", loss: "mse");
        var history = model.fit(x, y, epochs: 20, verbose: 0);
        var losses = history.history["loss"];
        Assert.True(losses[^1] < losses[0] / 2, $"{losses[0]} -> {losses[^1]}");
    }
}
