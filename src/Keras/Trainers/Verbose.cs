namespace Keras;

/// <summary>The argument verbose: 0 silent, 1 progress bar, 2 one line an epoch, or <c>"auto"</c> (1).</summary>
public readonly struct Verbose
{
    private readonly int _shift;

    private Verbose(int level) => _shift = level - 1;

    /// <summary>The level: 0, 1 or 2. A value that nobody set is "auto", which is 1.</summary>
    public int Level => _shift + 1;

    /// <summary>0, 1 or 2.</summary>
    /// <exception cref="ArgumentException">Another number.</exception>
    public static implicit operator Verbose(int level) => level is 0 or 1 or 2 ? new(level)
        : throw new ArgumentException($"Argument `verbose` must be 0, 1, 2 or \"auto\". Received: verbose={level}.");

    /// <summary><see langword="false"/> is 0, <see langword="true"/> is 1.</summary>
    public static implicit operator Verbose(bool on) => new(on ? 1 : 0);

    /// <summary><c>"auto"</c>.</summary>
    /// <exception cref="ArgumentException">Another text.</exception>
    public static implicit operator Verbose(string value) => value == "auto" ? default
        : throw new ArgumentException($"Argument `verbose` must be 0, 1, 2 or \"auto\". Received: verbose='{value}'.");
}
