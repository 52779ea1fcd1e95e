using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>Attention of several heads: a mean of the values, weighted by how well the keys fit the queries.</summary>
    /// <param name="query">(batch, queries, heads, dimension).</param>
    /// <param name="key">(batch, keys, heads or a divisor of them, dimension).</param>
    /// <param name="value">(batch, keys, heads as of the keys, dimension of the result).</param>
    /// <param name="bias">Added to the fit, broadcast to (batch, heads, queries, keys); not together with a mask.</param>
    /// <param name="mask">True where a query may see a key, broadcast to (batch, heads, queries, keys).</param>
    /// <param name="scale">By what the fit is multiplied; 1 / √dimension where <see langword="null"/>.</param>
    /// <param name="is_causal">Whether a query sees only keys up to its own place.</param>
    /// <param name="flash_attention">Kept for Keras's signature; libtorch chooses its kernel itself.</param>
    /// <param name="attn_logits_soft_cap">Kept for Keras's signature; exists on TPUs alone.</param>
    /// <returns>(batch, queries, heads, dimension of the values).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or bias and mask were both given.</exception>
    [KerasExport("keras.ops.dot_product_attention", "keras.ops.nn.dot_product_attention")]
    public static Tensor dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? bias = null, Tensor? mask = null, double? scale = null, bool is_causal = false,
        bool? flash_attention = null, double? attn_logits_soft_cap = null)
    {
        if (attn_logits_soft_cap is not null) throw new ArgumentException("attn_logits_soft_cap is only supported on TPUs. Leave the argument out.");
        if (query.ndim != 4 || key.ndim != 4 || value.ndim != 4)
            throw new ArgumentException($"`dot_product_attention` only supports 4D inputs. Received: query.shape={query.shape}, key.shape={key.shape}, value.shape={value.shape}.");
        if (bias is not null && mask is not null) throw new ArgumentException("Only one of `bias` and `mask` can be provided. Received both.");
        if (query.shape[3] is { } dq && key.shape[3] is { } dk && dq != dk || key.shape[1] is { } tk && value.shape[1] is { } tv && tk != tv || key.shape[2] is { } hk && value.shape[2] is { } hv && hk != hv)
            throw new ArgumentException($"dot_product_attention: query and key must have the same last dimension, key and value the same length and heads. Received: query.shape={query.shape}, key.shape={key.shape}, value.shape={value.shape}.");
        if (query.shape[2] is { } heads && key.shape[2] is { } own && (own == 0 || heads % own != 0))
            throw new ArgumentException($"dot_product_attention: the heads of the query must be a multiple of those of the key. Received: query.shape={query.shape}, key.shape={key.shape}.");
        var dtype = DTypes.Result(query.PromotionDType, key.PromotionDType, value.PromotionDType);
        Tensor[] inputs = [query, key, value, .. new[] { bias, mask }.OfType<Tensor>()];
        var (masked, biased) = (mask is not null, bias is not null);
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            Tensor q = Heads(t[0]), k = Heads(t[1]), v = Heads(t[2]);
            var causal = is_causal;
            Tensor? added = biased ? cast(t[3], dtype) : null;
            if (masked)
            {
                var seen = cast(t[3], "bool");
                if (causal) seen = Kernel.LogicalAnd(seen, Kernel.Tril(Kernel.Ones([q.Dims[2], k.Dims[2]], "bool"), 0));
                causal = false;
                // A large negative number, not minus infinity: a query that sees no key gets the mean of all values.
                var low = Kernel.Full([], (dtype == "float16" ? 65500.0 : 3.38953e38) * -0.7, dtype);
                added = Kernel.Where(seen, Kernel.Full([], 0, dtype), low);
            }
            if (causal && added is not null)
            {
                var future = Kernel.LogicalNot(Kernel.Tril(Kernel.Ones([q.Dims[2], k.Dims[2]], "bool"), 0));
                added = Kernel.Where(future, Kernel.Full([], double.NegativeInfinity, dtype), added);
                causal = false;
            }
            if (q.Dims[1] > k.Dims[1] && k.Dims[1] > 1)
            {
                var groups = q.Dims[1] / k.Dims[1];
                k = Kernel.RepeatInterleave(k, groups, 1);
                v = Kernel.RepeatInterleave(v, groups, 1);
            }
            else if (q.Dims[1] > k.Dims[1])
            {
                k = Kernel.Expand(k, k.Dims[0], q.Dims[1], k.Dims[2], k.Dims[3]);
                v = Kernel.Expand(v, v.Dims[0], q.Dims[1], v.Dims[2], v.Dims[3]);
            }
            return scope.Keep(Kernel.Contiguous(Kernel.Transpose(Kernel.Attention(q, k, v, added, scale, causal), 1, 2)));
        }
        Tensor Heads(Tensor x) => Kernel.Transpose(cast(x, dtype), 1, 2);
        var config = new Config { ["is_causal"] = is_causal, ["flash_attention"] = flash_attention, ["attn_logits_soft_cap"] = null };
        return Array.Exists(inputs, Nest.IsSymbolic) ? Symbolic.RecordSpec("DotProductAttention", inputs, Compute, config, new KerasTensor(query.shape.With(3, value.shape[3]), dtype)) : Compute(inputs);
    }
}
