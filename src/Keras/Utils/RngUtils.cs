using Keras.Backend;
using Keras.Randomness;

namespace Keras.Utils;

/// <summary>Seeds of the process (keras/src/utils/rng_utils.py).</summary>
public static class RngUtils
{
    /// <summary>Seeds everything that draws: weights, dropout, shuffling, augmentation and the global generators of NumSharp and libtorch.</summary>
    /// <remarks>Programs that run the same operations in the same order then give the same numbers each time; on the CPU those of Keras with its torch backend.</remarks>
    /// <param name="seed">From 0 to 2^32 - 1.</param>
    /// <exception cref="ArgumentException">The seed lies outside.</exception>
    [KerasExport("keras.utils.set_random_seed")]
    public static void set_random_seed(long seed)
    {
        if (seed is < 0 or > uint.MaxValue) throw new ArgumentException($"Expected `seed` argument to be an integer between 0 and 2**32 - 1. Received: seed={seed}.");
        SeedGenerator.ForgetGlobal();
        PythonRandom.Global.Seed(seed);
        NumpyRandomState.Global.Seed(seed);
        NumSharp.np.random.seed(seed);
        Kernel.SeedGlobal(seed);
    }
}
