namespace Keras.Saving.Hdf5;

/// <summary>The start of an HDF5 file: the sizes of its numbers, and where its root group is.</summary>
internal static class H5Superblock
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Where the superblock is: at the start of the file, or behind a block of the user's, at 512, 1024, 2048, …; null where there is none.</summary>
    /// <param name="source">The file.</param>
    public static long? Find(H5Source source)
    {
        Span<byte> start = stackalloc byte[8];
        for (long at = 0; at <= source.Length - 8; at = at == 0 ? 512 : 2 * at)
        {
            source.Read(at, start, "signature");
            if (start.SequenceEqual(Signature)) return at;
        }
        return null;
    }

    /// <summary>Reads the superblock, and sets the base and the sizes of addresses and lengths.</summary>
    /// <param name="source">The file.</param>
    /// <returns>The address of the root group's header.</returns>
    public static long Read(H5Source source)
    {
        // 1. Where it is. Addresses count from there.
        if (source.Length == 0) throw source.Fault("it is empty");
        if (Find(source) is not { } start) throw source.Fault("it is not an HDF5 file, or its start is damaged");
        var wholeLength = source.Length;
        source.SetBase(start);

        // 2. The sizes.
        var bytes = source.Read(0, Math.Min(source.Length, 128), "superblock");
        var cursor = new H5Cursor(source, bytes, "superblock");
        cursor.Skip(8);
        var version = cursor.U8();
        if (version > 3) throw source.Fault($"its superblock has version {version}, 0 to 3 can be read; save it again with an older format");
        if (version < 2) cursor.Skip(4);
        source.AddressSize = Size(source, cursor.U8());
        source.LengthSize = Size(source, cursor.U8());

        // 3. The end of the file, and the root.
        long end, root;
        if (version < 2)
        {
            cursor.Skip(version == 0 ? 9 : 13);
            cursor.Skip(2 * source.AddressSize);                                // base, free space
            end = cursor.Address();
            cursor.Skip(source.AddressSize);                                    // driver
            cursor.Skip(source.LengthSize);                                     // the root's name
            root = cursor.Address();
        }
        else
        {
            cursor.Skip(1 + 2 * source.AddressSize);                            // flags, base, extension
            end = cursor.Address();
            root = cursor.Address();
            H5Checksum.Verify(source, bytes.AsSpan(0, Math.Min(bytes.Length, cursor.Position + 4)), "superblock");
        }
        if (end > wholeLength) throw source.Fault($"it should have {end} bytes, but has only {wholeLength}; it is not complete. Copy or download it again");
        return root;
    }

    private static int Size(H5Source source, int size)
        => size is 2 or 4 or 8 ? size : throw source.Fault($"its addresses or lengths have {size} bytes; 2, 4 or 8 are expected");
}
