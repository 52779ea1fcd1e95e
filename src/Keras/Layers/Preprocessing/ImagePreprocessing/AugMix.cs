using Keras.Randomness;
using Keras.Utils;

namespace Keras.Layers;

/// <summary>In training mixes each image with versions of itself that went through chains of randomly chosen changes; else passes its input on.</summary>
/// <remarks>See Hendrycks et al. 2019, https://arxiv.org/abs/1912.02781, and https://keras.io/api/layers/preprocessing_layers/image_augmentation/aug_mix/.</remarks>
[KerasExport("keras.layers.AugMix")]
public sealed class AugMix : BaseAugmentationPolicy
{
    private readonly BaseImagePreprocessingLayer[] _layers;

    /// <summary>Makes the layer.</summary>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="num_chains">How many chains are mixed.</param>
    /// <param name="chain_depth">How many changes a chain has at most.</param>
    /// <param name="factor">Strength of the changes: from 0 to a number, or between two; 0 to 1. 0.3 by default.</param>
    /// <param name="alpha">Parameter of the distributions of the mixture.</param>
    /// <param name="all_ops">Whether brightness, colour, contrast and sharpness are among the changes.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside, or an argument has no such value.</exception>
    public AugMix(Interval? value_range = null, int num_chains = 3, int chain_depth = 3, Interval? factor = null, double alpha = 1.0, bool all_ops = true, string interpolation = "bilinear",
        long? seed = null, string? data_format = null, string? bounding_box_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(value_range, factor ?? 0.3, interpolation, seed, bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        if (num_chains < 1 || chain_depth < 1) throw new ArgumentException($"`num_chains` and `chain_depth` must be positive. Received: num_chains={num_chains}, chain_depth={chain_depth}");
        this.num_chains = num_chains;
        this.chain_depth = chain_depth;
        this.alpha = alpha > 0 ? alpha : throw new ArgumentException($"`alpha` must be a positive number. Received: alpha={alpha}");
        this.all_ops = all_ops;
        // 1. In the order in which Keras makes them.
        BaseImagePreprocessingLayer shear = Shear(), translation = Translation(), rotation = Rotation(), solarization = Solarize(), posterization = Posterization(),
            stretch = StretchContrast(), equalization = Equalize();
        // 2. In the order in which they are numbered.
        _layers = [shear, translation, rotation, posterization, solarization, stretch, equalization];
        if (all_ops) _layers = [.. _layers, Brightness(), ColorDegeneration(), Contrast(), Sharpness()];
    }

    /// <summary>How many chains are mixed.</summary>
    public int num_chains { get; }

    /// <summary>How many changes a chain has at most.</summary>
    public int chain_depth { get; }

    /// <summary>Parameter of the distributions of the mixture.</summary>
    public double alpha { get; }

    /// <summary>Whether brightness, colour, contrast and sharpness are among the changes.</summary>
    public bool all_ops { get; }

    private sealed class Mixture(Tensor weights, Tensor own, List<(BaseImagePreprocessingLayer, ImageTransformation?)>[] chains) : ImageTransformation
    {
        /// <summary>(num_chains): shares of the chains.</summary>
        internal Tensor Weights { get; } = weights;

        /// <summary>Share of the image itself.</summary>
        internal Tensor Own { get; } = own;

        internal List<(BaseImagePreprocessingLayer Layer, ImageTransformation? Drawn)>[] Chains { get; } = chains;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        if (!training) return null;
        // 1. The shares.
        var source = Source(seed);
        var sample = RandomOps.gamma(num_chains, alpha, seed: source);
        var weights = sample / Ops.sum(sample, -1, keepdims: true);
        var own = RandomOps.beta(TensorShape.Scalar, alpha, alpha, seed: source);

        // 2. The chains. Keras chooses by Python's generator, not by the seed; one more than there are layers means no change.
        var chains = new List<(BaseImagePreprocessingLayer, ImageTransformation?)>[num_chains];
        for (var i = 0; i < num_chains; i++)
        {
            chains[i] = [];
            for (var j = 0; j < chain_depth; j++)
            {
                var chosen = (int)PythonRandom.Global.RandRange(_layers.Length + 1);
                if (chosen < _layers.Length) chains[i].Add((_layers[chosen], _layers[chosen].get_random_transformation(data, seed: Source(null))));
            }
        }
        return new Mixture(weights, own, chains);
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        images = Ops.cast(images, compute_dtype);
        if (!training) return images;
        var mixed = Mix(images, Drawn<Mixture>(transformation), (layer, x, drawn) => layer.transform_images(x, drawn));
        return Ops.cast(Ops.clip(mixed, value_range.First, value_range.Second), compute_dtype);
    }

    /// <inheritdoc/>
    public override Tensor transform_segmentation_masks(Tensor segmentation_masks, ImageTransformation? transformation = null, bool training = true) => !training ? segmentation_masks
        : Mix(segmentation_masks, Drawn<Mixture>(transformation), (layer, x, drawn) => layer.transform_segmentation_masks(x, drawn));

    private Tensor Mix(Tensor values, Mixture drawn, Func<BaseImagePreprocessingLayer, Tensor, ImageTransformation?, Tensor> change)
    {
        Tensor weights = Ops.cast(drawn.Weights, compute_dtype), own = Ops.cast(drawn.Own, compute_dtype), sum = Ops.zeros_like(values);
        for (var i = 0; i < drawn.Chains.Length; i++)
            sum += drawn.Chains[i].Aggregate(values, (x, step) => change(step.Layer, x, step.Drawn)) * weights[i];
        return own * values + (1 - own) * sum;
    }

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true) => bounding_boxes;
}
