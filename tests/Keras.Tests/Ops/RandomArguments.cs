using System.Reflection;

namespace Keras.Tests.OpsTests;

/// <summary>Arguments for the functions of keras.ops.numpy, most of them wrong: shapes that do not fit, dtypes that are not taken, axes outside.</summary>
internal sealed class RandomArguments(int seed)
{
    private static readonly int[][] s_shapes = [[], [1], [3], [0], [2, 3], [3, 2], [3, 3], [2, 0], [1, 3, 1], [2, 3, 4], [4, 3, 2, 1]];
    private static readonly string[] s_dtypes = ["float32", "float32", "float32", "int32", "int64", "bool", "uint8", "float16", "bfloat16", "float64", "complex64", "int8"];
    private static readonly int[] s_integers = [0, 0, 1, 1, 2, 3, -1, -1, -2, -5, 7, 100];
    private static readonly string[] s_texts = ["linear", "nearest", "reflect", "symmetric", "mean", "xy", "ij", "left", "right", "valid", "same", "full", "float32", "int32", "bool", "no such thing", ""];
    private static readonly string[] s_subscripts = ["ij,jk->ik", "i,i->", "ii->i", "...i->...", "ij->ji", "ij,kl", "", "->", "i,", "i->j", "?", "ij,ij,ij->i", "a,b,c->abc"];

    private readonly Random _random = new(seed);

    /// <summary>The functions, by name.</summary>
    internal static IReadOnlyList<MethodInfo> Functions(string module) =>
    [
        .. typeof(Keras.Ops).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(m => m.GetCustomAttribute<KerasExportAttribute>()?.Names.Any(n => n.StartsWith(module + ".", StringComparison.Ordinal)) == true)
            .OrderBy(m => m.Name, StringComparer.Ordinal).ThenBy(m => m.ToString(), StringComparer.Ordinal),
    ];

    internal object?[] For(MethodInfo function) => [.. function.GetParameters().Select(Argument)];

    internal Tensor Tensor()
    {
        var shape = Pick(s_shapes);
        var values = Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => _random.Next(12) switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => 0, _ => (float)(_random.NextDouble() * 6) - 2 }).ToArray();
        var dtype = Pick(s_dtypes);
        if (dtype is not ("float32" or "float64" or "float16" or "bfloat16")) values = Array.ConvertAll(values, v => float.IsFinite(v) ? MathF.Truncate(v) : 1);
        var flat = (Tensor)values;
        if (dtype == "complex64")
        {
            var pairs = Keras.Ops.stack(new TensorList(flat, flat), -1);
            return Keras.Ops.reshape(Keras.Ops.view(pairs, "complex64"), shape);
        }
        return Keras.Ops.cast(Keras.Ops.reshape(flat, shape), dtype);
    }

    /// <summary>What a call was given, for the message of a failed test.</summary>
    internal static string Show(MethodInfo function, object?[] arguments) =>
        $"{function.Name}({string.Join(", ", function.GetParameters().Zip(arguments, (p, a) => $"{p.Name}={Show(a)}"))})";

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        TensorList list => "[" + string.Join(", ", list.Select(Show)) + "]",
        Tensor t => t.size == 1 && t.ndim == 0 && t.dtype is not "complex64" ? $"{t.dtype} {t.item()}" : $"{t.dtype}{t.shape}",
        Array array => "[" + string.Join(", ", array.Cast<object?>().Select(Show)) + "]",
        _ => value.ToString() ?? "",
    };

    private object? Argument(ParameterInfo parameter)
    {
        if (parameter.HasDefaultValue && _random.Next(3) == 0)
            return parameter.DefaultValue ?? (parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? Activator.CreateInstance(parameter.ParameterType) : null);
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return parameter.Name switch
        {
            "subscripts" => Pick(s_subscripts),
            "mode" or "method" or "indexing" or "side" => Pick(s_texts),
            "dtype" => Pick(s_dtypes),
            "xs" or "x" when type == typeof(Tensor) && _random.Next(parameter.Name == "xs" ? 10 : 12) is > 0 and var n && (n > 1) == (parameter.Name == "xs") => new TensorList(Tensors()),
            _ => Of(type),
        };
    }

    private object? Of(Type type)
    {
        if (type == typeof(Tensor)) return _random.Next(5) == 0 ? Number() : Tensor();
        if (type == typeof(Tensor[])) return Tensors();
        if (type == typeof(int)) return Pick(s_integers);
        if (type == typeof(double)) return Pick([0.0, 1.0, -1.0, 2.5, double.NaN, double.PositiveInfinity]);
        if (type == typeof(bool)) return _random.Next(2) == 0;
        if (type == typeof(string)) return Pick(s_texts);
        if (type == typeof(Axes)) return _random.Next(2) == 0 ? Pick(s_integers) : (Axes)Integers();
        if (type == typeof(TensorShape)) return _random.Next(2) == 0 ? new TensorShape(Pick(s_shapes).Select(d => (int?)d).ToArray()) : new TensorShape(Integers().Select(d => d == 100 ? null : (int?)d).ToArray());
        if (type == typeof(Sections)) return _random.Next(2) == 0 ? Pick(s_integers) : (Sections)Integers();
        if (type == typeof(PadWidth)) return _random.Next(2) == 0 ? (PadWidth)Pick(s_integers) : Enumerable.Range(0, _random.Next(4)).Select(_ => (_random.Next(-1, 4), _random.Next(-1, 4))).ToArray() is { Length: > 0 } pairs ? (PadWidth)pairs : default(PadWidth);
        if (type == typeof(ContractionAxes)) return _random.Next(2) == 0 ? (ContractionAxes)Pick(s_integers) : (ContractionAxes)(Integers(), Integers());
        if (type == typeof((double, double))) return (_random.NextDouble() * 3, _random.NextDouble() * 3);
        if (type == typeof(TensorIndex[])) return Enumerable.Range(0, _random.Next(5)).Select(_ => Index()).ToArray();
        if (type == typeof(IEnumerable<int>)) return Integers();
        if (type == typeof(Func<Tensor, Tensor>)) return (Func<Tensor, Tensor>)(t => t * 2);
        if (type == typeof(Func<Tensor, Tensor, Tensor>)) return (Func<Tensor, Tensor, Tensor>)((a, b) => a + b);
        if (type == typeof(Func<Tensor, Tensor, Tensor, Tensor>)) return (Func<Tensor, Tensor, Tensor, Tensor>)((a, b, c) => a + b + c);
        throw new NotSupportedException($"There are no arguments of type {type} here; add some.");
    }

    private TensorIndex? Index() => _random.Next(8) switch
    {
        0 => null,
        1 => "...",
        2 => "::2",
        3 => "::-1",
        4 => "-2:1",
        5 => Tensor(),
        _ => Pick(s_integers),
    };

    private Tensor[] Tensors() => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Tensor())];

    private int[] Integers() => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Pick(s_integers))];

    private Tensor Number() => _random.Next(3) switch { 0 => Pick(s_integers), 1 => true, _ => 2.5 };

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
