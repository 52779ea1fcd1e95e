using Keras.Metrics;

namespace Keras.Trainers;

/// <summary>The metrics of compile, output by output, and their names in logs (keras/src/trainers/compile_utils.py).</summary>
internal sealed class CompileMetrics(MetricsArgument? metrics, MetricsArgument? weightedMetrics, IReadOnlyList<string>? outputNames)
{
    private (Metric Metric, int Output, string? OutputName)[]? _plain;
    private (Metric Metric, int Output, string? OutputName)[]? _weighted;
    private (string Name, Metric Metric)[]? _named;
    private string[]? _keys;

    internal bool Built => _plain is not null;

    internal IEnumerable<Metric> Metrics => Built ? _plain!.Concat(_weighted!).Select(m => m.Metric) : [];

    internal void Build(Tensor yTrue, Tensor yPred)
    {
        if (Built) return;
        var predictions = Flatten(yPred, forNames: true);
        var targets = FlattenLike(yTrue, predictions.Length);
        var names = _keys ?? outputNames?.ToArray();
        var plain = Make(metrics, predictions, targets, names, "metrics");
        _weighted = Make(weightedMetrics, predictions, targets, names, "weighted_metrics");
        _plain = plain;
        _named = Name();
    }

    internal void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight)
    {
        Build(yTrue, yPred);
        var predictions = Flatten(yPred, forNames: false);
        var targets = FlattenLike(yTrue, predictions.Length);
        foreach (var (metric, output, _) in _plain!)
            if (targets[output] is { } t) metric.update_state(t, predictions[output]);
        if (_weighted!.Length == 0) return;
        var weights = sampleWeight is null ? null : FlattenLike(sampleWeight, predictions.Length);
        foreach (var (metric, output, _) in _weighted!)
            if (targets[output] is { } t) metric.update_state(t, predictions[output], weights?[output]);
    }

    /// <summary>Names and metrics, in the order of compile.</summary>
    internal IReadOnlyList<(string Name, Metric Metric)> Named => _named ?? [];

    private (string, Metric)[] Name()
    {
        // A name that is taken gets a number; one of weighted_metrics first the prefix "weighted_".
        var counters = new Dictionary<string, int>(StringComparer.Ordinal);
        var named = new List<(string, Metric)>();
        foreach (var (metric, _, output) in _plain!)
        {
            var name = output is null ? metric.name : $"{output}_{metric.name}";
            if (counters.TryGetValue(name, out var n))
            {
                counters[name] = n + 1;
                named.Add(($"{name}_{n}", metric));
            }
            else
            {
                counters[name] = 1;
                named.Add((name, metric));
            }
        }
        foreach (var (metric, _, output) in _weighted!)
        {
            var name = output is null ? metric.name : $"{output}_{metric.name}";
            if (counters.ContainsKey(name))
            {
                name = $"weighted_{metric.name}";
                if (output is not null) name = $"{output}_{name}";
            }
            if (counters.TryGetValue(name, out var n))
            {
                counters[name] = n + 1;
                named.Add(($"{name}_{n}", metric));
            }
            else
            {
                counters[name] = 1;
                named.Add((name, metric));
            }
        }
        return [.. named];
    }

    private Tensor[] Flatten(Tensor y, bool forNames)
    {
        if (y is not TensorDict dict) return [.. Nest.Flatten(y)];
        if (forNames) _keys = outputNames is not null && dict.Keys.ToHashSet().SetEquals(outputNames) ? [.. outputNames] : [.. dict.Keys.Order(StringComparer.Ordinal)];
        return [.. _keys!.Select(k => dict[k])];
    }

    private Tensor?[] FlattenLike(Tensor y, int count)
    {
        if (y is TensorDict dict) return [.. (_keys ?? outputNames ?? [.. dict.Keys]).Select(k => dict.TryGetValue(k, out var t) ? t : null)];
        var flat = Nest.Flatten(y).ToArray();
        if (flat.Length == 1 && count > 1) return [.. Enumerable.Repeat(flat[0], count)];
        var all = new Tensor?[count];
        Array.Copy(flat, all, Math.Min(flat.Length, count));
        return all;
    }

    private static (Metric, int, string?)[] Make(MetricsArgument? argument, Tensor[] predictions, Tensor?[] targets, string[]? names, string what)
    {
        if (argument is null) return [];
        // 1. One output: all metrics belong to it, and its name stays out of theirs.
        if (predictions.Length == 1) return [.. argument.Leaves().Where(l => l is not null).Select(l => (Resolve(l!, targets[0]!, predictions[0]), 0, (string?)null))];
        // 2. One entry for each output.
        IReadOnlyList<CompileArgument?>? each = null;
        if (argument.Items is { } items && items.Count == predictions.Length) each = items;
        else if (argument.Named is { } named && names is not null && named.Keys.All(names.Contains)) each = [.. names.Select(n => named.TryGetValue(n, out var m) ? m : null)];
        if (each is null)
            throw new ArgumentException($"Invalid `{what}`. `{what}` should contain metrics objects and either be a dict or a list matching the output names of the functional model [{string.Join(", ", names ?? [])}]. " +
                $"Received: {what}={Saving.ConfigReflection.Show(argument.ToConfig())}");
        var result = new List<(Metric, int, string?)>();
        for (var i = 0; i < each.Count; i++)
            foreach (var leaf in each[i]?.Leaves() ?? [])
                if (leaf is not null) result.Add((Resolve(leaf, targets[i] ?? predictions[i], predictions[i]), i, names?[i]));
        return [.. result];
    }

    private static Metric Resolve(object leaf, Tensor target, Tensor prediction)
    {
        switch (leaf)
        {
            case Metric metric:
                return metric.Resolve(target, prediction);
            case string name when name.ToLowerInvariant() is "accuracy" or "acc":
                var (binary, sparse) = TargetKind.Of(target, prediction);
                return binary ? new BinaryAccuracy(name: name) : sparse ? new SparseCategoricalAccuracy(name: name) : new CategoricalAccuracy(name: name);
            case string name:
                var made = ((Metric?)name)!;
                // The metric is shown under the name that the user wrote: "mse" stays mse.
                made.name = name;
                return made;
            case Delegate function:
                return ((Metric?)function)!;
            default:
                throw new ArgumentException($"Could not interpret metric identifier: {leaf}. Expected a name, a keras.metrics object or a function of y_true and y_pred.");
        }
    }
}
