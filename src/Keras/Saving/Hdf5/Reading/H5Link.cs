using System.Text;

namespace Keras.Saving.Hdf5;

/// <summary>A name in a group.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">What it leads to.</param>
/// <param name="Address">Of a hard link: the object's header.</param>
/// <param name="Target">Of a soft link: the path of the object.</param>
/// <param name="Order">The order of creation, where the file keeps it.</param>
internal sealed record H5Link(string Name, H5LinkKind Kind, long Address, string Target = "", long? Order = null)
{
    /// <summary>Reads a link message.</summary>
    /// <param name="source">The file.</param>
    /// <param name="body">The message.</param>
    public static H5Link Read(H5Source source, ReadOnlySpan<byte> body)
    {
        // 1. Which parts there are is said by the flags.
        var cursor = new H5Cursor(source, body, "link");
        cursor.Version(1);
        var flags = cursor.U8();
        var type = (flags & 8) != 0 ? cursor.U8() : 0;
        long? order = (flags & 4) != 0 ? cursor.Number(8) : null;
        if ((flags & 16) != 0) cursor.Skip(1);
        var name = Encoding.UTF8.GetString(cursor.Bytes(cursor.Number(1 << (flags & 3))));

        // 2. Where it leads.
        return type switch
        {
            0 => new H5Link(name, H5LinkKind.Hard, cursor.Address(), Order: order),
            1 => new H5Link(name, H5LinkKind.Soft, -1, Encoding.UTF8.GetString(cursor.Bytes(cursor.U16())), order),
            _ => new H5Link(name, H5LinkKind.External, -1, Order: order),
        };
    }
}
