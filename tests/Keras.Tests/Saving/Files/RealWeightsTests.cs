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

    [Theory]
    [InlineData("creative_commons_elephant.jpg", new[] { 386, 101, 346 }, new[] { 0.5413f, 0.2244f, 0.0611f })]
    [InlineData("eagle.jpg", new[] { 22 }, new[] { 0.5163f })]
    public void MobileNetTellsThePhotos(string photo, int[] classes, float[] probabilities)
    {
        var model = MobileNet();
        model.load_weights(SharedData.Model("mobilenet", "mobilenet_2_5_224_tf.h5"));
        var picture = keras.utils.img_to_array(keras.utils.load_img(SharedData.Data("photos", photo), target_size: (224, 224)));
        var x = Ops.subtract(Ops.divide(Ops.expand_dims(picture, 0), 127.5), 1.0);
        var found = model.predict(x, verbose: 0)["0"].ToArray<float>();
        Assert.Equal(1f, found.Sum(), 1e-4f);
        Assert.Equal(classes, found.Select((p, i) => (p, i)).OrderByDescending(c => c.p).Take(classes.Length).Select(c => c.i));
        for (var i = 0; i < classes.Length; i++) Assert.Equal(probabilities[i], found[classes[i]], 2e-3f);
    }

    /// <summary>MobileNet of a quarter of the width, layer by layer as the file names them.</summary>
    private static Model MobileNet()
    {
        Tensor Normalized(Tensor t, string name) => layers.ReLU(max_value: 6.0, name: name + "_relu").Apply(layers.BatchNormalization(name: name + "_bn").Apply(t));
        var input = Input((224, 224, 3));
        var x = layers.ZeroPadding2D(((0, 1), (0, 1))).Apply(input);
        x = Normalized(layers.Conv2D(8, 3, strides: 2, use_bias: false, name: "conv1").Apply(x), "conv1");
        var filters = new[] { 16, 32, 32, 64, 64, 128, 128, 128, 128, 128, 128, 256, 256 };
        for (var id = 1; id <= filters.Length; id++)
        {
            var halves = id is 2 or 4 or 6 or 12;
            if (halves) x = layers.ZeroPadding2D(((0, 1), (0, 1))).Apply(x);
            x = layers.DepthwiseConv2D(3, strides: halves ? 2 : 1, padding: halves ? "valid" : "same", use_bias: false, name: $"conv_dw_{id}").Apply(x);
            x = Normalized(x, $"conv_dw_{id}");
            x = Normalized(layers.Conv2D(filters[id - 1], 1, use_bias: false, name: $"conv_pw_{id}").Apply(x), $"conv_pw_{id}");
        }
        x = layers.GlobalAveragePooling2D(keepdims: true).Apply(x);
        x = layers.Dropout(0.001, name: "dropout").Apply(x);
        x = layers.Conv2D(1000, 1, name: "conv_preds").Apply(x);
        return keras.Model(input, layers.Softmax().Apply(layers.Reshape(1000).Apply(x)));
    }
}
