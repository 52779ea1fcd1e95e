namespace Keras.Conformance;

/// <summary>Places in the repository around this program.</summary>
internal static class Repository
{
    /// <summary>The folder of the repository's own cases.</summary>
    /// <exception cref="DirectoryNotFoundException">The program runs outside the repository.</exception>
    internal static string Golden()
    {
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var golden = Path.Combine(folder.FullName, "tests", "Golden");
                if (Directory.Exists(golden)) return golden;
            }
        throw new DirectoryNotFoundException("There is no tests/Golden above the current folder.");
    }
}
