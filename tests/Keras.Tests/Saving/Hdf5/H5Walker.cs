using Keras.Saving.Hdf5;

namespace Keras.Tests.Saving.Hdf5;

/// <summary>Reads everything in a file: every group, attribute and dataset.</summary>
internal static class H5Walker
{
    /// <summary>Reads everything.</summary>
    /// <param name="file">The file.</param>
    /// <param name="maxBytes">Datasets of more bytes are only listed, as a caller does that expects a shape.</param>
    /// <returns>How many datasets were read.</returns>
    public static int Walk(Hdf5File file, long maxBytes = long.MaxValue) => Walk(file.Root, maxBytes);

    private static int Walk(H5Group group, long maxBytes)
    {
        ReadAttributes(group);
        var count = 0;
        foreach (var child in group.Children)
        {
            if (child is H5Group inner) count += Walk(inner, maxBytes);
            else if (Read((H5Dataset)child, maxBytes)) count++;
        }
        return count;
    }

    private static bool Read(H5Dataset dataset, long maxBytes)
    {
        ReadAttributes(dataset);
        if (dataset.DType == H5DType.Other || dataset.ByteLength > maxBytes) return false;
        if (dataset.DType == H5DType.String) dataset.ReadStrings();
        else dataset.Read(new byte[dataset.ByteLength]);
        return true;
    }

    private static void ReadAttributes(H5Object o)
    {
        foreach (var name in o.Attributes.Names)
        {
            var attribute = o.Attributes.Find(name)!;
            if (attribute.DType == H5DType.String) attribute.ReadStrings();
            else if (attribute.DType.Size() > 0) attribute.ReadNumbers();
        }
    }
}
