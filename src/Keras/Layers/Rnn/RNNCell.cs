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
    public virtual Tensor[] get_initial_state(int batch_size) => [.. StateShapes(batch_size).Select(s => Kernel.Zeros(s.ToLongs(), compute_dtype))];

    /// <summary>Whether the library wrote the cell: a step of it draws no random numbers and changes nothing.</summary>
    internal virtual bool IsBuiltIn => false;

    /// <summary>Shapes of the states.</summary>
    internal virtual TensorShape[] StateShapes(int? batch) => [.. state_size.Select(s => (TensorShape)(batch, s))];

    /// <summary>Shape of the output of one step.</summary>
    internal virtual TensorShape OutputShape(TensorShape stepInput) => (stepInput[0], output_size);

    /// <summary>The states in the form in which a layer returns them: those of stacked cells are lists of their own.</summary>
    internal virtual IEnumerable<Tensor> Group(Tensor[] states) => states;

    /// <summary>Makes what stays the same over the steps of one pass, such as dropout masks.</summary>
    internal virtual void Prepare(Tensor stepInput, Tensor[] states, bool training)
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
        var states = States(arguments);
        var flat = Nest.Flatten(states).ToArray();
        CheckStates(name, flat);
        var (output, next) = call(arguments.First, flat, training);
        Forget();
        return new TensorList(output, Nest.Pack(states, next));
    }

    private Tensor States(CallArguments arguments) => (arguments.Args.Count > 1 ? arguments.Args[1] as Tensor : null) ?? arguments.Tensor("states")
        ?? throw new ArgumentException($"The cell '{name}' needs states: cell.Apply(inputs, states).");

    /// <summary>Finds states of a wrong number or shape before the first step.</summary>
    internal void CheckStates(string owner, Tensor[] states)
    {
        var expected = StateShapes(null);
        var fits = states.Length == expected.Length;
        for (var i = 0; fits && i < expected.Length; i++) fits = states[i].shape.Rank == expected[i].Rank && states[i].shape[1..] == expected[i][1..];
        if (!fits)
            throw new ArgumentException($"The layer '{owner}' has {expected.Length} state(s) of shape {string.Join(", ", expected)}. Received: {states.Length} of shape {string.Join(", ", states.Select(s => s.shape))}.");
    }

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask)
    {
        var states = States(arguments);
        var shape = arguments.First.shape;
        var next = StateShapes(shape[0]).Select(s => (Tensor)new KerasTensor(s, compute_dtype)).ToArray();
        CheckStates(name, [.. Nest.Flatten(states)]);
        return new TensorList(new KerasTensor(OutputShape(shape), compute_dtype), Nest.Pack(states, next));
    }
}
