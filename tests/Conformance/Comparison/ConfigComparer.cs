using System.Collections;
using System.Globalization;
using Keras.Conformance.Cases;

namespace Keras.Conformance.Comparison;

/// <summary>Compares configurations key by key.</summary>
internal static class ConfigComparer
{
    /// <summary>Keys that may be missing where Keras has them without a value: what they switch on does not exist here, and Keras reads a file without them.</summary>
    private static readonly HashSet<string> MayLack = ["quantization_config"];

    internal static void Compare(string what, object? expected, object? got, Report report)
    {
        switch (expected, got)
        {
            case (Config want, Config have):
                foreach (var (key, value) in want)
                {
                    if (key is "module" or "registered_name" && IsOfBackend(want)) continue;
                    if (have.TryGetValue(key, out var other)) Compare(what + "." + key, value, other, report);
                    else if (value is not null || !MayLack.Contains(key)) report.Add(what + "." + key, Comparer.Show(value), "no such key");
                }
                foreach (var key in have.Keys)
                    if (!want.ContainsKey(key)) report.Add(what + "." + key, "no such key", Comparer.Show(have[key]));
                break;
            case (IList want, IList have):
                if (want.Count != have.Count)
                {
                    report.Add(what, Comparer.Show(expected), Comparer.Show(got));
                    break;
                }
                for (var i = 0; i < want.Count; i++) Compare($"{what}[{i}]", want[i], have[i], report);
                break;
            case (GoldenArray array, _):
                Compare(what, array.ToPlain(), got, report);
                break;
            default:
                if (!Same(expected, got)) report.Add(what, Comparer.Show(expected), Comparer.Show(got));
                break;
        }
    }

    /// <summary>Whether a serialized object names a class of one backend, which that backend alone can load; the public class stands for it here.</summary>
    private static bool IsOfBackend(Config serialized) =>
        serialized.ContainsKey("class_name") && serialized.Get("module") is string module && module.StartsWith("keras.src.", StringComparison.Ordinal);

    private static bool Same(object? expected, object? got)
    {
        if (expected is null || got is null) return expected is null && got is null;
        if (expected is bool || got is bool) return expected.Equals(got);
        if (expected is int or long or double && got is int or long or double or float)
        {
            double want = Convert.ToDouble(expected, CultureInfo.InvariantCulture), have = Convert.ToDouble(got, CultureInfo.InvariantCulture);
            // A number that the library keeps as a float comes back with the float's digits.
            return want.Equals(have) || (float)want == (float)have && (double)(float)want == have;
        }
        return expected.Equals(got);
    }
}
