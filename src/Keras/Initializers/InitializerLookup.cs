using Keras.Saving;

namespace Keras.Initializers;

/// <summary>Initializers by name and configuration (keras/src/initializers/__init__.py).</summary>
public static class InitializerLookup
{
    internal static ObjectTable<Initializer> Table { get; } = new("initializer",
        [
            typeof(Constant), typeof(Identity), typeof(Ones), typeof(STFT), typeof(Zeros), typeof(GlorotNormal), typeof(GlorotUniform), typeof(HeNormal), typeof(HeUniform),
            typeof(LecunNormal), typeof(LecunUniform), typeof(Orthogonal), typeof(RandomNormal), typeof(RandomUniform), typeof(TruncatedNormal), typeof(VarianceScaling),
        ],
        ("IdentityInitializer", typeof(Identity)), ("normal", typeof(RandomNormal)), ("one", typeof(Ones)), ("STFTInitializer", typeof(STFT)),
        ("OrthogonalInitializer", typeof(Orthogonal)), ("uniform", typeof(RandomUniform)), ("zero", typeof(Zeros)));

    /// <summary>The initializer that an identifier stands for.</summary>
    /// <param name="identifier">A name, a configuration, a class, an initializer, an array of values, or <see langword="null"/>.</param>
    /// <returns>The initializer; <see langword="null"/> for <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">It stands for none.</exception>
    [KerasExport("keras.initializers.get")]
    public static Initializer? get(object? identifier) => identifier switch
    {
        Tensor values => new GivenValues(values),
        NumSharp.NDArray values => new GivenValues(values),
        _ => Table.Get(identifier),
    };

    /// <summary>The serialized form of an initializer: module, class name, configuration.</summary>
    /// <param name="initializer">The initializer.</param>
    [KerasExport("keras.initializers.serialize")]
    public static Config serialize(Initializer initializer) => (Config)Serialization.ToConfig(initializer)!;

    /// <summary>The initializer of a serialized form.</summary>
    /// <param name="config">At least <c>class_name</c> and <c>config</c>.</param>
    /// <param name="custom_objects">Names of your own classes.</param>
    /// <exception cref="ArgumentException">The class is not known, or an argument has a wrong form.</exception>
    [KerasExport("keras.initializers.deserialize")]
    public static Initializer deserialize(Config config, Dictionary<string, object>? custom_objects = null)
    {
        using var scope = custom_objects is null ? null : new CustomObjectScope(custom_objects);
        return Table.FromConfig(config);
    }
}
