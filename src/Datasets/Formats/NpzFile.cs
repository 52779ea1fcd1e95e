using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using NumSharp;

namespace Keras.Datasets.Formats;

/// <summary>Reads NumPy's .npz files, also the arrays of integer lists that NumSharp refuses because they hold a pickle.</summary>
internal static partial class NpzFile
{
    /// <summary>Reads arrays of numbers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">Names of the arrays.</param>
    /// <exception cref="InvalidDataException">The file is damaged or lacks an array.</exception>
    public static NDArray[] Load(string path, params string[] names) => Open(path, names, static member =>
        member.Array.Type == "O" ? throw new InvalidDataException("it holds Python objects, not numbers") : member.Array.Read(member.Data.Span));

    /// <summary>Reads arrays of integer lists, each as one array of integers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">Names of the arrays.</param>
    /// <exception cref="InvalidDataException">The file is damaged, lacks an array, or has other objects in it.</exception>
    public static int[][][] LoadLists(string path, params string[] names) => Open(path, names, static member =>
    {
        if (member.Array.Type != "O")
        {
            // Lists of one length become an ordinary array of two dimensions.
            if (member.Array.Shape.Length != 2) throw new InvalidDataException("it does not hold lists of integers");
            var table = member.Array.Read(member.Data.Span).astype(NPTypeCode.Int32).ToArray<int>();
            return table.Chunk(Math.Max((int)member.Array.Shape[1], 1)).ToArray();
        }
        return PickleReader.Read(member.Data) is PickledArray { Objects: { } lists }
            ? lists.Select(static list => (list as PickledList)?.ToIntegers() ?? throw new InvalidDataException("it has other things than lists of integers")).ToArray()
            : throw new InvalidDataException("it does not hold lists of integers");
    });

    /// <summary>Splits an .npy file into the description of its array and its data.</summary>
    internal static (ArrayDescription Array, ReadOnlyMemory<byte> Data) Split(ReadOnlyMemory<byte> npy)
    {
        var bytes = npy.Span;
        if (bytes.Length < 10 || bytes[0] != 0x93 || !bytes[1..].StartsWith("NUMPY"u8)) throw new InvalidDataException("it is not in NumPy's .npy format");
        var version = bytes[6];
        var wide = version switch { 1 => false, 2 or 3 => true, _ => throw new InvalidDataException($"it has version {version} of the .npy format; versions 1 to 3 can be read") };
        var start = wide ? 12 : 10;
        var length = wide ? bytes.Length < 12 ? int.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        if (length > bytes.Length - start) throw new InvalidDataException("it ends within its header");
        var header = Encoding.UTF8.GetString(bytes.Slice(start, (int)length));
        var match = Header().Match(header);
        if (!match.Success) throw new InvalidDataException($"its header cannot be read: {header.Trim()}");
        var shape = match.Groups["shape"].Value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToArray();
        return (ArrayDescription.Parse(match.Groups["descr"].Value, shape, match.Groups["fortran"].Value == "True"), npy[(start + (int)length)..]);
    }

    [GeneratedRegex(@"^\{\s*'descr':\s*'(?<descr>[^']{1,16})',\s*'fortran_order':\s*(?<fortran>True|False),\s*'shape':\s*\((?<shape>[0-9, ]{0,100})\),?\s*\}\s*$")]
    private static partial Regex Header();

    private static T[] Open<T>(string path, string[] names, Func<(ArrayDescription Array, ReadOnlyMemory<byte> Data), T> read)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return Array.ConvertAll(names, name =>
            {
                var entry = zip.GetEntry(name + ".npy") ?? throw new InvalidDataException($"{path} has no array '{name}'; it has {string.Join(", ", zip.Entries.Select(e => e.FullName))}.");
                using var stream = entry.Open();
                // Deflate shrinks 1032 times at most: a length beyond that is a lie, and must not be allocated.
                using var buffer = new MemoryStream(checked((int)Math.Min(entry.Length, entry.CompressedLength * 1032 + 1024)));
                stream.CopyTo(buffer);
                try
                {
                    return read(Split(buffer.GetBuffer().AsMemory(0, (int)buffer.Length)));
                }
                catch (InvalidDataException e)
                {
                    throw new InvalidDataException($"The array '{name}' of {path} cannot be read: {e.Message.TrimEnd('.')}.", e);
                }
            });
        }
        catch (Exception e) when (e is EndOfStreamException or OverflowException or FormatException)
        {
            throw new InvalidDataException($"{path} is damaged: {e.Message}", e);
        }
    }
}
