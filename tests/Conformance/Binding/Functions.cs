using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Conformance.Binding;

/// <summary>Functions as arguments: operations by name, the named functions of the format, and functions that return a constant.</summary>
internal static class Functions
{
    private static readonly Dictionary<string, Func<object?[], object?>> Named = new()
    {
        ["double_and_index"] = a => Ops.add(Ops.multiply(AsTensor(a[1]), 2), AsTensor(a[0])),
        ["running_sum"] = a =>
        {
            var sum = Ops.add(AsTensor(a[0]), AsTensor(a[1]));
            return new List<object?> { sum, sum };
        },
        ["sum_and_product"] = a => new List<object?> { Ops.add(AsTensor(a[0]), AsTensor(a[1])), Ops.multiply(AsTensor(a[0]), AsTensor(a[1])) },
        ["first_below_five"] = a => Ops.less(AsTensor(a[0]), 5),
        ["count_and_double"] = a => new List<object?> { Ops.add(AsTensor(a[0]), 1), Ops.multiply(AsTensor(a[1]), 2) },
        ["square_and_add"] = a => Ops.add(Ops.multiply(AsTensor(a[0]), AsTensor(a[0])), 1),
        ["dot_pair"] = a => Callable.Find("keras.ops.sum").Invoke([Ops.multiply(AsTensor(a[0]), AsTensor(a[1]))], new Config()),
    };

    /// <summary>A delegate of a type for what a case describes.</summary>
    internal static Delegate Make(object? value, Type type)
    {
        if (value is not Config { Count: 1 } config) throw new BindException($"{Comparer.Show(value)} is no function");
        Func<object?[], object?> run;
        if (config.Get("returns") is { } constant) run = _ => Values.ToTensor(constant);
        else if (config.Get("function") is string function)
            run = Named.TryGetValue(function, out var found) ? found : throw new UnsupportedException($"function {function} of the cases");
        else if (config.Get("op") is string op)
        {
            var callable = Callable.Find("keras.ops." + op);
            run = a => callable.Invoke([.. a], new Config());
        }
        else throw new BindException($"{Comparer.Show(value)} is no function");
        return Wrap(type, run);
    }

    private static Tensor AsTensor(object? value) => Values.ToTensor(value);

    /// <summary>A lambda of the delegate's signature that hands its arguments over as an array.</summary>
    private static Delegate Wrap(Type type, Func<object?[], object?> run)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(p => Expression.Parameter(p.ParameterType, p.Name)).ToArray();
        var array = Expression.NewArrayInit(typeof(object), parameters.Select(p => Expression.Convert(p, typeof(object))));
        Func<object?[], object?> adapt = a => Result(run(Spread(a)), invoke.ReturnType);
        Expression call = Expression.Invoke(Expression.Constant(adapt), array);
        call = invoke.ReturnType == typeof(void) ? call : Expression.Convert(call, invoke.ReturnType);
        return Expression.Lambda(type, call, parameters).Compile();
    }

    /// <summary>One argument that is a list stands for as many arguments as it has items, as Python's star does.</summary>
    private static object?[] Spread(object?[] arguments) =>
        arguments is [not (Tensor and not TensorList) and var only] && Comparer.Items(only) is { } items ? [.. items] : arguments;

    private static object? Result(object? value, Type target)
    {
        if (target == typeof(void) || value is null || target.IsInstanceOfType(value)) return value;
        if (target == typeof(bool) && value is Tensor flag) return (bool)flag;
        if (value is TensorList list && target != typeof(Tensor)) value = list.Select(t => (object?)t).ToList();
        if (value is ITuple) value = Comparer.Items(value);
        return Values.Convert(value, target, out _);
    }
}
