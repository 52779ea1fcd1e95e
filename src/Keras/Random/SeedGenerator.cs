using Keras.Backend;
using Keras.Saving;
using Keras.Utils;

namespace Keras.Randomness;

/// <summary>A source of seeds with a state: each draw with it gives other numbers, and the same numbers again from the same seed.</summary>
[KerasExport("keras.random.SeedGenerator")]
public sealed class SeedGenerator : IHasConfig
{
    private static SeedGenerator? s_global;
    private static readonly Lock s_lock = new();

    private uint _first;
    private uint _second;
    private readonly Lock _lock = new();

    /// <summary>Makes a generator.</summary>
    /// <param name="seed">First seed; <see langword="null"/> draws one from the generator that <c>keras.utils.set_random_seed</c> seeds.</param>
    /// <param name="name">Name.</param>
    /// <exception cref="ArgumentException">The seed is negative.</exception>
    public SeedGenerator(long? seed = null, string? name = null)
    {
        if (seed is < 0) throw new ArgumentException($"Argument 'seed' must not be negative. Received: seed={seed}.");
        this.seed = seed ?? PythonRandom.MakeDefaultSeed();
        this.name = name ?? "seed_generator";
        _first = (uint)this.seed;
    }

    /// <summary>The first seed.</summary>
    public long seed { get; }

    /// <summary>Name.</summary>
    public string name { get; }

    /// <summary>The state as Keras keeps it: two numbers.</summary>
    public (uint First, uint Second) State
    {
        get
        {
            lock (_lock) return (_first, _second);
        }
        set
        {
            lock (_lock) (_first, _second) = value;
        }
    }

    /// <summary>The state, as the pair that a draw uses, and moves on.</summary>
    /// <param name="ordered">Whether the second number just counts up; otherwise both are stirred.</param>
    public (uint First, uint Second) next(bool ordered = true)
    {
        lock (_lock)
        {
            var now = (_first, _second);
            if (ordered) _second++;
            else
            {
                _first = Stir(_first);
                _second = Stir(_second);
            }
            return now;
        }
    }

    // The product wraps as a 32-bit signed integer, and the remainder has the sign of the divisor, as Python's has.
    private static uint Stir(uint x)
    {
        var wrapped = unchecked((int)((x + 1) * 5387u));
        var m = wrapped % 933199;
        return (uint)(m < 0 ? m + 933199 : m);
    }

    /// <summary>The generator of draws without a seed.</summary>
    internal static SeedGenerator Global
    {
        get
        {
            lock (s_lock) return s_global ??= new SeedGenerator(name: "global_seed_generator");
        }
    }

    internal static void ForgetGlobal()
    {
        lock (s_lock) s_global = null;
    }

    /// <inheritdoc/>
    public Config get_config() => new() { ["seed"] = seed };
}
