using Keras.Saving;

namespace Keras;

/// <summary>Changes variables by their gradients.</summary>
/// <remarks>Converts from the name of a registered optimizer: <c>optimizer: "adam"</c>.</remarks>
[KerasExport("keras.optimizers.Optimizer", "keras.Optimizer")]
public abstract partial class Optimizer : IHasConfig
{
    /// <summary>Whether the state exists.</summary>
    public bool built { get; private protected set; }

    /// <summary>Makes the state for the variables to be changed.</summary>
    /// <param name="variables">The variables.</param>
    public abstract void build(IReadOnlyList<Variable> variables);

    /// <summary>Applies one gradient to each variable.</summary>
    /// <param name="grads">Gradients, <see langword="null"/> where none flows.</param>
    /// <param name="trainable_variables">The variables, in the same order.</param>
    public abstract void apply(IReadOnlyList<Tensor?> grads, IReadOnlyList<Variable>? trainable_variables = null);

    /// <summary>The state: the iteration, the learning rate, then what the optimizer keeps for each variable.</summary>
    public abstract IReadOnlyList<Variable> variables { get; }

    /// <summary>The loss as its gradients are computed: multiplied for half precision, else the loss itself.</summary>
    internal virtual Tensor Scale(Tensor loss) => loss;

    /// <summary>What remains to do when training ends, such as taking over averaged values.</summary>
    internal virtual void FinalizeValues(IReadOnlyList<Variable> variables)
    {
    }

    /// <summary>This optimizer with its loss scaled, for training in half precision.</summary>
    internal abstract Optimizer WithLossScale();

    /// <inheritdoc/>
    public abstract Config get_config();

    /// <summary>The optimizer of a name, with its defaults.</summary>
    /// <exception cref="ArgumentException">No optimizer has the name.</exception>
    public static implicit operator Optimizer?(string? name) => name is null ? null : KerasRegistry.Make<Optimizer>(name, "keras.optimizers");
}
