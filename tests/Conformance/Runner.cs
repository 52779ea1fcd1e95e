using Keras.Backend;
using Keras.Conformance.Areas;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Saving;

namespace Keras.Conformance;

/// <summary>Replays cases, one after the other.</summary>
internal static class Runner
{
    internal static IReadOnlyDictionary<string, IArea> Areas { get; } = new IArea[]
    {
        new LayersArea(),
        new OpsArea(),
        new ActivationsArea(),
        new InitializersArea(),
        new RegularizersArea(),
        new ConstraintsArea(),
        new LossesArea(),
        new MetricsArea(),
        new OptimizersArea(),
        new SchedulesArea(),
        new RandomArea(),
        new SeedsArea(),
        new PreprocessingArea(),
        new ModelsArea(),
        new TrainingArea(),
        new H5StructureArea(),
        new ApplicationsArea(),
    }.ToDictionary(a => a.Name);

    private static readonly Lazy<IReadOnlyDictionary<string, string>> s_leftOut = new(LeftOut.Load);

    /// <summary>Once before the first case: results must not depend on the number of threads.</summary>
    internal static void Prepare()
    {
        // The exports of an assembly are known once its initializer has run.
        System.Runtime.CompilerServices.RuntimeHelpers.RunModuleConstructor(typeof(KerasRegistry).Module.ModuleHandle);
        TorchSharp.torch.set_num_threads(1);
        // A list that cannot be read ends the run before the first case.
        _ = s_leftOut.Value;
    }

    internal static CaseResult Replay(GoldenCase golden)
    {
        if (s_leftOut.Value.TryGetValue(golden.Id, out var why)) return new(golden.Id, golden.Area, golden.Name, CaseStatus.LeftOut, 0, 0, [], why);
        if (!Areas.TryGetValue(golden.Area, out var area)) return Unsupported(golden, $"area '{golden.Area}'");
        if (area.Missing(golden.Name) is { } missing) return Unsupported(golden, missing);
        var report = new Report(golden.RTol, golden.ATol);
        try
        {
            using var scope = new TensorScope();
            report.Try("case", () => area.Replay(golden, report));
        }
        catch (UnsupportedException e)
        {
            return Unsupported(golden, e.Message);
        }
        return new(golden.Id, golden.Area, golden.Name, report.Differences.Count == 0 ? CaseStatus.Passed : CaseStatus.Failed, report.Worst, report.WorstAbsolute, report.Differences);
    }

    private static CaseResult Unsupported(GoldenCase golden, string what) => new(golden.Id, golden.Area, golden.Name, CaseStatus.Unsupported, 0, 0, [], what);
}
