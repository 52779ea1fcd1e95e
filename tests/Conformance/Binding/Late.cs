using System.Reflection;
using System.Runtime.ExceptionServices;
using Keras.Conformance.Comparison;

namespace Keras.Conformance.Binding;

/// <summary>Members by name, for what classes have in common without a common base class.</summary>
internal static class Late
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Calls a method with positional and named arguments of a case.</summary>
    /// <exception cref="UnsupportedException">There is no such method.</exception>
    internal static object? Call(object target, string method, IReadOnlyList<object?> args, Config? kwargs = null) =>
        (Callable.TryOf(target, method) ?? throw new UnsupportedException($"{target.GetType().Name}.{method}")).Invoke(args, kwargs ?? new Config());

    /// <summary>The value of a property.</summary>
    /// <exception cref="UnsupportedException">There is no such property.</exception>
    internal static object? Get(object target, string property) => Run(() => Find(target, property).GetValue(target));

    /// <summary>Sets a property.</summary>
    /// <exception cref="UnsupportedException">There is no such property, or it cannot be set.</exception>
    internal static void Set(object target, string property, object? value)
    {
        var found = Find(target, property);
        if (!found.CanWrite) throw new UnsupportedException($"setting {target.GetType().Name}.{property}");
        var converted = Values.Convert(value, found.PropertyType, out _);
        Run(() =>
        {
            found.SetValue(target, converted);
            return null;
        });
    }

    private static PropertyInfo Find(object target, string property)
    {
        for (var type = target.GetType(); type is not null; type = type.BaseType)
            if (type.GetProperty(property, Any | BindingFlags.DeclaredOnly) is { } found) return found;
        throw new UnsupportedException($"{target.GetType().Name}.{property}");
    }

    private static object? Run(Func<object?> access)
    {
        try
        {
            return access();
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }
}
