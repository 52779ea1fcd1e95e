using Keras.Backend;
using Keras.Saving;
using Keras.Utils;

namespace Keras.Randomness;

/// <summary>A source of seeds with a state: each draw with it gives other numbers, and the same numbers again from the same seed.</summary>
/// <remarks>Every member may be called from any thread. See https://keras.io/api/random/seed_generator/.</remarks>
[KerasExport("keras.random.SeedGenerator")]
public sealed unsafe class SeedGenerator : IHasConfig
{
    private static SeedGenerator? s_global;
    private static readonly Lock s_lock = new();

    private readonly Lock _lock = new();
    private readonly string _parentPath;
    // A draw needs two numbers, no tensor. They move into the variable's memory when someone first asks for the variable.
    private uint _first;
    private uint _second;
    private Variable? _state;
    private int* _cells;

    /// <summary>Makes a generator.</summary>
    /// <param name="seed">First seed; <see langword="null"/> draws one from the generator that <c>keras.utils.set_random_seed</c> seeds.</param>
    /// <param name="name">Name; <see langword="null"/> makes one.</param>
    public SeedGenerator(long? seed = null, string? name = null)
    {
        this.name = name ?? Naming.AutoName("seed_generator");
        this.seed = seed;
        _first = unchecked((uint)(seed ?? PythonRandom.MakeDefaultSeed()));
        _parentPath = NameScope.CurrentPath;
    }

    /// <summary>The first seed; <see langword="null"/> where none was given and one was drawn.</summary>
    public long? seed { get; }

    /// <summary>Name.</summary>
    public string name { get; }

    /// <summary>The state: a variable of shape (2,) and dtype int32, the first seed and the number of draws so far. Assignments to it take effect on the next draw.</summary>
    public Variable state
    {
        get
        {
            lock (_lock)
            {
                if (_state is not null) return _state;
                using var scope = new NameScope(name, this, _parentPath);
                var variable = new Variable(Kernel.FromArray(new[] { (int)_first, (int)_second }), trainable: false, dtype: "int32", name: "seed_generator_state");
                _cells = Kernel.Int32Cells(variable.Raw);
                return _state = variable;
            }
        }
    }

    /// <summary>The state, as the pair that a draw uses; then moves on.</summary>
    /// <param name="ordered">Whether the second number just counts up; otherwise both are stirred.</param>
    /// <returns>Two numbers of dtype int32.</returns>
    public Tensor next(bool ordered = true)
    {
        var (first, second) = Advance(ordered);
        return Kernel.FromArray(new[] { (int)first, (int)second });
    }

    /// <summary>The seed of the next draw.</summary>
    internal uint Draw(bool ordered = true)
    {
        var (first, second) = Advance(ordered);
        return first + second;
    }

    // A call that is computed again for its gradient draws what it drew the first time.
    private (uint First, uint Second) Advance(bool ordered) => Recording.Current is { } recording ? recording.Draw(() => Step(ordered)) : Step(ordered);

    private (uint First, uint Second) Step(bool ordered)
    {
        lock (_lock)
        {
            if (_cells is not null) (_first, _second) = ((uint)_cells[0], (uint)_cells[1]);
            var now = (_first, _second);
            if (ordered) _second++;
            else (_first, _second) = (Stir(_first), Stir(_second));
            if (_cells is not null) (_cells[0], _cells[1]) = ((int)_first, (int)_second);
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

    /// <summary>The generator of draws without a seed; made, with one draw from Python's generator, when it is first used.</summary>
    internal static SeedGenerator Global
    {
        get
        {
            lock (s_lock) return s_global ??= new SeedGenerator();
        }
    }

    /// <summary>The numbers of the next draw of <see cref="Global"/>; <see langword="null"/> where nothing was drawn from it yet.</summary>
    internal static (uint First, uint Second)? GlobalState
    {
        get
        {
            lock (s_lock) return s_global?.Numbers;
        }
        set
        {
            lock (s_lock)
            {
                s_global = value is null ? null : s_global ?? new SeedGenerator(0);
                if (value is { } numbers) s_global!.Numbers = numbers;
            }
        }
    }

    private (uint, uint) Numbers
    {
        get
        {
            lock (_lock) return _cells is null ? (_first, _second) : ((uint)_cells[0], (uint)_cells[1]);
        }
        set
        {
            lock (_lock)
            {
                (_first, _second) = value;
                if (_cells is not null) (_cells[0], _cells[1]) = ((int)_first, (int)_second);
            }
        }
    }

    /// <summary>Lets the next draw without a seed make a new generator.</summary>
    internal static void ForgetGlobal()
    {
        lock (s_lock) s_global = null;
    }

    /// <inheritdoc/>
    public Config get_config() => new() { ["seed"] = seed, ["name"] = name };
}
