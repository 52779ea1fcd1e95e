namespace Keras.Saving.Hdf5;

/// <summary>Copies a stream that cannot seek, such as a member of an archive, to where it can be read in any order.</summary>
internal static class H5Copy
{
    private const int MaxInMemory = 64 << 20;

    /// <summary>The copy: in memory, or, where it is large, in a temporary file that is gone when it is closed.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">The name of the file, for messages.</param>
    /// <param name="maxLength">The most bytes.</param>
    public static Stream Of(Stream stream, string name, long maxLength)
    {
        Stream copy = new MemoryStream();
        try
        {
            var buffer = new byte[1 << 17];
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                if (count > maxLength - copy.Length) throw Hdf5Fault.In(name, $"it is longer than the {maxLength} bytes it should have; it is damaged");
                if (copy is MemoryStream memory && copy.Length + count > MaxInMemory)
                {
                    copy = new FileStream(Path.Combine(Path.GetTempPath(), $"keras-{Guid.NewGuid():N}.h5"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 17, FileOptions.DeleteOnClose);
                    memory.WriteTo(copy);
                }
                copy.Write(buffer.AsSpan(0, count));
            }
            copy.Position = 0;
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
