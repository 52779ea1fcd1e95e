using System.Reflection;

namespace Keras.Conformance.Comparison;

/// <summary>Gathers what is found while one case is replayed.</summary>
internal sealed class Report(double rtol, double atol)
{
    /// <summary>Only the first differences of one array are kept: they tell enough.</summary>
    private const int PerArray = 3;

    private readonly List<Difference> _differences = [];

    internal double RTol { get; } = rtol;

    internal double ATol { get; } = atol;

    internal IReadOnlyList<Difference> Differences => _differences;

    internal double Worst { get; private set; }

    internal double WorstAbsolute { get; private set; }

    internal void Add(string what, string index, string expected, string got) => _differences.Add(new(what, index, expected, got));

    internal void Add(string what, string expected, string got) => Add(what, "", expected, got);

    /// <summary>Compares two arrays of numbers that are known to have one shape.</summary>
    internal void Numbers(string what, ReadOnlySpan<double> expected, ReadOnlySpan<double> got, Func<int, string> index)
    {
        var found = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            double want = expected[i], have = got[i];
            if (Measure(want, have)) continue;
            if (found++ < PerArray) Add(what, index(i), Text(want), Text(have));
        }
        if (found > PerArray) Add(what, $"{expected.Length} elements as expected", $"{found} elements that differ");
    }

    /// <summary>Whether a number is within the tolerance; remembers the largest error.</summary>
    internal bool Measure(double want, double have)
    {
        if (want.Equals(have) || want == have) return true;
        if (!double.IsFinite(want) || !double.IsFinite(have)) return false;
        var error = Math.Abs(want - have);
        var allowed = ATol + RTol * Math.Abs(want);
        WorstAbsolute = Math.Max(WorstAbsolute, error);
        if (error <= allowed)
        {
            Worst = Math.Max(Worst, error / allowed);
            return true;
        }
        Worst = Math.Max(Worst, allowed > 0 ? error / allowed : double.PositiveInfinity);
        return false;
    }

    /// <summary>Runs a part of the case; an exception becomes a difference, and the rest goes on.</summary>
    /// <returns>Whether it ended without one.</returns>
    internal bool Try(string what, Action part)
    {
        try
        {
            part();
            return true;
        }
        catch (UnsupportedException)
        {
            throw;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or StackOverflowException))
        {
            Add(what, "no exception", Describe(e));
            return false;
        }
    }

    internal static string Describe(Exception e)
    {
        while (e is TargetInvocationException && e.InnerException is { } inner) e = inner;
        var at = new System.Diagnostics.StackTrace(e, true).GetFrames()
            .FirstOrDefault(f => f.GetMethod()?.DeclaringType?.Namespace is { } space && !space.StartsWith("System", StringComparison.Ordinal) && !space.StartsWith("Keras.Conformance", StringComparison.Ordinal));
        var method = at?.GetMethod();
        var place = method is null ? "" : $" [at {method.DeclaringType!.Name}.{method.Name}{(at!.GetFileLineNumber() is > 0 and var line ? $", line {line}" : "")}]";
        return $"{e.GetType().Name}: {e.Message.Split('\n')[0].Trim()}{place}";
    }

    internal static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
