using System.Text;

namespace Keras.Saving.Hdf5;

/// <summary>Decodes strings of every kind: of fixed and of variable length, ended or filled up in any way, ASCII or UTF-8.</summary>
internal static class H5Strings
{
    /// <summary>Decodes an array of strings.</summary>
    /// <param name="file">The file.</param>
    /// <param name="type">The type of an element.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="data">The elements as they are in the file.</param>
    public static string[] Decode(Hdf5File file, H5Datatype type, long count, ReadOnlySpan<byte> data)
    {
        var cursor = new H5Cursor(file.Source, data, "list of strings");
        if (count > data.Length / type.Size) throw file.Source.Fault("a list of strings is shorter than its shape says; the file is damaged");
        var strings = new string[count];
        for (var i = 0; i < strings.Length; i++)
        {
            if (!type.IsVariable)
            {
                strings[i] = Fixed(cursor.Bytes(type.Size), type.Padding);
                continue;
            }
            var length = cursor.U32();
            var address = cursor.Address();
            var index = cursor.U32();
            if (length == 0 || address <= 0)
            {
                strings[i] = "";
                continue;
            }
            var text = file.Heap.Read(address, index).Span;
            if (length > text.Length) throw file.Source.Fault("a string is longer than its place in the heap; the file is damaged");

            // A string can be referred to twice, but not without end.
            file.Source.Spend(length);
            strings[i] = UpToZero(text[..(int)length]);
        }
        return strings;
    }

    /// <summary>Decodes a text that may end with a zero byte.</summary>
    public static string UpToZero(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    private static string Fixed(ReadOnlySpan<byte> text, int padding)
        => padding == 2 ? Encoding.UTF8.GetString(text.TrimEnd((byte)' ')) : UpToZero(text);
}
