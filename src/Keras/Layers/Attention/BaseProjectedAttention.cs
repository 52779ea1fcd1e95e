using Keras.Backend;

namespace Keras.Layers;

/// <summary>What attention layers share that project query, key and value into several heads.</summary>
public abstract class BaseProjectedAttention : Layer
{
    // The order of the fields is that of the weights, and their names are those of the groups in weight files.
    private protected EinsumDense? _query_dense;
    private protected EinsumDense? _key_dense;
    private protected EinsumDense? _gate_dense;
    private protected EinsumDense? _value_dense;
    private protected Softmax? _softmax;
    private protected Dropout? _dropout_layer;
    private protected EinsumDense? _output_dense;
    private readonly Regularizer? _outputRegularizer;
    private List<TensorShape>? _shapes;

    private protected BaseProjectedAttention(double dropout, bool use_bias, int? sliding_window, bool? flash_attention,
        Initializer? kernel_initializer, Initializer? bias_initializer, Regularizer? kernel_regularizer, Regularizer? bias_regularizer, Regularizer? activity_regularizer,
        Constraint? kernel_constraint, Constraint? bias_constraint, bool use_gate, long? seed, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype)
    {
        if (sliding_window <= 0) throw new ArgumentException($"`sliding_window` must be `None` or a positive integer. Received: sliding_window={sliding_window}");
        this.dropout = dropout;
        this.use_bias = use_bias;
        this.sliding_window = sliding_window;
        this.flash_attention = flash_attention == true || KerasConfig.is_flash_attention_enabled() == true;
        if (this.flash_attention && dropout > 0)
            throw new ArgumentException("Dropout is not supported when flash attention is enabled. Please set dropout to 0.0 to use flash attention.");
        this.kernel_initializer = kernel_initializer ?? "glorot_uniform"!;
        this.bias_initializer = bias_initializer ?? "zeros"!;
        this.kernel_regularizer = kernel_regularizer;
        this.bias_regularizer = bias_regularizer;
        _outputRegularizer = activity_regularizer;
        this.kernel_constraint = kernel_constraint;
        this.bias_constraint = bias_constraint;
        this.use_gate = use_gate;
        this.seed = seed;
        supports_masking = true;
        FreesIntermediates = true;
    }

    /// <summary>Share of the attention that is dropped in training.</summary>
    public double dropout { get; }

    /// <summary>Whether the projections have biases.</summary>
    public bool use_bias { get; }

    /// <summary>Whether a sigmoid of the projected query multiplies what attention gives.</summary>
    public bool use_gate { get; }

    /// <summary>How far a query sees to both sides, its own place included; <see langword="null"/> for everything.</summary>
    public int? sliding_window { get; }

    private protected bool flash_attention { get; }

    /// <summary>First values of the kernels of the projections.</summary>
    public Initializer kernel_initializer { get; }

    /// <summary>First values of their biases.</summary>
    public Initializer bias_initializer { get; }

    /// <summary>Penalty on their kernels.</summary>
    public Regularizer? kernel_regularizer { get; }

    /// <summary>Penalty on their biases.</summary>
    public Regularizer? bias_regularizer { get; }

    /// <summary>Allowed values of their kernels.</summary>
    public Constraint? kernel_constraint { get; }

    /// <summary>Allowed values of their biases.</summary>
    public Constraint? bias_constraint { get; }

    /// <summary>Seed of what is dropped.</summary>
    public long? seed { get; }

    /// <summary>Projection of the query.</summary>
    public EinsumDense query_dense => Built(_query_dense);

    /// <summary>Projection of the key.</summary>
    public EinsumDense key_dense => Built(_key_dense);

    /// <summary>Projection of the value.</summary>
    public EinsumDense value_dense => Built(_value_dense);

    /// <summary>Projection of what attention gives.</summary>
    public EinsumDense output_dense => Built(_output_dense);

    private EinsumDense Built(EinsumDense? layer) => layer ?? throw new InvalidOperationException($"The layer '{name}' is not built yet, so it has no projections. Call it on data, or build it.");

    private protected abstract int KeySize { get; }

    private protected abstract string ScoresEquation { get; }

    private protected abstract string CombineEquation { get; }

    /// <summary>How many axes attention runs over.</summary>
    private protected virtual int AttentionRank => 1;

    // ------------------------------------------------------------------ call

    /// <summary>Python's <c>layer(query, value, key=…, …)</c>.</summary>
    /// <param name="query">(batch, T, features).</param>
    /// <param name="value">(batch, S, features).</param>
    /// <param name="key">(batch, S, features); the value where <see langword="null"/>.</param>
    /// <param name="query_mask">True where a step of the query counts (batch, T); that which the query carries where <see langword="null"/>.</param>
    /// <param name="value_mask">True where a step of the value counts (batch, S); that which the value carries where <see langword="null"/>.</param>
    /// <param name="key_mask">True where a step of the key counts (batch, S); that which the key carries where <see langword="null"/>.</param>
    /// <param name="attention_mask">True where a query sees a key (batch, T, S).</param>
    /// <param name="return_attention_scores">Whether the weights of the means are given too (batch, heads, T, S).</param>
    /// <param name="training">Whether this is a training step; that of the surrounding call where <see langword="null"/>.</param>
    /// <param name="use_causal_mask">Whether a query sees only keys up to its own place.</param>
    /// <returns>(batch, T, features of the output), or that and the scores.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Apply(Tensor query, Tensor value, Tensor? key = null, Tensor? query_mask = null, Tensor? value_mask = null, Tensor? key_mask = null,
        Tensor? attention_mask = null, bool return_attention_scores = false, bool? training = null, bool use_causal_mask = false)
    {
        var arguments = new CallArguments(query, value);
        Add("key", key);
        Add("query_mask", query_mask);
        Add("value_mask", value_mask);
        Add("key_mask", key_mask);
        Add("attention_mask", attention_mask);
        if (return_attention_scores) arguments.Kwargs["return_attention_scores"] = true;
        if (training is not null) arguments.Training = training;
        if (use_causal_mask) arguments.Kwargs["use_causal_mask"] = true;
        return ApplyArguments(arguments);

        void Add(string name, Tensor? tensor)
        {
            if (tensor is not null) arguments.Kwargs[name] = tensor;
        }
    }

    private (Tensor Query, Tensor Value, Tensor? Key) Parts(CallArguments arguments) => (
        arguments.First,
        Part(arguments, 1, "value") ?? throw new ArgumentException($"The layer '{name}' needs a query and a value. Received: a query of shape {Nest.Shapes(arguments.First)} alone. Write: layer.Apply(x, x) for self-attention."),
        Part(arguments, 2, "key"));

    private static Tensor? Part(CallArguments arguments, int place, string name) => arguments.Tensor(name) ?? (arguments.Args.Count > place ? arguments.Args[place] as Tensor : null);

    /// <summary>Whether an explicit mask of the query counts, and the masks of the inputs go to the output alone.</summary>
    private protected abstract (Tensor? Query, bool TakesMasks) QueryMask(Tensor? carried, Tensor? given);

    internal override Tensor CallWith(CallArguments arguments, bool training, Tensor? mask)
    {
        var (query, value, givenKey) = Parts(arguments);
        var key = givenKey ?? value;
        var scored = arguments.Kwargs.Get("return_attention_scores") is true;
        var causal = arguments.Kwargs.Get("use_causal_mask") is true;
        if (flash_attention && scored)
            throw new ArgumentException("Returning attention scores is not supported when flash attention is enabled. Please disable flash attention to access attention scores.");

        // 1. The masks: as given, or as the inputs carry them.
        var masked = query.KerasMask is not null;
        var (queryMask, takesMasks) = QueryMask(query.KerasMask, arguments.Tensor("query_mask"));
        var valueMask = arguments.Tensor("value_mask") ?? value.KerasMask;
        var keyMask = arguments.Tensor("key_mask") ?? givenKey?.KerasMask;
        if (takesMasks) query.KerasMask = value.KerasMask = key.KerasMask = null;
        var seen = Seen(query, value, queryMask, valueMask, keyMask, arguments.Tensor("attention_mask"), ref causal);

        // 2. The heads.
        var gate = _gate_dense?.Apply(query);
        var (q, k, v) = (query_dense.Apply(query), key_dense.Apply(key), value_dense.Apply(value));

        // 3. Attention of each head, and the output of all.
        var (output, scores) = Attend(q, Repeat(k), Repeat(v), seen, training, scored, causal);
        if (gate is not null) output = Ops.multiply(output, gate);
        output = output_dense.Apply(output);
        if (takesMasks && queryMask is not null) output.KerasMask = queryMask;
        if (!scored) return output;
        // The scores have a mask only where the output has one.
        if (!masked) scores!.KerasMask = null;
        return new TensorList(output, scores!);
    }

    /// <summary>Heads of the key or value as many as those of the query.</summary>
    private protected virtual Tensor Repeat(Tensor heads) => heads;

    /// <summary>All masks as one of shape (batch, T, S); a causal mask alone stays a flag, since the engine has a kernel for it.</summary>
    private Tensor? Seen(Tensor query, Tensor value, Tensor? queryMask, Tensor? valueMask, Tensor? keyMask, Tensor? attentionMask, ref bool causal)
    {
        Tensor? all = null;
        if (queryMask is not null) And(Ops.expand_dims(Ops.cast(queryMask, "bool"), -1));
        if (valueMask is not null) And(Ops.expand_dims(Ops.cast(valueMask, "bool"), -2));
        if (keyMask is not null) And(Ops.expand_dims(Ops.cast(keyMask, "bool"), -2));
        var (queries, keys) = ((int)query.Dims[1], (int)value.Dims[1]);
        if (causal && (all is not null || attentionMask is not null || sliding_window is not null))
        {
            And(AttentionMasks.Causal(queries, keys));
            causal = false;
        }
        if (sliding_window is { } window) And(AttentionMasks.SlidingWindow(queries, keys, window));
        if (attentionMask is not null) And(Ops.cast(attentionMask, "bool"));
        return all;

        void And(Tensor mask) => all = all is null ? mask : Ops.logical_and(all, mask);
    }

    private (Tensor Output, Tensor? Scores) Attend(Tensor query, Tensor key, Tensor value, Tensor? seen, bool training, bool scored, bool causal)
    {
        var scale = 1.0 / Math.Sqrt(KeySize);
        // 1. One kernel, where nobody wants the scores and nothing is dropped.
        if (dropout == 0 && !scored && query.ndim == 4)
            return (Ops.dot_product_attention(query, key, value, mask: WithHeads(seen, 4), scale: scale, is_causal: causal, flash_attention: flash_attention ? true : null), null);

        // 2. Step by step.
        if (causal) seen = AttentionMasks.Causal((int)query.Dims[1], (int)value.Dims[1]);
        var scores = Ops.einsum(ScoresEquation, key, Ops.multiply(query, scale));
        scores = _softmax!.Apply(scores, mask: WithHeads(seen, scores.ndim));
        var dropped = dropout > 0 ? _dropout_layer!.Apply(scores, training) : scores;
        return (Ops.einsum(CombineEquation, dropped, value), scores);
    }

    /// <summary>A mask with axes of size 1 for the heads and what else it lacks.</summary>
    private Tensor? WithHeads(Tensor? mask, int rank)
    {
        while (mask is not null && mask.ndim < rank) mask = Ops.expand_dims(mask, -2 * AttentionRank - 1);
        return mask;
    }

    // ------------------------------------------------------------------ shapes and build

    /// <summary>Makes the projections.</summary>
    private protected abstract void BuildProjections(TensorShape query, TensorShape value, TensorShape key);

    /// <summary>Makes the weights.</summary>
    /// <param name="query_shape">Shape of the query.</param>
    /// <param name="value_shape">Shape of the value.</param>
    /// <param name="key_shape">Shape of the key; that of the value where <see langword="null"/>.</param>
    public void build(TensorShape query_shape, TensorShape value_shape, TensorShape? key_shape = null) =>
        EnsureBuilt(key_shape is { } key ? [query_shape, value_shape, key] : [query_shape, value_shape]);

    /// <inheritdoc/>
    public override void build(TensorShape input_shape) =>
        throw new ArgumentException($"The layer '{name}' is built of the shapes of query and value. Received: one shape, {input_shape}. Write: layer.build(query_shape, value_shape).");

    /// <inheritdoc/>
    public override void build(IReadOnlyList<TensorShape> input_shapes)
    {
        if (input_shapes.Count is < 2 or > 3)
            throw new ArgumentException($"The layer '{name}' is built of the shapes of query, value and, where it differs from the value, key. Received: {input_shapes.Count} shapes.");
        if (BuildsByHand([.. input_shapes])) return;
        _shapes = [.. input_shapes];
        var (query, value) = (input_shapes[0], input_shapes[1]);
        var key = input_shapes.Count > 2 ? input_shapes[2] : value;
        CheckShapes(query, value, key);
        BuildProjections(query, value, key);
    }

    private protected override void BuildFromArguments(Tensor x, CallArguments? arguments)
    {
        var (query, value, key) = Parts(arguments ?? new CallArguments(x));
        EnsureBuilt(key is null ? [query.shape, value.shape] : [query.shape, value.shape, key.shape]);
    }

    /// <inheritdoc/>
    public override Config? get_build_config()
    {
        if (_shapes is null) return null;
        var shapes = new Config();
        string[] names = ["query_shape", "value_shape", "key_shape"];
        for (var i = 0; i < _shapes.Count; i++) shapes[names[i]] = Saving.Serialization.ToConfig(_shapes[i]);
        return new Config { ["shapes_dict"] = shapes };
    }

    /// <summary>A projection with the settings of all.</summary>
    private protected EinsumDense Projection(string name, string equation, TensorShape output, string biasAxes, TensorShape input, ActivationFunction? activation = null)
    {
        // Each has an initializer of its own: one instance without a seed would give all the same numbers.
        var dense = new EinsumDense(equation, output, activation, use_bias ? biasAxes : null, kernel_initializer.clone(), bias_initializer.clone(), kernel_regularizer, bias_regularizer,
            kernel_constraint, bias_constraint, name: name, dtype: dtype_policy, activity_regularizer: _outputRegularizer);
        dense.EnsureBuilt([input]);
        return dense;
    }

    private protected virtual void CheckShapes(TensorShape query, TensorShape value, TensorShape key)
    {
        if (value[1..^1] != key[1..^1])
            throw new ArgumentException($"All dimensions of `value` and `key`, except the last one, must be equal. Received: value_shape={value} and key_shape={key} (layer '{name}').");
    }

    /// <summary>The shape of the output for a query, whose size the value does not change.</summary>
    /// <param name="input_shape">Shape of the query.</param>
    public override TensorShape compute_output_shape(TensorShape input_shape) => OutputShape(input_shape);

    /// <summary>The shape of the output.</summary>
    /// <param name="query_shape">Shape of the query.</param>
    /// <param name="value_shape">Shape of the value.</param>
    /// <param name="key_shape">Shape of the key; that of the value where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public TensorShape compute_output_shape(TensorShape query_shape, TensorShape value_shape, TensorShape? key_shape = null)
    {
        CheckShapes(query_shape, value_shape, key_shape ?? value_shape);
        return OutputShape(query_shape);
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(IReadOnlyList<TensorShape> input_shapes) => input_shapes.Count switch
    {
        1 => OutputShape(input_shapes[0]),
        2 => compute_output_shape(input_shapes[0], input_shapes[1]),
        3 => compute_output_shape(input_shapes[0], input_shapes[1], input_shapes[2]),
        _ => throw new ArgumentException($"The layer '{name}' takes a query, a value and a key. Received: {input_shapes.Count} shapes."),
    };

    private protected abstract TensorShape OutputShape(TensorShape query);

    private protected abstract TensorShape ScoresShape(TensorShape query, TensorShape value);

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask)
    {
        var (query, value, key) = Parts(arguments);
        var output = new KerasTensor(compute_output_shape(query.shape, value.shape, key?.shape), compute_dtype);
        return arguments.Kwargs.Get("return_attention_scores") is true ? new TensorList(output, new KerasTensor(ScoresShape(query.shape, value.shape), compute_dtype)) : output;
    }

    // ------------------------------------------------------------------ config

    /// <summary>The settings of the projections, in the order of Keras's configurations.</summary>
    private protected void AddProjectionConfig(Config config)
    {
        config["kernel_initializer"] = Saving.Serialization.ToConfig(kernel_initializer);
        config["bias_initializer"] = Saving.Serialization.ToConfig(bias_initializer);
        config["kernel_regularizer"] = Saving.Serialization.ToConfig(kernel_regularizer);
        config["bias_regularizer"] = Saving.Serialization.ToConfig(bias_regularizer);
        config["activity_regularizer"] = Saving.Serialization.ToConfig(_outputRegularizer);
        config["kernel_constraint"] = Saving.Serialization.ToConfig(kernel_constraint);
        config["bias_constraint"] = Saving.Serialization.ToConfig(bias_constraint);
        config["seed"] = seed;
    }
}
