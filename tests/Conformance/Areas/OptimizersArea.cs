using System.Globalization;
using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Utils;

namespace Keras.Conformance.Areas;

/// <summary>Optimizers: the way of three variables through twelve steps, and the state at its end.</summary>
internal sealed class OptimizersArea : IArea
{
    public string Name => "optimizers";

    public string? Missing(string name) =>
        name == "get" ? Identifiers.Missing("keras.optimizers") : Serialized.Find("keras.optimizers", name) is null ? "keras.optimizers." + name : null;

    public void Replay(GoldenCase golden, Report report)
    {
        if (golden.Name == "get")
        {
            Identifiers.Replay("keras.optimizers", golden, report);
            return;
        }

        // 1. The optimizer and its variables. Nadam has a variable that is named by counting, from the start in each case.
        Naming.Reset();
        var compare = new Comparer(report);
        var optimizer = Serialized.Make<Optimizer>(golden.Object());
        Serialized.RoundTrip("config", optimizer, golden.Object(), report);
        var variables = golden.List("variables").Cast<Config>().Select(Variable).ToList();
        if (golden["exclude_from_weight_decay"] is Config exclude) Late.Call(optimizer, "exclude_from_weight_decay", [], exclude);
        if (!report.Try("build", () => optimizer.build(variables))) return;

        // 2. The steps.
        var rates = golden["learning_rates"] is GoldenArray r ? r.ToDoubles() : null;
        var scaled = golden["scaled_losses"] is GoldenArray s ? s.ToDoubles() : null;
        var assigned = golden["assign_learning_rate"] as Config;
        var gradients = golden.List("gradients");
        var trajectory = golden.List("trajectory");
        for (var i = 0; i < gradients.Count; i++)
        {
            var step = i;
            var went = report.Try($"step {i}", () =>
            {
                if (assigned?.Get(step.ToString(CultureInfo.InvariantCulture)) is { } rate) optimizer.learning_rate = Convert.ToDouble(rate, CultureInfo.InvariantCulture);
                if (rates is not null) CompareNumber($"learning_rates[{step}]", rates[step], optimizer.learning_rate, report);
                if (scaled is not null) CompareNumber($"scaled_losses[{step}]", scaled[step], optimizer.scale_loss(Values.ToTensor(new GoldenArray("float32", [], BitConverter.GetBytes(1f)))).item(), report);
                optimizer.apply([.. ((List<object?>)gradients[step]!).Select(g => g is null ? null : Values.ToTensor(g))], variables);
                compare.Compare($"trajectory[{step}]", trajectory[step], variables.Select(v => (object?)v.Raw).ToList());
            });
            // What follows a wrong step is wrong too.
            if (!went || report.Differences.Any(d => d.What.StartsWith("trajectory", StringComparison.Ordinal))) return;
        }

        // 3. The state.
        var state = golden.List("state").Cast<Config>().ToArray();
        var own = optimizer.variables;
        string[] want = [.. state.Select(v => (string)v.Get("path")!)];
        string[] have = [.. own.Select(v => v.path)];
        if (!want.SequenceEqual(have)) report.Add("state", string.Join(", ", want), string.Join(", ", have));
        for (var i = 0; i < Math.Min(want.Length, have.Length); i++) compare.Compare($"state[{i}] ({want[i]})", state[i].Get("value"), own[i].Raw);

        // 4. The end of training.
        if (golden["finalized"] is List<object?> finalized)
            report.Try("finalize_variable_values", () =>
            {
                optimizer.finalize_variable_values(variables);
                compare.Compare("finalized", finalized, variables.Select(v => (object?)v.Raw).ToList());
            });
    }

    private static Variable Variable(Config described)
    {
        var path = (string)described.Get("path")!;
        return new Variable(Values.ToTensor(described.Get("value")), name: path[(path.LastIndexOf('/') + 1)..])
        {
            path = path,
            constraint = (described.Get("constraint") as string)!,
        };
    }

    private static void CompareNumber(string what, double expected, double got, Report report)
    {
        if (!report.Measure(expected, got)) report.Add(what, Report.Text(expected), Report.Text(got));
    }
}
