using Keras.Randomness;
using Keras.Saving;
using Keras.Utils;

namespace Keras.Layers;

/// <summary>Lets a configuration become a layer whose dropout seed is drawn before the seeds of its initializers.</summary>
/// <remarks>
/// Python makes the initializers of a configuration inside the constructor, after SimpleRNN and ConvLSTM drew their seed. Here the arguments are made first,
/// so the seed is drawn ahead and waits for the constructor. Which number goes to which object decides the first weights.
/// </remarks>
internal static class SeedOrder
{
    [ThreadStatic] private static long? t_waiting;

    internal static T Construct<T>(Config config) where T : class
    {
        var modern = LegacyNames.Modernize(typeof(T), config);
        var outer = t_waiting;
        t_waiting = modern.Get("seed") is null ? PythonRandom.MakeDefaultSeed() : null;
        try
        {
            return (T)ConfigReflection.Construct(typeof(T), modern);
        }
        finally
        {
            t_waiting = outer;
        }
    }

    /// <summary>A generator of this seed; of the one that waits, or a new one, where it is <see langword="null"/>.</summary>
    internal static SeedGenerator Generator(long? seed)
    {
        seed ??= t_waiting;
        t_waiting = null;
        return new SeedGenerator(seed);
    }
}
