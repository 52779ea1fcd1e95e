namespace Keras.Layers;

/// <summary>Attention of several heads of which groups share a key and a value (Ainslie et al., 2023).</summary>
/// <remarks>
/// With one key and value for all it is multi-query attention, with one for each query multi-head attention. Called on a query (batch, T, features) and a
/// value (batch, S, features). See https://arxiv.org/abs/2305.13245 and https://keras.io/api/layers/attention_layers/group_query_attention/.
/// </remarks>
[KerasExport("keras.layers.GroupQueryAttention")]
public sealed class GroupedQueryAttention : BaseProjectedAttention
{
    /// <summary>Makes the layer.</summary>
    /// <param name="head_dim">Size of a head.</param>
    /// <param name="num_query_heads">Number of heads of the query.</param>
    /// <param name="num_key_value_heads">Number of heads of key and value, which divides that of the query.</param>
    /// <param name="dropout">Share of the attention that is dropped in training.</param>
    /// <param name="use_bias">Whether the projections have biases.</param>
    /// <param name="sliding_window">How far a query sees to both sides, its own place included; everything where <see langword="null"/>.</param>
    /// <param name="flash_attention">Whether the engine's fast kernel is demanded; then nothing may be dropped, and no scores are returned. It is used wherever it fits anyway.</param>
    /// <param name="kernel_initializer">First values of the projections' kernels; Glorot uniform by default.</param>
    /// <param name="bias_initializer">First values of their biases; zeros by default.</param>
    /// <param name="kernel_regularizer">Penalty on their kernels.</param>
    /// <param name="bias_regularizer">Penalty on their biases.</param>
    /// <param name="activity_regularizer">Penalty on their outputs.</param>
    /// <param name="kernel_constraint">Allowed values of their kernels.</param>
    /// <param name="bias_constraint">Allowed values of their biases.</param>
    /// <param name="use_gate">Whether a sigmoid of the projected query multiplies what attention gives (https://arxiv.org/abs/2505.06708).</param>
    /// <param name="seed">Seed of what is dropped.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <exception cref="ArgumentException">A size is not positive, the heads do not divide, or dropout comes with flash attention.</exception>
    public GroupedQueryAttention(int head_dim, int num_query_heads, int num_key_value_heads, double dropout = 0.0, bool use_bias = true, int? sliding_window = null,
        bool? flash_attention = null, Initializer? kernel_initializer = null, Initializer? bias_initializer = null, Regularizer? kernel_regularizer = null,
        Regularizer? bias_regularizer = null, Regularizer? activity_regularizer = null, Constraint? kernel_constraint = null, Constraint? bias_constraint = null,
        bool use_gate = false, long? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(dropout, use_bias, sliding_window, flash_attention, kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer, activity_regularizer,
            kernel_constraint, bias_constraint, use_gate, seed, name, trainable, dtype)
    {
        if (head_dim <= 0 || num_query_heads <= 0 || num_key_value_heads <= 0)
            throw new ArgumentException($"`head_dim`, `num_query_heads` and `num_key_value_heads` must be positive. Received: {head_dim}, {num_query_heads} and {num_key_value_heads}.");
        if (num_query_heads % num_key_value_heads != 0)
            throw new ArgumentException($"`num_query_heads` must be divisible by `num_key_value_heads`. Received: num_query_heads={num_query_heads}, num_key_value_heads={num_key_value_heads}.");
        this.head_dim = head_dim;
        this.num_query_heads = num_query_heads;
        this.num_key_value_heads = num_key_value_heads;
    }

    /// <summary>Size of a head.</summary>
    public int head_dim { get; }

    /// <summary>Number of heads of the query.</summary>
    public int num_query_heads { get; }

    /// <summary>Number of heads of key and value.</summary>
    public int num_key_value_heads { get; }

    private protected override int KeySize => head_dim;

    private protected override string ScoresEquation => "bkuh,bquh->buqk";

    private protected override string CombineEquation => "buqk,bkuh->bquh";

    private protected override (Tensor? Query, bool TakesMasks) QueryMask(Tensor? carried, Tensor? given) => (given ?? carried, false);

    private protected override void BuildProjections(TensorShape query, TensorShape value, TensorShape key)
    {
        foreach (var shape in new[] { query, value, key })
            if (shape.Rank != 3 || shape[^1] is null)
                throw new ArgumentException($"The layer '{name}' takes inputs of shape (batch, length, features), the features known. Received: {shape}.");
        // b: batch, q and k: steps, m: features, u and v: heads, h: size of a head.
        _query_dense = Projection("query", "bqm,muh->bquh", (null, num_query_heads, head_dim), "uh", query);
        _key_dense = Projection("key", "bkm,mvh->bkvh", (null, num_key_value_heads, head_dim), "vh", key);
        if (use_gate) _gate_dense = Projection("gate", "bqm,muh->bquh", (null, num_query_heads, head_dim), "uh", query, "sigmoid");
        _value_dense = Projection("value", "bkm,mvh->bkvh", (null, num_key_value_heads, head_dim), "vh", value);
        _softmax = new Softmax(-1, dtype: dtype_policy);
        _dropout_layer = new Dropout(dropout, seed: seed, dtype: dtype_policy);
        _output_dense = Projection("attention_output", "bquh,uhm->bqm", (null, query[^1]), "m", (null, null, num_query_heads, head_dim));
    }

    private protected override Tensor Repeat(Tensor heads) => num_query_heads == num_key_value_heads ? heads : Ops.repeat(heads, num_query_heads / num_key_value_heads, axis: 2);

    private protected override TensorShape OutputShape(TensorShape query) => query;

    private protected override TensorShape ScoresShape(TensorShape query, TensorShape value) => (query[0], num_query_heads, query[1], value[1]);

    private protected override void CheckShapes(TensorShape query, TensorShape value, TensorShape key)
    {
        if (query[^1] != value[^1])
            throw new ArgumentException($"The last dimension of `query_shape` and `value_shape` must be equal, but are {query[^1]}, {value[^1]}. Received: query_shape={query}, value_shape={value} (layer '{name}').");
        base.CheckShapes(query, value, key);
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["head_dim"] = head_dim;
        config["num_query_heads"] = num_query_heads;
        config["num_key_value_heads"] = num_key_value_heads;
        config["use_bias"] = use_bias;
        config["use_gate"] = use_gate;
        config["sliding_window"] = sliding_window;
        config["dropout"] = dropout;
        AddProjectionConfig(config);
        return config;
    }
}
