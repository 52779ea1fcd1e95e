using System.Collections.Concurrent;
using TorchSharp;

namespace Keras.Backend.Native;

/// <summary>
/// Numbers as libtorch takes them, made once and kept.
/// </summary>
/// <remarks>
/// A number that TorchSharp converts on the fly can be finalized while the operation that received it still runs, and costs more than a small operation.
/// <c>a.add(b)</c>, <c>a.add_(b)</c> and <c>a + b</c> make such a number themselves (the factor of b): write <c>a.add(b, Scalars.One)</c>.
/// </remarks>
internal static class Scalars
{
    private const int CacheLimit = 4096;
    private const int RecentCount = 1024;

    private static readonly ConcurrentDictionary<long, Scalar> s_doubles = new();
    private static readonly ConcurrentDictionary<long, Scalar> s_longs = new();

    [ThreadStatic] private static Scalar[]? t_recent;
    [ThreadStatic] private static int t_next;

    internal static readonly Scalar Zero = Of(0.0);
    internal static readonly Scalar One = Of(1.0);
    internal static readonly Scalar IntOne = Of(1L);
    internal static readonly Scalar True = true.ToScalar();
    internal static readonly Scalar False = false.ToScalar();

    /// <summary>A floating-point number. Keyed by its bits: -0.0 and NaN keep their sign and payload.</summary>
    internal static Scalar Of(double value)
    {
        long key = BitConverter.DoubleToInt64Bits(value);
        if (s_doubles.TryGetValue(key, out var scalar))
            return scalar;
        return s_doubles.Count < CacheLimit ? s_doubles.GetOrAdd(key, static k => BitConverter.Int64BitsToDouble(k).ToScalar()) : Recent(value.ToScalar());
    }

    /// <summary>An integer.</summary>
    internal static Scalar Of(long value)
    {
        if (s_longs.TryGetValue(value, out var scalar))
            return scalar;
        return s_longs.Count < CacheLimit ? s_longs.GetOrAdd(value, static v => v.ToScalar()) : Recent(value.ToScalar());
    }

    internal static Scalar Of(int value) => Of((long)value);

    internal static Scalar Of(bool value) => value ? True : False;

    // When the cache is full (a learning rate that changes every step): hold the last ones of this thread, so that none is finalized during its own call.
    private static Scalar Recent(Scalar scalar)
    {
        var recent = t_recent ??= new Scalar[RecentCount];
        recent[t_next] = scalar;
        t_next = (t_next + 1) % RecentCount;
        return scalar;
    }
}
