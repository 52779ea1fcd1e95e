using Keras.Backend;
using Keras.Randomness;

namespace Keras.Layers;

/// <summary>Means of values, weighted by how well their keys fit the queries (Luong's attention).</summary>
/// <remarks>
/// Called on a list: query (batch, Tq, dim), value (batch, Tv, dim) and, where it differs from the value, key (batch, Tv, dim).
/// The output is (batch, Tq, dim). See https://keras.io/api/layers/attention_layers/attention/.
/// </remarks>
[KerasExport("keras.layers.Attention")]
public class Attention : Layer
{
    private protected Variable? _scale;
    private Variable? _concatScoreWeight;
    private readonly RandomSeed? _source;

    /// <summary>Makes the layer.</summary>
    /// <param name="use_scale">Whether a number that is trained scales the scores.</param>
    /// <param name="score_mode">How a query is compared with a key: <c>dot</c>, their product, or <c>concat</c>, the tanh of their sum.</param>
    /// <param name="dropout">Share of the attention that is dropped in training.</param>
    /// <param name="seed">First seed of what is dropped; drawn where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <exception cref="ArgumentException">An unknown score_mode.</exception>
    public Attention(bool use_scale = false, string score_mode = "dot", double dropout = 0.0, long? seed = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(name, trainable, dtype)
    {
        if (score_mode is not ("dot" or "concat"))
            throw new ArgumentException($"Invalid value for argument score_mode. Expected one of {{'dot', 'concat'}}. Received: score_mode={score_mode}");
        this.use_scale = use_scale;
        this.score_mode = score_mode;
        this.dropout = dropout;
        this.seed = seed;
        if (dropout > 0) _source = seed_generator = new SeedGenerator(seed);
        supports_masking = true;
        FreesIntermediates = true;
    }

    /// <summary>Whether a number that is trained scales the scores.</summary>
    public bool use_scale { get; }

    /// <summary>How a query is compared with a key.</summary>
    public string score_mode { get; }

    /// <summary>Share of the attention that is dropped in training.</summary>
    public double dropout { get; }

    /// <summary>First seed given.</summary>
    public long? seed { get; }

    /// <summary>The generator of what is dropped; <see langword="null"/> where nothing is.</summary>
    public SeedGenerator? seed_generator { get; }

    /// <summary>The scale of the scores; <see langword="null"/> without one, and before the layer is built.</summary>
    public Variable? scale => _scale;

    /// <summary>The factor of the scores of the mode <c>concat</c>; <see langword="null"/> in the other mode, and before the layer is built.</summary>
    public Variable? concat_score_weight => _concatScoreWeight;

    /// <summary>Python's <c>layer([query, value, key], …)</c>.</summary>
    /// <param name="inputs">Query and value, and the key where it is not the value.</param>
    /// <param name="mask">True where the query (batch, Tq) and the value (batch, Tv) count: a list of two or three, with <see langword="null"/> for one without a mask.</param>
    /// <param name="training">Whether this is a training step.</param>
    /// <param name="return_attention_scores">Whether the weights of the means (batch, Tq, Tv) are given too.</param>
    /// <param name="use_causal_mask">Whether a query sees only values up to its own place.</param>
    /// <exception cref="ArgumentException">The inputs, or the mask, are no list of two or three.</exception>
    public Tensor Apply(Tensor inputs, Tensor? mask = null, bool? training = null, bool return_attention_scores = false, bool use_causal_mask = false)
    {
        var arguments = new CallArguments(inputs);
        if (mask is not null) arguments.Kwargs["mask"] = mask is TensorList list ? new TensorList([.. list.Select(m => m ?? NoMask.Instance)]) : mask;
        if (training is not null) arguments.Training = training;
        if (return_attention_scores) arguments.Kwargs["return_attention_scores"] = true;
        if (use_causal_mask) arguments.Kwargs["use_causal_mask"] = true;
        return ApplyArguments(arguments);
    }

    private protected override void BuildFromArguments(Tensor x, CallArguments? arguments) => Parts(x);

    /// <inheritdoc/>
    public override void build(IReadOnlyList<TensorShape> input_shapes)
    {
        CheckCount(input_shapes.Count);
        if (use_scale) _scale = add_weight(ScaleShape(input_shapes[0]), ScaleInitializer, name: "scale");
        if (score_mode == "concat") _concatScoreWeight = add_weight(TensorShape.Scalar, "ones", name: "concat_score_weight");
    }

    /// <inheritdoc/>
    public override void build(TensorShape input_shape) => CheckCount(1);

    private protected virtual TensorShape ScaleShape(TensorShape query) => TensorShape.Scalar;

    private protected virtual Initializer ScaleInitializer => "ones"!;

    internal override Tensor CallWith(CallArguments arguments, bool training, Tensor? mask)
    {
        var (query, value, key) = Parts(arguments.First);
        var (queryMask, valueMask) = Masks(mask);
        // 1. How well each key fits each query.
        var scores = Scores(query, key);

        // 2. What may be seen: a large number is taken from the other scores, so that their share vanishes.
        if (ScoreMask(scores, valueMask, arguments.Kwargs.Get("use_causal_mask") is true) is { } seen)
        {
            var hidden = Ops.logical_not(seen);
            if (hidden.ndim == 2) hidden = Ops.expand_dims(hidden, -2);
            scores = Ops.where(hidden, Ops.subtract(scores, scores.dtype == "float16" ? 65504.0 : 1e9), scores);
        }

        // 3. Shares that sum to 1, and the mean.
        var weights = Ops.softmax(scores, -1);
        if (training && dropout > 0) weights = RandomOps.dropout(weights, dropout, null, _source);
        var output = Ops.matmul(weights, value);

        // 4. Queries that do not count give zeros.
        if (queryMask is not null) output = Ops.where(Ops.expand_dims(queryMask, -1), output, 0);
        return arguments.Kwargs.Get("return_attention_scores") is true ? new TensorList(output, weights) : output;
    }

    /// <summary>How well keys fit queries, (batch, Tq, Tv).</summary>
    private protected virtual Tensor Scores(Tensor query, Tensor key)
    {
        if (score_mode == "dot")
        {
            var product = Ops.matmul(query, Ops.swapaxes(key, -2, -1));
            return _scale is null ? product : Ops.multiply(product, _scale);
        }
        var sum = Ops.add(Ops.expand_dims(query, -2), Ops.expand_dims(key, -3));
        if (_scale is not null) sum = Ops.multiply(_scale, sum);
        return Ops.multiply(_concatScoreWeight!, Ops.sum(Ops.tanh(sum), -1));
    }

    private static Tensor? ScoreMask(Tensor scores, Tensor? valueMask, bool causal)
    {
        if (!causal) return valueMask;
        var lower = AttentionMasks.Causal((int)scores.Dims[^2], (int)scores.Dims[^1]);
        return valueMask is null ? lower : Ops.logical_and(Ops.expand_dims(valueMask, -2), lower);
    }

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask) => Masks(previous_mask).Query;

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(IReadOnlyList<TensorShape> input_shapes)
    {
        CheckCount(input_shapes.Count);
        return input_shapes[0].With(-1, input_shapes[1][^1]);
    }

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask)
    {
        var (query, value, key) = Parts(arguments.First);
        Masks(mask);
        var output = new KerasTensor(query.shape.With(-1, value.shape[^1]), compute_dtype);
        return arguments.Kwargs.Get("return_attention_scores") is true ? new TensorList(output, new KerasTensor(query.shape.With(-1, key.shape[^2]), compute_dtype)) : output;
    }

    private (Tensor Query, Tensor Value, Tensor Key) Parts(Tensor inputs)
    {
        if (inputs is not TensorList list)
            throw new ArgumentException($"{GetType().Name} layer '{name}' must be called on a list of inputs, namely [query, value] or [query, value, key]. Received: inputs of shape {Nest.Shapes(inputs)}.");
        CheckCount(list.Count);
        return (list[0], list[1], list.Count > 2 ? list[2] : list[1]);
    }

    private void CheckCount(int count)
    {
        if (count is < 2 or > 3)
            throw new ArgumentException($"{GetType().Name} layer '{name}' accepts inputs list of length 2 or 3, namely [query, value] or [query, value, key]. Received length: {count}.");
    }

    private (Tensor? Query, Tensor? Value) Masks(Tensor? mask)
    {
        if (mask is null) return (null, null);
        if (mask is not TensorList list)
            throw new ArgumentException($"{GetType().Name} layer '{name}' mask must be a list, namely [query_mask, value_mask]. Received: mask of shape {Nest.Shapes(mask)}.");
        if (list.Count is < 2 or > 3)
            throw new ArgumentException($"{GetType().Name} layer '{name}' accepts mask list of length 2 or 3. Received length: {list.Count}.");
        return (list[0] is NoMask ? null : list[0], list[1] is NoMask ? null : list[1]);
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["use_scale"] = use_scale;
        config["score_mode"] = score_mode;
        config["dropout"] = dropout;
        config["seed"] = seed;
        return config;
    }
}
