using Keras.Losses;
using Keras.Trees;

namespace Keras.Distillation;

/// <summary>Losses nested as the outputs of a model are: one, a list or a dictionary; null for an output without one.</summary>
internal sealed class LossStructure
{
    private readonly object? _losses;

    internal LossStructure(LossArgument argument)
    {
        Argument = argument;
        _losses = Resolve(argument);
    }

    /// <summary>What the user gave.</summary>
    internal LossArgument Argument { get; }

    /// <summary>Whether there is no loss at all.</summary>
    internal bool IsEmpty => TreeApi.flatten(_losses).All(l => l is null);

    /// <summary>Throws where values are nested otherwise.</summary>
    internal void RequireSameStructure(Tensor values) => TreeApi.assert_same_structure(_losses, values);

    /// <summary>What a function makes of each loss and its values, output by output; outputs without a loss are left out.</summary>
    internal List<Tensor> Map(Tensor first, Tensor second, Func<Loss, Tensor, Tensor, Tensor> f)
    {
        var results = new List<Tensor>();
        TreeApi.map_structure(parts =>
        {
            if (parts[0] is Loss loss) results.Add(f(loss, (Tensor)parts[1]!, (Tensor)parts[2]!));
            return null;
        }, [_losses, first, second]);
        return results;
    }

    /// <summary>The losses as a configuration holds them.</summary>
    internal object? ToConfig() => Saving.Serialization.ToConfig(_losses);

    /// <summary>The sum of scalars.</summary>
    internal static Tensor Sum(List<Tensor> values) => values.Count == 1 ? values[0] : Ops.sum(Ops.stack(new TensorList(values)));

    // A name stands for the function of that name, which gives a value per sample, as keras.losses.get does it.
    private static object? Resolve(LossArgument? argument) =>
        argument is null ? null
        : argument.Items is { } items ? items.Select(i => Resolve((LossArgument?)i)).ToList()
        : argument.Named is { } named ? named.ToDictionary(p => p.Key, p => Resolve((LossArgument?)p.Value), StringComparer.Ordinal)
        : LossLookup.get(argument.Leaf);
}
