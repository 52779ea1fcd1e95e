using System.Buffers.Binary;
using System.IO.Compression;
using NumSharp;

namespace Keras.Datasets.Formats;

/// <summary>Reads the idx files of MNIST and its relatives: unsigned bytes, gzipped or not.</summary>
internal static class IdxFile
{
    /// <summary>Reads the four files of a data set.</summary>
    /// <param name="paths">Training labels, training images, test labels, test images.</param>
    public static ((NDArray, NDArray), (NDArray, NDArray)) LoadFour(string[] paths)
    {
        var (trainLabels, trainImages, testLabels, testImages) = (Load(paths[0]), Load(paths[1]), Load(paths[2]), Load(paths[3]));
        foreach (var (labels, images, path) in new[] { (trainLabels, trainImages, paths[1]), (testLabels, testImages, paths[3]) })
        {
            if (labels.ndim != 1 || images.ndim != 3 || labels.shape[0] != images.shape[0])
                throw new InvalidDataException($"{path} has images of shape ({string.Join(", ", images.shape)}), its labels have shape ({string.Join(", ", labels.shape)}); expected (n, height, width) and (n).");
        }
        return ((trainImages, trainLabels), (testImages, testLabels));
    }

    /// <summary>Reads one file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of another kind.</exception>
    public static NDArray Load(string path)
    {
        using var file = File.OpenRead(path);
        var zipped = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using Stream stream = zipped ? new GZipStream(file, CompressionMode.Decompress) : file;
        try
        {
            // 00 00, 08 for unsigned bytes, number of dimensions; then their sizes, big-endian.
            Span<byte> number = stackalloc byte[4];
            stream.ReadExactly(number);
            if (number is not [0, 0, 8, >= 1 and <= 8]) throw new InvalidDataException($"{path} is no idx file of unsigned bytes: it starts with {Convert.ToHexString(number)}.");
            var shape = new long[number[3]];
            long count = 1;
            for (var i = 0; i < shape.Length; i++)
            {
                stream.ReadExactly(number);
                shape[i] = BinaryPrimitives.ReadUInt32BigEndian(number);
                count = checked(count * shape[i]);
            }
            // Read as it comes rather than allocate what a damaged header asks for.
            using var buffer = new MemoryStream();
            stream.CopyTo(buffer);
            if (buffer.Length != count) throw new InvalidDataException($"{path} says it has shape ({string.Join(", ", shape)}), so {count} bytes; it has {buffer.Length}.");
            return new NDArray(buffer.ToArray(), new Shape(shape));
        }
        catch (Exception e) when (e is EndOfStreamException or OverflowException)
        {
            throw new InvalidDataException($"{path} is damaged: {e.Message}", e);
        }
    }
}
