using Keras.Layers;

namespace Keras.Tests.Layers.Preprocessing.ImagePreprocessing;

/// <summary>Layers that mix images, and layers that choose among others.</summary>
public class MixingTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    private static Tensor OneHot(int count) => keras.ops.eye(count);

    [Fact]
    public void CutMixGivesEachLabelTheShareOfItsPixels()
    {
        // Image i has the value i everywhere, so that its pixels tell where they come from.
        var x = keras.ops.reshape(keras.ops.arange(4, dtype: "float32"), (4, 1, 1, 1)) * keras.ops.ones((4, 20, 20, 1));
        var y = (TensorDict)new CutMix(seed: 3).Apply(new Dictionary<string, Tensor> { ["images"] = x, ["labels"] = OneHot(4) }, training: true);
        for (var i = 0; i < 4; i++)
        {
            var pixels = Floats(y["images"][i]);
            var labels = Floats(y["labels"][i]);
            Assert.Equal(1, labels.Sum(), 1e-5);
            for (var k = 0; k < 4; k++) Assert.Equal(labels[k], pixels.Count(p => p == k) / 400.0, 0.11);
        }
        Assert.Throws<NotSupportedException>(() => new CutMix(bounding_box_format: "xyxy").Apply(WithBoxes(x), training: true));
    }

    [Fact]
    public void MixUpMixesImagesLabelsAndMasksAlike()
    {
        var x = keras.ops.reshape(OneHot(4), (4, 1, 1, 4)) * keras.ops.ones((4, 3, 3, 4));
        var y = (TensorDict)new MixUp(1.0, seed: 3).Apply(new Dictionary<string, Tensor> { ["images"] = x, ["labels"] = OneHot(4), ["segmentation_masks"] = x }, training: true);
        Assert.Equal(Floats(y["images"][":", 0, 0]), Floats(y["labels"]));
        Assert.Equal(Floats(y["images"]), Floats(y["segmentation_masks"]));
        Assert.NotEqual(Floats(x), Floats(y["images"]));
    }

    [Fact]
    public void MixUpShowsTheBoxesOfBothImages()
    {
        var layer = new MixUp(bounding_box_format: "xyxy", seed: 3);
        var x = WithBoxes(keras.ops.ones((2, 4, 4, 3)));
        var y = (TensorDict)((TensorDict)layer.Apply(x, training: true))["bounding_boxes"];
        Assert.Equal((2, 4, 4), y["boxes"].shape);
        Assert.Equal((2, 4), y["labels"].shape);
        Assert.Equal((2, 2), ((TensorDict)((TensorDict)layer.Apply(x, training: false))["bounding_boxes"])["labels"].shape);
    }

    private static TensorDict WithBoxes(Tensor images) => new(new Dictionary<string, Tensor>
    {
        ["images"] = images,
        ["bounding_boxes"] = new TensorDict(new Dictionary<string, Tensor>
        {
            ["boxes"] = keras.ops.ones(((int)images.shape[0]!, 2, 4)),
            ["labels"] = keras.ops.ones(((int)images.shape[0]!, 2), "int32"),
        }),
    });

    [Fact]
    public void RandAugmentAppliesWhatItChose()
    {
        var x = keras.random.uniform((2, 6, 6, 3), 0, 255, seed: 1);
        Assert.Equal(Floats(x), Floats(new RandAugment(num_ops: 0, seed: 1).Apply(x, training: true)));
        Assert.Equal(Floats(x), Floats(new RandAugment(seed: 1).Apply(x, training: false)));
        var layer = new RandAugment(num_ops: 3, seed: 1);
        Assert.NotEqual(Floats(x), Floats(layer.Apply(x, training: true)));
        // Every layer draws, chosen or not: one draw for the choice, 3 for shear, 2 for translation, 2 for solarization, one for each of the 6 others that draw.
        Assert.Equal([1, 14], layer.generator!.state.numpy().ToArray<int>());
    }

    [Fact]
    public void RandAugmentMovesBoxesAndMasksWithTheImages()
    {
        var layer = new RandAugment(num_ops: 4, factor: 0.3, seed: 2, bounding_box_format: "xyxy");
        var boxes = new TensorDict(new Dictionary<string, Tensor> { ["boxes"] = new float[,,] { { { 1, 1, 4, 4 } } }, ["labels"] = new int[,] { { 5 } } });
        var y = (TensorDict)layer.Apply(new TensorDict(new Dictionary<string, Tensor>
        {
            ["images"] = keras.random.uniform((1, 8, 8, 3), 0, 255, seed: 1),
            ["bounding_boxes"] = boxes,
            ["segmentation_masks"] = keras.ops.ones((1, 8, 8, 1)),
        }), training: true);
        Assert.Equal((1, 1, 4), ((TensorDict)y["bounding_boxes"])["boxes"].shape);
        Assert.All(Floats(y["segmentation_masks"]), v => Assert.Equal(1, v));
    }

    [Fact]
    public void AugMixStaysWithinTheRangeOfValues()
    {
        keras.utils.set_random_seed(5);
        var x = keras.random.uniform((2, 6, 6, 3), seed: 1);
        foreach (var all in new[] { true, false })
        {
            var layer = new AugMix((0, 1), factor: 0.5, all_ops: all, seed: 1);
            var y = (TensorDict)layer.Apply(new Dictionary<string, Tensor> { ["images"] = x, ["segmentation_masks"] = keras.ops.ones((2, 6, 6, 1)) }, training: true);
            Assert.All(Floats(y["images"]), v => Assert.InRange(v, 0, 1));
            Assert.All(Floats(y["segmentation_masks"]), v => Assert.Equal(1, v, 1e-5));
            Assert.NotEqual(Floats(x), Floats(y["images"]));
        }
        Assert.Throws<ArgumentException>(() => new AugMix(num_chains: 0));
        Assert.Throws<ArgumentException>(() => new AugMix(alpha: 0));
    }

    [Fact]
    public void ListsOfBoxesBecomeAsManyForEachImage()
    {
        var y = (TensorDict)new MaxNumBoundingBoxes(3, bounding_box_format: "xyxy").Apply(new TensorDict(new Dictionary<string, Tensor>
        {
            ["images"] = keras.ops.ones((2, 4, 4, 3)),
            ["bounding_boxes"] = new TensorDict(new Dictionary<string, Tensor>
            {
                ["boxes"] = new TensorList(new float[,] { { 1, 1, 2, 2 }, { 0, 0, 3, 3 } }, new float[,] { { 2, 2, 3, 3 } }),
                ["labels"] = new TensorList(new int[] { 7, 8 }, new int[] { 9 }),
            }),
        }));
        var boxes = (TensorDict)y["bounding_boxes"];
        Assert.Equal([1, 1, 2, 2, 0, 0, 3, 3, -1, -1, -1, -1, 2, 2, 3, 3, 0, 0, 0, 0, -1, -1, -1, -1], Floats(boxes["boxes"]));
        Assert.Equal([7, 8, -1, 9, -1, -1], boxes["labels"].numpy().ToArray<int>());
    }
}
