using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using NumSharp;

namespace Keras.Conformance.Areas;

/// <summary>What models are fed with, and what they give back.</summary>
internal static class Feeds
{
    /// <summary>One array, a list of arrays, or named arrays as an argument of fit, evaluate and predict.</summary>
    internal static Data? ToData(object? value) => value switch
    {
        null => null,
        GoldenArray array => array.ToNDArray(),
        GoldenStrings strings => strings.ToTensor(),
        List<object?> list => list.Cast<GoldenArray>().Select(a => a.ToNDArray()).ToArray(),
        Config named => named.ToDictionary(p => p.Key, p => ((GoldenArray)p.Value!).ToNDArray()),
        _ => throw new InvalidDataException($"{Comparer.Show(value)} is no data."),
    };

    /// <summary>Rows of every array inside.</summary>
    internal static object? Rows(object? value, IEnumerable<int> rows) => value switch
    {
        GoldenArray array => array.Rows(rows),
        List<object?> list => list.Select(v => Rows(v, rows)).ToList(),
        Config named => new Config(named.Select(p => KeyValuePair.Create(p.Key, Rows(p.Value, rows)))),
        _ => value,
    };

    /// <summary>Number of rows of the first array inside.</summary>
    internal static int Count(object? value) => value switch
    {
        GoldenArray array => (int)array.Shape[0],
        List<object?> list => Count(list[0]),
        Config named => Count(named.Values.First()),
        _ => throw new InvalidDataException($"{Comparer.Show(value)} is no data."),
    };

    /// <summary>Compares predictions with one array, a list, or named arrays.</summary>
    internal static void Compare(string what, object? expected, Predictions got, Report report)
    {
        var compare = new Comparer(report);
        switch (expected)
        {
            case Config named:
                foreach (var (name, value) in named)
                    if (got.Names.Contains(name)) compare.Compare($"{what}['{name}']", value, got[name]);
                    else report.Add($"{what}['{name}']", Comparer.Show(value), $"no such output among {string.Join(", ", got.Names)}");
                break;
            case List<object?> list:
                compare.Compare(what, list, got.Cast<object?>().ToList());
                break;
            default:
                if (got.Count == 1) compare.Compare(what, expected, got[0]);
                else report.Add(what, Comparer.Show(expected), $"{got.Count} outputs");
                break;
        }
    }
}
