namespace Keras.Conformance.Comparison;

internal enum CaseStatus
{
    Passed,
    Failed,
    Unsupported,
    LeftOut,
}

/// <summary>What came of one case.</summary>
/// <param name="Id">Id of the case.</param>
/// <param name="Area">Its area.</param>
/// <param name="Name">Its class or function.</param>
/// <param name="Status">Whether everything was as the case says.</param>
/// <param name="Worst">The largest error, as a part of the tolerance: up to 1 is allowed.</param>
/// <param name="WorstAbsolute">The largest absolute error.</param>
/// <param name="Differences">The first differences of each result.</param>
/// <param name="Reason">Why the case is unsupported or left out.</param>
internal sealed record CaseResult(string Id, string Area, string Name, CaseStatus Status, double Worst, double WorstAbsolute, IReadOnlyList<Difference> Differences, string? Reason = null);
