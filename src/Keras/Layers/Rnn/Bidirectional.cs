using Keras.Backend;
using Keras.Saving;

namespace Keras.Layers;

/// <summary>A recurrent layer run over the sequences in both directions.</summary>
/// <remarks>
/// The layer given is only the pattern: two copies of it are made, <c>forward_…</c> and <c>backward_…</c>.
/// Outputs of the backward layer come in the order of the input. See https://keras.io/api/layers/recurrent_layers/bidirectional/.
/// </remarks>
[KerasExport("keras.layers.Bidirectional")]
public sealed class Bidirectional : Layer
{
    private static readonly string?[] s_modes = ["sum", "mul", "ave", "concat", null];

    private IReadOnlyList<NumSharp.NDArray>? _firstWeights;

    /// <summary>Makes the layer.</summary>
    /// <param name="layer">The recurrent layer of which copies are made.</param>
    /// <param name="merge_mode">How the two outputs become one: <c>concat</c>, <c>sum</c>, <c>ave</c>, <c>mul</c>; <see langword="null"/> gives both.</param>
    /// <param name="weights">First values of the weights, those of the forward layer before those of the backward one; see <see cref="Layer.set_weights"/>.</param>
    /// <param name="backward_layer">The backward layer, where it is not a copy of the other; its go_backwards must differ.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="batch_input_shape">Shape of the input with a fixed batch size, for stateful layers.</param>
    /// <exception cref="ArgumentException">There is no such merge mode, or the two layers do not go together.</exception>
    public Bidirectional(RNN layer, string? merge_mode = "concat", IReadOnlyList<NumSharp.NDArray>? weights = null, RNN? backward_layer = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, Regularizer? activity_regularizer = null,
        TensorShape? input_shape = null, TensorShape? batch_input_shape = null)
        : base(name, trainable, dtype, activity_regularizer, batch_input_shape is { } b ? b[1..] : input_shape)
    {
        // 1. Arguments.
        ArgumentNullException.ThrowIfNull(layer);
        if (!s_modes.Contains(merge_mode))
            throw new ArgumentException($"Invalid merge mode. Received: merge_mode='{merge_mode}'. Expected one of \"sum\", \"mul\", \"ave\", \"concat\", null.");
        this.merge_mode = merge_mode;
        if (batch_input_shape is { } shape) BatchSizeArgument = shape[0];

        // 2. The two layers; the pattern's state stays its own.
        forward_layer = Copy(layer, "forward_", null);
        this.backward_layer = backward_layer ?? Copy(layer, "backward_", true);
        foreach (var made in new[] { forward_layer, this.backward_layer })
        {
            if (layer is GatedRNN pattern && made is GatedRNN gated) gated.Choice = pattern.Choice;
            // So that masked steps of one direction do not repeat outputs into the other.
            made.zero_output_for_mask = layer.return_sequences;
        }
        CheckPair();

        // 3. What is known by the pattern.
        _firstWeights = weights is { Count: > 0 } ? weights : null;
        supports_masking = true;
        input_spec = layer.input_spec;
        FreesIntermediates = true;
    }

    /// <summary>The layer that runs from first to last.</summary>
    public RNN forward_layer { get; }

    /// <summary>The layer that runs from last to first.</summary>
    public RNN backward_layer { get; }

    /// <summary>How the two outputs become one.</summary>
    public string? merge_mode { get; }

    /// <summary>Whether a batch begins with the last states of the one before.</summary>
    public bool stateful => forward_layer.stateful;

    /// <summary>Whether the outputs of all steps are given.</summary>
    public bool return_sequences => forward_layer.return_sequences;

    /// <summary>Whether the last states are given too: those of the forward layer, then those of the backward one.</summary>
    public bool return_state => forward_layer.return_state;

    /// <summary>The states that stateful layers keep; <see langword="null"/> for others.</summary>
    public IReadOnlyList<Variable>? states => forward_layer.states is { } f && backward_layer.states is { } b ? [.. f, .. b] : null;

    private static RNN Copy(RNN layer, string prefix, bool? backwards)
    {
        var serialized = Serialization.ObjectToConfig(layer);
        var config = (Config)serialized["config"]!;
        config["name"] = prefix + (layer.name.StartsWith(prefix, StringComparison.Ordinal) ? layer.name[prefix.Length..] : layer.name);
        if (backwards is not null) config["go_backwards"] = backwards;
        // Cells of the user's own classes are found by name while the copy is made.
        var own = layer.FlattenLayers().Select(l => l.GetType()).Where(t => KerasRegistry.ModuleName(t) is null).Distinct().ToDictionary(KerasRegistry.ClassName, t => (object)t);
        using var scope = own.Count == 0 ? null : new CustomObjectScope(own);
        return (RNN)Serialization.Make(layer.GetType(), config, serialized);
    }

    private void CheckPair()
    {
        if (forward_layer.go_backwards == backward_layer.go_backwards)
            throw new ArgumentException("Forward layer and backward layer should have different `go_backwards` value. Received: " +
                $"forward_layer.go_backwards={forward_layer.go_backwards}, backward_layer.go_backwards={backward_layer.go_backwards}");
        Same("stateful", forward_layer.stateful, backward_layer.stateful);
        Same("return_sequences", forward_layer.return_sequences, backward_layer.return_sequences);
        Same("return_state", forward_layer.return_state, backward_layer.return_state);

        static void Same(string attribute, bool forward, bool backward)
        {
            if (forward != backward)
                throw new ArgumentException($"Forward layer and backward layer are expected to have the same value for attribute \"{attribute}\", got \"{forward}\" for forward layer and \"{backward}\" for backward layer");
        }
    }

    /// <summary>Python's <c>layer(sequences, initial_state=…)</c>.</summary>
    /// <param name="sequences">Sequences (batch, time, features).</param>
    /// <param name="initial_state">States to begin with: those of the forward layer, then those of the backward one.</param>
    /// <param name="mask">True where a step counts (batch, time).</param>
    /// <param name="training">Whether this is a training step.</param>
    public Tensor Apply(Tensor sequences, Tensor? initial_state, Tensor? mask = null, bool? training = null) =>
        ApplyArguments(RNN.Arguments(sequences, initial_state, mask, training));

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        if (BuildsByHand(input_shape)) return;
        forward_layer.EnsureBuilt([input_shape]);
        backward_layer.EnsureBuilt([input_shape]);
        if (_firstWeights is null) return;
        set_weights(_firstWeights);
        _firstWeights = null;
    }

    /// <summary>Sets the states of stateful layers to zero.</summary>
    /// <exception cref="InvalidOperationException">The layer is not stateful.</exception>
    public void reset_state()
    {
        if (!stateful) throw new InvalidOperationException($"Layer must be stateful. The layers inside '{name}' were made without stateful: true.");
        forward_layer.reset_state();
        backward_layer.reset_state();
    }

    /// <summary>Keras 2's name of <see cref="reset_state"/>.</summary>
    public void reset_states() => reset_state();

    internal override bool TakesMask => true;

    internal override Tensor CallWith(CallArguments arguments, bool training, Tensor? mask)
    {
        // 1. Each direction with its half of the states.
        var sequences = arguments.First;
        var (forwardState, backwardState) = Halves(arguments);
        var y = forward_layer.Apply(sequences, forwardState, mask, training);
        var reversed = backward_layer.Apply(sequences, backwardState, mask, training);
        Tensor[] states = [];
        if (return_state)
        {
            TensorList first = (TensorList)y, second = (TensorList)reversed;
            states = [.. first.Skip(1), .. second.Skip(1)];
            (y, reversed) = (first[0], second[0]);
        }

        // 2. One dtype, one order.
        (y, reversed) = (ToPolicy(y), ToPolicy(reversed));
        if (return_sequences) reversed = Kernel.Flip(reversed, 1);

        // 3. One output, or both.
        var output = merge_mode switch
        {
            "concat" => Kernel.Cat([y, reversed], y.Dims.Length - 1),
            "sum" => y + reversed,
            "ave" => (y + reversed) / 2,
            "mul" => y * reversed,
            _ => null,
        };
        if (output is null) return new TensorList([y, reversed, .. states]);
        return return_state ? new TensorList([output, .. states]) : output;
    }

    private (Tensor? Forward, Tensor? Backward) Halves(CallArguments arguments)
    {
        var given = arguments.Tensor("initial_state") ?? (arguments.Args.Count > 1 ? arguments.Args[1] as Tensor : null);
        if (given is null) return default;
        if (given is not TensorList list || list.Count % 2 != 0)
            throw new ArgumentException($"The initial_state of '{name}' must be a list with the states of the forward layer, then those of the backward layer. Received: {Nest.Shapes(given)}.");
        var half = list.Count / 2;
        return (new TensorList(list.Take(half)), new TensorList(list.Skip(half)));
    }

    private Tensor ToPolicy(Tensor x) => x.dtype == compute_dtype ? x : Ops.cast(x, compute_dtype);

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask)
    {
        var x = arguments.First.shape;
        var output = new KerasTensor(compute_output_shape(x), compute_dtype);
        // The backward layer's states are told as those of the forward one, as Keras tells them.
        Tensor[] states = return_state ? [.. forward_layer.StateSpecs(x[0]), .. forward_layer.StateSpecs(x[0])] : [];
        if (merge_mode is null) return new TensorList([output, new KerasTensor(output.shape, compute_dtype), .. states]);
        return return_state ? new TensorList([output, .. states]) : output;
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape)
    {
        var shape = forward_layer.compute_output_shape(input_shape);
        return merge_mode == "concat" ? shape.With(-1, shape[^1] * 2) : shape;
    }

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask)
    {
        var mask = previous_mask is TensorList list ? list[0] : previous_mask;
        if (!return_sequences || mask is null) return null;
        return merge_mode is null ? new TensorList(mask, mask) : mask;
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["merge_mode"] = merge_mode;
        config["layer"] = Serialization.ToConfig(forward_layer);
        config["backward_layer"] = Serialization.ToConfig(backward_layer);
        return config;
    }
}
