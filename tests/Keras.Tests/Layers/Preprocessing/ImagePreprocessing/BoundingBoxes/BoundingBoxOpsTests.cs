using Keras.Layers;

namespace Keras.Tests.Layers.Preprocessing.ImagePreprocessing.BoundingBoxes;

public class BoundingBoxOpsTests
{
    /// <summary>The same two boxes of an image of height 1000 and width 500 in every format.</summary>
    private static readonly Dictionary<string, float[,]> s_boxes = new()
    {
        ["xyxy"] = new float[,] { { 10, 20, 110, 120 }, { 20, 30, 120, 180 } },
        ["yxyx"] = new float[,] { { 20, 10, 120, 110 }, { 30, 20, 180, 120 } },
        ["xywh"] = new float[,] { { 10, 20, 100, 100 }, { 20, 30, 100, 150 } },
        ["center_xywh"] = new float[,] { { 60, 70, 100, 100 }, { 70, 105, 100, 150 } },
        ["center_yxhw"] = new float[,] { { 70, 60, 100, 100 }, { 105, 70, 150, 100 } },
        ["rel_xyxy"] = new float[,] { { 0.02f, 0.02f, 0.22f, 0.12f }, { 0.04f, 0.03f, 0.24f, 0.18f } },
        ["rel_yxyx"] = new float[,] { { 0.02f, 0.02f, 0.12f, 0.22f }, { 0.03f, 0.04f, 0.18f, 0.24f } },
        ["rel_xywh"] = new float[,] { { 0.02f, 0.02f, 0.2f, 0.1f }, { 0.04f, 0.03f, 0.2f, 0.15f } },
        ["rel_center_xywh"] = new float[,] { { 0.12f, 0.07f, 0.2f, 0.1f }, { 0.14f, 0.105f, 0.2f, 0.15f } },
    };

    public static TheoryData<string> Formats => [.. s_boxes.Keys];

    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    private static void AssertClose(float[] expected, Tensor got, double tolerance = 1e-4)
    {
        var values = Floats(got);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], tolerance);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void EveryFormatBecomesEveryOther(string source)
    {
        foreach (var (target, expected) in s_boxes)
            AssertClose([.. expected.Cast<float>()], keras.utils.bounding_boxes.convert_format(s_boxes[source], source, target, height: 1000, width: 500), 1e-3);
    }

    [Fact]
    public void ADictionaryKeepsItsLabels()
    {
        var dict = new TensorDict(new Dictionary<string, Tensor> { ["boxes"] = s_boxes["xyxy"], ["labels"] = new int[] { 1, 2 } });
        var y = (TensorDict)keras.utils.bounding_boxes.convert_format(dict, "xyxy", "xywh");
        AssertClose([.. s_boxes["xywh"].Cast<float>()], y["boxes"]);
        Assert.Equal([1, 2], y["labels"].numpy().ToArray<int>());
        Assert.Equal([10, 20, 110, 120, 20, 30, 120, 180], Floats(dict["boxes"]));
    }

    [Fact]
    public void WrongArgumentsAreExplained()
    {
        Tensor boxes = s_boxes["xyxy"];
        Assert.Contains("'xyzw'", Assert.Throws<ArgumentException>(() => keras.utils.bounding_boxes.convert_format(boxes, "xyzw", "xyxy")).Message);
        Assert.Contains("`height` and `width`", Assert.Throws<ArgumentException>(() => keras.utils.bounding_boxes.convert_format(boxes, "xyxy", "rel_xyxy")).Message);
        Assert.Contains("(2, 3)", Assert.Throws<ArgumentException>(() => keras.utils.bounding_boxes.convert_format(keras.ops.ones((2, 3)), "xyxy", "xywh")).Message);
        Assert.Contains("convert_format", Assert.Throws<ArgumentException>(() => keras.utils.bounding_boxes.pad(boxes, 1, 1, bounding_box_format: "xywh")).Message);
        Assert.Contains("image_shape", Assert.Throws<ArgumentException>(() => keras.utils.bounding_boxes.compute_iou(boxes, boxes, "rel_xyxy")).Message);
        Assert.Contains("length 4", Assert.Throws<ArgumentException>(() => keras.utils.bounding_boxes.encode_box_to_deltas(boxes, boxes, "xyxy", "xyxy", variance: new float[] { 1, 2 })).Message);
        Assert.Contains("center_yxhw", Assert.Throws<ArgumentException>(() => keras.utils.bounding_boxes.decode_deltas_to_boxes(boxes, boxes, "xyxy", "xyxy", "xywh")).Message);
        var missing = new TensorDict(new Dictionary<string, Tensor> { ["images"] = keras.ops.ones((2, 4, 4, 3)), ["bounding_boxes"] = new TensorDict(new Dictionary<string, Tensor> { ["boxes"] = keras.ops.ones((2, 1, 4)) }) });
        Assert.Contains("bounding_box_format", Assert.Throws<ArgumentException>(() => new RandomFlip().Apply(missing)).Message);
        Assert.Contains("'labels'", Assert.Throws<ArgumentException>(() => new RandomFlip(bounding_box_format: "xyxy").Apply(missing)).Message);
    }

    [Fact]
    public void ClippingTakesTheLabelOfWhatIsOutside()
    {
        var dict = new TensorDict(new Dictionary<string, Tensor> { ["boxes"] = new float[,] { { -5, -5, 5, 5 }, { 12, 2, 14, 4 } }, ["labels"] = new int[] { 1, 2 } });
        var y = keras.utils.bounding_boxes.clip_to_image_size(dict, height: 8, width: 10);
        AssertClose([0, 0, 5, 5, 10, 2, 10, 4], y["boxes"]);
        Assert.Equal([1, -1], y["labels"].numpy().ToArray<int>());
        y = keras.utils.bounding_boxes.clip_to_image_size(new TensorDict(new Dictionary<string, Tensor> { ["boxes"] = new float[,] { { 0, 0, 1.5f, 1.6f }, { 0.5f, 0.4f, 0.7f, 0.8f } } }), bounding_box_format: "rel_xyxy");
        AssertClose([0, 0, 1, 1, 0.5f, 0.4f, 0.7f, 0.8f], y["boxes"]);
        Assert.False(y.ContainsKey("labels"));
    }

    [Fact]
    public void CropAndPadMoveTheOrigin()
    {
        AssertClose([8, 0, 50, 60, 18, 0, 50, 60], keras.utils.bounding_boxes.crop(s_boxes["xyxy"], top: 60, left: 2, height: 60, width: 50));
        AssertClose([13, 22, 113, 122, 23, 32, 123, 182], keras.utils.bounding_boxes.pad(s_boxes["xyxy"], top: 2, left: 3));
    }

    [Fact]
    public void AQuarterTurnTurnsBoxesWithTheImage()
    {
        // The pixels of an image of 11 by 11 turned about its middle (5, 5): x, y becomes y, 10 - x.
        Tensor zero = new float[] { 0 }, one = new float[] { 1 }, box = new float[,,] { { { 1, 2, 4, 9 } } };
        Tensor Turned(Tensor angle) => keras.utils.bounding_boxes.affine_transform(box, angle, zero, zero, one, zero, zero, 11, 11);
        AssertClose([1, 2, 4, 9], Turned(zero));
        AssertClose([2, 6, 9, 9], Turned(new float[] { 90 }), 1e-4);
        AssertClose([6, 1, 9, 8], Turned(new float[] { 180 }), 1e-4);
    }

    [Fact]
    public void OverlapIsIntersectionByUnion()
    {
        // 99 · 99 of 2 · 10000 - 99 · 99.
        Tensor a = new float[,] { { 100, 101, 200, 201 }, { 0, 2, 1, 3 } }, b = new float[,] { { 101, 102, 201, 202 }, { 0, 2, 1, 3 }, { 1300, 1400, 1500, 1401 } };
        float[] expected = [0.96097656633f, 0, 0, 0, 1, 0];
        AssertClose(expected, keras.utils.bounding_boxes.compute_iou(a, b, "yxyx"), 1e-5);
        AssertClose(expected, keras.utils.bounding_boxes.compute_iou(keras.ops.expand_dims(a, 0), b, "yxyx"), 1e-5);
        AssertClose([1, 0.25f], keras.utils.bounding_boxes.compute_iou(new float[,] { { 0, 0, 0.5f, 0.5f } }, new float[,] { { 0, 0, 0.5f, 0.5f }, { 0, 0, 1, 1 } }, "rel_xyxy", image_shape: (20, 20, 3)), 1e-5);
        AssertClose([-7, 1], keras.utils.bounding_boxes.compute_iou(new float[,] { { 0, 0, 1, 1 } }, new float[,] { { -1, -1, -1, -1 }, { 0, 0, 1, 1 } }, "xyxy", use_masking: true, mask_val: -7), 1e-5);
    }

    [Fact]
    public void CompleteOverlapFallsWithDistanceAndProportions()
    {
        // Two squares of side 2, one apart from the other by 4: no overlap, centres 4 apart, diagonal of the whole √40.
        AssertClose([1, -16f / 40], keras.utils.bounding_boxes.compute_ciou(new float[,] { { 0, 0, 2, 2 }, { 0, 0, 2, 2 } }, new float[,] { { 0, 0, 2, 2 }, { 4, 0, 6, 2 } }, "xyxy"), 1e-5);
        // One in the other with the same centre: half of it, less v² / (v + 1/2) for the proportions, v = 4/π² (atan 2 - atan 1)².
        var v = 4 / (Math.PI * Math.PI) * Math.Pow(Math.Atan(2) - Math.Atan(1), 2);
        AssertClose([(float)(0.5 - v * v / (v + 0.5))], keras.utils.bounding_boxes.compute_ciou(new float[,] { { 0, 0, 2, 2 } }, new float[,] { { 0, 0.5f, 2, 1.5f } }, "xyxy"), 1e-5);
    }

    [Fact]
    public void DeltasLeadBackToTheBoxes()
    {
        Tensor anchors = s_boxes["xyxy"], boxes = new float[,] { { 30, 20, 80, 170 }, { 10, 30, 210, 180 } }, variance = new float[] { 0.1f, 0.1f, 0.2f, 0.2f };
        // Centre 95 instead of 70 by 100, 55 instead of 60 by 100, half again as high, half as wide.
        AssertClose([0.25f, -0.05f, MathF.Log(1.5f), MathF.Log(0.5f)], keras.utils.bounding_boxes.encode_box_to_deltas(anchors, boxes, "xyxy", "xyxy")[0], 1e-5);
        foreach (var format in new[] { "center_yxhw", "center_xywh" })
        {
            var deltas = keras.utils.bounding_boxes.encode_box_to_deltas(anchors, boxes, "xyxy", "xyxy", format, variance);
            AssertClose(Floats(boxes), keras.utils.bounding_boxes.decode_deltas_to_boxes(anchors, deltas, "xyxy", "xyxy", format, variance), 1e-3);
        }
        var levels = new TensorDict(new Dictionary<string, Tensor> { ["P3"] = anchors });
        var decoded = (TensorDict)keras.utils.bounding_boxes.decode_deltas_to_boxes(levels, new TensorDict(new Dictionary<string, Tensor> { ["P3"] = keras.ops.zeros((2, 4)) }), "xyxy", "xywh");
        AssertClose([.. s_boxes["xywh"].Cast<float>()], decoded["P3"], 1e-3);
    }

    [Fact]
    public void BoxesFollowTheirImages()
    {
        // One bright rectangle on a dark image; after the layer it lies in the box that comes out.
        var pixels = new float[1, 12, 10, 1];
        for (var y = 3; y < 8; y++)
            for (var x = 2; x < 5; x++) pixels[0, y, x, 0] = 100;
        BaseImagePreprocessingLayer[] layers = [new RandomFlip("horizontal", seed: 2, bounding_box_format: "xywh"), new RandomFlip("vertical", seed: 2, bounding_box_format: "xywh"),
            new RandomTranslation(0.2, 0.2, "constant", seed: 1, bounding_box_format: "xywh"), new RandomZoom((-0.3, 0.3), fill_mode: "constant", seed: 1, bounding_box_format: "xywh"),
            new CenterCrop(8, 8, bounding_box_format: "xywh"), new CenterCrop(20, 20, bounding_box_format: "xywh"), new Resizing(24, 30, bounding_box_format: "xywh"),
            new Resizing(24, 24, crop_to_aspect_ratio: true, bounding_box_format: "xywh"), new Resizing(24, 24, pad_to_aspect_ratio: true, bounding_box_format: "xywh"),
            new RandomPerspective((1.0, 1.0), 0.4, seed: 3, bounding_box_format: "xywh"), new RandomShear(0.2, seed: 1, fill_mode: "constant", bounding_box_format: "xywh")];
        foreach (var layer in layers)
        {
            var output = (TensorDict)layer.Apply(new TensorDict(new Dictionary<string, Tensor>
            {
                ["images"] = pixels,
                ["bounding_boxes"] = new TensorDict(new Dictionary<string, Tensor> { ["boxes"] = new float[,,] { { { 2, 3, 3, 5 } } }, ["labels"] = new int[,] { { 1 } } }),
            }), training: true);
            var image = output["images"];
            var box = Floats(((TensorDict)output["bounding_boxes"])["boxes"]);
            int height = image.shape[1]!.Value, width = image.shape[2]!.Value;
            var values = Floats(image);
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                    if (values[y * width + x] > 99)
                        Assert.True(x >= box[0] - 1.01 && x <= box[0] + box[2] + 1.01 && y >= box[1] - 1.01 && y <= box[1] + box[3] + 1.01, $"{layer}: pixel ({x}, {y}) is outside of the box {string.Join(", ", box)}");
            Assert.True(box[2] > 0 && box[3] > 0, $"{layer}: the box is empty");
        }
    }
}
