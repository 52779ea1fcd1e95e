using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Conformance.Areas;

/// <summary>Metrics: updates, results, state, reset; the functions; names as identifiers.</summary>
internal sealed class MetricsArea : IArea
{
    private const string Suffix = "_function";

    public string Name => "metrics";

    public string? Missing(string name)
    {
        if (name == "get") return Identifiers.Missing("keras.metrics");
        if (name == "compile") return "the area 'metrics' for compile";
        if (name.EndsWith(Suffix, StringComparison.Ordinal)) return Callable.TryFind("keras.metrics." + name[..^Suffix.Length]) is null ? "keras.metrics." + name[..^Suffix.Length] : null;
        return Serialized.Find("keras.metrics", name) is null ? "keras.metrics." + name : null;
    }

    public void Replay(GoldenCase golden, Report report)
    {
        switch (golden.Name)
        {
            case "get":
                Identifiers.Replay("keras.metrics", golden, report);
                break;
            case var name when name.EndsWith(Suffix, StringComparison.Ordinal):
                var callable = Callable.Find("keras.metrics." + golden.Text("function"));
                report.Try("call", () => new Comparer(report).Compare("outputs", golden["outputs"],
                    callable.Invoke([golden["y_true"], golden["y_pred"]], golden.Object("kwargs"))));
                break;
            default:
                ReplayClass(golden, report);
                break;
        }
    }

    private static void ReplayClass(GoldenCase golden, Report report)
    {
        // 1. The metric.
        var compare = new Comparer(report);
        var metric = Serialized.Make<Metric>(golden.Object());
        Serialized.RoundTrip("config", metric, golden.Object(), report);

        // 2. The updates, with the result after each.
        var updates = golden.List("updates").Cast<Config>().ToArray();
        var results = golden.List("results");
        for (var i = 0; i < updates.Length; i++)
        {
            var step = i;
            if (!report.Try($"update_state ({i})", () => Update(metric, updates[step]))) return;
            report.Try($"results[{i}]", () => compare.Compare($"results[{step}]", results[step], metric.result()));
        }

        // 3. The state, and what is left of it.
        CompareVariables("variables", golden.List("variables"), metric, report, compare);
        if (golden["reset"] is not Config reset) return;
        if (!report.Try("reset_state", metric.reset_state)) return;
        report.Try("reset.result", () => compare.Compare("reset.result", reset.Get("result"), metric.result()));
        CompareVariables("reset.variables", (List<object?>)reset.Get("variables")!, metric, report, compare);
    }

    private static void Update(Metric metric, Config update)
    {
        var arguments = new Config();
        foreach (var (key, value) in update)
            if (key != "mask") arguments[key] = value is null ? null : Values.ToTensor(value);
        if (update.Get("mask") is { } mask) ((Tensor)(arguments.Get("y_pred") ?? arguments.Get("values"))!).KerasMask = Values.ToTensor(mask);
        Late.Call(metric, "update_state", [], arguments);
    }

    private static void CompareVariables(string what, List<object?> expected, Metric metric, Report report, Comparer compare)
    {
        var variables = metric.variables;
        string[] want = [.. expected.Select(v => (string)((Config)v!).Get("path")!)];
        string[] have = [.. variables.Select(v => v.path)];
        if (!want.SequenceEqual(have)) report.Add(what, string.Join(", ", want), string.Join(", ", have));
        for (var i = 0; i < Math.Min(want.Length, have.Length); i++) compare.Compare($"{what}[{i}]", ((Config)expected[i]!).Get("value"), variables[i].Raw);
    }
}
