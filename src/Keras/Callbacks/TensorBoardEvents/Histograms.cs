namespace Keras.Callbacks.TensorBoardEvents;

/// <summary>Counts of values by interval.</summary>
internal static class Histograms
{
    internal readonly record struct Bucket(double Left, double Right, double Count);

    /// <summary>The counts in intervals of one width between the smallest and the largest value; the last interval holds its right end too.</summary>
    /// <remarks>Equal values all count in the last of intervals without width; without values everything is 0.</remarks>
    internal static Bucket[] Of(ReadOnlySpan<float> values, int buckets)
    {
        var rows = new Bucket[buckets];
        if (values.IsEmpty) return rows;
        double min = values[0], max = values[0];
        foreach (var v in values)
        {
            min = Math.Min(min, v);
            max = Math.Max(max, v);
        }
        var counts = new double[buckets];
        var width = (max - min) / buckets;
        if (!(width > 0)) counts[^1] = values.Length;
        else
            foreach (var v in values) counts[Math.Clamp((int)Math.Floor((v - min) / width), 0, buckets - 1)]++;
        for (var i = 0; i < buckets; i++) rows[i] = new(min + i * width, i == buckets - 1 ? max : min + (i + 1) * width, counts[i]);
        return rows;
    }
}
