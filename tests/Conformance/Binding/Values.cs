using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Keras.Backend;
using Keras.Conformance.Cases;
using Keras.Saving;
using NumSharp;

namespace Keras.Conformance.Binding;

/// <summary>Brings values of a case to the types of parameters, as a C# caller would write them.</summary>
internal static class Values
{
    /// <summary>Converts a value.</summary>
    /// <param name="value">A plain value, an array or a list of the case.</param>
    /// <param name="target">Type of the parameter.</param>
    /// <param name="cost">How far the conversion goes: 0 for the very type; more for less natural ones.</param>
    /// <exception cref="BindException">The value has no such form.</exception>
    internal static object? Convert(object? value, Type target, out int cost)
    {
        cost = 0;
        var plain = Nullable.GetUnderlyingType(target) ?? target;
        if (value is null)
        {
            if (target.IsValueType && plain == target) throw new BindException($"None is no {target.Name}");
            return null;
        }
        if (plain == typeof(object))
        {
            cost = 3;
            return Natural(value);
        }
        if (typeof(Tensor).IsAssignableFrom(plain))
        {
            cost = value is GoldenArray or Tensor ? 0 : 1;
            var tensor = value is string ? throw new BindException("A text is no tensor") : ToTensor(value);
            return plain.IsInstanceOfType(tensor) ? tensor : throw new BindException($"{tensor.GetType().Name} is no {plain.Name}");
        }
        if (plain == typeof(NDArray))
        {
            cost = value is GoldenArray ? 0 : 2;
            return value is GoldenArray numbers ? numbers.ToNDArray() : value is NDArray ? value : Kernel.ToNumpy(value is List<object?> l && IsNumbers(l) ? ToTensor(l) : throw new BindException($"{Comparison.Comparer.Show(value)} is no array"));
        }
        if (plain == typeof(Variable)) return new Variable(ToTensor(value));
        if (typeof(Delegate).IsAssignableFrom(plain)) return Functions.Make(value, plain);
        if (plain.IsInstanceOfType(value)) return value;
        // One array where several are taken: a list of one.
        if (plain == typeof(Tensor[]) && value is GoldenArray) return new[] { ToTensor(value) };
        if (plain.IsArray && value is List<object?> list) return ToArray(list, plain.GetElementType()!, out cost);
        if (typeof(ITuple).IsAssignableFrom(plain) && plain.IsGenericType && value is List<object?> items) return ToTuple(items, plain, out cost);
        if (plain.IsGenericType && value is List<object?> many && plain.GetGenericArguments() is [var element] && plain.IsAssignableFrom(typeof(List<>).MakeGenericType(element)))
        {
            var made = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
            foreach (var item in (Array)ToArray(many, element, out cost)) made.Add(item);
            return made;
        }
        if (value is GoldenArray && typeof(IEnumerable<Tensor>).IsAssignableFrom(plain)) throw new BindException("One array is no list of tensors");
        if (value is GoldenArray array) value = array.ToPlain() ?? throw new BindException("An empty array is no plain value");
        return ToPlain(value, target, plain, out cost);
    }

    private static object? ToPlain(object value, Type target, Type plain, out int cost)
    {
        cost = 0;
        // Numbers keep their kind: 2.5 is no integer, and True is no number.
        if (plain.IsPrimitive && plain != typeof(bool))
        {
            if (value is "Infinity" or "-Infinity" or "NaN" && plain == typeof(double)) return value is "NaN" ? double.NaN : value is "Infinity" ? double.PositiveInfinity : double.NegativeInfinity;
            if (value is not (int or long or double)) throw new BindException($"{value} is no {plain.Name}");
            if (value is double && plain != typeof(double) && plain != typeof(float)) throw new BindException($"{value} is no {plain.Name}");
            cost = value.GetType() == plain ? 0 : value is double ? 0 : 1;
            return System.Convert.ChangeType(value, plain, CultureInfo.InvariantCulture);
        }
        if (plain == typeof(bool)) return value is bool ? value : throw new BindException($"{value} is no bool");
        if (plain == typeof(string)) return value is string ? value : throw new BindException($"{value} is no string");
        cost = 2;
        try
        {
            return Keys.TryMake(value, plain) ?? ConfigReflection.ConvertTo(target, value);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or OverflowException or ArgumentException or NotSupportedException)
        {
            throw new BindException($"{Comparison.Comparer.Show(value)} is no {plain.Name}: {e.Message}");
        }
    }

    /// <summary>The value as a caller would pass it where anything goes.</summary>
    internal static object? Natural(object? value) => value switch
    {
        GoldenArray or GoldenStrings => ToTensor(value),
        List<object?> list when list.Count > 0 && list.All(v => v is GoldenArray or Tensor) => ToTensor(value),
        _ => value,
    };

    /// <summary>A tensor as a C# caller makes one: arrays, numbers (weakly typed), nested lists of numbers, lists of tensors.</summary>
    internal static Tensor ToTensor(object? value) => value switch
    {
        Tensor t => t,
        GoldenArray a => a.ToTensor(),
        GoldenStrings s => s.ToTensor(),
        bool b => b,
        int i => i,
        long l => l,
        double d => d,
        Config c when !c.ContainsKey("op") => new TensorDict(c.Select(p => KeyValuePair.Create(p.Key, ToTensor(p.Value)))),
        List<object?> list when IsNumbers(list) => Numbers(list),
        List<object?> list => new TensorList([.. list.Select(v => v is null ? NoMask.Instance : ToTensor(v))]),
        null => throw new BindException("None is no tensor"),
        _ => throw new BindException($"{Comparison.Comparer.Show(value)} is no tensor"),
    };

    /// <summary>Whether a list holds numbers in lists of equal lengths.</summary>
    private static bool IsNumbers(List<object?> list) => Dims(list) is { Length: > 0 } dims && !dims.Contains(0);

    private static int[]? Dims(object? value)
    {
        if (value is bool or int or long or double) return [];
        if (value is not List<object?> list) return null;
        if (list.Count == 0) return [0];
        var first = Dims(list[0]);
        return first is not null && list.TrueForAll(v => Dims(v)?.AsSpan().SequenceEqual(first) == true) ? [list.Count, .. first] : null;
    }

    private static Tensor Numbers(List<object?> list)
    {
        var dims = new List<long>();
        for (object? at = list; at is List<object?> inner; at = inner[0]) dims.Add(inner.Count);
        var flat = Flatten(list).ToArray();
        Tensor tensor = flat.All(v => v is bool) ? Kernel.FromArray(flat.Select(v => (bool)v!).ToArray())
            : flat.All(v => v is int or bool) ? Kernel.FromArray(flat.Select(v => System.Convert.ToInt32(v, CultureInfo.InvariantCulture)).ToArray())
            : flat.All(v => v is int or long or bool) ? Kernel.FromArray(flat.Select(v => System.Convert.ToInt64(v, CultureInfo.InvariantCulture)).ToArray())
            : Kernel.FromArray(flat.Select(v => System.Convert.ToDouble(v, CultureInfo.InvariantCulture)).ToArray(), KerasConfig.floatx());
        return dims.Count == 1 ? tensor : Kernel.Reshape(tensor, [.. dims]);
    }

    private static IEnumerable<object?> Flatten(List<object?> list) => list.SelectMany(v => v is List<object?> inner ? Flatten(inner) : [v]);

    private static Array ToArray(List<object?> list, Type element, out int cost)
    {
        cost = 0;
        var array = Array.CreateInstance(element, list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            array.SetValue(Convert(list[i], element, out var one), i);
            cost = Math.Max(cost, one);
        }
        return array;
    }

    private static object ToTuple(List<object?> items, Type tuple, out int cost)
    {
        cost = 0;
        var types = tuple.GetGenericArguments();
        if (types.Length != items.Count) throw new BindException($"A list of {items.Count} is no tuple of {types.Length}");
        var made = new object?[types.Length];
        for (var i = 0; i < made.Length; i++)
        {
            made[i] = Convert(items[i], types[i], out var one);
            cost = Math.Max(cost, one);
        }
        return Activator.CreateInstance(tuple, made)!;
    }
}
