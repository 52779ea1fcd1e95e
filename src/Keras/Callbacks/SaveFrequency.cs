using System.Globalization;

namespace Keras;

/// <summary>When a callback saves: <c>"epoch"</c>, or after a number of batches.</summary>
public readonly struct SaveFrequency
{
    private SaveFrequency(int batches) => Batches = batches;

    /// <summary>Number of batches; <see langword="null"/> for after each epoch.</summary>
    public int? Batches { get; }

    internal bool IsEpoch => Batches is null;

    /// <summary>After a number of batches.</summary>
    public static implicit operator SaveFrequency(int batches) => batches > 0 ? new(batches)
        : throw new ArgumentException($"Unrecognized save_freq: {batches.ToString(CultureInfo.InvariantCulture)}. Expected save_freq are 'epoch' or positive integer values");

    /// <summary><c>"epoch"</c>.</summary>
    /// <exception cref="ArgumentException">Another text.</exception>
    public static implicit operator SaveFrequency(string text) => text == "epoch" ? default
        : throw new ArgumentException($"Unrecognized save_freq: {text}. Expected save_freq are 'epoch' or integer values");
}
