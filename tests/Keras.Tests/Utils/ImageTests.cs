using Keras.Tests.Testing;
using Keras.Utils;
using NumSharp;

namespace Keras.Tests.Utils;

public class ImageTests
{
    private static Image Colors(int width, int height, int step) => Image.FromArray(new NDArray(Enumerable.Range(0, width * height * 3).Select(i => (byte)(i * step / 3)).ToArray(), new Shape(height, width, 3)));

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.bmp")]
    [InlineData("a.ppm")]
    public void FormatsWithoutLossKeepEveryPixel(string name)
    {
        using var folder = new ScratchFolder();
        var image = Colors(7, 5, 11);
        image.save(folder.File(name));
        var again = Image.Open(folder.File(name));
        Assert.Equal("RGB", again.mode);
        Assert.Equal((7, 5), again.size);
        Assert.Equal(image.Bytes, again.Bytes);
    }

    [Fact]
    public void AGifOfFewColorsKeepsThemAndOfManyComesNear()
    {
        using var folder = new ScratchFolder();
        var few = Colors(90, 70, 3);
        few.save(folder.File("few.gif"));
        Assert.Equal(few.Bytes, Image.Open(folder.File("few.gif")).convert("RGB").Bytes);

        // More codes than the dictionary holds, and more colours than the palette.
        var random = new Random(1);
        var many = Image.FromArray(new NDArray(Enumerable.Range(0, 120 * 100 * 3).Select(_ => (byte)random.Next(256)).ToArray(), new Shape(100, 120, 3)));
        many.save(folder.File("many.gif"));
        var again = Image.Open(folder.File("many.gif")).convert("RGB").Bytes;
        Assert.True(many.Bytes.Zip(again, (a, b) => Math.Abs(a - b)).Average() < 25);
    }

    [Fact]
    public void SixteenBitsAreKept()
    {
        using var folder = new ScratchFolder();
        var deep = Image.FromArray(np.arange(12).reshape(3, 4).astype(np.int32) * 5000, "I");
        deep.save(folder.File("deep.png"));
        var again = ImageUtils.load_img(folder.File("deep.png"), color_mode: "grayscale");
        Assert.Equal("I", again.mode);
        Assert.Equal((int[])deep.Pixels, (int[])again.Pixels);
        Assert.Equal(255, again.convert("RGB").Bytes[^1]);
    }

    [Fact]
    public void TransparentColorsDoNotBleed()
    {
        var image = Image.FromArray(new NDArray(new byte[] { 255, 0, 0, 255, 0, 255, 0, 0 }, new Shape(1, 2, 4)));
        var small = image.resize((1, 1), "box");
        Assert.Equal([255, 0, 0, 128], small.Bytes);
    }

    [Fact]
    public void DamagedFilesAreNamed()
    {
        using var folder = new ScratchFolder();
        var path = folder.File("a.png");
        File.WriteAllText(path, "no picture");
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Image.Open(path)).Message);
        File.WriteAllBytes(path, []);
        Assert.Contains("empty", Assert.Throws<InvalidDataException>(() => Image.Open(path)).Message);
        File.WriteAllBytes(path, [.. "II*\0"u8, .. new byte[20]]);
        Assert.Contains("TIFF", Assert.Throws<InvalidDataException>(() => Image.Open(path)).Message);

        // A deep picture whose rows end early, whose size is hostile, whose chunk is too long.
        var deep = Image.FromArray(np.arange(12).reshape(3, 4).astype(np.int32), "I").ToPng();
        File.WriteAllBytes(path, deep[..(deep.Length - 30)]);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Image.Open(path)).Message);
        deep[16] = 0x7F;
        File.WriteAllBytes(path, deep);
        Assert.Contains("size", Assert.Throws<InvalidDataException>(() => Image.Open(path)).Message);
        File.WriteAllText(path, "P6 100 100 255\nshort");
        Assert.Contains("30000 bytes", Assert.Throws<InvalidDataException>(() => Image.Open(path)).Message);
    }

    [Fact]
    public void WhatCannotBeWrittenIsSaidBefore()
    {
        using var folder = new ScratchFolder();
        Assert.Contains("xyz", Assert.Throws<ArgumentException>(() => Colors(2, 2, 1).save(folder.File("a.xyz"))).Message);
        Assert.Contains("alpha", Assert.Throws<ArgumentException>(() => Colors(2, 2, 1).convert("RGBA").save(folder.File("a.jpg"))).Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
