using System.Text.RegularExpressions;
using Keras.Backend;
using Keras.Optimizers;
using Keras.Saving.Hdf5;

namespace Keras.Saving;

/// <summary>Puts saved optimizer state back, whatever age it has, so that training goes on as if it had not stopped.</summary>
/// <remarks>
/// Keras 3 and tf.keras from 2.11 on keep all state of one variable together. Before, all state of one kind stood before that of the next:
/// with names that tell the kind in tf.keras 2.0 to 2.10 and in Keras 2.3, without in older files.
/// </remarks>
internal static partial class OptimizerState
{
    /// <summary>How the names of state end here; of two that end alike the longer first.</summary>
    private static readonly string[] s_kinds =
        ["accumulated_delta_var", "gradient_accumulator", "accumulated_grad", "average_gradient", "velocity_hat", "accumulator", "momentum", "velocity", "average", "linear", "norm"];

    internal static void Restore(Optimizer optimizer, (string Name, H5Dataset Data)[] saved)
    {
        using var scope = new TensorScope();
        var variables = optimizer.variables;
        // 1. What is no state of a variable of the model.
        var values = new Dictionary<Variable, H5Dataset>(ReferenceEqualityComparer.Instance);
        var rest = variables.Where(v => v != variables[0] && v.name != "learning_rate").ToArray();
        var slots = rest.Where(v => KindOf(v) is not null).ToArray();
        var others = saved.Where(s => IsOther(s.Name)).ToArray();
        var kept = saved.Where(s => !IsOther(s.Name)).ToArray();
        foreach (var (name, data) in others)
        {
            if (Iteration().IsMatch(name)) values[variables[0]] = data;
            else if (Schedule().IsMatch(name) && (optimizer as Nadam)?.Product is { } product) values[product] = data;
            else if (LearningRate().IsMatch(name) && variables.FirstOrDefault(v => v.name == "learning_rate") is { } rate) values[rate] = data;
        }

        // 2. The state, by its kinds where the names tell them, else by the order that its time had.
        if (kept.Length == 0 && slots.Length == 0) Set(optimizer, values);
        else if (saved.Length == variables.Count && !others.Any(o => Schedule().IsMatch(o.Name)) && variables.Zip(saved).All(p => Same(p.First, p.Second.Data)) && !kept.All(s => OldKind(optimizer, s.Name) is not null))
            Set(optimizer, variables.Zip(saved).ToDictionary(p => p.First, p => p.Second.Data));
        else if (rest.Length != slots.Length && kept.Length == rest.Length && rest.Zip(kept).All(p => Same(p.First, p.Second.Data)))
        {
            for (var i = 0; i < rest.Length; i++) values[rest[i]] = kept[i].Data;
            Set(optimizer, values);
        }
        else if (kept.Length > 0 && kept.All(s => OldKind(optimizer, s.Name) is not null)) ByKind(optimizer, slots, kept.Select(s => (OldKind(optimizer, s.Name)!, s.Data)), values);
        else InOrder(optimizer, slots, kept, values);
    }

    /// <summary>Files whose names tell the kinds of state, in any order of variables and kinds.</summary>
    private static void ByKind(Optimizer optimizer, Variable[] slots, IEnumerable<(string Kind, H5Dataset Data)> saved, Dictionary<Variable, H5Dataset> values)
    {
        var kinds = saved.ToLookup(s => s.Kind, s => s.Data);
        foreach (var kind in slots.GroupBy(s => KindOf(s)!))
        {
            var (ours, theirs) = (kind.ToArray(), kinds[kind.Key].ToArray());
            if (ours.Length != theirs.Length) throw new ArgumentException($"The optimizer '{optimizer.name}' has {ours.Length} variables of the kind '{kind.Key}', the file has {theirs.Length}.");
            for (var i = 0; i < ours.Length; i++) values[ours[i]] = theirs[i];
        }
        Set(optimizer, values);
    }

    /// <summary>Files whose names tell nothing.</summary>
    private static void InOrder(Optimizer optimizer, Variable[] slots, (string Name, H5Dataset Data)[] saved, Dictionary<Variable, H5Dataset> values)
    {
        // 1. Keras 1 counted the steps in a variable without a name.
        var byKind = slots.GroupBy(s => KindOf(s)!).Select(g => g.ToArray()).ToArray();
        if (saved.Length > 0 && saved[0].Data.Shape.Count == 0 && !values.ContainsKey(optimizer.variables[0]) && (byKind.Length == 0 || saved.Length % byKind[0].Length == 1 % byKind[0].Length))
        {
            values[optimizer.variables[0]] = saved[0].Data;
            saved = saved[1..];
        }

        // 2. One kind after the other; some kept more kinds than are needed here, such as that of amsgrad where it is off.
        Variable[] old = [.. byKind.SelectMany(k => k)];
        if (saved.Length < slots.Length) throw new ArgumentException($"The optimizer '{optimizer.name}' has {slots.Length} slot variables, the file has {saved.Length}.");
        var order = Fits(old) ? old : Fits(slots) ? slots : throw new ArgumentException($"The shapes of the saved state of the optimizer '{optimizer.name}' do not fit its variables.");
        for (var i = 0; i < order.Length; i++) values[order[i]] = saved[i].Data;
        Set(optimizer, values);

        bool Fits(Variable[] ours) => ours.Zip(saved).All(p => Same(p.First, p.Second.Data));
    }

    private static void Set(Optimizer optimizer, Dictionary<Variable, H5Dataset> values)
    {
        if (values.Any(p => !Same(p.Key, p.Value))) throw new ArgumentException($"The shapes of the saved state of the optimizer '{optimizer.name}' do not fit its variables.");
        var variables = optimizer.variables;
        optimizer.set_weights([.. variables.Select(v => values.TryGetValue(v, out var data) ? Ops.reshape(Ops.cast(WeightIO.Tensor(data), v.dtype), v.shape) : v.Raw)]);

        // Most files do not have the product of Nadam's momentums, which follows from the steps.
        if (optimizer is Nadam { Product: { } product } && !values.ContainsKey(product)) CompleteProduct(optimizer);
    }

    /// <summary>Sets the product of Nadam's momentums to what it is after the steps that were done.</summary>
    internal static void CompleteProduct(Optimizer optimizer)
    {
        if (optimizer is Nadam { Product: { } product } nadam) product.assign(nadam.ProductAfter((long)Kernel.Peek(optimizer.variables[0].Raw)));
    }

    // ------------------------------------------------------------------ names

    private static bool IsOther(string name) => Iteration().IsMatch(name) || LearningRate().IsMatch(name) || Schedule().IsMatch(name);

    /// <summary>The kind of state that a variable is.</summary>
    private static string? KindOf(Variable variable) => s_kinds.FirstOrDefault(k => variable.name.EndsWith("_" + k, StringComparison.Ordinal));

    /// <summary>The kind here that a name of tf.keras or Keras 2.3 tells: <c>Adam/dense/kernel/m:0</c>, <c>Adam/m/dense/kernel:0</c> or <c>training/Adam/m_0:0</c>.</summary>
    private static string? OldKind(Optimizer optimizer, string name)
    {
        var parts = name.Split(':')[0].Split('/');
        var last = Number().Replace(parts[^1], "");
        return Translate(last) ?? (parts.Length > 2 ? Translate(parts[1]) : null);

        string? Translate(string part) => (part, optimizer) switch
        {
            ("v", Adamax) or ("u", _) => "norm",
            ("m" or "moment" or "momentum", _) => "momentum",
            ("v" or "rms" or "velocity", _) or ("accumulator", RMSprop) => "velocity",
            ("vhat", _) => "velocity_hat",
            ("mg" or "average_gradient", _) => "average_gradient",
            ("accum_grad" or "accumulated_grad", _) or ("accumulator", Adadelta) => "accumulated_grad",
            ("accum_var" or "accumulated_delta_var" or "delta_accumulator", _) => "accumulated_delta_var",
            ("accumulator" or "linear", _) => part,
            _ => null,
        };
    }

    private static bool Same(Variable variable, H5Dataset data) => WeightIO.Shape(data) == variable.shape || variable.size == 1 && data.ByteLength == data.ElementSize;

    [GeneratedRegex(@"_\d+$")]
    private static partial Regex Number();

    [GeneratedRegex(@"(^|/)(iter|iteration|iterations)(_\d+)?(:0)?$")]
    private static partial Regex Iteration();

    [GeneratedRegex(@"(^|/)(learning_rate|lr|decay)(_\d+)?(:0)?$")]
    private static partial Regex LearningRate();

    [GeneratedRegex(@"(^|/)(m_schedule|momentum_cache)(_\d+)?(:0)?$")]
    private static partial Regex Schedule();
}
