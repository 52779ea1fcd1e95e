namespace Keras.Datasets.Formats;

/// <summary>Reads a batch file of CIFAR's Python version.</summary>
internal static class CifarBatch
{
    private const int Side = 32;
    private const int Pixels = Side * Side;

    /// <summary>Bytes of one image.</summary>
    public const int ImageSize = 3 * Pixels;

    /// <summary>Reads images and labels.</summary>
    /// <param name="path">The batch file.</param>
    /// <param name="labelKey">labels, fine_labels or coarse_labels.</param>
    /// <returns>The images one after the other, rows of pixels of red, green and blue; and the labels.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or of another kind.</exception>
    public static (byte[] Images, int[] Labels) Load(string path, string labelKey)
    {
        try
        {
            if (PickleReader.Read(File.ReadAllBytes(path)) is not Dictionary<string, object?> batch) throw new InvalidDataException("it is no dictionary");
            if (batch.GetValueOrDefault("data") is not PickledArray { Bytes: { } planes, Shape: [var count, ImageSize] }) throw new InvalidDataException($"it has no array 'data' of uint8 and shape (n, {ImageSize})");
            if ((batch.GetValueOrDefault(labelKey) as PickledList)?.ToIntegers() is not { } labels) throw new InvalidDataException($"it has no list of integers '{labelKey}'");
            if (labels.Length != count) throw new InvalidDataException($"it has {count} images but {labels.Length} labels");
            return (Interleave(planes.Span), labels);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The CIFAR batch {path} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Three planes of colour, as they are stored, become pixels of three colours.</summary>
    private static byte[] Interleave(ReadOnlySpan<byte> planes)
    {
        var images = new byte[planes.Length];
        for (var start = 0; start < planes.Length; start += ImageSize)
        {
            var source = planes.Slice(start, ImageSize);
            var target = images.AsSpan(start, ImageSize);
            for (var pixel = 0; pixel < Pixels; pixel++)
            {
                target[3 * pixel] = source[pixel];
                target[3 * pixel + 1] = source[Pixels + pixel];
                target[3 * pixel + 2] = source[2 * Pixels + pixel];
            }
        }
        return images;
    }
}
