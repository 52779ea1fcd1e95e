using Keras.Backend;

namespace Keras.Layers;

/// <summary>Turns integers, such as words by their numbers, into vectors that are trained.</summary>
/// <remarks>Input (…) of integers from 0 to input_dim − 1, output (…, output_dim). See https://keras.io/api/layers/core_layers/embedding/.</remarks>
[KerasExport("keras.layers.Embedding")]
public class Embedding : Layer
{
    private Variable? _embeddings;
    private LoraDelta? _lora;
    private QuantizedMatrix? _quantized;

    /// <summary>Makes the layer.</summary>
    /// <param name="input_dim">Number of vectors: the largest integer plus 1.</param>
    /// <param name="output_dim">Length of a vector.</param>
    /// <param name="embeddings_initializer">First values of the vectors; uniform between -0.05 and 0.05 by default.</param>
    /// <param name="embeddings_regularizer">Penalty on the vectors.</param>
    /// <param name="embeddings_constraint">Allowed values of the vectors.</param>
    /// <param name="mask_zero">Whether 0 stands for padding, which layers after this one skip.</param>
    /// <param name="weights">Values of the vectors, of shape (input_dim, output_dim); those of the initializer where <see langword="null"/>.</param>
    /// <param name="lora_rank">Inner size of a low-rank change that is trained in place of the vectors; <see langword="null"/> for none.</param>
    /// <param name="lora_alpha">Scale of that change times its rank; the rank itself where <see langword="null"/>.</param>
    /// <param name="quantization_config">How the weights are quantized where <paramref name="dtype"/> says that they are; <see langword="null"/> for the defaults.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="input_length">Keras 2's length of the sequences; not needed any more.</param>
    /// <exception cref="ArgumentException">A size is not positive.</exception>
    public Embedding(int input_dim, int output_dim, Initializer? embeddings_initializer = null, Regularizer? embeddings_regularizer = null, Constraint? embeddings_constraint = null,
        bool mask_zero = false, NumSharp.NDArray? weights = null, int? lora_rank = null, double? lora_alpha = null, QuantizationConfig? quantization_config = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null, Regularizer? activity_regularizer = null, int? input_length = null)
        : base(name, trainable, dtype, activity_regularizer, input_shape, autocast: false)
    {
        if (input_dim <= 0) throw new ArgumentException($"`input_dim` must be a positive integer. Received: input_dim={input_dim}.");
        if (output_dim <= 0) throw new ArgumentException($"`output_dim` must be a positive integer. Received: output_dim={output_dim}.");
        _ = input_length;
        this.quantization_config = quantization_config;
        this.input_dim = input_dim;
        this.output_dim = output_dim;
        this.embeddings_initializer = embeddings_initializer ?? "uniform"!;
        this.embeddings_regularizer = embeddings_regularizer;
        this.embeddings_constraint = embeddings_constraint;
        this.mask_zero = mask_zero;
        this.lora_rank = lora_rank;
        this.lora_alpha = lora_alpha ?? lora_rank;
        supports_masking = mask_zero;
        FreesIntermediates = true;
        if (weights is not null)
        {
            EnsureBuilt([TensorShape.Scalar]);
            set_weights([weights]);
        }
    }

    /// <summary>Number of vectors.</summary>
    public int input_dim { get; }

    /// <summary>Length of a vector.</summary>
    public int output_dim { get; }

    /// <summary>First values of the vectors.</summary>
    public Initializer embeddings_initializer { get; }

    /// <summary>Penalty on the vectors.</summary>
    public Regularizer? embeddings_regularizer { get; }

    /// <summary>Allowed values of the vectors.</summary>
    public Constraint? embeddings_constraint { get; }

    /// <summary>Whether 0 stands for padding.</summary>
    public bool mask_zero { get; }

    /// <summary>Inner size of a low-rank change of the vectors; <see langword="null"/> for none.</summary>
    public int? lora_rank { get; private set; }

    /// <summary>Scale of that change times its rank.</summary>
    public double? lora_alpha { get; private set; }

    /// <summary>How the vectors are quantized; <see langword="null"/> for the defaults, or where they are not.</summary>
    public QuantizationConfig? quantization_config { get; private set; }

    /// <summary>The vectors, of shape (input_dim, output_dim); of a quantized layer the levels, two in a byte for 4 bits.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public Variable embeddings => _embeddings ?? throw new InvalidOperationException($"The layer '{name}' is not built yet, so it has no vectors. Call it on data, or build it.");

    /// <summary>The vectors with their low-rank change, as the layer computes with them.</summary>
    private protected Tensor Table => _lora is null ? embeddings : _lora.Merge(embeddings, compute_dtype);

    /// <inheritdoc/>
    public override void build(TensorShape input_shape = default)
    {
        if (quantization_mode is { } mode) BuildQuantized(mode, quantization_config);
        else _embeddings = add_weight((input_dim, output_dim), embeddings_initializer, regularizer: embeddings_regularizer, constraint: embeddings_constraint, name: "embeddings");
        if (lora_rank is { } rank) AddLora(rank, lora_alpha, null, null);
    }

    /// <summary>The vectors in few bits; <see langword="null"/> where they are floats.</summary>
    private protected QuantizedMatrix? Quantized => _quantized;

    /// <summary>Makes the variables of quantized vectors.</summary>
    private protected virtual void BuildQuantized(string mode, QuantizationConfig? config)
    {
        if (mode is not ("int8" or "int4")) throw NoSuchQuantization(mode);
        _quantized = new(this, "embeddings", input_dim, output_dim, axis: 1, packAxis: 1, mode, QuantizationConfig.BlockSize(OwnPolicy, config));
        _embeddings = _quantized.Levels;
        MarkQuantized();
    }

    /// <inheritdoc/>
    private protected override void Quantize(QuantizationConfig config, bool typeCheck)
    {
        if (typeCheck && GetType() != typeof(Embedding) && GetType() != typeof(ReversibleEmbedding)) throw NotQuantizable();
        if (config.mode is not ("int8" or "int4")) throw NoSuchQuantization(config.mode);
        quantization_config = config;
        using var scope = new TensorScope();
        var weight = embeddings;
        var content = QuantizedMatrix.Compute(weight.Raw, 1, 1, config.mode, QuantizationConfig.BlockSize(OwnPolicy, config), config.weight_quantizer);
        Untrack(weight);
        BuildQuantized(config.mode, config);
        _quantized!.Assign(content);
    }

    /// <inheritdoc/>
    internal override IEnumerable<Variable> StoredVariables => _quantized is null && _lora is null ? OwnVariables : [embeddings, .. _quantized?.Parameters ?? []];

    /// <inheritdoc/>
    private protected override LoraDelta? Change => _lora;

    /// <inheritdoc/>
    private protected override IReadOnlyDictionary<Variable, Tensor> MergedValues() => _quantized?.Merged(_lora!.Value, compute_dtype)
        ?? new(ReferenceEqualityComparer.Instance) { [embeddings] = Ops.cast(Ops.add(embeddings.Raw, _lora!.Value), embeddings.dtype) };

    /// <summary>Freezes the vectors and trains a low-rank change of them instead.</summary>
    /// <param name="rank">Inner size of the change.</param>
    /// <param name="lora_alpha">Scale times rank; the rank itself where <see langword="null"/>.</param>
    /// <param name="a_initializer">First values of the first matrix; He uniform where <see langword="null"/>.</param>
    /// <param name="b_initializer">First values of the second matrix; zeros where <see langword="null"/>.</param>
    /// <exception cref="InvalidOperationException">The layer is not built, or has a low-rank change already.</exception>
    /// <exception cref="ArgumentException">The vectors have a constraint.</exception>
    public void enable_lora(int rank, double? lora_alpha = null, Initializer? a_initializer = null, Initializer? b_initializer = null)
    {
        if (!built) throw new InvalidOperationException($"Cannot enable LoRA on the layer '{name}', which isn't built yet. Call it on data, or build it.");
        if (_lora is not null) throw new InvalidOperationException($"LoRA is enabled already for the layer '{name}'. This can only be done once per layer.");
        AddLora(rank, lora_alpha, a_initializer, b_initializer);
    }

    private void AddLora(int rank, double? alpha, Initializer? a, Initializer? b)
    {
        _lora = new LoraDelta(this, embeddings, "lora_embeddings", embeddings_constraint is not null, embeddings_regularizer, rank, alpha, a, b, (input_dim, output_dim));
        lora_rank = rank;
        lora_alpha = alpha ?? rank;
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        var indices = inputs.dtype is "int32" or "int64" ? inputs : Ops.cast(inputs, "int32");
        if (_quantized is not null)
        {
            var found = _quantized.Rows(indices, compute_dtype);
            return _lora is null ? found : _lora.AddTo(found, Ops.take(_lora.A, indices, axis: 0), compute_dtype);
        }
        var vectors = Kernel.EmbeddingLookup(Table, indices);
        return vectors.dtype == compute_dtype ? vectors : Ops.cast(vectors, compute_dtype);
    }

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask) => mask_zero ? Ops.not_equal(inputs, 0) : null;

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape.Concat(output_dim);

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = base.get_config().Unless("lora_rank", "lora_alpha");
        // The number of rows; in other layers an argument of this name is Keras 1's word for input_shape, which is not saved.
        config["input_dim"] = input_dim;
        return config;
    }
}
