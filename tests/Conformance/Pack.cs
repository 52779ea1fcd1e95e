using System.IO.Compression;

namespace Keras.Conformance;

/// <summary>Packs the cases of a folder into one archive an area: what the tests of the repository replay.</summary>
internal static class Pack
{
    internal static void Make(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var area in Directory.EnumerateDirectories(source).Order(StringComparer.Ordinal))
        {
            var files = Directory.EnumerateFiles(area, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
            if (!files.Any(f => f.EndsWith(".jsonl", StringComparison.Ordinal))) continue;
            var path = Path.Combine(target, Path.GetFileName(area) + ".zip");
            var partial = path + ".part";
            File.Delete(partial);
            using (var archive = ZipFile.Open(partial, ZipArchiveMode.Create))
            {
                foreach (var file in files)
                {
                    var entry = archive.CreateEntry(Path.GetRelativePath(area, file).Replace('\\', '/'), CompressionLevel.SmallestSize);
                    // One date for all: the same cases give the same archive.
                    entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
                    using var from = File.OpenRead(file);
                    using var into = entry.Open();
                    from.CopyTo(into);
                }
            }
            File.Move(partial, path, overwrite: true);
            Console.WriteLine($"{path}: {files.Length} files, {new FileInfo(path).Length:N0} bytes");
        }
    }
}
