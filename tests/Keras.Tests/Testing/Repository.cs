namespace Keras.Tests.Testing;

/// <summary>The source tree that the tests were built from, for the tests that read it.</summary>
/// <remarks>The path recorded by the compiler will not do: a build under CI=true is deterministic and records "/_/".</remarks>
internal static class Repository
{
    /// <summary>The folder of KerasPort.sln, above the built tests.</summary>
    internal static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "KerasPort.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"KerasPort.sln is in no folder above '{AppContext.BaseDirectory}'.");
    }
}
