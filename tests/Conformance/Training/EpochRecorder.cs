using Keras.Conformance.Binding;
using Keras.Conformance.Comparison;

namespace Keras.Conformance.Training;

/// <summary>Sees, after the other callbacks, what the end of each epoch left: the learning rate, files, the callbacks' state.</summary>
internal sealed class EpochRecorder(IReadOnlyList<Callback> others, List<object?> expected, string folder, Report report) : Callback
{
    private int _seen;

    internal int Seen => _seen;

    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        var at = _seen++;
        if (at >= expected.Count) return;
        var wanted = (Config)expected[at]!;
        var what = $"epoch_ends[{at}]";
        if (wanted.Get("learning_rate") is { } rate)
        {
            var got = (double)model.optimizer!.learning_rate;
            if (!report.Measure(ScriptedLogs.Number(rate), got)) report.Add(what + ".learning_rate", Comparer.Show(rate), Comparer.Show(got));
        }
        if (wanted.Get("stop") is bool stop && stop != model.stop_training) report.Add(what + ".stop", Comparer.Show(stop), Comparer.Show(model.stop_training));
        if (wanted.Get("files") is List<object?> files) Same(what + ".files", files, Files(folder), report);
        if (wanted.Get("state") is List<object?> states)
            for (var i = 0; i < Math.Min(states.Count, others.Count); i++) CompareState($"{what}.state[{i}]", (Config)states[i]!, others[i]);
    }

    private void CompareState(string what, Config expectedState, Callback callback)
    {
        foreach (var (name, value) in expectedState)
        {
            var got = Late.Get(callback, name);
            if (value is null ? got is not null : got is null || !report.Measure(ScriptedLogs.Number(value), Convert.ToDouble(got, System.Globalization.CultureInfo.InvariantCulture)))
                report.Add($"{what}.{name}", Comparer.Show(value), Comparer.Show(got));
        }
    }

    /// <summary>The files below a folder, with forward slashes, in order.</summary>
    internal static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    internal static void Same(string what, List<object?> expected, List<string> got, Report report)
    {
        string[] want = [.. expected.Select(e => (string)e!).Order(StringComparer.Ordinal)];
        if (!want.SequenceEqual(got)) report.Add(what, string.Join(", ", want), string.Join(", ", got));
    }
}
