using Keras.Backend;
using Keras.Quantizers;

namespace Keras.Layers;

/// <summary>An embedding that can also be used backwards: from vectors to a score for each integer, as the last layer of a language model.</summary>
/// <remarks>Forwards as <see cref="Embedding"/>; backwards, input (…, output_dim), output (…, input_dim). See https://keras.io/api/layers/core_layers/reversible_embedding/.</remarks>
[KerasExport("keras.layers.ReversibleEmbedding")]
public sealed class ReversibleEmbedding : Embedding
{
    private Variable? _reverse;
    private QuantizedMatrix? _quantizedReverse;
    private Quantizer? _inputsQuantizer;

    /// <summary>Makes the layer.</summary>
    /// <param name="input_dim">Number of vectors: the largest integer plus 1.</param>
    /// <param name="output_dim">Length of a vector.</param>
    /// <param name="tie_weights">Whether both directions use the same vectors.</param>
    /// <param name="embeddings_initializer">First values of the vectors; uniform between -0.05 and 0.05 by default.</param>
    /// <param name="embeddings_regularizer">Penalty on the vectors.</param>
    /// <param name="embeddings_constraint">Allowed values of the vectors.</param>
    /// <param name="mask_zero">Whether 0 stands for padding, which layers after this one skip.</param>
    /// <param name="reverse_dtype">Element type of the computation backwards; that of the inputs where <see langword="null"/>.</param>
    /// <param name="logit_soft_cap">Bound c of the scores, which become c · tanh(score / c); none where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="weights">Values of the vectors, of shape (input_dim, output_dim); those of the initializer where <see langword="null"/>.</param>
    /// <param name="lora_rank">Inner size of a low-rank change that is trained in place of the vectors; <see langword="null"/> for none.</param>
    /// <param name="lora_alpha">Scale of that change times its rank; the rank itself where <see langword="null"/>.</param>
    /// <param name="quantization_config">How the weights are quantized where <paramref name="dtype"/> says that they are; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">A size is not positive.</exception>
    public ReversibleEmbedding(int input_dim, int output_dim, bool tie_weights = true, Initializer? embeddings_initializer = null, Regularizer? embeddings_regularizer = null,
        Constraint? embeddings_constraint = null, bool mask_zero = false, string? reverse_dtype = null, double? logit_soft_cap = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null, Regularizer? activity_regularizer = null,
        NumSharp.NDArray? weights = null, int? lora_rank = null, double? lora_alpha = null, QuantizationConfig? quantization_config = null)
        : base(input_dim, output_dim, embeddings_initializer, embeddings_regularizer, embeddings_constraint, mask_zero, null, lora_rank, lora_alpha, quantization_config,
            name, trainable, dtype, input_shape, activity_regularizer)
    {
        this.tie_weights = tie_weights;
        this.reverse_dtype = reverse_dtype;
        this.logit_soft_cap = logit_soft_cap;
        if (weights is not null)
        {
            EnsureBuilt([TensorShape.Scalar]);
            set_weights([weights]);
        }
    }

    /// <summary>Whether both directions use the same vectors.</summary>
    public bool tie_weights { get; }

    /// <summary>Element type of the computation backwards.</summary>
    public string? reverse_dtype { get; }

    /// <summary>Bound of the scores.</summary>
    public double? logit_soft_cap { get; }

    /// <summary>The vectors of the way back, of shape (output_dim, input_dim); <see langword="null"/> where they are the same or the layer is not built.</summary>
    public Variable? reverse_embeddings => _reverse;

    /// <inheritdoc/>
    public override void build(TensorShape input_shape = default)
    {
        base.build(input_shape);
        if (!tie_weights && Quantized is null) _reverse = add_weight((output_dim, input_dim), embeddings_initializer, name: "reverse_embeddings");
    }

    /// <inheritdoc/>
    private protected override void BuildQuantized(string mode, QuantizationConfig? config)
    {
        base.BuildQuantized(mode, config);
        _inputsQuantizer = config is null ? new AbsMaxQuantizer(-1) : config.activation_quantizer;
        if (tie_weights) return;
        _quantizedReverse = new(this, "reverse_embeddings", output_dim, input_dim, axis: 0, packAxis: 0, mode, QuantizationConfig.BlockSize(OwnPolicy, config), Quantized!.Groups);
        _reverse = _quantizedReverse.Levels;
    }

    /// <inheritdoc/>
    private protected override void Quantize(QuantizationConfig config, bool typeCheck)
    {
        using var scope = new TensorScope();
        QuantizedMatrix.Content? content = null;
        if (_reverse is not null && config.mode is "int8" or "int4")
        {
            content = QuantizedMatrix.Compute(_reverse!.Raw, 0, 0, config.mode, QuantizationConfig.BlockSize(OwnPolicy, config), config.weight_quantizer);
            Untrack(_reverse);
        }
        base.Quantize(config, typeCheck);
        if (content is { } known) _quantizedReverse!.Assign(known);
    }

    /// <inheritdoc/>
    internal override IEnumerable<Variable> StoredVariables => _reverse is null || Quantized is null && Change is null ? base.StoredVariables : [.. base.StoredVariables, _reverse, .. _quantizedReverse?.Parameters ?? []];

    /// <summary>Looks vectors up, or scores integers.</summary>
    /// <param name="inputs">Integers; or, backwards, vectors (…, output_dim).</param>
    /// <param name="reverse">Whether to go backwards.</param>
    /// <returns>Vectors (…, output_dim); or, backwards, scores (…, input_dim).</returns>
    /// <exception cref="ArgumentException">The inputs do not fit.</exception>
    public Tensor Apply(Tensor inputs, bool reverse)
    {
        var arguments = new CallArguments(inputs);
        arguments.Kwargs["reverse"] = reverse;
        return ApplyArguments(arguments);
    }

    /// <inheritdoc/>
    internal override Tensor CallWith(CallArguments arguments, bool training, Tensor? mask)
    {
        var inputs = arguments.First;
        if (!IsReverse(arguments)) return call(inputs);
        Tensor logits;
        if ((_quantizedReverse ?? Quantized) is { } quantized) logits = quantized.Product(inputs, _inputsQuantizer, compute_dtype);
        else
        {
            var table = _reverse is null ? Ops.transpose(Table) : _reverse;
            if (reverse_dtype is not null)
            {
                inputs = Ops.cast(inputs, reverse_dtype);
                table = Ops.cast(table, reverse_dtype);
            }
            logits = Ops.matmul(inputs, table);
        }
        return logit_soft_cap is { } cap ? Ops.multiply(Ops.tanh(Ops.divide(logits, cap)), cap) : logits;
    }

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask) => DTypes.IsFloat(inputs.dtype) ? null : base.compute_mask(inputs, previous_mask);

    /// <inheritdoc/>
    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask)
    {
        var shape = arguments.First.shape;
        return new KerasTensor(IsReverse(arguments) ? shape.With(-1, input_dim) : shape.Concat(output_dim), compute_dtype);
    }

    private static bool IsReverse(CallArguments arguments) => arguments.Kwargs.Get("reverse") is true || arguments.Args.Count > 1 && arguments.Args[1] is true;
}
