using System.Text.RegularExpressions;
using Keras.Backend;
using Keras.Saving.Hdf5;

namespace Keras.Saving;

/// <summary>Puts saved optimizer state back, whatever age it has: by names where they tell, by order otherwise.</summary>
internal static partial class OptimizerState
{
    internal static void Restore(Optimizer optimizer, (string Name, H5Dataset Data)[] saved)
    {
        using var scope = new TensorScope();
        var variables = optimizer.variables;
        // 1. Keras 3: the same variables in the same order.
        if (saved.Length == variables.Count && variables.Zip(saved).All(p => Same(p.First, p.Second.Data)))
        {
            optimizer.set_weights([.. saved.Select(s => WeightIO.Tensor(s.Data))]);
            return;
        }

        // 2. Keras 1 and 2: no learning rate among the variables; slots interleaved by variable or one kind after the other.
        var slots = variables.Where(v => v != variables[0] && v.name != "learning_rate").ToArray();
        var values = saved.Where(s => !Iteration().IsMatch(s.Name) && !LearningRate().IsMatch(s.Name)).ToArray();
        // Keras 2 also kept the state of amsgrad, one element each where it is off.
        if (values.Length > slots.Length) values = values[..slots.Length];
        if (values.Length != slots.Length)
            throw new ArgumentException($"The optimizer '{optimizer.name}' has {slots.Length} slot variables, the file has {values.Length}.");
        if (ByKind(values) || !slots.Zip(values).All(p => Same(p.First, p.Second.Data))) values = Interleave(values);
        if (!slots.Zip(values).All(p => Same(p.First, p.Second.Data)))
            throw new ArgumentException($"The shapes of the saved state of the optimizer '{optimizer.name}' do not fit its variables.");
        var bySlot = slots.Zip(values).ToDictionary(p => p.First, p => p.Second.Data);
        var count = saved.FirstOrDefault(s => Iteration().IsMatch(s.Name)).Data;
        optimizer.set_weights([.. variables.Select(v => bySlot.TryGetValue(v, out var data) ? WeightIO.Tensor(data) : v == variables[0] && count is not null ? Ops.cast(WeightIO.Tensor(count), v.dtype) : v.Raw)]);
    }

    /// <summary>Whether all slots of one kind stand before those of the next: <c>…/m:0</c> of all variables, then <c>…/v:0</c>.</summary>
    private static bool ByKind((string Name, H5Dataset Data)[] values)
    {
        // From 2.11 on the kind stands in the middle of the name, and the slots of a variable stand together.
        var kinds = values.Select(v => v.Name.Split('/')[^1]).ToArray();
        if (!kinds.All(k => Kind().IsMatch(k))) return false;
        return kinds.Length > 2 && kinds[0] == kinds[1] && kinds.Distinct().Count() > 1;
    }

    private static (string, H5Dataset)[] Interleave((string Name, H5Dataset Data)[] values)
    {
        var kinds = Math.Max(1, values.Select(v => v.Name.Split('/')[^1]).Distinct().Count());
        // Files of Keras 2.2 have no telling names: Adam's are one half m, one half v.
        if (kinds == 1 || values.Length % kinds != 0) kinds = values.Length % 2 == 0 ? 2 : 1;
        var each = values.Length / kinds;
        return [.. Enumerable.Range(0, each).SelectMany(i => Enumerable.Range(0, kinds).Select(k => values[k * each + i]))];
    }

    private static bool Same(Variable variable, H5Dataset data) => WeightIO.Shape(data) == variable.shape || variable.size == 1 && data.ByteLength == data.ElementSize;

    [GeneratedRegex(@"^(m|v|vhat|momentum|rms|mg|accumulator|accum_grad|accum_var|linear)(_\d+)?(:0)?$")]
    private static partial Regex Kind();

    [GeneratedRegex(@"(^|/)(iter|iteration|iterations)(:0)?$")]
    private static partial Regex Iteration();

    [GeneratedRegex(@"(^|/)(learning_rate|lr|decay)(:0)?$")]
    private static partial Regex LearningRate();
}
