using System.Reflection;
using System.Runtime.CompilerServices;

namespace Keras.Conformance.Binding;

/// <summary>Keys of get_item: numbers, slices, None and the ellipsis, as the library's type of keys has them.</summary>
internal static class Keys
{
    /// <summary>Makes a key of a type that is not known here; null where the value is none.</summary>
    internal static object? TryMake(object value, Type target)
    {
        if (value is not Config { Count: 1 } config) return null;
        if (config.Get("slice") is List<object?> { Count: 3 } parts) return Slice(parts, target);
        return config.ContainsKey("ellipsis") ? Ellipsis(target) : null;
    }

    private static object? Slice(List<object?> parts, Type target)
    {
        // A static method, a constructor or a tuple of three optional integers.
        object?[] numbers = [.. parts.Select(p => p is null ? null : (object)System.Convert.ToInt32(p, System.Globalization.CultureInfo.InvariantCulture))];
        foreach (var method in Makers(target))
        {
            var parameters = method.GetParameters();
            if (parameters.Length == 3 && parameters.All(p => (Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType) is { } t && (t == typeof(int) || t == typeof(long))))
                return Call(method, [.. numbers.Zip(parameters, (n, p) => n is null ? null : System.Convert.ChangeType(n, Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType, System.Globalization.CultureInfo.InvariantCulture))]);
        }
        var range = new Range(Start(numbers[0]), numbers[1] is int stop ? stop < 0 ? ^-stop : stop : ^0);
        if (numbers[2] is null or 1 && FromRange(target) is { } implicitRange) return implicitRange.Invoke(null, [range]);
        return null;
    }

    private static Index Start(object? start) => start is int s ? s < 0 ? ^-s : s : 0;

    private static object? Ellipsis(Type target)
    {
        foreach (var member in target.GetMembers(BindingFlags.Static | BindingFlags.Public))
            if (member.Name.Contains("llipsis", StringComparison.Ordinal) && member is PropertyInfo or FieldInfo)
                return member is PropertyInfo p ? p.GetValue(null) : ((FieldInfo)member).GetValue(null);
        // Else as text, the way Python writes it.
        return target.GetMethods(BindingFlags.Static | BindingFlags.Public).FirstOrDefault(m => m.Name == "op_Implicit" && m.ReturnType == target && m.GetParameters()[0].ParameterType == typeof(string))
            ?.Invoke(null, ["..."]);
    }

    private static MethodInfo? FromRange(Type target) =>
        target.GetMethods(BindingFlags.Static | BindingFlags.Public).FirstOrDefault(m => m.Name == "op_Implicit" && m.ReturnType == target && m.GetParameters()[0].ParameterType == typeof(Range));

    private static IEnumerable<MethodBase> Makers(Type target) =>
        target.GetMethods(BindingFlags.Static | BindingFlags.Public).Where(m => m.ReturnType == target && m.Name != "op_Implicit").Cast<MethodBase>()
            .Concat(target.GetConstructors());

    private static object? Call(MethodBase maker, object?[] arguments) =>
        maker is ConstructorInfo constructor ? constructor.Invoke(arguments) : maker.Invoke(null, arguments);
}
