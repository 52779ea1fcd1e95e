namespace Keras;

/// <summary>The argument shuffle of fit: <see langword="true"/>, <see langword="false"/> or <c>"batch"</c>.</summary>
public readonly struct Shuffle
{
    private Shuffle(ShuffleMode mode) => Mode = mode;

    internal ShuffleMode Mode { get; }

    /// <summary>Whether rows are shuffled before each epoch.</summary>
    public static implicit operator Shuffle(bool value) => new(value ? ShuffleMode.Epoch : ShuffleMode.None);

    /// <summary><c>"batch"</c>: rows are shuffled within batches alone.</summary>
    /// <exception cref="ArgumentException">Another text.</exception>
    public static implicit operator Shuffle(string value) => value == "batch" ? new(ShuffleMode.Batch)
        : throw new ArgumentException($"Argument `shuffle` must be true, false or \"batch\". Received: shuffle='{value}'.");
}
