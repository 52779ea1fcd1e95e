using Keras.Metrics;

namespace Keras.Trainers;

/// <summary>The loss of a model with any number of outputs: the weighted sum of the outputs' losses (keras/src/trainers/compile_utils.py).</summary>
internal sealed class CompileLoss(LossArgument argument, LossWeights? weights, IReadOnlyList<string>? outputNames)
{
    private List<Part>? _parts;
    private string[]? _dictionaryKeys;

    private sealed record Part(int Output, Loss Loss, double? Weight, Mean? Tracker);

    internal bool Built => _parts is not null;

    /// <summary>The tracker of each output's own loss, where there are several.</summary>
    internal IEnumerable<Metric> Metrics => _parts?.Where(p => p.Tracker is not null).Select(p => (Metric)p.Tracker!) ?? [];

    internal void Build(Tensor yTrue, Tensor yPred)
    {
        if (_parts is not null) return;
        // 1. The outputs, in the order of their names.
        var (predictions, names) = Outputs(yPred);
        var targets = Align(yTrue, predictions.Length);
        // 2. The loss of each.
        var chosen = Assign(argument, predictions.Length, names);
        var numbers = Weights(predictions.Length, names, chosen);
        var parts = new List<(int Output, Loss Loss, double? Weight, string Name)>();
        for (var i = 0; i < chosen.Length; i++)
        {
            if (chosen[i] is not { } leaf || targets[i] is not { } target) continue;
            var loss = Resolve(leaf, target, predictions[i]);
            parts.Add((i, loss, numbers?[i], names[i] ?? loss.name));
        }
        if (parts.Count == 0) throw new ArgumentException("The model has no loss for any output. Pass a loss to compile.");
        // 3. Where outputs and losses both have names, the losses' order counts.
        if (yPred is TensorDict && argument.Named is { } named) parts = [.. parts.OrderBy(p => named.IndexOf(names[p.Output]!))];
        // 4. With several losses, each is also reported on its own.
        _parts = [.. parts.Select(p => new Part(p.Output, p.Loss, p.Weight, parts.Count > 1 ? new Mean(name: p.Name + "_loss") : null))];
    }

    internal Tensor Compute(Tensor yTrue, Tensor yPred, Tensor? sampleWeight)
    {
        Build(yTrue, yPred);
        // 1. One output, one loss: nothing to align.
        if (_parts is [{ Output: 0, Tracker: null, Weight: null } only] && yTrue is not (TensorList or TensorDict) && yPred is not (TensorList or TensorDict) && sampleWeight is not (TensorList or TensorDict))
        {
            var loss = only.Loss.Apply(yTrue, yPred, sampleWeight);
            return loss.dtype == Backend.KerasConfig.floatx() ? loss : Ops.cast(loss, Backend.KerasConfig.floatx());
        }

        // 2. Output by output.
        var (predictions, _) = Outputs(yPred);
        var targets = Align(yTrue, predictions.Length);
        var sampleWeights = sampleWeight is null ? null : AlignWeights(sampleWeight, predictions.Length);
        Tensor? total = null;
        foreach (var part in _parts!)
        {
            var value = part.Loss.Apply(targets[part.Output]!, predictions[part.Output], sampleWeights?[part.Output]);
            if (value.dtype != Backend.KerasConfig.floatx()) value = Ops.cast(value, Backend.KerasConfig.floatx());
            part.Tracker?.update_state(Ops.stop_gradient(value), sample_weight: predictions[part.Output].shape[0] ?? 1);
            if (part.Weight is { } w) value *= w;
            total = total is null ? value : total + value;
        }
        return total!;
    }

    private (Tensor[] Values, string?[] Names) Outputs(Tensor yPred)
    {
        if (yPred is TensorDict dict)
        {
            _dictionaryKeys ??= outputNames is not null && dict.Keys.ToHashSet().SetEquals(outputNames) ? [.. outputNames] : [.. dict.Keys.Order(StringComparer.Ordinal)];
            return ([.. _dictionaryKeys.Select(k => dict[k])], _dictionaryKeys);
        }
        var flat = Nest.Flatten(yPred).ToArray();
        var names = new string?[flat.Length];
        for (var i = 0; i < names.Length && outputNames is not null && i < outputNames.Count; i++) names[i] = outputNames[i];
        return (flat, names);
    }

    private Tensor?[] Align(Tensor yTrue, int count)
    {
        if (yTrue is TensorDict dict)
        {
            var keys = _dictionaryKeys ?? outputNames ?? [.. dict.Keys];
            return [.. keys.Select(k => dict.TryGetValue(k, out var t) ? t : null)];
        }
        var flat = Nest.Flatten(yTrue).ToArray();
        if (flat.Length == count) return flat;
        // Targets for those outputs alone that have a loss.
        var withLoss = Assign(argument, count, outputNames?.ToArray<string?>() ?? new string?[count]).Select((l, i) => (l, i)).Where(p => p.l is not null).Select(p => p.i).ToArray();
        if (withLoss.Length != flat.Length)
            throw new ArgumentException($"y_true and y_pred have different structures: received {flat.Length} target(s) for {count} output(s).");
        var spread = new Tensor?[count];
        for (var i = 0; i < flat.Length; i++) spread[withLoss[i]] = flat[i];
        return spread;
    }

    private Tensor?[] AlignWeights(Tensor weight, int count)
    {
        if (weight is TensorDict) return Align(weight, count);
        var flat = Nest.Flatten(weight).ToArray();
        if (flat.Length == count) return flat;
        return flat.Length == 1 ? [.. Enumerable.Repeat(flat[0], count)] : throw new ArgumentException($"Received {flat.Length} sample weights for {count} outputs.");
    }

    /// <summary>What the user gave, output by output.</summary>
    private static object?[] Assign(LossArgument argument, int count, string?[] names)
    {
        if (argument.Named is { } named)
        {
            var unknown = named.Keys.Where(k => !names.Contains(k)).ToArray();
            if (unknown.Length > 0 && !(count == 1 && named.Count == 1 && names[0] is null))
                throw new ArgumentException($"Expected keys [{string.Join(", ", names.Select(n => $"'{n}'"))}] in loss dict, but found loss.keys()=[{string.Join(", ", named.Keys.Select(n => $"'{n}'"))}]");
            return [.. names.Select(n => n is not null && named.TryGetValue(n, out var l) ? l?.Leaf : count == 1 ? named.Values.First()?.Leaf : null)];
        }
        if (argument.Items is { } items)
        {
            if (items.Count != count)
                throw new ArgumentException($"A list of {items.Count} losses was given for a model of {count} output(s). Give one loss for each output, null where there is none.");
            return [.. items.Select(i => i?.Leaf)];
        }
        return [.. Enumerable.Repeat(argument.Leaf, count)];
    }

    private double?[]? Weights(int count, string?[] names, object?[] chosen)
    {
        if (weights is null) return null;
        if (weights.Named is { } named) return [.. names.Select(n => n is not null && named.TryGetValue(n, out var w) ? w : (double?)1.0)];
        var values = weights.Values!;
        if (values.Length != count && !(values.Length == 1 && argument.IsNested == false))
            throw new ArgumentException($"`loss_weights` must match the number of losses, got {chosen.Count(c => c is not null)} losses and {values.Length} weights.");
        return values.Length == count ? [.. values.Select(v => (double?)v)] : [.. Enumerable.Repeat((double?)values[0], count)];
    }

    private static Loss Resolve(object leaf, Tensor target, Tensor prediction)
    {
        switch (leaf)
        {
            case Loss loss:
                return loss.ForTraining();
            case string name when name.ToLowerInvariant() is "crossentropy" or "ce":
                var (binary, sparse) = TargetKind.Of(target, prediction);
                return ((Loss?)(binary ? "binary_crossentropy" : sparse ? "sparse_categorical_crossentropy" : "categorical_crossentropy"))!;
            case string name:
                return ((Loss?)name)!;
            case Delegate function:
                return ((Loss?)function)!;
            default:
                throw new ArgumentException($"Could not interpret loss identifier: {leaf}. Expected a name, a keras.losses object or a function of y_true and y_pred.");
        }
    }
}
