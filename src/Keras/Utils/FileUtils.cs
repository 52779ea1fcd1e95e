using System.Security.Cryptography;

namespace Keras.Utils;

/// <summary>Files from the web, kept in a cache folder.</summary>
public static class FileUtils
{
    /// <summary>Keras's folder: <c>$KERAS_HOME</c> if that is set, else <c>.keras</c> in the user's home.</summary>
    internal static string KerasHome =>
        Environment.GetEnvironmentVariable("KERAS_HOME") is { Length: > 0 } home ? home : Path.Combine(UserHome, ".keras");

    /// <summary>The place of downloads where Keras's folder cannot be written.</summary>
    internal static string FallbackHome => Path.Combine(OperatingSystem.IsWindows() ? Path.GetTempPath() : "/tmp", ".keras");

    private static string UserHome => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>Gives the path of a file in the cache, and downloads it first if it is not there.</summary>
    /// <remarks>
    /// The file is written beside its final name and renamed when it is complete and its hash is right. An interrupted download goes on where it
    /// stopped, also in a later call. Processes that want the same file at the same time wait for each other.
    /// Without a hash, anyone between you and the server can change the file: give <paramref name="file_hash"/> where you know it.
    /// </remarks>
    /// <param name="fname">Name of the file in the cache; null takes the last part of the URL. With <paramref name="extract"/>, a name without a dot is the folder to extract to.</param>
    /// <param name="origin">URL of the file: http, https or file.</param>
    /// <param name="untar">Old spelling of <paramref name="extract"/> with the format <c>tar</c>.</param>
    /// <param name="md5_hash">Old spelling of <paramref name="file_hash"/> with md5.</param>
    /// <param name="file_hash">Expected sha256 or md5 of the download, in hexadecimal.</param>
    /// <param name="cache_subdir">Folder below the cache folder; an absolute path is taken as it is.</param>
    /// <param name="hash_algorithm"><c>sha256</c>, <c>md5</c>, or <c>auto</c>, which goes by the length of the hash.</param>
    /// <param name="extract">Whether to unpack the file, a tar (plain or gzip) or zip archive.</param>
    /// <param name="archive_format"><c>tar</c>, <c>zip</c>, <c>auto</c> for either.</param>
    /// <param name="cache_dir">Cache folder; null means <c>$KERAS_HOME</c>, or <c>~/.keras</c>.</param>
    /// <param name="force_download">Whether to download also when the file is in the cache.</param>
    /// <returns>Path of the file, or of the folder it was extracted to.</returns>
    /// <exception cref="ArgumentException">The URL or the name is missing or cannot be used.</exception>
    /// <exception cref="IOException">The download failed; the message says where to put the file by hand.</exception>
    /// <exception cref="InvalidDataException">The download has another hash than expected, or is no archive that can be unpacked.</exception>
    [KerasExport("keras.utils.get_file", Former = ["keras.utils.data_utils.get_file"])]
    public static string get_file(string? fname = null, string? origin = null, bool untar = false, string? md5_hash = null, string? file_hash = null, string cache_subdir = "datasets", string hash_algorithm = "auto", bool extract = false, string? archive_format = "auto", string? cache_dir = null, bool force_download = false)
    {
        // 1. Make sense of the arguments.
        if (origin is null) throw new ArgumentException("get_file needs origin, the URL of the file.", nameof(origin));
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri)) throw new ArgumentException($"get_file: origin '{origin}' is not an absolute URL.", nameof(origin));
        if (hash_algorithm is not ("auto" or "sha256" or "md5")) throw new ArgumentException($"get_file: hash_algorithm is '{hash_algorithm}'; it must be 'auto', 'sha256' or 'md5'.", nameof(hash_algorithm));
        if (md5_hash is not null && file_hash is null) (file_hash, hash_algorithm) = (md5_hash, "md5");
        var unpack = extract || untar;
        if (untar) archive_format = "tar";
        if (unpack && archive_format is not ("auto" or "tar" or "zip")) throw new ArgumentException($"get_file: archive_format is '{archive_format}'; it must be 'auto', 'tar' or 'zip'.", nameof(archive_format));

        // 2. Name the file, and the folder it is extracted to.
        var (fileName, folderName) = Names(fname, uri, unpack);

        // 3. Take it from the cache, if it is there.
        var home = ExpandUser(cache_dir ?? KerasHome);
        var entry = new CacheEntry(uri, origin, Path.Combine(home, cache_subdir), fileName, unpack ? folderName : null, file_hash, hash_algorithm, archive_format);
        if (!force_download && entry.IsComplete()) return entry.Result;

        // 4. Else get it, in a folder that can be written.
        if (!entry.CanWrite())
        {
            entry = entry with { Folder = Path.Combine(FallbackHome, cache_subdir) };
            if (!force_download && entry.IsComplete()) return entry.Result;
        }
        using (entry.Lock()) entry.Fill(force_download);
        return entry.Result;
    }

    /// <summary>The hash of a file in lower-case hexadecimal.</summary>
    internal static string HashFile(string path, bool sha256)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(sha256 ? SHA256.HashData(stream) : MD5.HashData(stream));
    }

    /// <summary>Replaces a leading <c>~</c> by the user's home folder.</summary>
    internal static string ExpandUser(string path) =>
        path == "~" ? UserHome : path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal) ? Path.Combine(UserHome, path[2..]) : path;

    private static (string File, string Folder) Names(string? fname, Uri uri, bool unpack)
    {
        if (string.IsNullOrEmpty(fname))
        {
            var last = uri.AbsolutePath[(uri.AbsolutePath.LastIndexOf('/') + 1)..];
            if (last is "" or "." or "..") throw new ArgumentException($"get_file: the URL {uri} does not end in a file name. Give fname.", nameof(fname));
            return (unpack ? last + "_archive" : last, last);
        }
        if (Path.GetFileName(fname) != fname || fname is "." or "..")
            throw new ArgumentException($"get_file: fname is '{fname}', a path; it must be a mere name. Give the folder as cache_subdir or cache_dir.", nameof(fname));
        if (!unpack) return (fname, fname);
        var dot = fname.IndexOf('.');
        return dot >= 0 ? (fname, fname[..dot] + "_extracted") : (fname + "_archive", fname);
    }
}
