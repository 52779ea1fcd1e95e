using Keras.Saving;
using Keras.Utils;

namespace Keras;

/// <summary>A function applied to each output of a layer, with the name under which it is saved.</summary>
/// <remarks>Converts from a name (<c>"relu"</c>), from <c>keras.activations.relu</c>, and from a function of your own.</remarks>
public sealed class ActivationFunction : IConfigValue
{
    private readonly Func<Tensor, Tensor> _function;
    private readonly object? _serialized;

    /// <summary>Makes an activation of a function.</summary>
    /// <param name="name">Name for files; register it in custom_objects to load them.</param>
    /// <param name="function">What to compute.</param>
    public ActivationFunction(string name, Func<Tensor, Tensor> function)
    {
        this.name = name;
        _function = function;
    }

    private ActivationFunction(string name, Func<Tensor, Tensor> function, object? serialized) : this(name, function) => _serialized = serialized;

    /// <summary>Name of the function.</summary>
    public string name { get; }

    internal bool IsLinear => name == "linear";

    /// <summary>Applies the function.</summary>
    /// <param name="x">Any tensor.</param>
    public Tensor Apply(Tensor x) => _function(x);

    object? IConfigValue.ToConfig() => _serialized ?? name;

    internal static ActivationFunction? FromConfig(object? value) => value switch
    {
        null => null,
        string text => text,
        Config config => Of(Serialization.Deserialize(config, typeof(ActivationFunction))),
        _ => Of(value),
    };

    private static ActivationFunction? Of(object? value) => value switch
    {
        null => null,
        ActivationFunction a => a,
        Delegate d => d,
        // A layer used as an activation, such as LeakyReLU: it is saved as an object.
        Layer layer => layer,
        _ => throw new ArgumentException($"Could not interpret the activation identifier: {ConfigReflection.Show(value)}. Expected a name, a function of keras.activations or a layer."),
    };

    /// <summary>The activation of a name.</summary>
    /// <exception cref="ArgumentException">No activation has the name.</exception>
    public static implicit operator ActivationFunction?(string? name)
    {
        if (name is null) return null;
        if (KerasRegistry.FindCustom(name) is { } custom && custom is Delegate or ActivationFunction or Layer) return Of(custom);
        if (KerasRegistry.FindFunction("keras.activations", name) is { } function) return new(name, Call(function));
        var known = KerasRegistry.Entries.SelectMany(e => e.Names).Where(n => n.StartsWith("keras.activations.", StringComparison.Ordinal)).Select(n => n["keras.activations.".Length..]);
        throw new ArgumentException($"Unknown activation function: '{name}'. Expected one of: {string.Join(", ", known.Order(StringComparer.Ordinal))}; or a function, or a name given in custom_objects.");
    }

    /// <summary>An activation of a function; one of <c>keras.activations</c> keeps its name.</summary>
    public static implicit operator ActivationFunction?(Delegate? function)
    {
        if (function is null) return null;
        foreach (var entry in KerasRegistry.Entries)
        {
            if (entry.Member is null || !entry.Names[0].StartsWith("keras.activations.", StringComparison.Ordinal)) continue;
            var place = entry.Names[0]["keras.activations.".Length..];
            if (KerasRegistry.FindFunction("keras.activations", place) is { } known && known.Equals(function)) return new(place, Call(known));
        }
        return new(Naming.ToSnakeCase(function.Method.Name), Call(function));
    }

    /// <summary>A layer as an activation.</summary>
    public static implicit operator ActivationFunction?(Layer? layer) =>
        layer is null ? null : new(layer.name, x => layer.Apply(x), Serialization.ObjectToConfig(layer));

    /// <summary>A delegate with further optional parameters is called with their defaults.</summary>
    private static Func<Tensor, Tensor> Call(Delegate function)
    {
        if (function is Func<Tensor, Tensor> direct) return direct;
        // The defaults of a delegate type stand on its Invoke method.
        var parameters = function.GetType().GetMethod("Invoke")!.GetParameters();
        var rest = parameters.Skip(1).Select(ConfigReflection.DefaultOf).ToArray();
        return x => (Tensor)function.DynamicInvoke([x, .. rest])!;
    }
}
