using Keras.Saving;

namespace Keras;

/// <summary>Changes variables by their gradients.</summary>
/// <remarks>Converts from the name of a registered optimizer: <c>optimizer: "adam"</c>.</remarks>
[KerasExport("keras.optimizers.Optimizer", "keras.Optimizer")]
public abstract partial class Optimizer : IHasConfig
{
    /// <summary>Name of the optimizer.</summary>
    public abstract string name { get; }

    /// <summary>Whether the state exists.</summary>
    public bool built { get; private protected set; }

    /// <summary>The learning rate that counts now.</summary>
    public abstract double learning_rate { get; set; }

    /// <summary>The optimizers inside, where this is several; <see langword="null"/> for one.</summary>
    internal virtual IReadOnlyList<Optimizer>? Parts => null;

    /// <summary>The state: the iteration, the learning rate, then what the optimizer keeps for each variable.</summary>
    public abstract IReadOnlyList<Variable> variables { get; }

    /// <summary>Makes the state for the variables to be changed.</summary>
    /// <param name="variables">The variables.</param>
    public abstract void build(IReadOnlyList<Variable> variables);

    /// <summary>Applies one gradient to each variable.</summary>
    /// <param name="grads">Gradients, <see langword="null"/> where none flows.</param>
    /// <param name="trainable_variables">The variables, in the same order.</param>
    public abstract void apply(IReadOnlyList<Tensor?> grads, IReadOnlyList<Variable>? trainable_variables = null);

    /// <summary>Sets the state, in the order of <see cref="variables"/>.</summary>
    /// <param name="weights">Values of the same shapes.</param>
    public abstract void set_weights(IReadOnlyList<Tensor> weights);

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
