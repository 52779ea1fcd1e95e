using System.Numerics;
using System.Security.Cryptography;

namespace Keras.Utils;

/// <summary>CPython's <c>random.Random</c>: the same seed gives the same numbers.</summary>
/// <remarks>Keras draws the seeds of unseeded initializers, dropout layers and seed generators from Python's global <c>random</c>; here that is <see cref="Global"/>. Every member may be called from any thread.</remarks>
internal sealed class PythonRandom
{
    private readonly MersenneTwister _core = new();
    private readonly Lock _gate = new();

    /// <summary>Makes a generator that starts from the operating system's randomness, as Python does.</summary>
    public PythonRandom()
    {
        Span<byte> bytes = stackalloc byte[64];
        RandomNumberGenerator.Fill(bytes);
        Seed(new BigInteger(bytes, isUnsigned: true));
    }

    /// <summary>Makes a generator that starts from a seed.</summary>
    public PythonRandom(BigInteger seed) => Seed(seed);

    /// <summary>The generator of the process, Python's module <c>random</c>.</summary>
    public static PythonRandom Global { get; } = new();

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

    /// <summary>Draws the seed that Keras gives an object without one: an integer from 1 to 10^9.</summary>
    public static int MakeDefaultSeed() => (int)Global.RandInt(1, 1_000_000_000);

    /// <summary>Starts anew from an integer of any size; its sign does not count.</summary>
    public void Seed(BigInteger seed)
    {
        var bytes = BigInteger.Abs(seed).ToByteArray(isUnsigned: true);
        var key = new uint[Math.Max((bytes.Length + 3) / 4, 1)];
        Buffer.BlockCopy(bytes, 0, key, 0, bytes.Length);
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("PythonRandom expects a little-endian processor.");
        lock (_gate) _core.Seed(key);
    }

    /// <summary>A double in [0, 1).</summary>
    public double Random()
    {
        lock (_gate) return _core.NextDouble();
    }

    /// <summary>A double in [a, b), or b itself by rounding.</summary>
    public double Uniform(double a, double b) => a + (b - a) * Random();

    /// <summary>An unsigned integer of <paramref name="count"/> random bits, at most 64.</summary>
    public ulong GetRandBits(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 64);
        lock (_gate) return Bits(count);
    }

    /// <summary>An integer from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public long RandInt(long low, long high)
    {
        if (high < low) throw new ArgumentException($"There is no integer from {low} to {high}.");
        lock (_gate) return low + (long)Below((ulong)(high - low) + 1);
    }

    /// <summary>An integer from 0 to <paramref name="stop"/> - 1.</summary>
    public long RandRange(long stop) => RandRange(0, stop);

    /// <summary>One of start, start + step, … before <paramref name="stop"/>.</summary>
    public long RandRange(long start, long stop, long step = 1)
    {
        if (step == 0) throw new ArgumentException("The step of RandRange is 0; it must move towards stop.", nameof(step));
        var width = step > 0 ? (stop - start + step - 1) / step : (start - stop - step - 1) / -step;
        if (width <= 0) throw new ArgumentException($"The range from {start} to {stop} by {step} is empty.");
        lock (_gate) return start + step * (long)Below((ulong)width);
    }

    /// <summary>One of the items.</summary>
    public T Choice<T>(IReadOnlyList<T> items)
    {
        if (items.Count == 0) throw new ArgumentException("Cannot choose from an empty list.", nameof(items));
        return items[(int)RandRange(items.Count)];
    }

    /// <summary>Brings the items into random order, in place.</summary>
    public void Shuffle<T>(IList<T> items)
    {
        lock (_gate)
        {
            for (var i = items.Count - 1; i > 0; i--)
            {
                var j = (int)Below((ulong)i + 1);
                (items[i], items[j]) = (items[j], items[i]);
            }
        }
    }

    /// <summary>Draws <paramref name="count"/> different items.</summary>
    public T[] Sample<T>(IReadOnlyList<T> items, int count)
    {
        if (count < 0 || count > items.Count) throw new ArgumentException($"Cannot draw {count} different items from {items.Count}.", nameof(count));
        var result = new T[count];
        // CPython chooses between a pool and a set of taken indices by their memory, and the two draw different items.
        var setSize = 21.0;
        if (count > 5) setSize += Math.Pow(4, Math.Ceiling(Math.Log(count * 3) / Math.Log(4)));
        lock (_gate)
        {
            if (items.Count <= setSize)
            {
                var pool = items.ToArray();
                for (var i = 0; i < count; i++)
                {
                    var j = (int)Below((ulong)(pool.Length - i));
                    result[i] = pool[j];
                    pool[j] = pool[pool.Length - i - 1];
                }
            }
            else
            {
                var taken = new HashSet<int>();
                for (var i = 0; i < count; i++)
                {
                    int j;
                    do j = (int)Below((ulong)items.Count);
                    while (!taken.Add(j));
                    result[i] = items[j];
                }
            }
        }
        return result;
    }

    private ulong Below(ulong bound)
    {
        if (bound == 0) return Bits(64);      // the whole range of RandInt(long.MinValue, long.MaxValue)
        var bits = 64 - BitOperations.LeadingZeroCount(bound);
        ulong value;
        do value = Bits(bits);
        while (value >= bound);
        return value;
    }

    private ulong Bits(int count)
    {
        if (count == 0) return 0;
        if (count <= 32) return _core.NextUInt32() >> (32 - count);
        ulong low = _core.NextUInt32();
        return low | ((ulong)(_core.NextUInt32() >> (64 - count)) << 32);
    }
}
