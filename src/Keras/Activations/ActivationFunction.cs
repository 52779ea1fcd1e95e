using System.Linq.Expressions;
using Keras.Activations;
using Keras.Saving;
using Keras.Utils;

namespace Keras;

/// <summary>A function applied to each output of a layer, with the name under which it is saved.</summary>
/// <remarks>Converts from a name (<c>"relu"</c>), from <c>keras.activations.relu</c>, from a function of your own, and from a layer such as LeakyReLU.</remarks>
public sealed class ActivationFunction : IConfigValue
{
    private const string Module = "keras.activations";

    private static readonly Lazy<Dictionary<Delegate, ActivationFunction>> s_known = new(Known);

    // Porting note: Keras 1 and 2 meant clip(0.2x + 0.5, 0, 1) by this name; models of that time compute it still when they are loaded from their files.
    private static readonly ActivationFunction s_steeper = new("hard_sigmoid", static x => Ops.clip(x * 0.2 + 0.5, 0.0, 1.0), null);

    private readonly Func<Tensor, Tensor> _function;
    private readonly object? _serialized;

    /// <summary>Makes an activation of a function.</summary>
    /// <param name="name">Name for files; give it in custom_objects to load them.</param>
    /// <param name="function">What to compute.</param>
    public ActivationFunction(string name, Func<Tensor, Tensor> function)
        : this(name, function, new Config { ["module"] = "builtins", ["class_name"] = "function", ["config"] = name, ["registered_name"] = "function" })
    {
    }

    private ActivationFunction(string name, Func<Tensor, Tensor> function, object? serialized)
    {
        this.name = name;
        _function = function;
        _serialized = serialized;
    }

    /// <summary>Name of the function.</summary>
    public string name { get; }

    internal bool IsLinear => name == "linear" && _serialized is null;

    /// <summary>Applies the function.</summary>
    /// <param name="x">Any tensor.</param>
    public Tensor Apply(Tensor x) => Backend.Rematerialization.Concerns(this) && x is not KerasTensor ? Backend.Rematerialization.Run(() => _function(x)) : _function(x);

    object? IConfigValue.ToConfig() => _serialized ?? name;

    /// <summary>The function's name.</summary>
    public override string ToString() => name;

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
        if (KerasRegistry.FindCustom(name) is { } custom)
            switch (custom)
            {
                case ActivationFunction or Layer:
                    return Of(custom);
                case Delegate function:
                    return new(name, Call(function));
            }
        if (name == "hard_sigmoid" && Saving.Legacy.LegacyFile.Major < 3) return s_steeper;
        if (KerasRegistry.FindFunction(Module, name) is { } known) return s_known.Value[known];
        throw new ArgumentException($"Unknown activation function: '{name}'. Expected one of: {string.Join(", ", Names().Order(StringComparer.Ordinal))}; or a function, or a name given in custom_objects.");
    }

    /// <summary>An activation of a function; one of <c>keras.activations</c> keeps its name.</summary>
    /// <exception cref="ArgumentException">The function does not take a tensor, with further parameters that have defaults, and give one.</exception>
    public static implicit operator ActivationFunction?(Delegate? function)
    {
        if (function is null) return null;
        return s_known.Value.TryGetValue(function, out var known) ? known : new(NameOf(function), Call(function));
    }

    /// <summary>A layer as an activation.</summary>
    public static implicit operator ActivationFunction?(Layer? layer) =>
        layer is null ? null : new(layer.name, x => layer.Apply(x), Serialization.ObjectToConfig(layer));

    private static IEnumerable<string> Names() => KerasRegistry.Entries.SelectMany(e => e.Names)
        .Where(n => n.StartsWith(Module + ".", StringComparison.Ordinal)).Select(n => n[(Module.Length + 1)..]).Where(n => KerasRegistry.FindFunction(Module, n) is not null);

    /// <summary>The functions of keras.activations under their canonical names: swish is saved as silu.</summary>
    private static Dictionary<Delegate, ActivationFunction> Known()
    {
        var known = new Dictionary<Delegate, ActivationFunction>();
        foreach (var entry in KerasRegistry.Entries)
        {
            if (entry.Member is null || !entry.Names[0].StartsWith(Module + ".", StringComparison.Ordinal)) continue;
            var name = entry.Names[0][(Module.Length + 1)..];
            if (KerasRegistry.FindFunction(Module, name) is { } function) known.TryAdd(function, new ActivationFunction(name, Call(function), null));
        }
        return known;
    }

    /// <summary>A name for a function of the user: that of its method, where that is a name (a lambda's is not).</summary>
    private static string NameOf(Delegate function)
    {
        var name = function.Method.Name;
        return name.Contains('<') ? "lambda" : Naming.ToSnakeCase(name);
    }

    /// <summary>A function with further optional parameters is called with their defaults.</summary>
    private static Func<Tensor, Tensor> Call(Delegate function)
    {
        switch (function)
        {
            case Func<Tensor, Tensor> f: return f;
            case ReluFunction f: return x => f(x);
            case LeakyReluFunction f: return x => f(x);
            case SoftmaxFunction f: return x => f(x);
            case AlphaFunction f: return x => f(x);
            case ShrinkFunction f: return x => f(x);
            case SquareplusFunction f: return x => f(x);
            case GeluFunction f: return x => f(x);
            case AxisFunction f: return x => f(x);
        }
        // Any other delegate: compiled once. The defaults stand on the Invoke method of its type.
        var invoke = function.GetType().GetMethod("Invoke")!;
        var parameters = invoke.GetParameters();
        if (parameters.Length == 0 || !parameters[0].ParameterType.IsAssignableFrom(typeof(Tensor)) || !typeof(Tensor).IsAssignableFrom(invoke.ReturnType)
            || parameters.Skip(1).FirstOrDefault(p => !p.HasDefaultValue) is { } missing)
        {
            // keras.activations.threshold has no defaults: it can be called, but stands for no activation of a layer.
            return x => throw new ArgumentException($"The function {function.Method.Name} cannot be an activation: it must take a tensor, give a tensor, and have a default for every further parameter. Wrap it: new ActivationFunction(\"name\", x => …).");
        }
        var input = Expression.Parameter(typeof(Tensor), "x");
        var rest = parameters.Skip(1).Select(p => (Expression)Expression.Constant(ConfigReflection.DefaultOf(p), p.ParameterType));
        return Expression.Lambda<Func<Tensor, Tensor>>(Expression.Convert(Expression.Invoke(Expression.Constant(function), [input, .. rest]), typeof(Tensor)), input).Compile();
    }
}
