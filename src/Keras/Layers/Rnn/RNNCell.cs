using Keras.Backend;

namespace Keras;

/// <summary>What a recurrent layer repeats: one step from an input and states to an output and new states.</summary>
/// <remarks>Python takes any layer with a <c>state_size</c>; in C# a cell of your own derives from this class.</remarks>
public abstract class RNNCell : Layer
{
    /// <summary>Sets what every layer has.</summary>
    protected RNNCell(string? name = null, bool trainable = true, DTypePolicy? dtype = null) : base(name, trainable, dtype)
    {
    }

    /// <summary>Sizes of the states, in order.</summary>
    public abstract int[] state_size { get; }

    /// <summary>Size of the output.</summary>
    public virtual int output_size => state_size[0];

    /// <summary>One step.</summary>
    /// <param name="inputs">Input of the step (batch, features).</param>
    /// <param name="states">States (batch, size).</param>
    /// <param name="training">Whether this is a training step.</param>
    /// <returns>The output, then the new states.</returns>
    protected abstract (Tensor Output, Tensor[] States) call(Tensor inputs, Tensor[] states, bool training);

    /// <summary>States to begin with: zeros.</summary>
    /// <param name="batch_size">Number of samples.</param>
    public virtual Tensor[] get_initial_state(int batch_size) => [.. state_size.Select(s => Kernel.Zeros([batch_size, s], compute_dtype))];

    /// <summary>Makes what stays the same over the steps of one pass, such as dropout masks.</summary>
    internal virtual void Prepare(Tensor stepInput, Tensor[] states)
    {
    }

    /// <summary>Forgets what <see cref="Prepare"/> made.</summary>
    internal virtual void Forget()
    {
    }

    internal (Tensor Output, Tensor[] States) Step(Tensor inputs, Tensor[] states, bool training) => call(inputs, states, training);

    /// <summary>One step on its own.</summary>
    /// <param name="inputs">Input of the step.</param>
    /// <param name="states">States, as a list.</param>
    /// <param name="training">Whether this is a training step.</param>
    /// <returns>A list of the output and the list of new states.</returns>
    public Tensor Apply(Tensor inputs, Tensor states, bool? training = null)
    {
        var arguments = new CallArguments(inputs, states);
        if (training is not null) arguments.Training = training;
        return ApplyArguments(arguments);
    }

    internal override Tensor CallWith(CallArguments arguments, bool training, Tensor? mask)
    {
        var states = arguments.Args.Count > 1 ? (Tensor)arguments.Args[1]! : arguments.Tensor("states")
            ?? throw new ArgumentException($"The cell '{name}' needs states: cell.Apply(inputs, states).");
        var (output, next) = call(arguments.First, [.. Nest.Flatten(states)], training);
        Forget();
        return new TensorList(output, new TensorList(next));
    }

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask)
    {
        var batch = arguments.First.shape[0];
        return new TensorList(new KerasTensor((batch, output_size), compute_dtype), new TensorList(state_size.Select(s => (Tensor)new KerasTensor((batch, s), compute_dtype)).ToArray()));
    }
}
