namespace Keras.Tests.Testing;

/// <summary>A folder for the files of a test, deleted at its end.</summary>
internal sealed class ScratchFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("keras-tests-").FullName;

    /// <summary>The path of a file in the folder; the folders above it are made.</summary>
    internal string File(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
