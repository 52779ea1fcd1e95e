using System.Collections;
using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>The axes over which <c>ops.tensordot</c> sums: a number of axes (the last ones of the first tensor, the first ones of the second), or the axes of both.</summary>
public readonly struct ContractionAxes : IConfigValue
{
    private readonly int _count;
    private readonly int[]? _first;
    private readonly int[]? _second;

    private ContractionAxes(int count, int[]? first, int[]? second)
    {
        _count = count;
        _first = first;
        _second = second;
    }

    internal (long[] First, long[] Second) Resolve(int rank1, int rank2)
    {
        if (_first is null)
        {
            var n = _count;
            if (n < 0 || n > rank1 || n > rank2)
                throw new ArgumentException($"tensordot: expected a number of axes from 0 to {Math.Min(rank1, rank2)} for tensors of {rank1} and {rank2} dimension(s). Received: axes={n}.");
            return ([.. Enumerable.Range(rank1 - n, n).Select(i => (long)i)], [.. Enumerable.Range(0, n).Select(i => (long)i)]);
        }
        if (_first.Length != _second!.Length || _first.Distinct().Count() != _first.Length || _second.Distinct().Count() != _second.Length)
            throw new ArgumentException($"tensordot: the axes of both tensors must be as many, each once. Received: axes=([{string.Join(", ", _first)}], [{string.Join(", ", _second)}]).");
        return (((Axes)_first).Normalize(rank1), ((Axes)_second).Normalize(rank2));
    }

    object IConfigValue.ToConfig() => _first is null ? _count : new List<object?> { List(_first), List(_second!) };

    private static List<object?> List(int[] values) => [.. values.Select(v => (object?)v)];

    internal static ContractionAxes FromConfig(object? value)
    {
        if (value is not IList { Count: 2 } pair) return Convert.ToInt32(value, CultureInfo.InvariantCulture);
        return new(0, Axes.FromConfig(pair[0]).ToArray(), Axes.FromConfig(pair[1]).ToArray());
    }

    /// <summary>A number of axes.</summary>
    public static implicit operator ContractionAxes(int count) => new(count, null, null);

    /// <summary>One axis of each tensor.</summary>
    public static implicit operator ContractionAxes((int, int) axes) => new(0, [axes.Item1], [axes.Item2]);

    /// <summary>Axes of each tensor.</summary>
    public static implicit operator ContractionAxes((int[], int[]) axes) => new(0, axes.Item1, axes.Item2);

    /// <summary>Axes of each tensor.</summary>
    public static implicit operator ContractionAxes((Axes, Axes) axes) => new(0, axes.Item1.ToArray(), axes.Item2.ToArray());

    /// <summary>Axes of each tensor, as two arrays.</summary>
    public static implicit operator ContractionAxes(int[][] axes) => axes.Length == 2 ? new(0, axes[0], axes[1])
        : throw new ArgumentException($"Expected the axes of two tensors. Received: {axes.Length} lists.");
}
