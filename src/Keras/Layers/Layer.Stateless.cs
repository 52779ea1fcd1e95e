using Keras.Backend;

namespace Keras;

public abstract partial class Layer
{
    /// <summary>Calls the layer with values for its variables that the caller holds; the layer's own stay as they are.</summary>
    /// <param name="trainable_variables">Values for <see cref="trainable_variables"/>, in their order. Gradients flow to them.</param>
    /// <param name="non_trainable_variables">Values for <see cref="non_trainable_variables"/>, in their order.</param>
    /// <param name="x">The input, as for <see cref="Apply(Tensor, bool?, Tensor?)"/>.</param>
    /// <param name="training">Whether this is a training step.</param>
    /// <param name="mask">True where a step of the input counts.</param>
    /// <param name="return_losses">Whether the losses of the call are returned too.</param>
    /// <returns>The output, the values of the variables that training leaves alone after the call, and the losses where they were asked for.</returns>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    /// <exception cref="ArgumentException">There is not one value for each variable.</exception>
    public (Tensor outputs, IReadOnlyList<Tensor> non_trainable_variables, keras.losses? losses) stateless_call(IReadOnlyList<Tensor> trainable_variables,
        IReadOnlyList<Tensor> non_trainable_variables, Tensor x, bool? training = null, Tensor? mask = null, bool return_losses = false)
    {
        // 1. Check.
        if (!built)
            throw new InvalidOperationException($"To call stateless_call, {GetType().Name} must be built (i.e. its variables must have been already created). You can build it by calling it on some data.");
        var changing = this.non_trainable_variables;
        var values = Pairs(nameof(trainable_variables), this.trainable_variables, trainable_variables)
            .Concat(Pairs(nameof(non_trainable_variables), changing, [.. non_trainable_variables.Select(Kernel.Clone)]));
        // 2. Call; what the layer assigns goes to the copies.
        using var scope = new StatelessValues(values);
        if (return_losses) ClearLosses();
        var outputs = Apply(x, training, mask);
        return (outputs, [.. changing.Select(v => v.Raw)], return_losses ? losses : null);
    }

    private protected IEnumerable<(Variable, Tensor)> Pairs(string argument, IReadOnlyList<Variable> variables, IReadOnlyList<Tensor> values) =>
        variables.Count == values.Count ? variables.Zip(values)
            : throw new ArgumentException($"Argument `{argument}` must be a list of tensors corresponding 1:1 to {GetType().Name}().{argument}. Received list with length {values.Count}, but expected {variables.Count} variables.");
}
