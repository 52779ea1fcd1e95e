using System.Text.RegularExpressions;
using Keras.Saving.Hdf5;

namespace Keras.Saving;

/// <summary>Puts saved optimizer state back, whatever age it has: by names where they tell, by order otherwise.</summary>
internal static partial class OptimizerState
{
    internal static void Restore(Optimizer optimizer, (string Name, H5Dataset Data)[] saved)
    {
        // 1. Keras 3: the same variables in the same order.
        var variables = optimizer.variables;
        if (saved.Length == variables.Count && variables.Zip(saved).All(p => Same(p.First, p.Second.Data)))
        {
            foreach (var (variable, (_, data)) in variables.Zip(saved)) WeightIO.Read(data, variable);
            return;
        }

        // 2. Keras 1 and 2: no learning rate among the variables; slots interleaved by variable or one kind after the other.
        var iteration = variables[0];
        var slots = variables.Where(v => v != iteration && v.name != "learning_rate").ToArray();
        var values = saved.Where(s => !Iteration().IsMatch(s.Name) && !LearningRate().IsMatch(s.Name)).ToArray();
        if (values.Length > slots.Length)
        {
            // The state of amsgrad, of one element each where it is off.
            values = [.. values.Take(slots.Length)];
        }
        if (values.Length != slots.Length)
            throw new ArgumentException($"The optimizer '{optimizer.name}' has {slots.Length} slot variables, the file has {values.Length}.");
        if (!slots.Zip(values).All(p => Same(p.First, p.Second.Data)) || ByKind(values)) values = Interleave(values, optimizer, slots.Length);
        if (!slots.Zip(values).All(p => Same(p.First, p.Second.Data)))
            throw new ArgumentException($"The shapes of the saved state of the optimizer '{optimizer.name}' do not fit its variables.");
        foreach (var (variable, (_, data)) in slots.Zip(values)) WeightIO.Read(data, variable);
        if (saved.FirstOrDefault(s => Iteration().IsMatch(s.Name)) is { Data: not null } count) WeightIO.Read(count.Data, iteration);
        optimizer.StateRestored();
    }

    /// <summary>Whether all slots of one kind stand before those of the next: <c>…/m:0</c> of all variables, then <c>…/v:0</c>.</summary>
    private static bool ByKind((string Name, H5Dataset Data)[] values)
    {
        var kinds = values.Select(v => v.Name.Split('/')[^1]).ToArray();
        return kinds.Length > 2 && kinds[0] == kinds[1] && kinds.Distinct().Count() > 1;
    }

    private static (string, H5Dataset)[] Interleave((string Name, H5Dataset Data)[] values, Optimizer optimizer, int count)
    {
        var kinds = Math.Max(1, optimizer.SlotKinds);
        var each = count / kinds;
        return [.. Enumerable.Range(0, each).SelectMany(i => Enumerable.Range(0, kinds).Select(k => values[k * each + i]))];
    }

    private static bool Same(Variable variable, H5Dataset data) => WeightIO.Shape(data) == variable.shape || variable.size == 1 && data.ByteLength == data.ElementSize;

    [GeneratedRegex(@"(^|/)(iter|iteration|iterations)(:0)?$")]
    private static partial Regex Iteration();

    [GeneratedRegex(@"(^|/)(learning_rate|lr|decay)(:0)?$")]
    private static partial Regex LearningRate();
}
