namespace Keras.Tests.Testing;

/// <summary>Points KERAS_HOME at a folder of its own for a test.</summary>
public sealed class TempKerasHome : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable("KERAS_HOME");
    private readonly TempFolder _folder = new();

    /// <summary>Sets the variable.</summary>
    public TempKerasHome() => Environment.SetEnvironmentVariable("KERAS_HOME", _folder.Path);

    /// <summary>The folder.</summary>
    public string Path => _folder.Path;

    /// <summary>Puts a file or folder where the loaders look, as a link.</summary>
    /// <param name="source">What is there.</param>
    /// <param name="target">Where it shall be, below the folder.</param>
    public void Link(string source, params string[] target)
    {
        var path = _folder[target];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        if (Directory.Exists(source)) Directory.CreateSymbolicLink(path, source);
        else File.CreateSymbolicLink(path, source);
    }

    /// <summary>Writes a file where the loaders look.</summary>
    public void Write(byte[] content, params string[] target)
    {
        var path = _folder[target];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Environment.SetEnvironmentVariable("KERAS_HOME", _before);
        _folder.Dispose();
    }
}
