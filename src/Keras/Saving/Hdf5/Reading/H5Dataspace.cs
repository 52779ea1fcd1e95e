namespace Keras.Saving.Hdf5;

/// <summary>A shape as the file has it.</summary>
/// <param name="Shape">The dimensions; empty for a scalar, null for a value that is empty altogether.</param>
/// <param name="MaxShape">The greatest dimensions; -1 for one without a limit.</param>
internal sealed record H5Dataspace(long[]? Shape, long[] MaxShape)
{
    /// <summary>The number of elements; null where it is past 2^63.</summary>
    public long? Count
    {
        get
        {
            if (Shape is null || Shape.Contains(0)) return 0;
            long count = 1;
            foreach (var dimension in Shape)
            {
                if (dimension > long.MaxValue / count) return null;
                count *= dimension;
            }
            return count;
        }
    }

    /// <summary>Reads a dataspace message.</summary>
    /// <param name="source">The file.</param>
    /// <param name="body">The message.</param>
    public static H5Dataspace Read(H5Source source, ReadOnlySpan<byte> body)
    {
        var cursor = new H5Cursor(source, body, "shape");
        var version = cursor.U8();
        var rank = cursor.U8();
        var flags = cursor.U8();
        var type = cursor.U8();
        if (version == 1) cursor.Skip(4);
        else if (version != 2) throw source.Fault($"a shape has version {version}, 1 or 2 is expected");
        if (rank > 32) throw source.Fault($"a shape has {rank} dimensions, HDF5 allows 32; the file is damaged");
        if (version == 2 && type == 2) return new H5Dataspace(null, []);
        var shape = new long[rank];
        var limits = new long[rank];
        for (var i = 0; i < rank; i++) shape[i] = limits[i] = cursor.Length();
        if ((flags & 1) != 0)
        {
            for (var i = 0; i < rank; i++)
            {
                var limit = cursor.Bytes(source.LengthSize);
                limits[i] = limit.IndexOfAnyExcept((byte)0xff) < 0 ? -1 : new H5Cursor(source, limit, "shape").Length();
            }
        }
        return new H5Dataspace(shape, limits);
    }
}
