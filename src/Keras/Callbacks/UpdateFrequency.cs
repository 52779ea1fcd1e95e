using System.Globalization;

namespace Keras;

/// <summary>How often a callback writes the results of training: <c>"epoch"</c>, <c>"batch"</c>, or after a number of batches.</summary>
public readonly struct UpdateFrequency
{
    private UpdateFrequency(int batches) => Batches = batches;

    /// <summary>Number of batches; <see langword="null"/> for after each epoch alone.</summary>
    public int? Batches { get; }

    internal bool IsEpoch => Batches is null;

    /// <summary>After a number of batches.</summary>
    /// <exception cref="ArgumentException">The number is not positive.</exception>
    public static implicit operator UpdateFrequency(int batches) => batches > 0 ? new(batches)
        : throw new ArgumentException($"`update_freq` must be 'epoch', 'batch' or a positive number of batches. Received: update_freq={batches.ToString(CultureInfo.InvariantCulture)}");

    /// <summary><c>"epoch"</c> or <c>"batch"</c>.</summary>
    /// <exception cref="ArgumentException">Another text.</exception>
    public static implicit operator UpdateFrequency(string text) => text switch
    {
        "epoch" => default,
        "batch" => new(1),
        _ => throw new ArgumentException($"`update_freq` must be 'epoch', 'batch' or a positive number of batches. Received: update_freq={text}"),
    };
}
