namespace Keras;

/// <summary>The argument validation_freq: after every so many epochs, or after the epochs of a list, counted from 1.</summary>
public readonly struct ValidationFrequency
{
    private readonly int _every;
    private readonly int[]? _epochs;

    private ValidationFrequency(int every, int[]? epochs) => (_every, _epochs) = (every, epochs);

    /// <summary>Whether to evaluate after an epoch. A value that nobody set means every epoch.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    internal bool IsDue(int epoch) => _epochs?.Contains(epoch) ?? epoch % Math.Max(1, _every) == 0;

    /// <summary>After every so many epochs.</summary>
    /// <exception cref="ArgumentException">The number is not positive.</exception>
    public static implicit operator ValidationFrequency(int every) => every > 0 ? new(every, null)
        : throw new ArgumentException($"`validation_freq` must be positive, or an array of epochs. Received: validation_freq={every}.");

    /// <summary>After these epochs, counted from 1.</summary>
    public static implicit operator ValidationFrequency(int[] epochs) => new(0, epochs);
}
