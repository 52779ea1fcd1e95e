using Keras.Utils.Images;
using NumSharp;

namespace Keras.Utils;

/// <summary>A picture, as <c>load_img</c> gives it: what PIL's Image is in Python.</summary>
/// <remarks>
/// Modes are those of PIL: <c>1</c>, <c>L</c> and <c>P</c> (one byte a pixel), <c>LA</c>, <c>RGB</c>, <c>RGBA</c>, <c>I;16</c> and <c>I</c> (integers), <c>F</c> (float32).
/// Palettes are resolved when a file is read; a <c>P</c> made of an array has the grey palette.
/// </remarks>
public sealed class Image
{
    private Image(string mode, int width, int height, Array pixels)
    {
        this.mode = mode;
        this.width = width;
        this.height = height;
        Pixels = pixels;
    }

    /// <summary>How pixels are stored: <c>RGB</c>, <c>RGBA</c>, <c>L</c> …</summary>
    public string mode { get; }

    /// <summary>Width in pixels.</summary>
    public int width { get; }

    /// <summary>Height in pixels.</summary>
    public int height { get; }

    /// <summary>Width and height, in this order, as PIL has it.</summary>
    public (int width, int height) size => (width, height);

    /// <summary>Row by row, the channels of a pixel together: bytes, integers (modes <c>I</c>, <c>I;16</c>) or floats.</summary>
    internal Array Pixels { get; }

    internal byte[] Bytes => (byte[])Pixels;

    internal int Channels => mode switch { "LA" => 2, "RGB" => 3, "RGBA" => 4, _ => 1 };

    /// <summary>Reads a picture from a file: PNG, JPEG, BMP, GIF (its first picture) or WebP.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or holds no picture of a known format.</exception>
    public static Image Open(string path) => ImageReader.Read(File.ReadAllBytes(path), path);

    /// <summary>Reads a picture from a stream.</summary>
    /// <param name="stream">The file's bytes.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged or no picture of a known format.</exception>
    public static Image Open(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return ImageReader.Read(copy.ToArray(), "the stream");
    }

    /// <summary>Makes a picture of an array.</summary>
    /// <param name="array">(height, width) or (height, width, channels); uint8, or bool, integers or float32 for the modes <c>1</c>, <c>I</c>, <c>F</c>.</param>
    /// <param name="mode">How pixels are stored; by the shape where null.</param>
    /// <exception cref="ArgumentException">The array does not fit the mode.</exception>
    public static Image FromArray(NDArray array, string? mode = null)
    {
        var shape = array.shape;
        if (shape.Length is not (2 or 3)) throw new ArgumentException($"A picture is made of an array of shape (height, width) or (height, width, channels). Received: {NumpyTypes.Describe(shape)}.", nameof(array));
        var channels = shape.Length == 3 ? (int)shape[2] : 1;
        mode ??= channels switch
        {
            2 => "LA",
            3 => "RGB",
            4 => "RGBA",
            1 => array.typecode switch { NPTypeCode.Byte => "L", NPTypeCode.Boolean => "1", NPTypeCode.Single or NPTypeCode.Double or NPTypeCode.Half => "F", NPTypeCode.UInt16 => "I;16", _ => "I" },
            _ => throw new ArgumentException($"A picture has 1 to 4 channels. Received: {channels}.", nameof(array)),
        };
        Array pixels = mode switch
        {
            "I" or "I;16" => array.astype(NPTypeCode.Int32).ToArray<int>(),
            "F" => array.astype(NPTypeCode.Single).ToArray<float>(),
            "1" => Array.ConvertAll(array.astype(NPTypeCode.Byte).ToArray<byte>(), v => v == 0 ? (byte)0 : (byte)255),
            _ => array.astype(NPTypeCode.Byte).ToArray<byte>(),
        };
        var image = Make(mode, (int)shape[1], (int)shape[0], pixels);
        return image.Channels == channels ? image : throw new ArgumentException($"The mode {mode} has {image.Channels} channel(s) a pixel, the array {channels}.", nameof(array));
    }

    /// <summary>The pixels as an array.</summary>
    /// <returns>(height, width) or (height, width, channels); uint8, bool of mode <c>1</c>, uint16 of <c>I;16</c>, int32 of <c>I</c>, float32 of <c>F</c>.</returns>
    public NDArray ToArray()
    {
        var shape = Channels == 1 ? new Shape(height, width) : new Shape(height, width, Channels);
        return mode switch
        {
            "1" => new NDArray(Array.ConvertAll(Bytes, v => v != 0), shape),
            "I;16" => new NDArray(Array.ConvertAll((int[])Pixels, v => (ushort)v), shape),
            "I" => new NDArray((int[])Pixels.Clone(), shape),
            "F" => new NDArray((float[])Pixels.Clone(), shape),
            _ => new NDArray((byte[])Pixels.Clone(), shape),
        };
    }

    /// <summary>The picture in another mode.</summary>
    /// <param name="mode">One of <c>L</c>, <c>LA</c>, <c>RGB</c>, <c>RGBA</c>, <c>I</c>, <c>F</c>.</param>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public Image convert(string mode) => ImageConversion.Convert(this, mode);

    /// <summary>The picture, or a part of it, in another size, computed as PIL does.</summary>
    /// <param name="size">Width and height, in this order.</param>
    /// <param name="resample"><c>nearest</c>, <c>box</c>, <c>bilinear</c>, <c>hamming</c>, <c>bicubic</c> or <c>lanczos</c>.</param>
    /// <param name="box">Left, upper, right and lower edge of the part; the whole where null.</param>
    /// <exception cref="ArgumentException">The size or part is empty, or there is no such filter.</exception>
    public Image resize((int width, int height) size, string resample = "bicubic", (double left, double upper, double right, double lower)? box = null) => Resampling.Resize(this, size, resample, box);

    /// <summary>Writes the picture to a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format"><c>png</c>, <c>jpeg</c>, <c>bmp</c>, <c>gif</c>, <c>webp</c> or <c>ppm</c>; by the file's ending where null.</param>
    /// <param name="quality">Of JPEG and WebP, 1 to 100; 75 (JPEG) or 80 (WebP) where null.</param>
    /// <exception cref="ArgumentException">There is no such format, or it cannot hold the mode.</exception>
    public void save(string path, string? format = null, int? quality = null) => ImageWriter.Write(this, path, format, quality);

    /// <summary>The picture as PNG, as notebooks show it.</summary>
    public byte[] ToPng() => PngWriter.Write(this);

    /// <inheritdoc/>
    public override string ToString() => $"<Image mode={mode} size={width}x{height}>";

    internal static Image Make(string mode, int width, int height, Array pixels)
    {
        if (mode is not ("1" or "L" or "P" or "LA" or "RGB" or "RGBA" or "I" or "I;16" or "F")) throw new ArgumentException($"There is no picture mode '{mode}'. Use one of 1, L, P, LA, RGB, RGBA, I;16, I, F.", nameof(mode));
        return new Image(mode, width, height, pixels);
    }
}
