using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Keras.Saving;

namespace Keras.Tests.Api;

/// <summary>Compares the default of a parameter with Keras's, by value.</summary>
/// <remarks>
/// Where C# can only say <see langword="null"/> for a size, an initializer or another object, the object that results is asked:
/// its property of the parameter's name has to hold what Keras's default becomes in the parameter's type.
/// </remarks>
internal static class Defaults
{
    /// <summary>What differs, or null.</summary>
    /// <param name="ours">The parameter.</param>
    /// <param name="keras">Keras's parameter.</param>
    /// <param name="made">An object made with the defaults, for a constructor.</param>
    internal static string? Compare(ParameterInfo ours, KerasParameter keras, Func<object?> made)
    {
        if (keras.Name.StartsWith('*')) return null;
        if (keras.Default is not { } expected) return ours.HasDefaultValue ? $"default {Show(ours)} where Keras has none" : null;
        if (!ours.HasDefaultValue) return $"required, Keras: {expected.GetRawText()}";
        if (expected.ValueKind == JsonValueKind.Object) return $"default {Show(ours)}, Keras: {expected.GetProperty("expr").GetString()}";

        // 1. Plain constants.
        var value = ConfigReflection.DefaultOf(ours);
        var python = Plain(expected);
        if (Same(value, python)) return null;
        // 2. Keras's default in the parameter's own type: default(Verbose) is "auto".
        var converted = Convert(ours.ParameterType, python);
        if (value is not null) return converted is not null && Json(converted) == Json(value) ? null : $"default {Show(ours)}, Keras: {expected.GetRawText()}";
        // 3. Null for an object: what became of it?
        if (made() is { } target && Property(target, ours.Name!) is { } property)
        {
            var actual = property.GetValue(target);
            if (Same(actual, python) || actual is LearningRate rate && python is (int or double) && (float)rate.Value == System.Convert.ToSingle(python, CultureInfo.InvariantCulture)) return null;
            converted = Convert(property.PropertyType, python) ?? converted;
            if (converted is not null && actual is not null && Json(converted) == Json(actual)) return null;
            // One number stands for all dimensions of a size.
            var values = Json(actual).Replace(" ", "", StringComparison.Ordinal);
            if (values == expected.GetRawText() || values.Trim('[', ']').Split(',').All(v => v == expected.GetRawText())) return null;
            return $"default becomes {Json(actual)}, Keras: {expected.GetRawText()}";
        }
        return $"default null, Keras: {expected.GetRawText()}";
    }

    private static PropertyInfo? Property(object target, string name)
    {
        for (var type = target.GetType(); type is not null; type = type.BaseType)
            if (type.GetProperty(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is { CanRead: true } property) return property;
        return null;
    }

    private static object? Convert(Type type, object? python)
    {
        try
        {
            var plain = Nullable.GetUnderlyingType(type) ?? type;
            // Implicit conversions first: they are what a C# caller gets.
            foreach (var m in plain.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.Name == "op_Implicit" && m.ReturnType == plain))
                if (python is not null && m.GetParameters()[0].ParameterType == python.GetType()) return m.Invoke(null, [python]);
            return ConfigReflection.ConvertTo(type, python);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt32(out var i) ? i : value.GetDouble(),
        JsonValueKind.Array => value.EnumerateArray().Select(Plain).ToList(),
        _ => throw new InvalidOperationException(value.GetRawText()),
    };

    private static bool Same(object? ours, object? keras) => (ours, keras) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (bool a, bool b) => a == b,
        (bool, _) or (_, bool) => false,
        (string a, string b) => a == b,
        (Enum a, string b) => string.Equals(a.ToString(), b.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase),
        (int or long or float or double, int or double) => System.Convert.ToDouble(ours, CultureInfo.InvariantCulture) == System.Convert.ToDouble(keras, CultureInfo.InvariantCulture),
        _ => false,
    };

    private static string Json(object? value)
    {
        try
        {
            return value is Enum ? value.ToString()! : PythonJson.Dump(Serialization.ToConfig(value));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return value?.ToString() ?? "null";
        }
    }

    private static string Show(ParameterInfo p) => p.DefaultValue is null ? p.ParameterType.IsValueType && Nullable.GetUnderlyingType(p.ParameterType) is null ? "default" : "null" : Json(p.DefaultValue);
}
