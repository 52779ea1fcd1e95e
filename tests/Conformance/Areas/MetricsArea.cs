using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Saving;

namespace Keras.Conformance.Areas;

/// <summary>Metrics: updates, results, state, reset; the functions; names as identifiers.</summary>
internal sealed class MetricsArea : IArea
{
    private const string Suffix = "_function";

    public string Name => "metrics";

    public string? Missing(string name)
    {
        if (name == "get") return Identifiers.Missing("keras.metrics");
        if (name == "compile") return null;
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
            case "compile":
                ReplayCompile(golden, report);
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

    /// <summary>A model that is compiled and evaluated: which metrics names become, what they are called, and what they find.</summary>
    private static void ReplayCompile(GoldenCase golden, Report report)
    {
        // 1. The model.
        var compare = new Comparer(report);
        Serialized.Require(golden.Object().Get("config"));
        var model = (Model)Serialization.deserialize_keras_object(Serialized.Copy(golden.Object()))!;
        var compile = golden.Object("compile");
        if (!report.Try("compile", () => model.compile(loss: LossArgument.From(compile.Get("loss")), loss_weights: LossWeights.From(compile.Get("loss_weights")),
            metrics: MetricsArgument.From(compile.Get("metrics")), weighted_metrics: MetricsArgument.From(compile.Get("weighted_metrics"))))) return;

        // 2. The evaluation, as a dictionary and as a list.
        Tensor x = One(golden["x"]), y = One(golden["y"]);
        var weight = golden["sample_weight"] is { } w ? Values.ToTensor(w) : null;
        report.Try("evaluate", () =>
        {
            var named = model.evaluate(x, y, sample_weight: weight, return_dict: true, verbose: 0);
            var expected = golden.List("results").Cast<List<object?>>().ToArray();
            string[] names = [.. expected.Select(e => (string)e[0]!)];
            if (!names.SequenceEqual(named.Names)) report.Add("results", string.Join(", ", names), string.Join(", ", named.Names));
            else
                for (var i = 0; i < names.Length; i++) compare.Compare($"results['{names[i]}']", expected[i][1], Ops.cast(named[names[i]], "float32"));
            Tensor flat = model.evaluate(x, y, sample_weight: weight, verbose: 0).ToArray();
            var list = (GoldenArray)golden["flat"]!;
            compare.Compare("flat", list, Ops.reshape(flat, [.. list.Shape.Select(d => (int)d)]));
        });

        // 3. The metrics that were chosen.
        var resolved = golden.List("resolved").Cast<Config>().Select(r => $"{r.Get("class_name")} {r.Get("name")}");
        var chosen = model.metrics.Select(m => $"{m.GetType().Name} {m.name}");
        if (!resolved.SequenceEqual(chosen)) report.Add("resolved", string.Join(", ", resolved), string.Join(", ", chosen));
    }

    /// <summary>A list of one tensor is that tensor.</summary>
    private static Tensor One(object? value) => Values.ToTensor(value is List<object?> { Count: 1 } list ? list[0] : value);

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
