using Keras.Layers;
using Keras.Saving;

namespace Keras.Tests.Layers.Preprocessing.ImagePreprocessing;

/// <summary>What every image layer must do, and how they work in models.</summary>
public class ImageLayersTests
{
    private static readonly Dictionary<string, Func<string, BaseImagePreprocessingLayer>> s_layers = new()
    {
        ["Resizing"] = f => new Resizing(5, 4, data_format: f),
        ["CenterCrop"] = f => new CenterCrop(5, 4, f),
        ["AutoContrast"] = f => new AutoContrast(data_format: f),
        ["Equalization"] = f => new Equalization(data_format: f),
        ["Clahe"] = f => new ContrastLimitedAdaptiveHistogramEqualization(tile_grid_size: 3, data_format: f),
        ["MaxNumBoundingBoxes"] = f => new MaxNumBoundingBoxes(3, data_format: f),
        ["Solarization"] = f => new Solarization(0.3, 0.4, seed: 1, data_format: f),
        ["RandomFlip"] = f => new RandomFlip(seed: 1, data_format: f),
        ["RandomRotation"] = f => new RandomRotation(0.2, seed: 1, data_format: f),
        ["RandomZoom"] = f => new RandomZoom(0.3, (-0.2, 0.1), seed: 1, data_format: f),
        ["RandomTranslation"] = f => new RandomTranslation(0.3, 0.2, seed: 1, data_format: f),
        ["RandomCrop"] = f => new RandomCrop(5, 4, seed: 1, data_format: f),
        ["RandomShear"] = f => new RandomShear(0.3, 0.2, seed: 1, data_format: f),
        ["RandomPerspective"] = f => new RandomPerspective(seed: 1, data_format: f),
        ["RandomElasticTransform"] = f => new RandomElasticTransform((1.0, 1.0), (0.5, 1.0), seed: 1, data_format: f),
        ["RandomBrightness"] = f => new RandomBrightness(0.3, seed: 1, data_format: f),
        ["RandomContrast"] = f => new RandomContrast(0.3, seed: 1, data_format: f),
        ["RandomHue"] = f => new RandomHue(0.3, seed: 1, data_format: f),
        ["RandomSaturation"] = f => new RandomSaturation((0.3, 0.8), seed: 1, data_format: f),
        ["RandomColorJitter"] = f => new RandomColorJitter(brightness_factor: 0.2, contrast_factor: 0.3, saturation_factor: (0.3, 0.7), hue_factor: 0.1, seed: 1, data_format: f),
        ["RandomColorDegeneration"] = f => new RandomColorDegeneration(0.5, seed: 1, data_format: f),
        ["RandomGrayscale"] = f => new RandomGrayscale(0.5, seed: 1, data_format: f),
        ["RandomInvert"] = f => new RandomInvert(seed: 1, data_format: f),
        ["RandomPosterization"] = f => new RandomPosterization(4, seed: 1, data_format: f),
        ["RandomSharpness"] = f => new RandomSharpness((0.6, 0.9), seed: 1, data_format: f),
        ["RandomGaussianBlur"] = f => new RandomGaussianBlur((1.0, 1.0), 3, (0.4, 0.9), seed: 1, data_format: f),
        ["RandomErasing"] = f => new RandomErasing((1.0, 1.0), fill_value: new[] { 1.0, 2.0, 3.0 }, seed: 1, data_format: f),
        ["CutMix"] = f => new CutMix(seed: 1, data_format: f),
        ["MixUp"] = f => new MixUp(seed: 1, data_format: f),
        ["RandAugment"] = f => new RandAugment(seed: 1, data_format: f),
        ["AugMix"] = f => new AugMix(seed: 1, data_format: f),
    };

    public static TheoryData<string> Names => [.. s_layers.Keys];

    public static TheoryData<string> Movers => ["RandomFlip", "RandomCrop", "CenterCrop", "CutMix"];

    private static Tensor Images(params int[] shape) => keras.random.uniform(shape, 0, 255, seed: 7);

    private static float[] Floats(Tensor x) => keras.ops.cast(x, "float32").numpy().ToArray<float>();

    private static void AssertClose(Tensor expected, Tensor got, double tolerance = 1e-3)
    {
        Assert.Equal(expected.shape, got.shape);
        foreach (var (a, b) in Floats(expected).Zip(Floats(got))) Assert.Equal(a, b, tolerance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ChannelsFirstIsChannelsLastTransposed(string name)
    {
        // These layers stretch the same axes in either format, as Keras does.
        if (name is "AutoContrast" or "RandAugment" or "AugMix") return;
        var x = Images(3, 8, 7, 3);
        var last = s_layers[name]("channels_last").Apply(x, training: true);
        var first = s_layers[name]("channels_first").Apply(keras.ops.transpose(x, (0, 3, 1, 2)), training: true);
        AssertClose(last, keras.ops.transpose(first, (0, 2, 3, 1)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OneImageIsABatchOfOne(string name)
    {
        var x = Images(8, 7, 3);
        keras.utils.set_random_seed(3);
        var one = s_layers[name]("channels_last").Apply(x, training: true);
        keras.utils.set_random_seed(3);
        var batch = s_layers[name]("channels_last").Apply(keras.ops.expand_dims(x, 0), training: true);
        // A single image is mixed with nothing.
        if (name == "CutMix") AssertClose(x, one);
        AssertClose(batch[0], one);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SymbolsTellTheShapeAndTheTypeOfTheOutput(string name)
    {
        var layer = s_layers[name]("channels_last");
        var symbol = layer.Apply(keras.Input((8, 7, 3)));
        var value = layer.Apply(Images(2, 8, 7, 3), training: true);
        Assert.Equal(symbol.dtype, value.dtype);
        Assert.Equal(symbol.shape[1..], value.shape[1..]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ComputesInTheTypeOfThePolicy(string name)
    {
        var config = s_layers[name]("channels_last").get_config();
        config["dtype"] = "float16";
        var layer = (Layer)Serialization.Deserialize(new Config { ["module"] = "keras.layers", ["class_name"] = s_layers[name]("channels_last").GetType().Name, ["config"] = config }, typeof(Layer))!;
        var y = layer.Apply(Images(2, 8, 7, 3), training: true);
        Assert.Equal("float16", y.dtype);
        Assert.DoesNotContain(Floats(y), float.IsNaN);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheConfigurationMakesTheSameLayer(string name)
    {
        var layer = s_layers[name]("channels_last");
        var config = layer.get_config();
        var again = (BaseImagePreprocessingLayer)Serialization.Deserialize((Config)Serialization.serialize_keras_object(layer)!, typeof(Layer))!;
        Assert.Equal(Show(config), Show(again.get_config()));
        Assert.False(config.ContainsKey("bounding_box_format"));
        Assert.Equal("channels_last", config["data_format"]);
        // Keras saves no seed of this one, and AugMix chooses by the process's generator.
        if (name is "RandomGrayscale") return;
        keras.utils.set_random_seed(3);
        var expected = layer.Apply(Images(2, 8, 7, 3), training: true);
        keras.utils.set_random_seed(3);
        AssertClose(expected, again.Apply(Images(2, 8, 7, 3), training: true), 0);

        static string Show(Config c) => ConfigReflection.Show(c);
    }

    [Theory]
    [MemberData(nameof(Movers))]
    public void MasksMoveWithTheirImages(string name)
    {
        var x = Images(3, 8, 7, 3);
        var y = (TensorDict)s_layers[name]("channels_last").Apply(new Dictionary<string, Tensor> { ["images"] = x, ["segmentation_masks"] = x }, training: true);
        AssertClose(y["images"], y["segmentation_masks"], 0);
    }

    [Fact]
    public void MasksAreNeverMixedFromSeveralPixels()
    {
        var x = Images(3, 8, 7, 3);
        var masks = keras.ops.cast(keras.random.randint((3, 8, 7, 1), 0, 5, seed: 2), "int32");
        BaseImagePreprocessingLayer[] layers = [new RandomRotation(0.2, seed: 1), new RandomZoom(0.3, seed: 1), new RandomTranslation(0.3, 0.2, seed: 1), new RandomShear(0.3, 0.3, seed: 1),
            new RandomPerspective((1.0, 1.0), seed: 1), new RandomElasticTransform((1.0, 1.0), (1.0, 1.0), seed: 1), new Resizing(13, 5)];
        foreach (var layer in layers)
        {
            var y = (TensorDict)layer.Apply(new Dictionary<string, Tensor> { ["images"] = x, ["segmentation_masks"] = masks }, training: true);
            Assert.All(Floats(y["segmentation_masks"]), v => Assert.Contains(v, new float[] { 0, 1, 2, 3, 4 }));
            Assert.Equal(y["images"].shape[..3], y["segmentation_masks"].shape[..3]);
        }
    }

    [Fact]
    public void AnElasticDistortionIsTheSameForImagesAndMasks()
    {
        var x = Images(2, 16, 16, 1);
        var y = (TensorDict)new RandomElasticTransform((1.0, 1.0), (1.0, 1.0), interpolation: "nearest", seed: 1).Apply(new Dictionary<string, Tensor> { ["images"] = x, ["segmentation_masks"] = x }, training: true);
        AssertClose(y["images"], y["segmentation_masks"], 0);
        Assert.NotEqual(Floats(x), Floats(y["images"]));
    }

    [Fact]
    public void ACallCountsAsTrainingUnlessToldOtherwise()
    {
        var x = Images(2, 4, 4, 3);
        Assert.NotEqual(Floats(x), Floats(new RandomBrightness((0.5, 0.5)).Apply(x)));
        Assert.Equal(Floats(x), Floats(new RandomBrightness((0.5, 0.5)).Apply(x, training: false)));
    }

    [Fact]
    public void InAModelTheyWorkInTrainingAloneAndTheModelFollows()
    {
        keras.utils.set_random_seed(1);
        var model = new Sequential([new RandomInvert((1.0, 1.0), input_shape: (4, 4, 3)), new Dropout(0.5)]);
        var x = keras.ops.ones((2, 4, 4, 3));
        // Where nobody says, the first layer takes the call for training, and as in Keras those after it do too.
        var said = Floats(model.Apply(x));
        Assert.Contains(0f, said);
        Assert.Contains(508f, said);
        Assert.All(Floats(model.Apply(x, training: false)), v => Assert.Equal(1, v));
        Assert.All(model.predict(x.numpy(), verbose: 0).ToArray<float>(), v => Assert.Equal(1, v));
        // What one call took itself for is forgotten in the next.
        Assert.All(Floats(new Sequential([new Dropout(0.5)]).Apply(x)), v => Assert.Equal(1, v));
    }

    [Fact]
    public void AFunctionalModelTakesThemInItsGraph()
    {
        var inputs = keras.Input((8, 8, 3));
        var model = keras.Model(inputs, new RandomFlip(seed: 4).Apply(new CenterCrop(6, 6).Apply(inputs)));
        Assert.Equal((null, 6, 6, 3), model.output_shape);
        var x = Images(2, 8, 8, 3);
        AssertClose(x[":", 1..7, 1..7], model.Apply(x, training: false), 0);
        AssertClose(new RandomFlip(seed: 4).Apply(x[":", 1..7, 1..7], training: true), model.Apply(x, training: true), 0);
    }

    [Fact]
    public void LabelsAndOtherKeysStayAndKeepTheirOrder()
    {
        var y = (TensorDict)new RandomFlip(seed: 1).Apply(new Dictionary<string, Tensor> { ["labels"] = new float[,] { { 1 }, { 2 } }, ["images"] = Images(2, 4, 4, 3), ["weights"] = new float[] { 3, 4 } }, training: true);
        Assert.Equal(["labels", "images", "weights"], y.Keys);
        Assert.Equal([1, 2], Floats(y["labels"]));
        Assert.Equal([3, 4], Floats(y["weights"]));
    }

    [Fact]
    public void WithoutASeedTheDrawsHangOnTheProcesssSeed()
    {
        float[] Run()
        {
            keras.utils.set_random_seed(12);
            return [.. Floats(new RandAugment().Apply(Images(2, 6, 6, 3), training: true)), .. Floats(new AugMix().Apply(Images(2, 6, 6, 3), training: true)), new RandomCrop(2, 2).seed!.Value];
        }
        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void WrongInputIsExplained()
    {
        var x = Images(2, 4, 4, 3);
        Assert.Contains("rank 3", Assert.Throws<ArgumentException>(() => new RandomFlip().Apply(x[0, 0])).Message);
        Assert.Contains("'images'", Assert.Throws<ArgumentException>(() => new RandomFlip().Apply(new Dictionary<string, Tensor> { ["labels"] = x })).Message);
        Assert.Contains("(None, 5)", Assert.Throws<ArgumentException>(() => new RandomFlip().Apply(keras.Input(5))).Message);
        Assert.Contains("get_random_transformation", Assert.Throws<ArgumentException>(() => new RandomRotation(0.1).transform_images(x)).Message);
        Assert.Contains("get_random_transformation", Assert.Throws<ArgumentException>(() => new RandomRotation(0.1).transform_images(x, new RandomFlip().get_random_transformation(x))).Message);
        Assert.ThrowsAny<ArgumentException>(() => new RandomHue(0.1).Apply(Images(2, 4, 4, 2), training: true));
        Assert.Contains("3 channels", Assert.Throws<ArgumentException>(() => new RandomColorDegeneration(0.1).compute_output_shape((2, 4, 4, 1))).Message);
        Assert.Contains("fill_value", Assert.Throws<ArgumentException>(() => new RandomErasing(fill_value: new[] { 1.0, 2.0 }).Apply(x, training: true)).Message);
    }

    [Fact]
    public void ArgumentsOutsideTheirRangeAreRefused()
    {
        Assert.Contains("[-1, 1]", Assert.Throws<ArgumentException>(() => new RandomRotation(1.5)).Message);
        Assert.Contains("two numbers", Assert.Throws<ArgumentException>(() => new RandomBrightness(0.1, value_range: 255)).Message);
        Assert.Contains("(-1, 1]", Assert.Throws<ArgumentException>(() => new RandomZoom(-1.0)).Message);
        Assert.Contains("width_factor", Assert.Throws<ArgumentException>(() => new RandomTranslation(0.1, 2.0)).Message);
        Assert.Contains("reflect", Assert.Throws<ArgumentException>(() => new RandomShear(0.1, fill_mode: "mirror")).Message);
        Assert.Contains("bilinear", Assert.Throws<ArgumentException>(() => new RandomPerspective(interpolation: "bicubic")).Message);
        Assert.Contains("scale", Assert.Throws<ArgumentException>(() => new RandomPerspective(scale: 2)).Message);
        Assert.Contains("odd", Assert.Throws<ArgumentException>(() => new RandomGaussianBlur(kernel_size: 4)).Message);
        Assert.Contains("x_factor", Assert.Throws<ArgumentException>(() => new RandomShear((-0.2, 0.3))).Message);
        Assert.Throws<ArgumentException>(() => new RandomGrayscale(1.5));
        Assert.Throws<ArgumentException>(() => new RandomPosterization(9));
        Assert.Throws<ArgumentException>(() => new Solarization((0.1, 1.2)));
        Assert.Throws<ArgumentException>(() => new RandomFlip(data_format: "channels_middle"));
    }

    [Fact]
    public void FactorsAreSavedAsKerasSavesThem()
    {
        Assert.Equal("[-0.2, 0.2]", Saved(new RandomRotation(0.2), "factor"));
        Assert.Equal("[0, 0.4]", Saved(new RandomContrast(0.4), "factor"));
        Assert.Equal("0.3", Saved(new RandomZoom(0.3), "height_factor"));
        Assert.Equal("None", Saved(new RandomZoom(0.3), "width_factor"));
        Assert.Equal("[0.1, 0.4]", Saved(new RandomBrightness((0.4, 0.1)), "factor"));
        Assert.Equal("[0, 255]", Saved(new RandomBrightness(0.1), "value_range"));
        Assert.Equal("[1, 4]", Saved(new RandomPosterization(4), "factor"));
        Assert.False(new RandomGrayscale(seed: 3).get_config().ContainsKey("seed"));
        Assert.Equal("xyxy", new RandomFlip(bounding_box_format: "xyxy").get_config()["bounding_box_format"]);

        static string Saved(Layer layer, string key) => ConfigReflection.Show(layer.get_config()[key]);
    }
}
