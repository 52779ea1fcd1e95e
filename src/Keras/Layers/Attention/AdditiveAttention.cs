namespace Keras.Layers;

/// <summary>Means of values, weighted by the scaled sum over the tanh of query plus key (Bahdanau's attention).</summary>
/// <remarks>
/// Called on a list: query (batch, Tq, dim), value (batch, Tv, dim) and, where it differs from the value, key (batch, Tv, dim).
/// The output is (batch, Tq, dim). See https://keras.io/api/layers/attention_layers/additive_attention/.
/// </remarks>
[KerasExport("keras.layers.AdditiveAttention")]
public sealed class AdditiveAttention : Attention
{
    /// <summary>Makes the layer.</summary>
    /// <param name="use_scale">Whether numbers that are trained, one a feature, scale the scores.</param>
    /// <param name="dropout">Share of the attention that is dropped in training.</param>
    /// <param name="seed">First seed of what is dropped; drawn where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    public AdditiveAttention(bool use_scale = true, double dropout = 0.0, long? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(use_scale, "dot", dropout, seed, name, trainable, dtype)
    {
    }

    private protected override TensorShape ScaleShape(TensorShape query) =>
        query[^1] ?? throw new ArgumentException($"The layer '{name}' needs to know the number of features of the query. Received: query of shape {query}.");

    private protected override Initializer ScaleInitializer => "glorot_uniform"!;

    private protected override Tensor Scores(Tensor query, Tensor key)
    {
        var sum = Ops.tanh(Ops.add(Ops.expand_dims(query, -2), Ops.expand_dims(key, -3)));
        return Ops.sum(_scale is null ? sum : Ops.multiply(_scale, sum), -1);
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = base.get_config();
        config.Remove("score_mode");
        return config;
    }
}
