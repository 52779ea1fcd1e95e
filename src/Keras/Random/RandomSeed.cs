using System.Globalization;
using Keras.Randomness;
using Keras.Saving;

namespace Keras;

/// <summary>Where the numbers of a random function or initializer come from: an integer (the same numbers each time) or a <see cref="SeedGenerator"/> (others each time).</summary>
/// <remarks>Converts from both, so it is never written: <c>seed: 42</c>, <c>seed: generator</c>. <see langword="null"/> means the global generator.</remarks>
public sealed class RandomSeed : IConfigValue
{
    private readonly long _value;

    private RandomSeed(long value) => _value = value;

    private RandomSeed(SeedGenerator generator) => Generator = generator;

    /// <summary>The generator; <see langword="null"/> for an integer.</summary>
    public SeedGenerator? Generator { get; }

    /// <summary>The integer; <see langword="null"/> for a generator.</summary>
    public long? Value => Generator is null ? _value : null;

    /// <summary>The seed of the next draw, of 32 bits; a generator moves on.</summary>
    internal static uint Draw(RandomSeed? seed) =>
        seed is null ? SeedGenerator.Global.Draw(ordered: false) : seed.Generator?.Draw() ?? unchecked((uint)seed._value);

    object? IConfigValue.ToConfig() => Generator is null ? _value : Serialization.ToConfig(Generator);

    internal static RandomSeed? FromConfig(object? value) => value switch
    {
        null => null,
        SeedGenerator generator => generator,
        Config config => (SeedGenerator)Serialization.Deserialize(config, typeof(SeedGenerator))!,
        int or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        double d when d == Math.Truncate(d) => (long)d,
        _ => throw new ArgumentException($"Argument `seed` must be either an integer or an instance of `SeedGenerator`. Received: seed={ConfigReflection.Show(value)}."),
    };

    /// <inheritdoc/>
    public override string ToString() => Generator is null ? _value.ToString(CultureInfo.InvariantCulture) : $"<SeedGenerator {Generator.name}>";

    /// <summary>An integer: the same numbers each time.</summary>
    public static implicit operator RandomSeed(long seed) => new(seed);

    /// <summary>An integer, or none.</summary>
    public static implicit operator RandomSeed?(long? seed) => seed is null ? null : new(seed.Value);

    /// <summary>A generator: other numbers each time.</summary>
    public static implicit operator RandomSeed?(SeedGenerator? generator) => generator is null ? null : new(generator);
}
