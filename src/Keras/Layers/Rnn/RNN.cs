using Keras.Backend;
using Keras.Saving;

namespace Keras.Layers;

/// <summary>A cell repeated over the steps of sequences.</summary>
/// <remarks>Input (batch, time, features). Output (batch, units), or (batch, time, units) with return_sequences; with return_state the states follow. See https://keras.io/api/layers/recurrent_layers/rnn/.</remarks>
[KerasExport("keras.layers.RNN")]
public class RNN : Layer
{
    private KeptStates? _kept;

    /// <summary>Makes the layer.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="return_sequences">Whether the outputs of all steps are given.</param>
    /// <param name="return_state">Whether the last states are given too.</param>
    /// <param name="go_backwards">Whether the steps run from last to first; outputs come in that order.</param>
    /// <param name="stateful">Whether a batch begins with the last states of the one before.</param>
    /// <param name="unroll">Kept for the config: every loop runs step by step here.</param>
    /// <param name="zero_output_for_mask">Whether masked steps give zeros instead of the output before.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="batch_input_shape">Shape of the input with a fixed batch size, for stateful layers.</param>
    public RNN(RNNCell cell, bool return_sequences = false, bool return_state = false, bool go_backwards = false, bool stateful = false, bool unroll = false,
        bool zero_output_for_mask = false, Regularizer? activity_regularizer = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null,
        TensorShape? input_shape = null, TensorShape? batch_input_shape = null)
        : base(name, trainable, dtype, activity_regularizer, batch_input_shape is { } b ? b[1..] : input_shape)
    {
        this.cell = cell;
        this.return_sequences = return_sequences;
        this.return_state = return_state;
        this.go_backwards = go_backwards;
        this.stateful = stateful;
        this.unroll = unroll;
        this.zero_output_for_mask = zero_output_for_mask;
        if (batch_input_shape is { } shape) BatchSizeArgument = shape[0];
        supports_masking = true;
        FreesIntermediates = true;
    }

    /// <summary>The cell.</summary>
    public RNNCell cell { get; }

    /// <summary>Whether the outputs of all steps are given.</summary>
    public bool return_sequences { get; }

    /// <summary>Whether the last states are given too.</summary>
    public bool return_state { get; }

    /// <summary>Whether the steps run from last to first.</summary>
    public bool go_backwards { get; }

    /// <summary>Whether a batch begins with the last states of the one before.</summary>
    public bool stateful { get; set; }

    /// <summary>Kept for the config.</summary>
    public bool unroll { get; }

    /// <summary>Whether masked steps give zeros instead of the output before.</summary>
    public bool zero_output_for_mask { get; }

    /// <summary>The states that a stateful layer keeps; <see langword="null"/> for others.</summary>
    public IReadOnlyList<Variable>? states => _kept?.Values;

    /// <summary>Python's <c>layer(sequences, initial_state=…)</c>.</summary>
    /// <param name="sequences">Sequences (batch, time, features).</param>
    /// <param name="initial_state">States to begin with, one tensor or a list.</param>
    /// <param name="mask">True where a step counts (batch, time).</param>
    /// <param name="training">Whether this is a training step.</param>
    public Tensor Apply(Tensor sequences, Tensor? initial_state, Tensor? mask = null, bool? training = null)
    {
        var arguments = new CallArguments(sequences);
        if (initial_state is not null) arguments.Kwargs["initial_state"] = initial_state;
        if (mask is not null) arguments.Kwargs["mask"] = mask;
        if (training is not null) arguments.Training = training;
        return ApplyArguments(arguments);
    }

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        // 1. The cell sees one step.
        cell.EnsureBuilt([new TensorShape(input_shape[0]).Concat(input_shape[2..])]);
        // 2. A stateful layer keeps states for a fixed number of samples.
        if (!stateful) return;
        var batch = input_shape[0] ?? throw new ArgumentException($"When using `stateful=True` in a RNN, the batch size must be static. Found dynamic batch size: sequence.shape={input_shape}. " +
            "Give the first layer a batch_input_shape, or keras.Input a batch_shape.");
        using var scope = new TensorScope();
        _kept = new([.. cell.get_initial_state(batch).Select(s => new Variable(s, trainable: false, dtype: variable_dtype, name: "rnn_state"))]);
    }

    /// <summary>Sets the states of a stateful layer to zero.</summary>
    public void reset_state()
    {
        foreach (var state in _kept?.Values ?? []) state.assign(0);
    }

    /// <summary>Keras 2's name of <see cref="reset_state"/>.</summary>
    public void reset_states() => reset_state();

    internal override Tensor CallWith(CallArguments arguments, bool training, Tensor? mask)
    {
        var sequences = arguments.First;
        // 1. States to begin with.
        var initial = InitialState(arguments, sequences);
        var stepMask = mask is TensorList masks ? masks[0] is NoMask ? null : masks[0] : mask;

        // 2. The steps, at once where the engine can.
        cell.Prepare(Kernel.Select(sequences, 1, 0), initial);
        var (last, outputs, final) = InnerLoop(sequences, initial, stepMask, training);
        cell.Forget();

        // 3. What a stateful layer keeps.
        if (stateful)
            foreach (var (variable, value) in _kept!.Values.Zip(final)) variable.assign(Kernel.Detach(value));

        // 4. Outputs.
        var output = return_sequences ? outputs! : last;
        return return_state ? new TensorList([output, .. final]) : output;
    }

    private Tensor[] InitialState(CallArguments arguments, Tensor sequences)
    {
        var given = arguments.Tensor("initial_state") ?? (arguments.Args.Count > 1 ? arguments.Args[1] as Tensor : null);
        if (given is not null)
        {
            var flat = Nest.Flatten(given).ToArray();
            if (flat.Length != cell.state_size.Length)
                throw new ArgumentException($"The layer '{name}' has {cell.state_size.Length} state(s). Received: {flat.Length} in initial_state.");
            return [.. flat.Select(s => s.dtype == cell.compute_dtype ? s : Ops.cast(s, cell.compute_dtype))];
        }
        var batch = (int)sequences.Dims[0];
        if (!stateful) return cell.get_initial_state(batch);
        var expected = _kept!.Values[0].shape[0];
        if (expected != batch)
            throw new ArgumentException($"If an RNN is stateful, the batch size of the input sequences must be the same as the batch size of the initial state. Expected batch size: {expected}. Received batch size: {batch}.");
        // Copies: the gradient must not see the states change.
        return [.. _kept.Values.Select(s => Kernel.Clone(s.value))];
    }

    /// <summary>All steps: the last output, all outputs (null where nobody wants them) and the last states.</summary>
    private protected virtual (Tensor Last, Tensor? Outputs, Tensor[] States) InnerLoop(Tensor sequences, Tensor[] states, Tensor? mask, bool training)
    {
        // 1. Steps along the first axis.
        var steps = Kernel.Unbind(sequences, 1);
        var masks = mask is null ? null : Kernel.Unbind(mask.dtype == "bool" ? mask : Ops.cast(mask, "bool"), 1);
        var outputs = return_sequences ? new List<Tensor>(steps.Length) : null;
        Tensor? last = null;
        // 2. One after the other. A masked step leaves states and output as they were.
        for (var i = 0; i < steps.Length; i++)
        {
            var t = go_backwards ? steps.Length - 1 - i : i;
            var (output, next) = cell.Step(steps[t], states, training);
            if (masks is not null)
            {
                var m = masks[t];
                output = Choose(m, output, zero_output_for_mask || last is null ? Ops.zeros_like(output) : last);
                for (var s = 0; s < next.Length; s++) next[s] = Choose(m, next[s], states[s]);
            }
            last = output;
            states = next;
            outputs?.Add(output);
        }
        return (last!, outputs is null ? null : Kernel.Stack(outputs, 1), states);
    }

    private static Tensor Choose(Tensor mask, Tensor yes, Tensor no)
    {
        var shape = new long[yes.Dims.Length];
        Array.Fill(shape, 1);
        shape[0] = yes.Dims[0];
        return Kernel.Where(Kernel.Reshape(mask, shape), yes, no);
    }

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask)
    {
        var x = arguments.First.shape;
        var output = Spec(return_sequences ? new TensorShape(x[0], x[1], cell.output_size) : new TensorShape(x[0], cell.output_size));
        return return_state ? new TensorList([output, .. cell.state_size.Select(s => (Tensor)Spec((x[0], s)))]) : output;
    }

    private KerasTensor Spec(TensorShape shape) => new(shape, compute_dtype);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) =>
        return_sequences ? (input_shape[0], input_shape[1], cell.output_size) : (input_shape[0], cell.output_size);

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask)
    {
        var mask = previous_mask is TensorList list ? list[0] : previous_mask;
        var output = return_sequences ? mask : null;
        if (!return_state) return output;
        return new TensorList([output ?? NoMask.Instance, .. cell.state_size.Select(_ => (Tensor)NoMask.Instance)]);
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["return_sequences"] = return_sequences;
        config["return_state"] = return_state;
        config["go_backwards"] = go_backwards;
        config["stateful"] = stateful;
        config["unroll"] = unroll;
        config["zero_output_for_mask"] = zero_output_for_mask;
        AddCell(config);
        return config;
    }

    /// <summary>The cell as an object; layers of a fixed cell write its arguments instead.</summary>
    private protected virtual void AddCell(Config config) => config["cell"] = Serialization.ObjectToConfig(cell);

    private protected void AddCellArguments(Config config)
    {
        foreach (var (key, value) in cell.get_config())
            if (key is not ("name" or "trainable" or "dtype")) config[key] = value;
        config["activity_regularizer"] = Serialization.ToConfig(activity_regularizer);
    }

    /// <summary>The states in an object of their own: they are no weights, so they must not be found in the layer's fields.</summary>
    private sealed class KeptStates(Variable[] values)
    {
        internal Variable[] Values { get; } = values;
    }
}
