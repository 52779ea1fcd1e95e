using System.Globalization;

namespace Keras;

/// <summary>Which batches a callback profiles: none (0), one, or from one to another.</summary>
public readonly struct ProfileBatch
{
    private ProfileBatch(int start, int stop)
    {
        if (start < 0 || stop < start)
            throw new ArgumentException($"profile_batch must be a non-negative integer or 2-tuple of positive integers. A pair of positive integers signifies a range of batches to profile. Found: ({start}, {stop})");
        (Start, Stop) = (start, stop);
    }

    /// <summary>The first batch; 0 for none.</summary>
    public int Start { get; }

    /// <summary>The last batch.</summary>
    public int Stop { get; }

    /// <summary>One batch, or none.</summary>
    public static implicit operator ProfileBatch(int batch) => new(batch, batch);

    /// <summary>From one batch to another.</summary>
    public static implicit operator ProfileBatch((int Start, int Stop) range) => new(range.Start, range.Stop);

    /// <summary><c>"10"</c> or <c>"10,20"</c>.</summary>
    /// <exception cref="ArgumentException">Another text.</exception>
    public static implicit operator ProfileBatch(string text)
    {
        var parts = text.Split(',');
        var numbers = parts.Select(p => int.TryParse(p, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n : -1).ToArray();
        return numbers.Length is 1 or 2 && numbers.All(n => n >= 0) ? new(numbers[0], numbers[^1])
            : throw new ArgumentException($"profile_batch must be a non-negative integer or 2-tuple of positive integers. Found: {text}");
    }
}
