using System.Reflection;
using System.Runtime.ExceptionServices;
using Keras.Conformance.Comparison;
using Keras.Saving;

namespace Keras.Conformance.Binding;

/// <summary>An exported function under its full name: one or more methods, or a delegate; bound to arguments as Python would.</summary>
internal sealed class Callable
{
    private readonly string _name;
    private readonly (MethodBase Method, object? Target)[] _candidates;

    private Callable(string name, IEnumerable<(MethodBase, object?)> candidates)
    {
        _name = name;
        _candidates = [.. candidates];
    }

    /// <summary>Finds a function.</summary>
    /// <param name="fullName">Such as <c>keras.ops.add</c>.</param>
    /// <exception cref="UnsupportedException">There is none.</exception>
    internal static Callable Find(string fullName) => TryFind(fullName) ?? throw new UnsupportedException(fullName);

    internal static Callable? TryFind(string fullName)
    {
        var methods = KerasRegistry.FindMethods(fullName).Where(m => !m.IsGenericMethodDefinition).Select(m => ((MethodBase)m, (object?)null)).ToArray();
        if (methods.Length > 0) return new(fullName, methods);
        var dot = fullName.LastIndexOf('.');
        if (KerasRegistry.FindFunction(fullName[..dot], fullName[(dot + 1)..]) is { } function)
        {
            // The names and defaults of a delegate's parameters stand on the Invoke method of its type; Func has no names worth having.
            var own = function.GetType().IsGenericType ? function.Method : function.GetType().GetMethod("Invoke")!;
            return new(fullName, [function.GetType().IsGenericType ? (own, function.Target) : (own, function)]);
        }
        return null;
    }

    /// <summary>The constructors of a class.</summary>
    internal static Callable OfConstructor(Type type) => new(type.Name, type.GetConstructors().Select(c => ((MethodBase)c, (object?)null)));

    /// <summary>The public methods of an object under a name; null where there are none.</summary>
    internal static Callable? TryOf(object target, string method)
    {
        var methods = target.GetType().GetMethods(BindingFlags.Instance | BindingFlags.Public).Where(m => m.Name == method && !m.IsGenericMethodDefinition).Select(m => ((MethodBase)m, (object?)target)).ToArray();
        return methods.Length > 0 ? new($"{target.GetType().Name}.{method}", methods) : null;
    }

    /// <summary>Whether some overload has a parameter of a name.</summary>
    internal bool Has(string parameter) => _candidates.Any(c => c.Method.GetParameters().Any(p => p.Name == parameter));

    /// <summary>Calls the function.</summary>
    /// <param name="args">Positional arguments of the case.</param>
    /// <param name="kwargs">Named arguments of the case.</param>
    /// <exception cref="BindException">No overload takes them.</exception>
    internal object? Invoke(IReadOnlyList<object?> args, Config kwargs)
    {
        (int Cost, MethodBase Method, object? Target, object?[] Arguments)? best = null;
        var reasons = new List<string>();
        foreach (var (method, target) in _candidates)
        {
            if (Bind(method, args, kwargs, reasons) is not { } bound) continue;
            if (best is null || bound.Cost < best.Value.Cost) best = (bound.Cost, method, target, bound.Arguments);
        }
        if (best is not { } chosen)
            throw new BindException($"{_name} takes no ({string.Join(", ", args.Select(Comparer.Show).Concat(kwargs.Select(p => p.Key + "=" + Comparer.Show(p.Value))))}): {string.Join("; ", reasons.Distinct())}");
        try
        {
            return chosen.Method is ConstructorInfo constructor ? constructor.Invoke(chosen.Arguments) : chosen.Method.Invoke(chosen.Target, chosen.Arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    private static (int Cost, object?[] Arguments)? Bind(MethodBase method, IReadOnlyList<object?> args, Config kwargs, List<string> reasons)
    {
        // 1. One argument a parameter; else, the last positional ones together as a list (params, or Python's star).
        (int Cost, object?[] Arguments)? best = null;
        for (var collect = -1; collect < args.Count; collect++)
        {
            IReadOnlyList<object?> given = collect < 0 ? args : [.. args.Take(collect), args.Skip(collect).ToList()];
            if (collect >= 0 && (collect >= method.GetParameters().Length || !TakesList(method.GetParameters()[collect]))) continue;
            if (collect >= 0 && collect == args.Count - 1 && args[collect] is List<object?>) continue;
            try
            {
                var bound = BindExactly(method, given, kwargs);
                // The fewer are taken together the better, and parameters that are made for it come first.
                if (collect >= 0) bound.Cost += (method.GetParameters()[collect].IsDefined(typeof(ParamArrayAttribute), false) ? 5 : 20) + args.Count - collect;
                if (best is null || bound.Cost < best.Value.Cost) best = bound;
            }
            catch (BindException e)
            {
                if (collect < 0) reasons.Add(e.Message);
            }
        }
        return best;
    }

    private static bool TakesList(ParameterInfo parameter) =>
        parameter.ParameterType.IsArray || typeof(Tensor).IsAssignableFrom(parameter.ParameterType) || parameter.ParameterType.IsGenericType;

    private static (int Cost, object?[] Arguments) BindExactly(MethodBase method, IReadOnlyList<object?> args, Config kwargs)
    {
        var parameters = method.GetParameters();
        if (args.Count > parameters.Length) throw new BindException($"{args.Count} positional arguments for {parameters.Length} parameters");
        var arguments = new object?[parameters.Length];
        var cost = 0;
        var rest = new Config(kwargs);
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            object? value;
            if (i < args.Count) value = args[i];
            else if (rest.ContainsKey(parameter.Name!)) value = rest.Pop(parameter.Name!);
            else if (i == parameters.Length - 1 && rest.Count > 0 && RestOf(parameter.ParameterType, rest) is { } all)
            {
                arguments[i] = all;
                rest.Clear();
                continue;
            }
            else if (parameter.HasDefaultValue)
            {
                arguments[i] = ConfigReflection.DefaultOf(parameter);
                continue;
            }
            else if (parameter.IsDefined(typeof(ParamArrayAttribute), false))
            {
                arguments[i] = Array.CreateInstance(parameter.ParameterType.GetElementType()!, 0);
                continue;
            }
            else throw new BindException($"the argument '{parameter.Name}' is missing");
            try
            {
                arguments[i] = Values.Convert(value, parameter.ParameterType, out var one);
                cost += one;
            }
            catch (BindException e)
            {
                throw new BindException($"{parameter.Name}: {e.Message}");
            }
        }
        if (rest.Count > 0) throw new BindException($"no parameter '{string.Join("', '", rest.Keys)}'");
        return (cost, arguments);
    }

    /// <summary>Named arguments that are no parameters, for a function that takes any (Python's double star).</summary>
    private static object? RestOf(Type type, Config rest)
    {
        if (type.IsAssignableFrom(typeof(Config))) return new Config(rest);
        if (type.IsGenericType && type.IsAssignableFrom(typeof(Dictionary<string, int>))) return rest.ToDictionary(p => p.Key, p => (int)p.Value!);
        if (type.IsArray && type.GetElementType() is { IsGenericType: true } tuple && tuple.GetGenericArguments() is [var name, var number] && name == typeof(string))
        {
            var array = Array.CreateInstance(tuple, rest.Count);
            var i = 0;
            foreach (var (key, value) in rest) array.SetValue(Activator.CreateInstance(tuple, key, Convert.ChangeType(value, number, System.Globalization.CultureInfo.InvariantCulture)), i++);
            return array;
        }
        return null;
    }
}
