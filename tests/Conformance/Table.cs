using System.Globalization;
using Keras.Conformance.Comparison;

namespace Keras.Conformance;

/// <summary>Prints what came of the cases.</summary>
internal static class Table
{
    /// <summary>How many cases of a class, and differences of a case, are shown unless all are asked for.</summary>
    private const int CasesShown = 3, DifferencesShown = 4;

    internal static void Print(IReadOnlyList<CaseResult> results, bool verbose, TextWriter into)
    {
        // 1. The differences.
        foreach (var group in results.Where(r => r.Status == CaseStatus.Failed).GroupBy(r => (r.Area, r.Name)))
        {
            var failed = group.ToArray();
            foreach (var result in verbose ? failed : failed.Take(CasesShown)) PrintFailure(result, verbose, into);
            if (!verbose && failed.Length > CasesShown) into.WriteLine($"... {failed.Length - CasesShown} more of {group.Key.Area}/{group.Key.Name}: --area {group.Key.Area} --name {group.Key.Name} --verbose shows them");
        }

        // 2. A line a class.
        var classes = results.GroupBy(r => (r.Area, r.Name)).ToArray();
        int area = Width("area", classes.Select(c => c.Key.Area)), name = Width("class", classes.Select(c => c.Key.Name));
        into.WriteLine();
        into.WriteLine($"{"area".PadRight(area)}  {"class".PadRight(name)}  passed  failed  unsupported  left out  worst error (part of the tolerance, absolute)");
        foreach (var c in classes)
        {
            var finite = c.Where(r => r.Status is CaseStatus.Passed or CaseStatus.Failed).ToArray();
            var worst = finite.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{finite.Max(r => r.Worst),8:G3}  {finite.Max(r => r.WorstAbsolute):G3}");
            into.WriteLine($"{c.Key.Area.PadRight(area)}  {c.Key.Name.PadRight(name)}  {Cell(c, CaseStatus.Passed, 6)}  {Cell(c, CaseStatus.Failed, 6)}  {Cell(c, CaseStatus.Unsupported, 11)}  {Cell(c, CaseStatus.LeftOut, 8)}  {worst}".TrimEnd());
        }

        // 3. What is missing.
        var missing = results.Where(r => r.Status == CaseStatus.Unsupported).GroupBy(r => r.Reason!).OrderBy(g => g.Key, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
        {
            into.WriteLine();
            into.WriteLine("Not there: " + string.Join(", ", missing.Select(g => $"{g.Key} ({g.Count()})")));
        }

        // 4. Sums.
        int Count(CaseStatus status) => results.Count(r => r.Status == status);
        int unsupported = Count(CaseStatus.Unsupported), failures = Count(CaseStatus.Failed);
        into.WriteLine();
        into.WriteLine($"{unsupported} unsupported (counted as failed), {Count(CaseStatus.LeftOut)} left out with a reason (tests/Golden/left-out.txt)");
        into.WriteLine($"{Count(CaseStatus.Passed)} passed, {failures + unsupported} failed");
    }

    private static void PrintFailure(CaseResult result, bool verbose, TextWriter into)
    {
        var shown = verbose ? result.Differences : result.Differences.Take(DifferencesShown);
        foreach (var difference in shown) into.WriteLine($"FAILED {result.Id} {Short(difference.ToString(), verbose)}");
        if (!verbose && result.Differences.Count > DifferencesShown) into.WriteLine($"       {result.Id} ... {result.Differences.Count - DifferencesShown} more differences");
    }

    private static string Short(string text, bool verbose) => verbose || text.Length <= 600 ? text : text[..600] + "…";

    private static int Width(string title, IEnumerable<string> values) => values.Append(title).Max(v => v.Length);

    private static string Cell(IEnumerable<CaseResult> results, CaseStatus status, int width)
    {
        var count = results.Count(r => r.Status == status);
        return (count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture)).PadLeft(width);
    }
}
