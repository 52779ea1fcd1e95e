using Keras.Saving;
using Keras.Utils;

namespace Keras.Initializers;

/// <summary>An initializer that draws random numbers.</summary>
/// <remarks>
/// Without a seed it draws one when it is made, from the generator that <c>keras.utils.set_random_seed</c> seeds. Called again it gives the same
/// numbers again, unless its seed is a <see cref="Randomness.SeedGenerator"/>.
/// </remarks>
public abstract class RandomInitializer : Initializer
{
    private readonly RandomSeed? _given;

    /// <summary>Keeps the seed, or draws one.</summary>
    /// <param name="seed">An integer, a seed generator, or <see langword="null"/>.</param>
    protected RandomInitializer(RandomSeed? seed)
    {
        _given = seed;
        this.seed = seed ?? PythonRandom.MakeDefaultSeed();
    }

    /// <summary>The seed given, or the one drawn.</summary>
    public RandomSeed seed { get; }

    /// <summary>The arguments that make an equal initializer; the seed is <see langword="null"/> where none was given.</summary>
    public override Config get_config()
    {
        var config = new Config { ["seed"] = Serialization.ToConfig(_given) };
        foreach (var (name, value) in ConfigReflection.FromConstructor(this, static n => n == "seed")) config[name] = value;
        return config;
    }
}
