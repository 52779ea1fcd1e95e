using System.Globalization;

namespace Keras.Utils;

/// <summary>One file of the download cache, and the folder it is extracted to.</summary>
/// <param name="Uri">Where the file comes from.</param>
/// <param name="Origin">The URL as the user wrote it, for messages.</param>
/// <param name="Folder">Folder of the file.</param>
/// <param name="FileName">Name of the file.</param>
/// <param name="ExtractionName">Name of the folder that the file is extracted to; null if it is not.</param>
/// <param name="FileHash">Expected hash, or null.</param>
/// <param name="HashAlgorithm">auto, sha256 or md5.</param>
/// <param name="ArchiveFormat">auto, tar or zip.</param>
internal sealed record CacheEntry(Uri Uri, string Origin, string Folder, string FileName, string? ExtractionName, string? FileHash, string HashAlgorithm, string? ArchiveFormat)
{
    /// <summary>Path of the file.</summary>
    public string Target => Path.Combine(Folder, FileName);

    /// <summary>What the user gets: the file, or the folder it was extracted to.</summary>
    public string Result => ExtractionName is null ? Target : Path.Combine(Folder, ExtractionName);

    // Locks and notes are in a folder of their own, so that the cache holds only what Keras's holds.
    private string NotesFolder => Path.Combine(Folder, ".get_file");

    private string ExtractedNote => Path.Combine(NotesFolder, FileName + ".extracted");

    /// <summary>True when nothing has to be done: the file is there with the right hash and, where it is an archive, extracted.</summary>
    public bool IsComplete() => File.Exists(Target) && HasRightHash(Target) && IsExtracted();

    /// <summary>True when files can be made in the folder, which is made if need be.</summary>
    public bool CanWrite()
    {
        try
        {
            Directory.CreateDirectory(NotesFolder);
            using (File.Create(Path.Combine(NotesFolder, Guid.NewGuid().ToString("N")), 1, FileOptions.DeleteOnClose)) return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Waits until no other process or thread works on this file. Disposing the result lets the next one in.</summary>
    public IDisposable Lock()
    {
        Directory.CreateDirectory(NotesFolder);
        var path = Path.Combine(NotesFolder, FileName + ".lock");
        for (var told = false; ;)
        {
            try
            {
                // The lock file stays: deleting it would let a third process in beside one that has opened the deleted file.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException) && IsInUse(e))
            {
                if (!told) IoUtils.PrintMsg($"Waiting for another download of {Target}");
                told = true;
                Thread.Sleep(50);
            }
        }
    }

    /// <summary>Downloads and extracts what is missing. The caller holds the lock.</summary>
    public void Fill(bool force)
    {
        // 1. Another process may have finished the work while this one waited.
        var present = File.Exists(Target);
        var valid = present && HasRightHash(Target);
        if (present && !valid && !force) IoUtils.PrintMsg($"{Target} does not have the expected hash {FileHash}: it is damaged, unfinished or out of date. It will be downloaded again.");

        // 2. Download.
        if (force || !valid)
        {
            IoUtils.PrintMsg($"Downloading data from {Origin}");
            new Downloader(Uri, Origin, Target, FileHash, IsSha256).Run();
        }

        // 3. Extract.
        if (ExtractionName is null || (!force && IsExtracted())) return;
        ArchiveExtractor.Extract(Target, Result, ArchiveFormat!);
        File.WriteAllText(ExtractedNote, ArchiveStamp());
    }

    private bool IsSha256 => HashAlgorithm == "sha256" || (HashAlgorithm == "auto" && FileHash?.Length == 64);

    private bool HasRightHash(string path) => FileHash is null || string.Equals(FileUtils.HashFile(path, IsSha256), FileHash, StringComparison.OrdinalIgnoreCase);

    // Porting note: Keras unpacks the archive again at each call. The note tells that this very archive was unpacked completely.
    private bool IsExtracted() => ExtractionName is null || (Directory.Exists(Result) && File.Exists(ExtractedNote) && File.ReadAllText(ExtractedNote) == ArchiveStamp());

    private string ArchiveStamp()
    {
        var info = new FileInfo(Target);
        return string.Create(CultureInfo.InvariantCulture, $"{info.Length} {info.LastWriteTimeUtc.Ticks}");
    }

    private static bool IsInUse(IOException e)
    {
        const int sharingViolation = unchecked((int)0x80070020);
        const int lockViolation = unchecked((int)0x80070021);
        const int tryAgainOnLinux = 11;
        const int tryAgainOnMac = 35;
        return e.HResult is sharingViolation or lockViolation or tryAgainOnLinux or tryAgainOnMac;
    }
}
