namespace Keras.Saving;

/// <summary>Writes a file so that a reader sees either the old content or the whole new content, never a part of it.</summary>
internal static class AtomicFile
{
    private const string Prefix = ".keras-";
    private const string Ending = ".tmp";

    /// <summary>How long a temporary file that nobody holds open is left alone.</summary>
    private static readonly TimeSpan LeftOverAfter = TimeSpan.FromSeconds(10);

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
        RemoveLeftOvers(folder);
        var temporary = Path.Combine(folder, $"{Prefix}{Guid.NewGuid():N}{Ending}");
        try
        {
            using (var stream = Explained(path, folder, () => new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete)))
            {
                // 3. Write, and flush to the disk.
                try
                {
                    write(stream);
                }
                catch (Exception e) when (e.GetType() == typeof(IOException) || IsTooLarge(e))
                {
                    // The disk is full or fails. Subclasses, such as a file not found, are about files that the callback reads.
                    throw Explain(path, folder, e);
                }
                Explained(path, folder, () => { stream.Flush(flushToDisk: true); return true; });

                // 4. Rename, while the file is still open: as long as it is, no other process takes it for a left-over.
                //    The permissions of the file that is replaced are kept.
                Explained(path, folder, () =>
                {
                    if (!OperatingSystem.IsWindows() && File.Exists(target))
                        File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
                    File.Move(temporary, target, overwrite: true);
                    return true;
                });
            }
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || IsTooLarge(e))
        {
            throw Explain(path, folder, e);
        }
    }

    /// <summary>Whether an error is .NET's word for a file that is larger than the file system or the user's quota allows.</summary>
    internal static bool IsTooLarge(Exception e) => e is ArgumentOutOfRangeException { ParamName: "value", ActualValue: null };

    private static Exception Explain(string path, string folder, Exception cause) => cause is UnauthorizedAccessException
        ? new UnauthorizedAccessException($"Cannot write '{path}': the folder '{folder}' or the file in it must not be written by this user. Choose another folder, or change the permissions. ({cause.Message})", cause)
        : new IOException($"Cannot write '{path}': the disk may be full, read-only or broken. Make free space, or save to another folder; an existing file is unchanged. ({cause.Message})", cause);

    /// <summary>
    /// Removes what processes left that were killed while they wrote into this folder. A file that is being written is locked, and a file
    /// that was just made may not be locked yet.
    /// </summary>
    private static void RemoveLeftOvers(string folder)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, $"{Prefix}*{Ending}"))
            {
                if (!Guid.TryParseExact(Path.GetFileName(file)[Prefix.Length..^Ending.Length], "N", out _) || DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < LeftOverAfter) continue;
                try
                {
                    using var alone = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // Somebody writes it, or it belongs to somebody else.
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder whose files must not be listed may still be written to.
        }
    }

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
