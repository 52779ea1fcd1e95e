using Keras.Saving;

namespace Keras.Losses;

/// <summary>Losses by name, and their configurations.</summary>
public static class LossLookup
{
    private static readonly Dictionary<string, Func<Delegate>> s_functions = new(StringComparer.Ordinal)
    {
        ["kl_divergence"] = () => LossFunctions.kl_divergence,
        ["poisson"] = () => LossFunctions.poisson,
        ["binary_crossentropy"] = () => LossFunctions.binary_crossentropy,
        ["binary_focal_crossentropy"] = () => LossFunctions.binary_focal_crossentropy,
        ["categorical_crossentropy"] = () => LossFunctions.categorical_crossentropy,
        ["categorical_focal_crossentropy"] = () => LossFunctions.categorical_focal_crossentropy,
        ["sparse_categorical_crossentropy"] = () => LossFunctions.sparse_categorical_crossentropy,
        ["mean_squared_error"] = () => LossFunctions.mean_squared_error,
        ["mean_absolute_error"] = () => LossFunctions.mean_absolute_error,
        ["mean_absolute_percentage_error"] = () => LossFunctions.mean_absolute_percentage_error,
        ["mean_squared_logarithmic_error"] = () => LossFunctions.mean_squared_logarithmic_error,
        ["cosine_similarity"] = () => LossFunctions.cosine_similarity,
        ["log_cosh"] = () => LossFunctions.log_cosh,
        ["huber"] = () => LossFunctions.huber,
        ["hinge"] = () => LossFunctions.hinge,
        ["squared_hinge"] = () => LossFunctions.squared_hinge,
        ["categorical_hinge"] = () => LossFunctions.categorical_hinge,
        ["dice"] = () => LossFunctions.dice,
        ["tversky"] = () => LossFunctions.tversky,
        ["circle"] = () => LossFunctions.circle,
        ["ctc"] = () => LossFunctions.ctc,
        ["bce"] = () => LossFunctions.binary_crossentropy,
        ["BCE"] = () => LossFunctions.binary_crossentropy,
        ["kld"] = () => LossFunctions.kl_divergence,
        ["KLD"] = () => LossFunctions.kl_divergence,
        ["mae"] = () => LossFunctions.mean_absolute_error,
        ["MAE"] = () => LossFunctions.mean_absolute_error,
        ["mse"] = () => LossFunctions.mean_squared_error,
        ["MSE"] = () => LossFunctions.mean_squared_error,
        ["mape"] = () => LossFunctions.mean_absolute_percentage_error,
        ["MAPE"] = () => LossFunctions.mean_absolute_percentage_error,
        ["msle"] = () => LossFunctions.mean_squared_logarithmic_error,
        ["MSLE"] = () => LossFunctions.mean_squared_logarithmic_error,
    };

    /// <summary>Names that Keras 1 and 2 knew and Keras 3 does not.</summary>
    private static readonly Dictionary<string, Func<Delegate>> s_legacy = new(StringComparer.Ordinal)
    {
        ["logcosh"] = () => LossFunctions.log_cosh,
        ["kullback_leibler_divergence"] = () => LossFunctions.kl_divergence,
        ["cosine_proximity"] = () => LossFunctions.cosine_similarity,
        ["cosine"] = () => LossFunctions.cosine_similarity,
        ["huber_loss"] = () => LossFunctions.huber,
    };

    /// <summary>The loss of a name, a configuration, a function or an object.</summary>
    /// <param name="identifier">A name such as <c>mse</c> or <c>MeanSquaredError</c>, a configuration, a function, a loss, or <see langword="null"/>.</param>
    /// <returns>The loss; of a function one that, like the function, gives a value per sample. <see langword="null"/> for <see langword="null"/>.</returns>
    /// <exception cref="ArgumentException">There is no such loss.</exception>
    [KerasExport("keras.losses.get")]
    public static Loss? get(object? identifier) => identifier switch
    {
        null => null,
        Loss loss => loss,
        Delegate function => new LossFunctionWrapper(PairFunction.Of(function), "none"),
        string name => Named(name, "none") ?? throw Unknown(name),
        Config config => deserialize(config),
        _ => throw new ArgumentException($"Could not interpret loss identifier: {ConfigReflection.Show(identifier)}. Expected a name, a configuration, a function or a Loss."),
    };

    /// <summary>The configuration of a loss.</summary>
    /// <param name="loss">A loss.</param>
    /// <returns>Module, class name and arguments; for a loss of a function the function's name.</returns>
    [KerasExport("keras.losses.serialize")]
    public static object? serialize(Loss loss) => Serialization.ToConfig(loss);

    /// <summary>Makes the loss that a configuration describes.</summary>
    /// <param name="name">A configuration as <see cref="serialize"/> gives it, or a name.</param>
    /// <param name="custom_objects">Names of your own classes and functions.</param>
    /// <exception cref="ArgumentException">The class is not known, or an argument has a wrong form.</exception>
    [KerasExport("keras.losses.deserialize")]
    public static Loss? deserialize(object? name, Dictionary<string, object>? custom_objects = null)
    {
        using var scope = custom_objects is null ? null : new CustomObjectScope(custom_objects);
        return name switch
        {
            Config config => OfConfig(config, "none"),
            _ => get(name),
        };
    }

    /// <summary>What <c>compile(loss=...)</c> makes of an identifier: as <see cref="get"/>, but functions are reduced, and names of older Keras versions are known.</summary>
    internal static Loss? Find(object? identifier)
    {
        switch (identifier)
        {
            case Delegate function:
                return new LossFunctionWrapper(PairFunction.Of(function));
            case Config config:
                return OfConfig(config, "sum_over_batch_size");
            case string name:
                if (name.ToLowerInvariant() is "crossentropy" or "ce") return new CrossentropyByShape(name);
                var found = Named(name, "sum_over_batch_size") ?? (s_legacy.TryGetValue(name, out var legacy) ? Wrap(name, legacy(), "sum_over_batch_size") : throw Unknown(name));
                found.Identifier = name;
                return found;
            default:
                return get(identifier)?.ForTraining();
        }
    }

    /// <summary>Whether a function is one of <c>keras.losses</c>.</summary>
    internal static bool IsLossFunction(Delegate function) => s_functions.Values.Any(known => known().Equals(function));

    private static Loss? Named(string name, string reduction)
    {
        switch (KerasRegistry.FindCustom(name))
        {
            case Type type when typeof(Loss).IsAssignableFrom(type): return (Loss)ConfigReflection.Construct(type, new Config());
            case Loss loss: return loss;
            case Delegate own: return Wrap(name, own, reduction);
        }
        if (s_functions.TryGetValue(name, out var function)) return Wrap(name, function(), reduction);
        // Porting note: as in Keras, the class CategoricalGeneralizedCrossEntropy is not found by its name.
        if (name != "CategoricalGeneralizedCrossEntropy" && KerasRegistry.FindClass("keras.losses", name) is { IsAbstract: false } found)
            return (Loss)ConfigReflection.Construct(found, new Config());
        return null;
    }

    private static LossFunctionWrapper Wrap(string name, Delegate function, string reduction) => new(PairFunction.Of(function), reduction, name);

    private static Loss? OfConfig(Config config, string reduction)
    {
        if (config.Get("class_name") is not string className)
            throw new ArgumentException($"Could not interpret loss identifier: {ConfigReflection.Show(config)}. A configuration has the keys class_name and config.");
        if (className == nameof(LossFunctionWrapper)) return LossFunctionWrapper.FromWrapperConfig(config.Get("config") as Config ?? []);
        if (s_functions.TryGetValue(className, out var function)) return Wrap(className, function(), reduction);
        return Serialization.Deserialize(config, typeof(Loss)) switch
        {
            Loss loss => loss,
            Delegate named => new LossFunctionWrapper(PairFunction.Of(named), reduction),
            var other => throw new ArgumentException($"The configuration {ConfigReflection.Show(config)} describes no loss but {other ?? "nothing"}."),
        };
    }

    private static ArgumentException Unknown(string name)
    {
        var classes = KerasRegistry.Entries.Where(e => e.Member is null && typeof(Loss).IsAssignableFrom(e.Owner) && !e.Owner.IsAbstract).Select(e => KerasRegistry.ClassName(e.Owner));
        return new($"Could not interpret loss identifier: '{name}'. Expected one of: {string.Join(", ", s_functions.Keys.Concat(classes).Distinct().Order(StringComparer.Ordinal))}; or a Loss, a function, or a name given in custom_objects.");
    }
}
