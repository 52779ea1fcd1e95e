using System.Reflection;
using Keras.Saving;

namespace Keras.Losses;

/// <summary>A function of true values and predictions with its name and its further arguments: what losses and metrics wrap.</summary>
internal sealed class PairFunction : IConfigValue
{
    private PairFunction(string name, Delegate source, Func<Tensor, Tensor, Tensor> call, Config kwargs)
    {
        Name = name;
        Source = source;
        Call = call;
        Kwargs = kwargs;
    }

    /// <summary>Name in files and logs.</summary>
    internal string Name { get; }

    internal Delegate Source { get; }

    /// <summary>The function with its further arguments filled in.</summary>
    internal Func<Tensor, Tensor, Tensor> Call { get; }

    /// <summary>Further arguments that were given, by name.</summary>
    internal Config Kwargs { get; }

    /// <summary>Takes a function apart: what it is called, and how it is called with two tensors.</summary>
    /// <param name="function">Takes true values and predictions, then perhaps arguments with defaults.</param>
    /// <param name="kwargs">Values of further arguments; their defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The function takes or returns something else.</exception>
    internal static PairFunction Of(Delegate function, Config? kwargs = null)
    {
        kwargs ??= [];
        var name = FunctionNames.Of(function);
        if (function is Func<Tensor, Tensor, Tensor> direct && kwargs.Count == 0) return new(name, function, direct, kwargs);
        // The names and defaults of a delegate's parameters stand on its Invoke method.
        var invoke = function.GetType().GetMethod("Invoke")!;
        var parameters = invoke.GetParameters();
        if (parameters.Length < 2 || !typeof(Tensor).IsAssignableFrom(invoke.ReturnType) || parameters[0].ParameterType != typeof(Tensor) || parameters[1].ParameterType != typeof(Tensor))
            throw new ArgumentException($"The function '{name}' cannot be a loss or metric: expected a function (Tensor y_true, Tensor y_pred) => Tensor, received {invoke}.");
        var unknown = kwargs.Keys.Where(k => parameters.Skip(2).All(p => p.Name != k)).ToArray();
        if (unknown.Length > 0)
            throw new ArgumentException($"The function '{name}' has no argument {string.Join(", ", unknown)}. Expected: {string.Join(", ", parameters.Skip(2).Select(p => p.Name))}.");
        var rest = parameters.Skip(2).Select(p =>
            kwargs.TryGetValue(p.Name!, out var given) ? ConfigReflection.ConvertTo(p.ParameterType, given)
            : p.HasDefaultValue ? ConfigReflection.DefaultOf(p)
            : throw new ArgumentException($"The function '{name}' needs the argument '{p.Name}', which has no default. Wrap it: (Func<Tensor, Tensor, Tensor>)((y_true, y_pred) => {name}(y_true, y_pred, {p.Name}: …)).")).ToArray();
        var invoker = MethodInvoker.Create(invoke);
        return new(name, function, (y_true, y_pred) =>
        {
            object?[] arguments = [y_true, y_pred, .. rest];
            return (Tensor)invoker.Invoke(function, arguments.AsSpan())!;
        }, kwargs);
    }

    object IConfigValue.ToConfig() => Serialization.FunctionToConfig(Source);
}
