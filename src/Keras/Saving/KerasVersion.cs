namespace Keras.Saving;

/// <summary>The Keras whose files and numbers this library follows.</summary>
public static class KerasVersion
{
    /// <summary>The version of Keras that is mirrored; written into saved files.</summary>
    public const string Mirrored = "3.15.1";

    /// <summary>The version of Keras that is mirrored.</summary>
    [KerasExport("keras.version")]
    public static string version() => Mirrored;

    /// <summary>The version of Keras that is mirrored.</summary>
    [KerasExport("keras.__version__")]
    public static string __version__ => Mirrored;
}
