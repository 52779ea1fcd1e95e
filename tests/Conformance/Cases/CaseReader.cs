using System.IO.Compression;

namespace Keras.Conformance.Cases;

/// <summary>Finds the cases below a folder: in <c>.jsonl</c> files, and in the zip archives that <c>pack</c> makes.</summary>
internal static class CaseReader
{
    /// <summary>Every case below a folder, in the order of the files' paths.</summary>
    /// <param name="place">A folder, one <c>.jsonl</c> file, or one archive.</param>
    /// <param name="wanted">Which lines to parse, by the file's name without extension (the case's name) and the folder it lies in (the area).</param>
    internal static IEnumerable<GoldenCase> Read(string place, Func<string, string, bool>? wanted = null)
    {
        if (File.Exists(place)) return ReadFile(place, wanted);
        if (!Directory.Exists(place)) throw new DirectoryNotFoundException($"There is no folder '{place}'.");
        return Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories)
            .Where(p => p.EndsWith(".jsonl", StringComparison.Ordinal) || p.EndsWith(".zip", StringComparison.Ordinal) && IsPack(p))
            .Order(StringComparer.Ordinal)
            .SelectMany(p => ReadFile(p, wanted));
    }

    private static IEnumerable<GoldenCase> ReadFile(string path, Func<string, string, bool>? wanted)
    {
        if (path.EndsWith(".zip", StringComparison.Ordinal))
        {
            foreach (var found in ReadPack(path, wanted)) yield return found;
            yield break;
        }
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (wanted is not null && !wanted(Path.GetFileNameWithoutExtension(path), Path.GetFileName(folder))) yield break;
        foreach (var line in File.ReadLines(path))
            if (line.Length > 0) yield return new GoldenCase(Json.ParseObject(line), folder);
    }

    private static IEnumerable<GoldenCase> ReadPack(string path, Func<string, string, bool>? wanted)
    {
        var area = Path.GetFileNameWithoutExtension(path);
        using var archive = ZipFile.OpenRead(path);
        string? folder = null;
        foreach (var entry in archive.Entries.Where(e => e.FullName.EndsWith(".jsonl", StringComparison.Ordinal)))
        {
            if (wanted is not null && !wanted(Path.GetFileNameWithoutExtension(entry.Name), area)) continue;
            folder ??= Unpacked.Files(path);
            using var reader = new StreamReader(entry.Open());
            while (reader.ReadLine() is { } line)
                if (line.Length > 0) yield return new GoldenCase(Json.ParseObject(line), folder, Path.GetDirectoryName(Path.GetFullPath(path)));
        }
    }

    private static bool IsPack(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            return archive.Entries.Any(e => !e.FullName.Contains('/') && e.Name.EndsWith(".jsonl", StringComparison.Ordinal));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
