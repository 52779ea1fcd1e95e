using System.Collections.Concurrent;
using System.IO.Compression;

namespace Keras.Conformance.Cases;

/// <summary>Folders with the files of packs that have files beside their cases (models, images); deleted when the process ends.</summary>
internal static class Unpacked
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> s_folders = new();

    internal static string Files(string pack) => s_folders.GetOrAdd(Path.GetFullPath(pack), p => new Lazy<string>(() => Unpack(p))).Value;

    private static bool IsFile(ZipArchiveEntry entry) => !entry.FullName.EndsWith(".jsonl", StringComparison.Ordinal) || entry.FullName.Contains('/');

    private static string Unpack(string pack)
    {
        using var archive = ZipFile.OpenRead(pack);
        if (!archive.Entries.Any(IsFile)) return Path.GetDirectoryName(pack)!;
        var folder = Directory.CreateTempSubdirectory("keras-conformance-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // What another process still reads stays; it lies in the folder for temporary files.
            }
        };
        foreach (var entry in archive.Entries.Where(IsFile))
        {
            var target = Path.GetFullPath(Path.Combine(folder, entry.FullName));
            if (!target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new InvalidDataException($"The archive '{pack}' has an entry outside its folder: '{entry.FullName}'.");
            if (entry.FullName.EndsWith('/'))
            {
                Directory.CreateDirectory(target);
                continue;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            entry.ExtractToFile(target);
        }
        return folder;
    }
}
