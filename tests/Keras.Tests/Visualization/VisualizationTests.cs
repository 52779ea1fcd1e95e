using Keras.Tests.Testing;
using Keras.Utils;
using Keras.Visualization;
using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Visualization;

/// <summary>Boxes, masks and galleries.</summary>
public class VisualizationTests
{
    private static readonly Dictionary<int, string> Names = new() { [0] = "고양이", [1] = "dog" };

    private static TensorDict Boxes() => new() { ["boxes"] = new float[,,] { { { 4, 6, 14, 12 }, { 1, 1, 3, 3 } } }, ["labels"] = new[,] { { 1, -1 } } };

    [Fact]
    public void ABoxHasLinesOfItsColourAndThicknessWhereItsCornersSay()
    {
        var image = ops.zeros((1, 20, 24, 3));
        var drawn = visualization.draw_bounding_boxes(image, Boxes(), "xyxy", color: (255, 10, 20), line_thickness: 1);
        Assert.Equal(NPTypeCode.Byte, drawn.typecode);
        Assert.Equal([1, 20, 24, 3], drawn.shape);
        var pixels = drawn.ToArray<byte>();
        for (var y = 0; y < 20; y++)
            for (var x = 0; x < 24; x++)
            {
                var on = x is >= 4 and <= 14 && y is 6 or 12 && x is >= 4 and <= 14 || y is >= 6 and <= 12 && x is 4 or 14 && y is >= 6 and <= 12;
                byte[] expected = on ? [255, 10, 20] : [0, 0, 0];
                Assert.Equal(expected, pixels.AsSpan((y * 24 + x) * 3, 3).ToArray());
            }
        // Another format and the channels first give the same picture; a label of -1 is no box.
        var relative = new TensorDict { ["boxes"] = new float[,,] { { { 6 / 20f, 4 / 24f, 12 / 20f, 14 / 24f } } }, ["labels"] = new[,] { { 1 } } };
        Assert.Equal(pixels, visualization.draw_bounding_boxes(image, relative, "rel_yxyx", color: (255, 10, 20), line_thickness: 1).ToArray<byte>());
        var first = visualization.draw_bounding_boxes(ops.zeros((1, 3, 20, 24)), Boxes(), "xyxy", color: (255, 10, 20), line_thickness: 1, data_format: "channels_first");
        Assert.Equal([1, 3, 20, 24], first.shape);
        Assert.Equal(pixels, first.transpose([0, 2, 3, 1]).copy().ToArray<byte>());
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    public void ThickLinesReachAsFarToBothSidesAndHaveRoundCorners(int thickness, int reach)
    {
        var drawn = visualization.draw_bounding_boxes(ops.zeros((1, 40, 40, 1)), new TensorDict { ["boxes"] = new float[,,] { { { 10, 12, 30, 28 } } }, ["labels"] = new[,] { { 1 } } }, "xyxy",
            color: (9, 9, 9), line_thickness: thickness).ToArray<byte>();
        for (var y = 0; y < 40; y++)
            for (var x = 0; x < 40; x++)
            {
                // Distance to the lines of the box.
                int Off(int v, int from, int to) => Math.Max(0, Math.Max(from - v, v - to));
                double[] distances =
                [
                    .. new[] { 12, 28 }.Select(line => Math.Sqrt(Math.Pow(y - line, 2) + Math.Pow(Off(x, 10, 30), 2))),
                    .. new[] { 10, 30 }.Select(line => Math.Sqrt(Math.Pow(x - line, 2) + Math.Pow(Off(y, 12, 28), 2))),
                ];
                Assert.Equal(distances.Min() <= reach ? 9 : 0, drawn[y * 40 + x]);
            }
    }

    [Fact]
    public void FloatsFromZeroToOneKeepTheirBrightnessUnderBoxes()
    {
        var images = ops.full((1, 30, 30, 3), 0.6f);
        var boxes = new TensorDict { ["boxes"] = new float[,,] { { { 1, 1, 5, 5 } } }, ["labels"] = new[,] { { 1 } } };
        foreach (var range in new Interval?[] { null, (0, 1) })
        {
            var gallery = ImageUtils.img_to_array(visualization.plot_bounding_box_gallery(images, "xyxy", boxes, value_range: range, transparent: false).convert("RGB"));
            Assert.Equal(153f, (float)gallery[80, 80, 0]);
        }
    }

    [Fact]
    public void AGalleryMayBeAJpeg()
    {
        using var folder = new ScratchFolder();
        visualization.plot_image_gallery(ops.full((3, 8, 8, 3), 128f), rows: 2, cols: 2, path: folder.File("g.jpg"));
        var pixels = ImageUtils.img_to_array(ImageUtils.load_img(folder.File("g.jpg")));
        // The place of the fourth picture is white.
        Assert.InRange((float)pixels[183, 183, 0], 250, 255);
        Assert.InRange((float)pixels[60, 60, 0], 120, 136);
    }

    [Fact]
    public void NamesAndConfidencesAreWritten()
    {
        var image = ops.zeros((1, 60, 200, 3));
        var boxes = new TensorDict { ["boxes"] = new float[,,] { { { 10, 40, 30, 55 } } }, ["labels"] = new[,] { { 1 } }, ["confidences"] = new float[,] { { 0.876f } } };
        int Ink(IReadOnlyDictionary<int, string>? names, TensorDict of) =>
            visualization.draw_bounding_boxes(image, of, "xyxy", names, (255, 255, 255), font_scale: 0.5).ToArray<byte>().Count(b => b > 100);
        var without = new TensorDict { ["boxes"] = boxes["boxes"], ["labels"] = boxes["labels"] };
        int bare = Ink(null, boxes), named = Ink(Names, without), sure = Ink(Names, boxes);
        Assert.True(bare < named && named < sure, $"{bare}, {named}, {sure}");
    }

    [Fact]
    public void MasksColourThePixelsOfTheirClasses()
    {
        var image = ops.full((1, 2, 2, 3), 100f);
        var masks = ops.reshape(new[] { 0, 1, 2, -1 }, (1, 2, 2, 1));
        var colors = new Dictionary<int, (int, int, int)> { [0] = (0, 0, 0), [1] = (255, 0, 50), [2] = (10, 20, 30) };
        var blended = visualization.draw_segmentation_masks(image, masks, 3, colors, alpha: 0.8);
        Assert.Equal([20, 20, 20, 224, 20, 60, 28, 36, 44, 100, 100, 100], blended.ToArray<byte>());
        var plain = visualization.draw_segmentation_masks(image, masks, 3, colors, blend: false);
        Assert.Equal([0, 0, 0, 255, 0, 50, 10, 20, 30, 100, 100, 100], plain.ToArray<float>());
        // The palette of Keras: i * (2^25 - 1, 2^15 - 1, 2^21 - 1) mod 255.
        var palette = visualization.draw_segmentation_masks(image, masks, 3, blend: false);
        Assert.Equal([0, 0, 0, 1, 127, 31, 2, 254, 62, 100, 100, 100], palette.ToArray<float>());
        Assert.Equal(blended.ToArray<byte>(), visualization.draw_segmentation_masks(image, ops.squeeze(masks, -1), 3, colors).ToArray<byte>());
    }

    [Fact]
    public void AGalleryShowsEveryPictureInItsCell()
    {
        var images = ops.stack(new TensorList([.. Enumerable.Range(0, 5).Select(i => ops.full((4, 4, 3), i / 10f))]));
        using var folder = new ScratchFolder();
        var gallery = visualization.plot_image_gallery(images, value_range: (0, 1), path: folder.File("g.png"), transparent: false);
        // Three rows of two, 120 pixels each and 3 between them.
        Assert.Equal((249, 372), gallery.size);
        var read = ImageUtils.load_img(folder.File("g.png"));
        Assert.Equal(gallery.size, read.size);
        var pixels = ImageUtils.img_to_array(read).astype(NPTypeCode.Double);
        for (var i = 0; i < 5; i++) Assert.Equal(Math.Floor(25.5 * i), (double)pixels[63 + i / 2 * 123, 63 + i % 2 * 123, 0], 1.0);
        Assert.Equal(255.0, (double)pixels[63 + 2 * 123, 63 + 123, 0]);
    }

    [Fact]
    public void GalleriesOfBoxesAndMasksHaveTheirOwnRows()
    {
        using var folder = new ScratchFolder();
        var images = ops.full((2, 20, 24, 3), 0.5f);
        var boxes = new TensorDict { ["boxes"] = ops.tile(Boxes()["boxes"], new[] { 2, 1, 1 }), ["labels"] = ops.tile(Boxes()["labels"], new[] { 2, 1 }) };
        var gallery = visualization.plot_bounding_box_gallery(images, "xyxy", boxes, boxes, value_range: (0, 1), class_mapping: Names, legend: true, rows: 1, cols: 2, path: folder.File("b.png"), transparent: false);
        Assert.True(File.Exists(folder.File("b.png")));
        Assert.True(gallery.width > 240 && gallery.height > 120);
        var yellow = ImageUtils.img_to_array(ImageUtils.load_img(folder.File("b.png")));
        Assert.Contains(Enumerable.Range(0, gallery.height * gallery.width), i => (float)yellow[i / gallery.width, i % gallery.width, 0] == 255 && (float)yellow[i / gallery.width, i % gallery.width, 1] == 235);

        var masks = ops.ones((2, 20, 24, 1), dtype: "int32");
        var rows = visualization.plot_segmentation_mask_gallery(images, 3, (0, 1), masks, masks);
        // Pictures of 20 by 24 pixels are 100 by 120 in the gallery.
        Assert.Equal((3 * 123 + 3, 2 * 103 + 3), rows.size);
    }

    [Fact]
    public void LabelsStandAboveThePictures()
    {
        var images = ops.full((2, 8, 8, 3), 128f);
        var bare = visualization.plot_image_gallery(images, rows: 1, cols: 2);
        var titled = visualization.plot_image_gallery(images, new[] { 0, 1 }, new[] { 1, 7 }, Names, 1, 2);
        Assert.Equal(bare.width, titled.width);
        Assert.True(titled.height > bare.height);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var image = ops.zeros((1, 4, 4, 3));
        Assert.Contains("batched 4D", Assert.Throws<ArgumentException>(() => visualization.draw_bounding_boxes(ops.zeros((4, 4, 3)), Boxes(), "xyxy")).Message);
        Assert.Contains("'labels'", Assert.Throws<ArgumentException>(() => visualization.draw_bounding_boxes(image, new TensorDict { ["boxes"] = ops.zeros((1, 1, 4)) }, "xyxy")).Message);
        var fewer = new TensorDict { ["boxes"] = ops.zeros((1, 2, 4)), ["labels"] = new[,] { { 1, 2, 3 } } };
        Assert.Contains("labels: (1, 3)", Assert.Throws<ArgumentException>(() => visualization.draw_bounding_boxes(image, fewer, "xyxy")).Message);
        Assert.Contains("integer dtype", Assert.Throws<ArgumentException>(() => visualization.draw_segmentation_masks(image, ops.zeros((1, 4, 4, 1)))).Message);
        Assert.Contains("label_map", Assert.Throws<ArgumentException>(() => visualization.plot_image_gallery(image, new[] { 1 })).Message);
        Assert.Contains("`path`", Assert.Throws<ArgumentException>(() => visualization.plot_image_gallery(image, path: "x.png", show: true)).Message);
        Assert.Contains("legend_handles", Assert.Throws<ArgumentException>(() => visualization.plot_bounding_box_gallery(image, "xyxy", legend: true, legend_handles: [new LegendEntry("a", (1, 2, 3))])).Message);
    }
}
