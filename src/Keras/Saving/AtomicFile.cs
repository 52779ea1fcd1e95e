namespace Keras.Saving;

/// <summary>Writes a file so that a reader sees either the old content or the whole new content, never a part of it.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes <paramref name="path"/>: the content goes to a temporary file beside it, is flushed to the disk, and is then renamed over it.
    /// On any error the temporary file is removed and an existing file stays as it was.
    /// </summary>
    /// <param name="path">The file to write. Its folder must exist. A symbolic link is followed.</param>
    /// <param name="write">Writes the content to the stream, from its start. It need not flush, and must not close it.</param>
    /// <exception cref="IOException">The folder is missing, the path is a folder, or the disk is full or fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the existing file must not be written.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);

        // 1. Say what is wrong with the target before any work is done.
        var target = FollowLink(path);
        var folder = Path.GetDirectoryName(target);
        if (folder is null || Directory.Exists(target) || Path.EndsInDirectorySeparator(path))
            throw new IOException($"Cannot write '{path}': it is a folder. Give the name of a file.");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"Cannot write '{path}': the folder '{folder}' does not exist. Create it first, for example with Directory.CreateDirectory.");
        if (File.Exists(target) && File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
            throw new UnauthorizedAccessException($"Cannot write '{path}': the existing file is read-only. Make it writable, or save under another name.");

        // 2. The temporary file is in the same folder, because a rename is atomic within one file system only.
        //    Its name does not repeat the target's, which may already be as long as the file system allows.
        var temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = Explained(path, folder, () => new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read)))
            {
                // 3. Write, and flush to the disk.
                try
                {
                    write(stream);
                }
                catch (IOException e) when (e.GetType() == typeof(IOException))
                {
                    // The disk is full or fails. Subclasses, such as a file not found, are about files that the callback reads.
                    throw Explain(path, folder, e);
                }
                Explained(path, folder, () => { stream.Flush(flushToDisk: true); return true; });
            }

            // 4. Rename. The permissions of the file that is replaced are kept.
            Explained(path, folder, () =>
            {
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                    File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
                File.Move(temporary, target, overwrite: true);
                return true;
            });
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    /// <summary>The file that <paramref name="path"/> points to where it is a symbolic link, so that the rename replaces that file and not the link.</summary>
    private static string FollowLink(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return full;                        // no such file yet
        }
    }

    private static T Explained<T>(string path, string folder, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(path, folder, e);
        }
    }

    private static Exception Explain(string path, string folder, Exception cause) => cause is UnauthorizedAccessException
        ? new UnauthorizedAccessException($"Cannot write '{path}': the folder '{folder}' or the file in it must not be written by this user. Choose another folder, or change the permissions. ({cause.Message})", cause)
        : new IOException($"Cannot write '{path}': the disk may be full or may fail. Make free space, or save to another folder; an existing file is unchanged. ({cause.Message})", cause);

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that led here says more than that the left-over could not be removed.
        }
    }
}
