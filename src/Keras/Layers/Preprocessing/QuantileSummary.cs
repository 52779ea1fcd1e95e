namespace Keras.Layers;

/// <summary>Quantiles of numbers seen in pieces: places of the sorted numbers, and how many numbers each stands for.</summary>
internal sealed class QuantileSummary
{
    private QuantileSummary(float[] values, float[] weights) => (Values, Weights) = (values, weights);

    /// <summary>Of no numbers.</summary>
    internal static QuantileSummary Empty { get; } = new([], []);

    private float[] Values { get; }

    private float[] Weights { get; }

    /// <summary>About <c>1 / epsilon</c> places of numbers.</summary>
    internal static QuantileSummary Of(float[] numbers, double epsilon)
    {
        var sorted = (float[])numbers.Clone();
        Array.Sort(sorted);
        var step = Math.Max(sorted.Length / (1.0 / epsilon), 1);
        var values = new List<float>();
        for (var i = (int)(step - 1); i < sorted.Length; i += (int)step) values.Add(sorted[i]);
        return new([.. values], [.. Enumerable.Repeat((float)step, values.Count)]);
    }

    /// <summary>This summary and another as one.</summary>
    internal QuantileSummary Merge(QuantileSummary other, double epsilon)
    {
        var both = Values.Zip(Weights).Concat(other.Values.Zip(other.Weights)).OrderBy(p => p.First).ToArray();
        return new QuantileSummary([.. both.Select(p => p.First)], [.. both.Select(p => p.Second)]).Compress(epsilon);
    }

    /// <summary>Boundaries between bins of about as many numbers each.</summary>
    internal double[] Boundaries(int bins)
    {
        var values = Compress(1.0 / bins).Values;
        return [.. values.Take(values.Length - 1).Select(v => (double)v)];
    }

    /// <summary>At most about <c>1 / epsilon</c> places, interpolated where the numbers up to them are these shares of all.</summary>
    private QuantileSummary Compress(double epsilon)
    {
        if (Values.Length * epsilon < 1) return this;
        // 1. Numbers up to each place, and their share of all, in single precision as the summary is.
        var sums = new float[Weights.Length];
        float sum = 0;
        for (var i = 0; i < sums.Length; i++) sums[i] = sum += Weights[i];
        var shares = sums.Select(s => (double)(s / sum)).ToArray();
        // 2. Both at even shares.
        var even = Enumerable.Range(0, (int)Math.Ceiling(1.0 / epsilon)).Select(i => epsilon + i * epsilon).ToArray();
        var values = even.Select(p => Interpolate(p, shares, Values)).ToArray();
        var counts = even.Select(p => Interpolate(p, shares, sums)).ToArray();
        return new([.. values.Select(v => (float)v)], [.. counts.Select((c, i) => (float)(c - (i == 0 ? 0 : counts[i - 1])))]);
    }

    private static double Interpolate(double x, double[] at, float[] values)
    {
        if (x < at[0]) return values[0];
        if (x >= at[^1]) return values[^1];
        // The last place not above x.
        var (low, high) = (0, at.Length - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (at[middle] <= x) low = middle;
            else high = middle;
        }
        if (at[low] == x) return values[low];
        var slope = ((double)values[low + 1] - values[low]) / (at[low + 1] - at[low]);
        return slope * (x - at[low]) + values[low];
    }
}
