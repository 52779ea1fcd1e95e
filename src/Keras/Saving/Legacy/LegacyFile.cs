namespace Keras.Saving.Legacy;

/// <summary>While open, what is revived comes from a file of the named age: some names meant something else then.</summary>
internal readonly struct LegacyFile : IDisposable
{
    [ThreadStatic] private static int? t_major;
    private readonly int? _before;

    private LegacyFile(int? major)
    {
        _before = t_major;
        t_major = major;
    }

    /// <summary>The age of the file that is being read; 3 where none is.</summary>
    internal static int Major => t_major ?? 3;

    /// <summary>Opens the scope.</summary>
    /// <param name="version">What the file says, such as <c>2.2.4-tf</c>; files of Keras 1 often say nothing.</param>
    internal static LegacyFile Open(string? version) => new(MajorOf(version));

    internal static int MajorOf(string? version) => version is { Length: > 0 } && char.IsAsciiDigit(version[0]) ? version[0] - '0' : 1;

    public void Dispose() => t_major = _before;
}
