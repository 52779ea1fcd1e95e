using Keras.Saving.Hdf5;
using Keras.Tests.Testing;
using static Keras.keras;

namespace Keras.Tests.Saving.Files;

/// <summary>Files of trained models from the time of Keras 2.0.</summary>
public class RealWeightsTests
{
    [Theory]
    [InlineData("fer2013_mini_XCEPTION.102-0.66.hdf5", 7)]
    [InlineData("gender_mini_XCEPTION.21-0.95.hdf5", 2)]
    [InlineData("tiny_XCEPTION_KDEF.hdf5", 7)]
    public void FaceModelsLoadCompiled(string file, int classes)
    {
        var model = models.load_model(SharedData.Model("face-classification", file));
        Assert.True(model.compiled);
        var shape = model.input_shape;
        Assert.Equal(new TensorShape(null, 64, 64, 1), shape);
        var x = Ops.reshape(Ops.linspace(-1.0, 1.0, 2 * 64 * 64), new TensorShape(2, 64, 64, 1));
        var probabilities = model.predict(x, verbose: 0);
        Assert.Equal([2, classes], probabilities.shape);
        Assert.Equal(1f, probabilities["0"].ToArray<float>().Sum(), 1e-5f);
        // Trained weights tell the two pictures apart.
        Assert.NotEqual(probabilities["0"].ToArray<float>(), probabilities["1"].ToArray<float>());
    }

    [Fact]
    public void SqueezeNetWeightsFitByOrder()
    {
        var path = SharedData.Model("squeezenet", "squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5");
        var model = SqueezeNet();
        model.load_weights(path);
        using var file = Hdf5File.Open(path);
        Assert.True(file.Root.TryGetGroup("conv1", out var conv1));
        var stored = Keras.Saving.WeightIO.Tensor(conv1.Find(conv1.Attributes.ReadStrings("weight_names")[0]) as H5Dataset ?? throw new InvalidDataException());
        Assert.Equal(0f, Ops.max(Ops.absolute(Ops.subtract(stored, model.get_layer("conv1").weights[0]))).item<float>());
        // Every other weight was read too: none is as it was made, biases of zeros least of all.
        Assert.All(model.weights, w => Assert.True(Ops.any(Ops.not_equal(w, 0.0)).item<bool>(), w.path));
    }

    private static Model SqueezeNet()
    {
        var input = Input((227, 227, 3));
        var x = layers.Conv2D(64, 3, strides: 2, padding: "valid", activation: "relu", name: "conv1").Apply(input);
        x = layers.MaxPooling2D(3, strides: 2).Apply(x);
        foreach (var (id, squeeze, expand) in new[] { (2, 16, 64), (3, 16, 64), (4, 32, 128), (5, 32, 128), (6, 48, 192), (7, 48, 192), (8, 64, 256), (9, 64, 256) })
        {
            if (id is 4 or 6) x = layers.MaxPooling2D(3, strides: 2).Apply(x);
            x = layers.Conv2D(squeeze, 1, activation: "relu", name: $"fire{id}_squeeze1x1").Apply(x);
            var left = layers.Conv2D(expand, 1, activation: "relu", name: $"fire{id}_expand1x1").Apply(x);
            var right = layers.Conv2D(expand, 3, padding: "same", activation: "relu", name: $"fire{id}_expand3x3").Apply(x);
            x = layers.Concatenate(axis: 3).Apply([left, right]);
        }
        return keras.Model(input, x);
    }
}
