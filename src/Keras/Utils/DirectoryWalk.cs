namespace Keras.Utils;

/// <summary>Files below a folder in Python's order: folders by their whole path, files by name, both letter by letter.</summary>
internal static class DirectoryWalk
{
    /// <summary>The paths of all files, in the folder or below it, with one of the endings.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    internal static IEnumerable<string> Files(string directory, IReadOnlyCollection<string> endings, bool followLinks)
    {
        var folders = new List<string>();
        Collect(directory, folders, followLinks, []);
        folders.Sort(StringComparer.Ordinal);
        foreach (var folder in folders)
            foreach (var name in Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal))
                if (endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase))) yield return Path.Combine(folder, name);
    }

    /// <summary>The names of the folders in a folder, letter by letter.</summary>
    internal static IEnumerable<string> Folders(string directory) => Directory.EnumerateDirectories(directory).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal);

    private static void Collect(string directory, List<string> folders, bool followLinks, HashSet<string> above)
    {
        folders.Add(directory);
        foreach (var folder in Directory.EnumerateDirectories(directory))
        {
            var info = new DirectoryInfo(folder);
            if (info.LinkTarget is null)
            {
                Collect(folder, folders, followLinks, above);
                continue;
            }
            if (!followLinks) continue;
            // A link to a folder above would lead in circles.
            var target = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
            if (!above.Add(target)) continue;
            Collect(folder, folders, followLinks, above);
            above.Remove(target);
        }
    }
}
