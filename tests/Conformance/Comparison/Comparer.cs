using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Keras.Backend;
using Keras.Backend.Native;
using Keras.Conformance.Cases;
using NumSharp;

namespace Keras.Conformance.Comparison;

/// <summary>Compares what the library gave with what a case says: structure, dtypes, shapes, values.</summary>
internal sealed class Comparer(Report report)
{
    /// <summary>How arrays are compared.</summary>
    internal enum Mode
    {
        /// <summary>Values within the tolerance.</summary>
        Values,

        /// <summary>Absolute values within the tolerance: vectors that are determined up to their sign.</summary>
        Absolute,

        /// <summary>Shape and dtype alone.</summary>
        Shape,
    }

    internal void Compare(string what, object? expected, object? got, Mode mode = Mode.Values)
    {
        switch (expected)
        {
            case null:
                if (got is not (null or NoMask)) report.Add(what, "None", Show(got));
                break;
            case GoldenArray array:
                CompareArray(what, array, got, mode);
                break;
            case GoldenStrings strings:
                CompareStrings(what, strings, got);
                break;
            case Config config:
                CompareNamed(what, config, got, mode);
                break;
            case List<object?> list:
                CompareList(what, list, got, mode);
                break;
            default:
                ComparePlain(what, expected, got);
                break;
        }
    }

    /// <summary>Compares a gradient: none at all is the same as zeros.</summary>
    internal void CompareGradient(string what, object? expected, Tensor? got)
    {
        if (expected is null)
        {
            if (got is not null && Doubles(got).Any(v => v != 0)) report.Add(what, "no gradient", Show(got));
            return;
        }
        if (got is null)
        {
            if (expected is GoldenArray array && array.ToDoubles().Any(v => v != 0)) report.Add(what, Show(expected), "no gradient");
            return;
        }
        Compare(what, expected, got);
    }

    private void CompareArray(string what, GoldenArray expected, object? got, Mode mode)
    {
        // 1. A plain C# number or a tuple of some stands for an array of the same values.
        if (got is Variable variable) got = variable.Raw;
        if (got is NDArray numbers)
        {
            CompareNumbers(what, expected, numbers, mode);
            return;
        }
        if (got is bool or int or long or float or double)
        {
            if (expected.Shape.Length > 0) report.Add(what, Show(expected), Show(got));
            else report.Numbers(what, expected.ToDoubles(), [Convert.ToDouble(got, CultureInfo.InvariantCulture)], static _ => "");
            return;
        }
        if (got is not Tensor tensor || got is TensorList or TensorDict or StringTensor or KerasTensor)
        {
            report.Add(what, Show(expected), Show(got));
            return;
        }

        // 2. dtype and shape.
        if (tensor.dtype != expected.DType) report.Add(what + ".dtype", expected.DType, tensor.dtype);
        var dims = tensor.Dims;
        if (!dims.AsSpan().SequenceEqual(expected.Shape))
        {
            report.Add(what + ".shape", Shape(expected.Shape), Shape(dims));
            return;
        }
        if (mode == Mode.Shape) return;

        // 3. Values.
        if (expected.IsComplex || DTypes.IsComplex(tensor.dtype))
        {
            var want = expected.ToComplex();
            var have = Complexes(tensor);
            if (mode == Mode.Absolute)
            {
                report.Numbers(what, Array.ConvertAll(want, c => c.Magnitude), Array.ConvertAll(have, c => c.Magnitude), Index);
                return;
            }
            report.Numbers(what + ".real", Array.ConvertAll(want, c => c.Real), Array.ConvertAll(have, c => c.Real), Index);
            report.Numbers(what + ".imag", Array.ConvertAll(want, c => c.Imaginary), Array.ConvertAll(have, c => c.Imaginary), Index);
            return;
        }
        var wanted = expected.ToDoubles();
        var given = Doubles(tensor);
        if (mode == Mode.Absolute)
        {
            wanted = Array.ConvertAll(wanted, Math.Abs);
            given = Array.ConvertAll(given, Math.Abs);
        }
        report.Numbers(what, wanted, given, Index);

        string Index(int flat) => Place(flat, dims);
    }

    private void CompareNumbers(string what, GoldenArray expected, NDArray got, Mode mode)
    {
        var dtype = got.typecode switch
        {
            NPTypeCode.Boolean => "bool",
            NPTypeCode.SByte => "int8",
            NPTypeCode.Byte => "uint8",
            NPTypeCode.Half => "float16",
            NPTypeCode.Single => "float32",
            NPTypeCode.Double => "float64",
            var code => code.ToString().ToLowerInvariant(),
        };
        if (dtype != expected.DType) report.Add(what + ".dtype", expected.DType, dtype);
        if (!got.shape.AsSpan().SequenceEqual(expected.Shape)) report.Add(what + ".shape", Shape(expected.Shape), Shape(got.shape));
        else if (mode != Mode.Shape && got.size > 0) report.Numbers(what, expected.ToDoubles(), got.astype(NPTypeCode.Double).ToArray<double>(), i => Place(i, got.shape));
    }

    private static string Place(int flat, long[] dims)
    {
        var at = new long[dims.Length];
        for (var i = dims.Length - 1; i >= 0; i--)
        {
            at[i] = flat % dims[i];
            flat = (int)(flat / dims[i]);
        }
        return "[" + string.Join(", ", at) + "]";
    }

    private void CompareStrings(string what, GoldenStrings expected, object? got)
    {
        if (got is string[][] rows && expected.Shape.Length == 2 && rows.All(r => r.Length == rows[0].Length)) got = new StringTensor([.. rows.SelectMany(r => r)], (rows.Length, rows[0].Length));
        if (got is not StringTensor strings)
        {
            report.Add(what, Show(expected), Show(got));
            return;
        }
        if (!strings.Dims.AsSpan().SequenceEqual(expected.Shape)) report.Add(what + ".shape", Shape(expected.Shape), Shape(strings.Dims));
        else
            for (var i = 0; i < expected.Values.Length; i++)
                if (expected.Values[i] != strings.Values[i])
                {
                    report.Add(what, $"[{i}]", $"'{expected.Values[i]}'", $"'{strings.Values[i]}'");
                    return;
                }
    }

    private void CompareNamed(string what, Config expected, object? got, Mode mode)
    {
        if (got is not (TensorDict or Config or IDictionary))
        {
            report.Add(what, Show(expected), Show(got));
            return;
        }
        var items = got switch
        {
            TensorDict d => d.Select(p => KeyValuePair.Create(p.Key, (object?)p.Value)).ToList(),
            Config c => [.. c],
            IDictionary d => d.Cast<DictionaryEntry>().Select(e => KeyValuePair.Create((string)e.Key, e.Value)).ToList(),
            _ => [],
        };
        if (!expected.Keys.Order(StringComparer.Ordinal).SequenceEqual(items.Select(p => p.Key).Order(StringComparer.Ordinal)))
            report.Add(what + ".keys", string.Join(", ", expected.Keys), string.Join(", ", items.Select(p => p.Key)));
        foreach (var (key, value) in items)
            if (expected.TryGetValue(key, out var want)) Compare($"{what}['{key}']", want, value, mode);
    }

    private void CompareList(string what, List<object?> expected, object? got, Mode mode)
    {
        if (Items(got) is not { } items || items.Count != expected.Count)
        {
            report.Add(what, Show(expected), Show(got));
            return;
        }
        for (var i = 0; i < expected.Count; i++) Compare($"{what}[{i}]", expected[i], items[i], mode);
    }

    private void ComparePlain(string what, object expected, object? got)
    {
        if (got is Tensor tensor and not (TensorList or TensorDict or StringTensor or KerasTensor) && tensor.size == 1 && expected is not string) got = tensor.item();
        if (expected is bool or int or long or double && got is bool or int or long or double or float)
        {
            if ((expected is bool) != (got is bool) && got is not double)
            {
                report.Add(what, Show(expected), Show(got));
                return;
            }
            double want = Convert.ToDouble(expected, CultureInfo.InvariantCulture), have = Convert.ToDouble(got, CultureInfo.InvariantCulture);
            if (!report.Measure(want, have)) report.Add(what, Report.Text(want), Report.Text(have));
            return;
        }
        if (!expected.Equals(got)) report.Add(what, Show(expected), Show(got));
    }

    /// <summary>The items of anything that stands for a Python list or tuple; null for anything else.</summary>
    internal static List<object?>? Items(object? value) => value switch
    {
        TensorList list => [.. list],
        TensorShape shape => [.. shape.Select(d => (object?)d)],
        string or Tensor or NDArray or Config or IDictionary or null => null,
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])],
        IEnumerable items => [.. items.Cast<object?>()],
        _ => null,
    };

    internal static double[] Doubles(Tensor tensor)
    {
        if (tensor.size == 0) return [];
        return Kernel.Read("compare", tensor, static t => ArrayBridge.ToArray<double>(t));
    }

    private static Complex[] Complexes(Tensor tensor)
    {
        if (tensor.size == 0) return [];
        return Kernel.Read("compare", tensor, static t => ArrayBridge.ToArray<Complex>(t));
    }

    internal static string Shape(long[] dims) => new TensorShape([.. dims.Select(d => (int?)d)]).ToString();

    internal static string Show(object? value) => value switch
    {
        null or NoMask => "None",
        GoldenArray a => $"{a.DType} {Shape(a.Shape)}",
        GoldenStrings s => $"strings {Shape(s.Shape)}",
        TensorList list => "[" + string.Join(", ", list.Select(Show)) + "]",
        TensorDict dict => "{" + string.Join(", ", dict.Select(p => $"{p.Key}: {Show(p.Value)}")) + "}",
        Tensor t => $"{t.dtype} {t.shape}",
        NDArray n => $"{n.typecode} {Shape(n.shape)}",
        Config c => "{" + string.Join(", ", c.Select(p => $"{p.Key}: {Show(p.Value)}")) + "}",
        string s => $"'{s}'",
        bool b => b ? "True" : "False",
        TensorShape shape => shape.ToString(),
        double d => Report.Text(d),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => Items(value) is { } items ? "[" + string.Join(", ", items.Select(Show)) + "]" : value.ToString() ?? "",
    };
}
