using System.Numerics;
using System.Runtime.InteropServices;
using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Native calls that draw random numbers, bit for bit those of Keras on its torch backend.</summary>
/// <remarks>
/// Every draw starts a generator from its own seed, as Keras does. One generator a thread is enough for that: seeding sets all of its state,
/// and a generator that the thread holds cannot be freed under a running call.
/// </remarks>
internal static partial class Kernel
{
    // Spans end at 2^31 bytes.
    private const long ChunkOfSelection = 1L << 24;

    [ThreadStatic] private static torch.Generator? t_generator;

    private static torch.Generator Seeded(uint seed)
    {
        var generator = t_generator ??= new torch.Generator(0UL);
        generator.manual_seed(seed);
        return generator;
    }

    /// <summary>Seeds the generator that libtorch uses where none is given.</summary>
    internal static void SeedGlobal(long seed) => torch.manual_seed(seed);

    /// <summary>The state of the generator that libtorch uses where none is given.</summary>
    internal static byte[] GlobalRandomState()
    {
        using var state = torch.random.get_rng_state();
        return state.data<byte>().ToArray();
    }

    /// <summary>Sets the state of the generator that libtorch uses where none is given.</summary>
    /// <exception cref="ArgumentException">It is no such state.</exception>
    internal static void SetGlobalRandomState(byte[] state)
    {
        // libtorch is not asked whether it takes another length, because it would stop the process.
        if (state.Length != GlobalRandomState().Length) throw new ArgumentException($"A state of the random generator has {GlobalRandomState().Length} bytes, got {state.Length}.", nameof(state));
        using var tensor = torch.tensor(state, torch.uint8);
        torch.random.set_rng_state(tensor);
    }

    /// <summary>Uniform numbers from <paramref name="low"/> to <paramref name="high"/>, exclusive.</summary>
    internal static Tensor RandomUniform(uint seed, long[] shape, double low, double high, string dtype) => Make("uniform", () =>
    {
        var drawn = torch.rand(shape, DTypes.Native(dtype), generator: Seeded(seed));
        // In this order and in the dtype of the result, because each step rounds.
        if (high - low != 1) drawn.mul_(Scalars.Of(high - low));
        if (low != 0) drawn.add_(Scalars.Of(low), Scalars.One);
        return drawn;
    });

    internal static Tensor RandomNormal(uint seed, long[] shape, double mean, double stddev, string dtype) =>
        Make("normal", () => Normal(seed, shape, mean, stddev, DTypes.Native(dtype)));

    // Not torch.normal: TorchSharp's multiplies and adds after the draw, which rounds twice more.
    private static torch.Tensor Normal(uint seed, long[] shape, double mean, double stddev, torch.ScalarType type)
    {
        var drawn = torch.empty(shape, type);
        drawn.normal_(mean, stddev, Seeded(seed));
        return drawn;
    }

    /// <summary>Normal numbers within two standard deviations: of four drawn ones the first that is.</summary>
    internal static Tensor RandomTruncatedNormal(uint seed, long[] shape, double mean, double stddev, string dtype) => Make("truncated_normal", () =>
    {
        var native = DTypes.Native(dtype);
        // 1. Four candidates for each number; halves are compared as float32, which holds them all.
        using var drawn = Normal(seed, [.. shape, 4], 0, 1, native);
        var wide = native == torch.ScalarType.Float64 ? torch.ScalarType.Float64 : torch.ScalarType.Float32;
        using var candidates = drawn.to(wide);
        using var flat = candidates.view(-1);
        // 2. The first candidate in range; the first of all where none is.
        var count = flat.numel() / 4;
        using var chosen = torch.empty([count], wide);
        for (long start = 0; start < count; start += ChunkOfSelection)
        {
            var length = Math.Min(ChunkOfSelection, count - start);
            using var from = flat.narrow(0, start * 4, length * 4);
            using var into = chosen.narrow(0, start, length);
            if (wide == torch.ScalarType.Float64) FirstInRange<double>(from, into);
            else FirstInRange<float>(from, into);
        }
        // 3. Scaled in the dtype of the result, because each step rounds.
        using var rounded = chosen.to(native);
        rounded.mul_(Scalars.Of(stddev));
        rounded.add_(Scalars.Of(mean), Scalars.One);
        return rounded.reshape(shape);
    });

    private static void FirstInRange<T>(torch.Tensor candidates, torch.Tensor into) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var from = MemoryMarshal.Cast<byte, T>(candidates.bytes);
        var to = MemoryMarshal.Cast<byte, T>(into.bytes);
        var limit = T.CreateChecked(2);
        for (var i = 0; i < to.Length; i++)
        {
            var four = from.Slice(i * 4, 4);
            to[i] = four[0];
            foreach (var x in four)
                if (T.Abs(x) < limit)
                {
                    to[i] = x;
                    break;
                }
        }
    }

    /// <summary>Integers from <paramref name="low"/> to <paramref name="high"/>, exclusive.</summary>
    internal static Tensor RandomInt(uint seed, long[] shape, long low, long high, string dtype) =>
        Make("randint", () => torch.randint(low, high, shape, DTypes.Native(dtype), generator: Seeded(seed)));

    /// <summary>Indices drawn with the probabilities that the logits of each row stand for.</summary>
    internal static Tensor RandomCategorical(uint seed, Tensor logits, long samples, string dtype) => Run("categorical", logits, t =>
    {
        using var probabilities = t.softmax(-1);
        using var drawn = probabilities.multinomial(samples, true, Seeded(seed));
        return drawn.to(DTypes.Native(dtype), copy: true);
    });

    internal static Tensor RandomGamma(uint seed, Tensor alpha, long[] shape, string dtype) => Run("gamma", alpha, t =>
    {
        using var concentration = t.expand(shape);
        using var drawn = torch._standard_gamma(concentration, Seeded(seed));
        drawn.clamp_(Scalars.Of(Tiny(t.dtype)));
        return drawn.to(DTypes.Native(dtype), copy: true);
    });

    internal static Tensor RandomBeta(uint seed, Tensor alpha, Tensor beta, long[] shape, string dtype) => Run("beta", alpha, beta, (a, b) =>
    {
        using var first = a.expand(shape);
        using var second = b.expand(shape);
        using var both = torch.stack([first, second], -1);
        using var drawn = torch._sample_dirichlet(both, Seeded(seed));
        using var wanted = drawn.select(-1, 0);
        return wanted.to(DTypes.Native(dtype), copy: true);
    });

    internal static Tensor RandomBinomial(uint seed, Tensor counts, Tensor probabilities, long[] shape, string dtype) => Run("binomial", counts, probabilities, (n, p) =>
    {
        using var trials = n.to(p.dtype);
        using var count = trials.expand(shape);
        using var chance = p.expand(shape);
        using var drawn = torch.binomial(count, chance, Seeded(seed));
        return drawn.to(DTypes.Native(dtype), copy: true);
    });

    /// <summary>The parts along an axis in random order; every row before that axis has an order of its own.</summary>
    internal static Tensor RandomShuffle(uint seed, Tensor x, int axis) => Run("shuffle", x, t =>
    {
        var shape = t.shape;
        using var drawn = torch.rand(shape[..(axis + 1)], torch.ScalarType.Float32, generator: Seeded(seed));
        using var order = drawn.argsort(axis);
        if (axis == 0) return t.index_select(0, order);
        long[] aligned = [.. shape[..(axis + 1)], .. Enumerable.Repeat(1L, shape.Length - axis - 1)];
        using var view = order.view(aligned);
        using var index = view.expand(shape);
        return t.gather(axis, index);
    });

    /// <summary>Dropout with a seed of its own: one uniform number for each element of the mask.</summary>
    internal static Tensor SeededDropout(Tensor x, uint seed, double rate, long[] maskShape) => Run("dropout", x, t =>
    {
        using var drawn = torch.rand(maskShape, torch.ScalarType.Float32, generator: Seeded(seed));
        using var keep = drawn.lt(Scalars.Of(1 - rate));
        using var scaled = t.div(Scalars.Of(1 - rate));
        using var zero = torch.zeros([], t.dtype);
        return torch.where(keep, scaled, zero);
    });

    /// <summary>Dropout that sets elements to SELU's lowest value, and scales and shifts so that mean 0 and variance 1 stay.</summary>
    internal static Tensor AlphaDropout(Tensor x, uint seed, double rate, long[] maskShape, string drawType) => Run("alpha_dropout", x, t =>
    {
        const double lowest = -1.6732632423543772 * 1.0507009873554805;
        var scale = 1 / Math.Sqrt((1 - rate) * (1 + rate * lowest * lowest));
        using var drawn = torch.rand(maskShape, DTypes.Native(drawType), generator: Seeded(seed));
        using var isKept = drawn.ge(Scalars.Of(rate));
        using var kept = isKept.to(t.dtype);
        using var isDropped = isKept.logical_not();
        using var dropped = isDropped.to(t.dtype);
        dropped.mul_(Scalars.Of(lowest));
        using var left = t.mul(kept);
        using var filled = left.add(dropped, Scalars.One);
        using var scaled = filled.mul(Scalars.Of(scale));
        return scaled.add(Scalars.Of(-scale * lowest * rate), Scalars.One);
    });

    /// <summary>Dropout on libtorch's global generator.</summary>
    internal static Tensor GlobalDropout(Tensor x, double rate) => Run("dropout", x, t =>
    {
        if (t.numel() < FewElements || !t.is_contiguous() || !s_uniformDecides.Value) return torch.nn.functional.dropout(t, rate, training: true);
        // What libtorch's dropout does, from the same random bits, with the mask made in a third of the time.
        using var noise = torch.empty(t.shape, t.dtype);
        using (var flat = noise.view(-1))
            for (long start = 0, count = flat.numel(); start < count; start += ChunkOfMask)
            {
                using var part = flat.narrow(0, start, Math.Min(ChunkOfMask, count - start));
                using var kept = KeptByUniform(part.numel(), 1 - rate, null);
                part.copy_(kept);
            }
        noise.div_(Scalars.Of(1 - rate));
        return t.mul(noise);
    });

    // Below this the calls cost more than the faster mask saves.
    private const long FewElements = 1024;

    // Small enough for the processor's cache.
    private const long ChunkOfMask = 1L << 16;

    /// <summary>
    /// Whether libtorch's Bernoulli numbers compare a uniform double each, as they do where it does not hand them to Intel's library.
    /// Then a vector of uniform numbers, which is much faster, decides alike.
    /// </summary>
    private static readonly Lazy<bool> s_uniformDecides = new(static () =>
    {
        const long count = 1000;
        const double keep = 0.37;
        using var drawn = torch.empty([count], torch.ScalarType.Bool);
        drawn.bernoulli_(keep, Seeded(1));
        using var decided = KeptByUniform(count, keep, Seeded(1));
        return drawn.Equals(decided);
    });

    private static torch.Tensor KeptByUniform(long count, double keep, torch.Generator? generator)
    {
        using var uniform = torch.rand([count], torch.ScalarType.Float64, generator: generator);
        return uniform.lt(Scalars.Of(keep));
    }

    /// <summary>The orthonormal columns of a tall matrix, with the signs that make the decomposition unique.</summary>
    internal static Tensor OrthonormalColumns(Tensor tall) => Run("orthogonal", tall, static t =>
    {
        var (q, r) = torch.linalg.qr(t);
        using (q)
        using (r)
        using (var diagonal = r.diag())
        using (var signs = diagonal.sign())
            return q.mul(signs);
    });

    /// <summary>Where the numbers of a row-major int32 tensor lie. Valid as long as the tensor lives: assignments write in place.</summary>
    internal static unsafe int* Int32Cells(Tensor x) => (int*)Read("state", x, static t =>
    {
        fixed (byte* start = t.bytes) return (nint)start;
    });

    private static double Tiny(torch.ScalarType type) => type == torch.ScalarType.Float64 ? 2.2250738585072014e-308 : 1.1754943508222875e-38;
}
