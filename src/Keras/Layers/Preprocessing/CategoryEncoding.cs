using Keras.Backend;

namespace Keras.Layers;

/// <summary>Encodes class numbers from 0 to num_tokens - 1 as arrays of which each place stands for a class.</summary>
/// <remarks>See https://keras.io/api/layers/preprocessing_layers/categorical/category_encoding/.</remarks>
[KerasExport("keras.layers.CategoryEncoding", Former = ["keras.layers.experimental.preprocessing.CategoryEncoding"])]
public sealed class CategoryEncoding : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="num_tokens">Number of classes.</param>
    /// <param name="output_mode"><c>one_hot</c>: an array for each number. <c>multi_hot</c>: one for each sample, with a 1 for each class in it. <c>count</c>: one for each sample, with how often each class occurs.</param>
    /// <param name="sparse">Kept for Keras's signature: must be false.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <exception cref="ArgumentException">The number of classes is missing or not positive, or the mode is unknown.</exception>
    public CategoryEncoding(int? num_tokens = null, string output_mode = "multi_hot", bool sparse = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(name, trainable, dtype)
    {
        if (output_mode == "binary") output_mode = "multi_hot";
        CategoryEncoder.CheckMode(output_mode, nameof(CategoryEncoding), "count", "one_hot", "multi_hot");
        CategoryEncoder.NoSparse(sparse);
        this.num_tokens = num_tokens ?? throw new ArgumentException("num_tokens must be set to use this layer. If the number of tokens is not known beforehand, use the IntegerLookup layer instead.");
        if (num_tokens < 1) throw new ArgumentException($"`num_tokens` must be >= 1. Received: num_tokens={num_tokens}.");
        this.output_mode = output_mode;
        FreesIntermediates = true;
    }

    /// <summary>Number of classes.</summary>
    public int num_tokens { get; }

    /// <summary>How the numbers are encoded.</summary>
    public string output_mode { get; }

    internal override bool ConvertsInputs => false;

    /// <summary>Python's <c>layer(inputs, count_weights=…)</c>.</summary>
    /// <param name="inputs">Class numbers.</param>
    /// <param name="count_weights">What each occurrence counts, of the shape of the inputs; goes with the mode <c>count</c>.</param>
    /// <exception cref="ArgumentException">Weights were given in another mode.</exception>
    public Tensor Apply(Tensor inputs, Tensor? count_weights = null)
    {
        var arguments = new CallArguments(inputs);
        if (count_weights is not null) arguments.Kwargs["count_weights"] = count_weights;
        return ApplyArguments(arguments);
    }

    internal override Tensor CallWith(CallArguments arguments, bool training, Tensor? mask)
    {
        var weights = arguments.Tensor("count_weights");
        if (weights is not null && output_mode != "count")
            throw new ArgumentException($"`count_weights` is not used when `output_mode` is not `'count'`. Received weights of shape {weights.shape} with output_mode='{output_mode}' (layer '{name}').");
        return CategoryEncoder.Encode(arguments.First, output_mode, num_tokens, dtype, weights is null ? null : Ops.cast(weights, compute_dtype));
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) =>
        input_shape.Rank > 0 && output_mode == "one_hot" && (input_shape[^1] != 1 || input_shape.Rank == 1) ? input_shape.Concat(num_tokens)
        : input_shape.Rank == 0 ? num_tokens : input_shape[..^1].Concat(num_tokens);

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) => new KerasTensor(compute_output_shape(arguments.First.shape), compute_dtype);

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        config["num_tokens"] = num_tokens;
        config["output_mode"] = output_mode;
        return config;
    }
}
