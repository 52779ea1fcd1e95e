using System.Formats.Tar;
using System.IO.Compression;

namespace Keras.Utils;

/// <summary>Unpacks tar archives, plain or gzip, and zip archives; an archive that reaches outside its folder is refused as a whole.</summary>
// Porting note: Keras skips entries that reach outside, with a warning. Such an archive was made to do harm, so nothing of it is kept here.
internal static class ArchiveExtractor
{
    /// <summary>Unpacks an archive into a folder; files of the same name are replaced, others stay.</summary>
    /// <param name="archive">Path of the archive.</param>
    /// <param name="folder">Where to; made if need be.</param>
    /// <param name="format">tar, zip, or auto for either.</param>
    /// <exception cref="InvalidDataException">The file is no such archive, is damaged, or has entries that reach outside the folder.</exception>
    public static void Extract(string archive, string folder, string format)
    {
        var kind = Detect(archive);
        var wanted = format switch { "tar" => kind is Kind.Tar or Kind.GzipTar, "zip" => kind is Kind.Zip, _ => kind is Kind.Tar or Kind.GzipTar or Kind.Zip };
        if (!wanted)
        {
            var expected = format == "auto" ? "a tar or zip archive" : $"a {format} archive";
            var hint = kind is Kind.Bzip2 or Kind.Xz ? $" It is compressed with {kind.ToString().ToLowerInvariant()}, which cannot be unpacked here: unpack it by hand to {folder}." : "";
            throw new InvalidDataException($"{archive} is not {expected}.{hint}");
        }

        // Unpacked beside the folder first: a damaged archive leaves nothing half done.
        var staging = $"{folder}.{Guid.NewGuid():N}.tmp";
        Directory.CreateDirectory(staging);
        try
        {
            switch (kind)
            {
                case Kind.Zip: ExtractZip(archive, staging); break;
                case Kind.Tar: ExtractTar(File.OpenRead(archive), archive, staging); break;
                default: ExtractTar(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress), archive, staging); break;
            }
            MoveInto(staging, folder);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"{archive} is damaged: it ends too early.", e);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{archive} is damaged: {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        }
    }

    private enum Kind
    {
        None, Tar, GzipTar, Zip, Bzip2, Xz,
    }

    private static Kind Detect(string path)
    {
        Span<byte> head = stackalloc byte[512];
        using var stream = File.OpenRead(path);
        var count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (count < 4) return Kind.None;
        if (head is [0x50, 0x4B, 3 or 5 or 7, 4 or 6 or 8, ..]) return Kind.Zip;
        if (head is [(byte)'B', (byte)'Z', (byte)'h', ..]) return Kind.Bzip2;
        if (head is [0xFD, (byte)'7', (byte)'z', (byte)'X', ..]) return Kind.Xz;
        if (head is [0x1F, 0x8B, ..])
        {
            stream.Position = 0;
            try
            {
                using var gzip = new GZipStream(stream, CompressionMode.Decompress);
                return gzip.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && IsTarHeader(head) ? Kind.GzipTar : Kind.None;
            }
            catch (InvalidDataException)
            {
                return Kind.None;
            }
        }
        return count == head.Length && IsTarHeader(head) ? Kind.Tar : Kind.None;
    }

    /// <summary>A tar header holds, in octal at 148, the sum of its own bytes with that field as blanks.</summary>
    private static bool IsTarHeader(ReadOnlySpan<byte> header)
    {
        var sum = 0;
        for (var i = 0; i < header.Length; i++) sum += i is >= 148 and < 156 ? ' ' : header[i];
        var told = 0;
        foreach (var digit in header.Slice(148, 8))
        {
            if (digit is >= (byte)'0' and <= (byte)'7') told = told * 8 + digit - '0';
            else if (digit is not ((byte)' ' or 0)) return false;
        }
        return told == sum && header[0] != 0;
    }

    private static void ExtractZip(string archive, string folder)
    {
        using var zip = ZipFile.OpenRead(archive);
        foreach (var entry in zip.Entries)
        {
            var path = Inside(folder, entry.FullName, archive);
            if (entry.FullName.EndsWith('/'))
            {
                Directory.CreateDirectory(path);
                continue;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            entry.ExtractToFile(path, overwrite: true);
        }
    }

    private static void ExtractTar(Stream stream, string archive, string folder)
    {
        using var reader = new TarReader(stream);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) continue;
            var path = Inside(folder, entry.Name, archive);
            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    Directory.CreateDirectory(path);
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    if (Path.Exists(path)) File.Delete(path);
                    using (var file = File.Create(path)) entry.DataStream?.CopyTo(file);
                    if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, KeptMode(entry.Mode));
                    break;
                case TarEntryType.SymbolicLink:
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    RefuseLinkOutside(folder, path, entry.LinkName, archive);
                    File.CreateSymbolicLink(path, entry.LinkName);
                    break;
                case TarEntryType.HardLink:
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.Copy(Inside(folder, entry.LinkName, archive), path, overwrite: true);
                    break;
                default:
                    throw new InvalidDataException($"{archive} has the entry '{entry.Name}' of kind {entry.EntryType}; only files, folders and links are unpacked.");
            }
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static UnixFileMode KeptMode(UnixFileMode mode)
    {
        const UnixFileMode executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead | (mode & executable);
    }

    /// <summary>The path of an entry; neither its name nor a link on the way may lead outside the folder.</summary>
    private static string Inside(string folder, string name, string archive)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, name.Replace('\\', '/')));
        if (Path.IsPathRooted(name) || !(path + Path.DirectorySeparatorChar).StartsWith(root, StringComparison.Ordinal)) throw Outside(archive, name);
        for (var parent = Path.GetDirectoryName(path)!; parent.Length >= root.Length; parent = Path.GetDirectoryName(parent)!)
        {
            if (new DirectoryInfo(parent).LinkTarget is not null) throw Outside(archive, name);
        }
        return path;
    }

    private static void RefuseLinkOutside(string folder, string path, string link, string archive)
    {
        // ".." after a name might climb from wherever a link of that name leads, so it may stand at the beginning only.
        var parts = link.Split('/', '\\');
        var climbsLater = parts.SkipWhile(p => p is ".." or "." or "").Contains("..");
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var destination = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, link)) + Path.DirectorySeparatorChar;
        if (Path.IsPathRooted(link) || climbsLater || !destination.StartsWith(root, StringComparison.Ordinal)) throw Outside(archive, link);
    }

    private static InvalidDataException Outside(string archive, string name) =>
        new($"{archive} was not unpacked: its entry '{name}' reaches outside the folder to unpack to. Do not trust this file.");

    private static void MoveInto(string from, string to)
    {
        if (!Directory.Exists(to))
        {
            Directory.Move(from, to);
            return;
        }
        foreach (var item in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, item.Name);
            if (item is DirectoryInfo && item.LinkTarget is null)
            {
                if (File.Exists(target)) File.Delete(target);
                MoveInto(item.FullName, target);
            }
            else
            {
                if (Directory.Exists(target) && new DirectoryInfo(target).LinkTarget is null) Directory.Delete(target, recursive: true);
                File.Move(item.FullName, target, overwrite: true);
            }
        }
    }
}
