using Keras.Saving;

namespace Keras.Layers;

/// <summary>Attention of several heads, each of which projects query, key and value on its own (Vaswani et al., 2017).</summary>
/// <remarks>
/// Called on a query (batch, T, features) and a value (batch, S, features): <c>layer.Apply(x, x)</c> is self-attention. The output is (batch, T, features).
/// See https://arxiv.org/abs/1706.03762 and https://keras.io/api/layers/attention_layers/multi_head_attention/.
/// </remarks>
[KerasExport("keras.layers.MultiHeadAttention")]
public sealed class MultiHeadAttention : BaseProjectedAttention
{
    private readonly TensorShape? _output;
    private string? _scoresEquation;
    private string? _combineEquation;

    /// <summary>Makes the layer.</summary>
    /// <param name="num_heads">Number of heads.</param>
    /// <param name="key_dim">Size of a head's query and key.</param>
    /// <param name="value_dim">Size of a head's value; key_dim where <see langword="null"/>.</param>
    /// <param name="dropout">Share of the attention that is dropped in training.</param>
    /// <param name="use_bias">Whether the projections have biases.</param>
    /// <param name="output_shape">Last dimension or dimensions of the output; that of the query where <see langword="null"/>.</param>
    /// <param name="attention_axes">Axes over which attention runs; all but batch, heads and features where <see langword="null"/>.</param>
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
    /// <exception cref="ArgumentException">A size is not positive, or dropout comes with flash attention.</exception>
    public MultiHeadAttention(int num_heads, int key_dim, int? value_dim = null, double dropout = 0.0, bool use_bias = true, TensorShape? output_shape = null,
        Axes? attention_axes = null, int? sliding_window = null, bool? flash_attention = null,
        Initializer? kernel_initializer = null, Initializer? bias_initializer = null, Regularizer? kernel_regularizer = null, Regularizer? bias_regularizer = null,
        Regularizer? activity_regularizer = null, Constraint? kernel_constraint = null, Constraint? bias_constraint = null, bool use_gate = false, long? seed = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(dropout, use_bias, sliding_window, flash_attention, kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer, activity_regularizer,
            kernel_constraint, bias_constraint, use_gate, seed, name, trainable, dtype)
    {
        if (num_heads <= 0) throw new ArgumentException($"Received an invalid value for argument `num_heads`, expected a positive integer. Received: num_heads={num_heads}");
        if (key_dim <= 0) throw new ArgumentException($"Received an invalid value for argument `key_dim`, expected a positive integer. Received: key_dim={key_dim}");
        if (value_dim <= 0) throw new ArgumentException($"Received an invalid value for argument `value_dim`, expected a positive integer or `None`. Received: value_dim={value_dim}");
        this.num_heads = num_heads;
        this.key_dim = key_dim;
        this.value_dim = value_dim ?? key_dim;
        _output = output_shape is { Rank: > 0 } ? output_shape : null;
        this.attention_axes = attention_axes is { } axes ? [.. axes] : null;
    }

    /// <summary>Number of heads.</summary>
    public int num_heads { get; }

    /// <summary>Size of a head's query and key.</summary>
    public int key_dim { get; }

    /// <summary>Size of a head's value.</summary>
    public int value_dim { get; }

    /// <summary>Axes over which attention runs, counted from the start once the layer is built.</summary>
    public IReadOnlyList<int>? attention_axes { get; private set; }

    private protected override int KeySize => key_dim;

    private protected override string ScoresEquation => _scoresEquation!;

    private protected override string CombineEquation => _combineEquation!;

    private protected override int AttentionRank => attention_axes!.Count;

    // Keras looks at the mask that the query carries and not at one given by name, and takes the masks off its inputs.
    private protected override (Tensor? Query, bool TakesMasks) QueryMask(Tensor? carried, Tensor? given) => (carried, true);

    private protected override void BuildProjections(TensorShape query, TensorShape value, TensorShape key)
    {
        // 1. Projections into heads.
        _query_dense = IntoHeads("query", query, key_dim);
        _key_dense = IntoHeads("key", key, key_dim);
        if (use_gate) _gate_dense = IntoHeads("gate", query, value_dim, "sigmoid");
        _value_dense = IntoHeads("value", value, value_dim);

        // 2. Attention over the axes.
        var rank = value.Rank + 1;
        attention_axes = attention_axes is null ? [.. Enumerable.Range(1, rank - 3)] : [.. attention_axes.Select(a => a < 0 ? a + rank - 1 : a)];
        var scoresRank = MakeEquations(rank);
        _softmax = new Softmax(Enumerable.Range(scoresRank - attention_axes.Count, attention_axes.Count).ToArray(), dtype: dtype_policy);
        _dropout_layer = new Dropout(dropout, seed: seed, dtype: dtype_policy);

        // 3. The projection of all heads into the output.
        var output = _output ?? (TensorShape)query[^1]!;
        var (equation, biasAxes) = ProjectionEquation(query.Rank - 1, 2, output.Rank);
        _output_dense = Projection("attention_output", equation, Unknown(query.Rank - 2).Concat(output), biasAxes, query[..^1].Concat((num_heads, value_dim)));
    }

    private EinsumDense IntoHeads(string name, TensorShape input, int size, ActivationFunction? activation = null)
    {
        if (input.Rank < 2 || input[^1] is null)
            throw new ArgumentException($"The layer '{this.name}' needs a {name} of shape (batch, …, features), the features known. Received: {input}.");
        var (equation, biasAxes) = ProjectionEquation(input.Rank - 1, 1, 2);
        return Projection(name, equation, Unknown(input.Rank - 2).Concat((num_heads, size)), biasAxes, input, activation);
    }

    private static TensorShape Unknown(int rank) => new(new int?[rank]);

    private static string Letters(int start, int count) => string.Concat(Enumerable.Range(start, count).Select(Letter));

    private static char Letter(int index) => (char)('a' + index);

    /// <summary>Free axes stay, bound ones are summed over, output axes are new.</summary>
    private static (string Equation, string BiasAxes) ProjectionEquation(int free, int bound, int output)
    {
        var (kept, summed, made) = (Letters(0, free), Letters(free, bound), Letters(free + bound, output));
        return ($"{kept}{summed},{summed}{made}->{kept}{made}", made);
    }

    /// <summary>The products of queries with keys and of scores with values, over any axes; gives the number of axes of the scores.</summary>
    private int MakeEquations(int rank)
    {
        var axes = attention_axes!;
        if (axes.Any(a => a < 1 || a > rank - 3) || axes.Distinct().Count() < axes.Count)
            throw new ArgumentException($"`attention_axes` of the layer '{name}' must be different axes from 1 to {rank - 3} for inputs of {rank - 1} dimensions. Received: ({string.Join(", ", axes)}).");
        // The target has letters in order; the source has others for the axes of attention.
        var target = Letters(0, rank);
        var source = target.ToCharArray();
        var next = rank;
        for (var i = 0; i < rank; i++)
            if (axes.Contains(i)) source[i] = Letter(next++);
        var batch = Enumerable.Range(0, rank - 1).Where(i => !axes.Contains(i)).Select(i => target[i]);
        var scores = string.Concat(batch.Concat(axes.Select(a => target[a])).Concat(axes.Select(a => source[a])));
        _scoresEquation = $"{new string(source)},{target}->{scores}";
        _combineEquation = $"{scores},{new string(source)}->{target}";
        return scores.Length;
    }

    private protected override TensorShape OutputShape(TensorShape query) => _output is { } output ? query[..^1].Concat(output) : query;

    // Porting note: Keras gives the length of the query for both lengths here; this is the shape that the values have.
    private protected override TensorShape ScoresShape(TensorShape query, TensorShape value)
    {
        var axes = attention_axes!;
        int?[] batch = [.. Enumerable.Range(0, query.Rank - 1).Where(i => !axes.Contains(i)).Select(i => query[i])];
        return new([.. batch, num_heads, .. axes.Select(a => query[a]), .. axes.Select(a => value[a])]);
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["num_heads"] = num_heads;
        config["key_dim"] = key_dim;
        config["value_dim"] = value_dim;
        config["dropout"] = dropout;
        config["use_bias"] = use_bias;
        config["use_gate"] = use_gate;
        config["output_shape"] = _output is { } output ? Serialization.ToConfig(output) : null;
        config["attention_axes"] = Serialization.ToConfig(attention_axes);
        config["sliding_window"] = sliding_window;
        AddProjectionConfig(config);
        return config;
    }
}
