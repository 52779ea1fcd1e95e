namespace Keras.Utils;

/// <summary>NumPy's legacy <c>np.random.RandomState</c>: the same seed gives the same numbers.</summary>
/// <remarks>NumSharp's generator gives these numbers too, but is one for all threads without a lock. Every member here may be called from any thread.</remarks>
internal sealed class NumpyRandomState
{
    private readonly MersenneTwister _core = new();
    private readonly Lock _gate = new();

    /// <summary>Makes a generator that starts from a seed.</summary>
    /// <param name="seed">From 0 to 2^32 - 1.</param>
    public NumpyRandomState(long seed) => Seed(seed);

    /// <summary>The generator of the process, NumPy's functions <c>np.random.*</c>; unseeded at first.</summary>
    public static NumpyRandomState Global { get; } = new(System.Random.Shared.NextInt64(1L << 32));

    /// <summary>How far it was drawn from.</summary>
    internal byte[] State
    {
        get
        {
            lock (_gate) return _core.State;
        }
        set
        {
            lock (_gate) _core.State = value;
        }
    }

    /// <summary>Starts anew from a seed.</summary>
    /// <exception cref="ArgumentException">The seed is not between 0 and 2^32 - 1.</exception>
    public void Seed(long seed)
    {
        if (seed is < 0 or > uint.MaxValue) throw new ArgumentException($"NumPy's random state got the seed {seed}; it takes 0 to 4294967295 (2^32 - 1).", nameof(seed));
        lock (_gate) _core.Seed((uint)seed);
    }

    /// <summary>A double in [0, 1).</summary>
    public double Random()
    {
        lock (_gate) return _core.NextDouble();
    }

    /// <summary>Doubles in [0, 1).</summary>
    public double[] Rand(int count) => Uniform(0, 1, count);

    /// <summary>A double in [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * Random();

    /// <summary>Doubles in [low, high).</summary>
    public double[] Uniform(double low, double high, int count)
    {
        var result = new double[count];
        lock (_gate)
        {
            for (var i = 0; i < count; i++) result[i] = low + (high - low) * _core.NextDouble();
        }
        return result;
    }

    /// <summary>An integer from <paramref name="low"/> to <paramref name="high"/> - 1.</summary>
    public long RandInt(long low, long high) => RandInt(low, high, 1)[0];

    /// <summary>Integers from <paramref name="low"/> to <paramref name="high"/> - 1.</summary>
    public long[] RandInt(long low, long high, int count)
    {
        if (high <= low) throw new ArgumentException($"There is no integer from {low} to {high} - 1.");
        var result = new long[count];
        lock (_gate)
        {
            for (var i = 0; i < count; i++) result[i] = low + (long)Interval((ulong)(high - low) - 1);
        }
        return result;
    }

    /// <summary>Brings the items into random order, in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        lock (_gate)
        {
            for (var i = items.Length - 1; i > 0; i--)
            {
                var j = (int)Interval((ulong)i);
                (items[i], items[j]) = (items[j], items[i]);
            }
        }
    }

    /// <summary>The numbers from 0 to <paramref name="count"/> - 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        var result = new int[count];
        for (var i = 0; i < count; i++) result[i] = i;
        Shuffle<int>(result);
        return result;
    }

    /// <summary>An integer from 0 to <paramref name="max"/>, included: bits are masked and drawn again until they fit.</summary>
    private ulong Interval(ulong max)
    {
        if (max == 0) return 0;
        var mask = ulong.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(max);
        ulong value;
        do value = (max <= uint.MaxValue ? _core.NextUInt32() : ((ulong)_core.NextUInt32() << 32) | _core.NextUInt32()) & mask;
        while (value > max);
        return value;
    }
}
