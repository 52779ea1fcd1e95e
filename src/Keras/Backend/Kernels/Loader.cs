using TorchSharp;

namespace Keras.Backend;

/// <summary>The random numbers that the data loader of Keras's torch backend draws, in the same order, so that batches come in the same order.</summary>
internal static partial class Kernel
{
    /// <summary>A 63-bit integer of the global generator, as <c>torch.empty((), dtype=int64).random_()</c> draws it.</summary>
    internal static long DrawSeed()
    {
        using var scope = new TensorScope();
        // TorchSharp has no random_() without bounds; these bounds take the same bits from the generator.
        var drawn = Make("seed", static () =>
        {
            var t = torch.empty(1, torch.ScalarType.Int64);
            t.random_(-(1L << 62), 1L << 62);
            return t;
        });
        return Read("seed", drawn, static t => t.item<long>()) + (1L << 62);
    }

    /// <summary>The numbers from 0 to n - 1 in a random order, of a generator of their own.</summary>
    internal static Tensor RandomPermutation(long n, long seed) => Make("randperm", () =>
    {
        using var generator = new torch.Generator((ulong)seed & 0xFFFFFFFF);
        return torch.randperm(n, torch.ScalarType.Int64, generator: generator);
    });
}
