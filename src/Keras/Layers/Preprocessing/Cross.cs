using System.Collections;
using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>Features that a FeatureSpace crosses: a combination of their values is one value of a new feature.</summary>
/// <remarks>Made by <c>FeatureSpace.cross</c>, or of a tuple of names: <c>("age", "sex")</c>.</remarks>
public sealed class Cross : IHasConfig
{
    internal Cross(IEnumerable<string> feature_names, int? crossing_dim, string output_mode = "one_hot")
    {
        if (output_mode is not ("int" or "one_hot"))
            throw new ArgumentException($"Invalid value for argument `output_mode`. Expected one of {{'int', 'one_hot'}}. Received: output_mode={output_mode}");
        this.feature_names = [.. feature_names];
        this.crossing_dim = crossing_dim;
        this.output_mode = output_mode;
    }

    /// <summary>Names of the features.</summary>
    public IReadOnlyList<string> feature_names { get; }

    /// <summary>Number of values of the new feature; that of the FeatureSpace where <see langword="null"/>.</summary>
    public int? crossing_dim { get; }

    /// <summary><c>int</c> or <c>one_hot</c>.</summary>
    public string output_mode { get; }

    /// <summary>Name of the new feature.</summary>
    public string name => string.Join("_X_", feature_names);

    /// <inheritdoc/>
    public Config get_config() => new()
    {
        ["feature_names"] = Serialization.ToConfig(feature_names),
        ["crossing_dim"] = crossing_dim,
        ["output_mode"] = output_mode,
    };

    /// <summary>The cross in the form that files hold.</summary>
    internal Config Serialize() => Feature.Wrap(nameof(Cross), get_config());

    internal static Cross FromConfig(object? value)
    {
        if (value is IList names and not Config) return new(names.Cast<string>(), null);
        var config = (value as Config)?.Get("config") as Config ?? throw new ArgumentException("A cross in a configuration is neither a list of names nor an object.");
        return new(((IList)config["feature_names"]!).Cast<string>(), Convert.ToInt32(config["crossing_dim"], CultureInfo.InvariantCulture), config.Get("output_mode") as string ?? "one_hot");
    }

    /// <summary>Two features.</summary>
    public static implicit operator Cross((string, string) names) => new([names.Item1, names.Item2], null);

    /// <summary>Three features.</summary>
    public static implicit operator Cross((string, string, string) names) => new([names.Item1, names.Item2, names.Item3], null);

    /// <summary>Several features.</summary>
    public static implicit operator Cross(string[] names) => new(names, null);
}
