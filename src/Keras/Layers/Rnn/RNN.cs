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
        ArgumentNullException.ThrowIfNull(cell);
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

    /// <summary>Makes the layer of several cells, of which each takes the output of the one before.</summary>
    /// <param name="cell">The cells, first to last.</param>
    /// <param name="return_sequences">Whether the outputs of all steps are given.</param>
    /// <param name="return_state">Whether the last states are given too, in a list for each cell.</param>
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
    public RNN(IReadOnlyList<RNNCell> cell, bool return_sequences = false, bool return_state = false, bool go_backwards = false, bool stateful = false, bool unroll = false,
        bool zero_output_for_mask = false, Regularizer? activity_regularizer = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null,
        TensorShape? input_shape = null, TensorShape? batch_input_shape = null)
        : this(new StackedRNNCells(cell), return_sequences, return_state, go_backwards, stateful, unroll, zero_output_for_mask, activity_regularizer, name, trainable, dtype,
            input_shape, batch_input_shape)
    {
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
    public bool zero_output_for_mask { get; set; }

    /// <summary>The states that a stateful layer keeps; <see langword="null"/> for others.</summary>
    public IReadOnlyList<Variable>? states => _kept?.Values;

    /// <summary>Python's <c>layer(sequences, initial_state=…)</c>.</summary>
    /// <param name="sequences">Sequences (batch, time, features).</param>
    /// <param name="initial_state">States to begin with, one tensor or a list.</param>
    /// <param name="mask">True where a step counts (batch, time).</param>
    /// <param name="training">Whether this is a training step.</param>
    public Tensor Apply(Tensor sequences, Tensor? initial_state, Tensor? mask = null, bool? training = null) => ApplyArguments(Arguments(sequences, initial_state, mask, training));

    internal static CallArguments Arguments(Tensor sequences, Tensor? initial_state, Tensor? mask, bool? training)
    {
        var arguments = new CallArguments(sequences);
        if (initial_state is not null) arguments.Kwargs["initial_state"] = initial_state;
        if (mask is not null) arguments.Kwargs["mask"] = mask;
        if (training is not null) arguments.Training = training;
        return arguments;
    }

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        if (BuildsByHand(input_shape)) return;
        // 1. The cell sees one step.
        cell.EnsureBuilt([StepShape(input_shape)]);
        // 2. A stateful layer keeps states for a fixed number of samples.
        if (!stateful) return;
        var batch = input_shape[0] ?? throw new ArgumentException($"When using `stateful=True` in a RNN, the batch size must be static. Found dynamic batch size: sequence.shape={input_shape}. " +
            "Give the first layer a batch_input_shape, or keras.Input a batch_shape.");
        using var scope = new TensorScope();
        _kept = new([.. cell.get_initial_state(batch).Select(s => new Variable(s, trainable: false, dtype: variable_dtype, name: "rnn_state"))]);
    }

    /// <summary>States to begin with, those of the cell.</summary>
    /// <param name="batch_size">Number of samples.</param>
    public IReadOnlyList<Tensor> get_initial_state(int batch_size) => cell.get_initial_state(batch_size);

    /// <summary>Sets the states of a stateful layer to zero.</summary>
    public void reset_state()
    {
        using var scope = new TensorScope();
        foreach (var state in _kept?.Values ?? []) state.assign(Ops.zeros_like(state.Raw));
    }

    /// <summary>Keras 2's name of <see cref="reset_state"/>.</summary>
    public void reset_states() => reset_state();

    private protected override void BuildFromArguments(Tensor x, CallArguments? arguments)
    {
        var sequences = arguments?.First ?? x;
        EnsureBuilt([.. Nest.Flatten(sequences).Select(t => t.shape)]);
        if (arguments?.Tensor("initial_state") is not { } initial) return;
        RecordShapes(new Config
        {
            ["sequences_shape"] = Serialization.ToConfig(sequences.shape),
            ["initial_state_shape"] = initial is TensorList states ? states.Select(s => Serialization.ToConfig(s.shape)).ToList() : Serialization.ToConfig(initial.shape),
        });
    }

    internal override bool TakesMask => true;

    internal override Tensor CallWith(CallArguments arguments, bool training, Tensor? mask)
    {
        // 1. The sequences, and the variables, as the cell computes: it may have a policy of its own.
        using var cast = cell.compute_dtype != cell.variable_dtype || cell.compute_dtype != compute_dtype ? new AutocastScope(cell.compute_dtype) : default(AutocastScope?);
        var sequences = arguments.First;
        if (sequences.Dims.Length < 2 || sequences.Dims[1] == 0)
            throw new ArgumentException($"The layer '{name}' needs sequences of at least one time step: (batch, time, …). Received: shape {sequences.shape}.");
        if (sequences.dtype != cell.compute_dtype && (cell.IsBuiltIn || DTypes.IsFloat(sequences.dtype))) sequences = Ops.cast(sequences, cell.compute_dtype);
        var stepMask = StepMask(mask, sequences);

        // 2. States to begin with.
        var given = arguments.Tensor("initial_state") ?? (arguments.Args.Count > 1 ? arguments.Args[1] as Tensor : null);
        var initial = InitialState(given, (int)sequences.Dims[0]);

        // 3. The steps, at once where the engine can.
        cell.Prepare(Kernel.Select(sequences, 1, 0), initial, training);
        var (last, outputs, final) = InnerLoop(sequences, initial, stepMask, training);
        cell.Forget();

        // 4. What a stateful layer keeps.
        if (stateful)
            foreach (var (variable, value) in _kept!.Values.Zip(final)) variable.assign(Kernel.Detach(value));

        // 5. Outputs, the states in the form in which they were given.
        var output = ToPolicy(return_sequences ? outputs! : last);
        if (!return_state) return output;
        var states = Array.ConvertAll(final, ToPolicy);
        return new TensorList([output, .. given is TensorList list ? (TensorList)Nest.Pack(list, states) : cell.Group(states)]);
    }

    private Tensor ToPolicy(Tensor x) => x.dtype == compute_dtype ? x : Ops.cast(x, compute_dtype);

    /// <summary>The mask (batch, time) as booleans; one for all inputs where there are several.</summary>
    private Tensor? StepMask(Tensor? mask, Tensor sequences)
    {
        if (mask is TensorList masks) mask = masks[0] is NoMask ? null : masks[0];
        if (mask is null) return null;
        long[] dims = mask.Dims, expected = sequences.Dims;
        if (dims.Length < 2 || dims[0] != expected[0] || dims[1] != expected[1] || mask.size != dims[0] * dims[1])
            throw new ArgumentException($"The mask of the layer '{name}' must have the shape (batch, time), here ({expected[0]}, {expected[1]}). Received: shape {mask.shape}.");
        if (dims.Length > 2) mask = Kernel.Reshape(mask, dims[0], dims[1]);
        return mask.dtype == "bool" ? mask : Ops.cast(mask, "bool");
    }

    private Tensor[] InitialState(Tensor? given, int batch)
    {
        // 1. A stateful layer is bound to its number of samples.
        if (stateful && _kept!.Values[0].shape[0] is { } expected && expected != batch)
            throw new ArgumentException($"If an RNN is stateful, the batch size of the input sequences must be the same as the batch size of the initial state. Expected batch size: {expected}. Received batch size: {batch}.");

        // 2. As given; one row serves all samples.
        if (given is not null)
        {
            var flat = Nest.Flatten(given).ToArray();
            cell.CheckStates(name, flat);
            foreach (var state in flat)
                if (state.Dims[0] != batch && state.Dims[0] != 1)
                    throw new ArgumentException($"The initial states of the layer '{name}' must have as many rows as there are samples, {batch}. Received: shape {state.shape}.");
            return Array.ConvertAll(flat, s => AsState(s.Dims[0] == batch ? s : Kernel.Expand(s, [batch, .. s.Dims[1..]])));
        }

        // 3. As kept, in copies: the gradient must not see the states change. Or zeros.
        return stateful ? Array.ConvertAll(_kept!.Values, s => AsState(Kernel.Clone(s.value))) : cell.get_initial_state(batch);
    }

    private Tensor AsState(Tensor state) => state.dtype == cell.compute_dtype ? state : Ops.cast(state, cell.compute_dtype);

    /// <summary>All steps: the last output, all outputs (null where nobody wants them) and the last states.</summary>
    private protected virtual (Tensor Last, Tensor? Outputs, Tensor[] States) InnerLoop(Tensor sequences, Tensor[] states, Tensor? mask, bool training)
    {
        // 1. Steps along the first axis.
        var steps = Kernel.Unbind(sequences, 1);
        var masks = mask is null ? null : Kernel.Unbind(mask, 1);
        var outputs = return_sequences ? new List<Tensor>(steps.Length) : null;
        Tensor? last = null;
        // 2. Keras's loop tries the first step before it begins, which is seen where a cell draws random numbers.
        if (!unroll && !cell.IsBuiltIn) cell.Step(steps[0], states, training);
        // 3. One after the other. A masked step leaves states and output as they were.
        for (var i = 0; i < steps.Length; i++)
        {
            var t = go_backwards ? steps.Length - 1 - i : i;
            var (output, next) = cell.Step(steps[t], states, training);
            if (masks is not null)
            {
                var m = masks[t];
                output = Choose(m, output, zero_output_for_mask || last is null ? Ops.zeros_like(output) : last);
                var before = states;
                next = [.. next.Select((n, s) => Choose(m, n, before[s]))];
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
        if (unroll && x[1] is null)
            throw new ArgumentException($"Cannot unroll the layer '{name}': the time dimension is undefined. Received: shape {x}. Give the first layer an input_shape, or keras.Input a shape, with a time dimension.");
        var output = new KerasTensor(compute_output_shape(x), compute_dtype);
        return return_state ? new TensorList([output, .. StateSpecs(x[0])]) : output;
    }

    /// <summary>The states without values, in the form in which the layer returns them.</summary>
    internal IEnumerable<Tensor> StateSpecs(int? batch) => cell.Group([.. cell.StateShapes(batch).Select(s => (Tensor)new KerasTensor(s, compute_dtype))]);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape)
    {
        var step = cell.OutputShape(StepShape(input_shape));
        return return_sequences ? new TensorShape(step[0], input_shape[1]).Concat(step[1..]) : step;
    }

    private static TensorShape StepShape(TensorShape sequences) => new TensorShape(sequences[0]).Concat(sequences[2..]);

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
    private protected virtual void AddCell(Config config) => config["cell"] = Serialization.ToConfig(cell);

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
