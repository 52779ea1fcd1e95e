using Keras.Randomness;

namespace Keras.Layers;

/// <summary>In training applies randomly chosen changes, one after the other, the same ones to the whole batch; else passes its input on.</summary>
/// <remarks>
/// Chosen from shear, translation, rotation, brightness, colour, contrast, sharpness, posterization, solarization, automatic contrast and equalization.
/// See Cubuk et al. 2019, https://arxiv.org/abs/1909.13719, and https://keras.io/api/layers/preprocessing_layers/image_augmentation/rand_augment/.
/// </remarks>
[KerasExport("keras.layers.RandAugment")]
public sealed class RandAugment : BaseAugmentationPolicy
{
    private readonly BaseImagePreprocessingLayer[] _layers;

    /// <summary>Makes the layer.</summary>
    /// <param name="value_range">Lowest and highest value of pixels; (0, 255) by default.</param>
    /// <param name="num_ops">How many changes are applied.</param>
    /// <param name="factor">Strength of the changes: from 0 to a number, or between two; 0 to 1. 0.5 by default.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="seed">First seed of the layer's generator; drawn where <see langword="null"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="bounding_box_format">Format of boxes in the input, where it has any.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <exception cref="ArgumentException">A number lies outside, or an argument has no such value.</exception>
    public RandAugment(Interval? value_range = null, int num_ops = 2, Interval? factor = null, string interpolation = "bilinear", long? seed = null, string? data_format = null,
        string? bounding_box_format = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(value_range, factor ?? 0.5, interpolation, seed, bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
        this.num_ops = num_ops >= 0 ? num_ops : throw new ArgumentException($"`num_ops` cannot be negative. Received: num_ops={num_ops}");
        // 1. In the order in which Keras makes them.
        BaseImagePreprocessingLayer shear = Shear(), translation = Translation(), rotation = Rotation(), brightness = Brightness(), color = ColorDegeneration(),
            contrast = Contrast(), sharpness = Sharpness(), solarization = Solarize(), posterization = Posterization(), stretch = StretchContrast(), equalization = Equalize();
        // 2. In the order in which they are numbered.
        _layers = [shear, translation, rotation, brightness, color, contrast, sharpness, posterization, solarization, stretch, equalization];
    }

    /// <summary>How many changes are applied.</summary>
    public int num_ops { get; }

    private sealed class Choice(int[] chosen, ImageTransformation?[] drawn) : ImageTransformation
    {
        /// <summary>The numbers of the changes, in order.</summary>
        internal int[] Chosen { get; } = chosen;

        /// <summary>What each layer has drawn.</summary>
        internal ImageTransformation?[] Parts { get; } = drawn;
    }

    /// <inheritdoc/>
    public override ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null)
    {
        if (!training) return null;
        // Every layer draws, chosen or not, from this layer's generator.
        var chosen = RandomOps.randint(num_ops, 0, _layers.Length, seed: Source(null));
        var drawn = _layers.Select(l => l.get_random_transformation(data, training, Source(null))).ToArray();
        return new Choice([.. Enumerable.Range(0, num_ops).Select(i => (int)chosen[i])], drawn);
    }

    /// <inheritdoc/>
    public override Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        images = Ops.cast(images, compute_dtype);
        if (!training) return images;
        var drawn = Drawn<Choice>(transformation);
        // Porting note: Keras's torch backend adds the brightness to the images even where it is not chosen, because it adds in place; here only what is chosen happens.
        return Ops.cast(drawn.Chosen.Aggregate(images, (x, i) => _layers[i].transform_images(x, drawn.Parts[i])), compute_dtype);
    }

    /// <inheritdoc/>
    public override Tensor transform_segmentation_masks(Tensor segmentation_masks, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return segmentation_masks;
        var drawn = Drawn<Choice>(transformation);
        return drawn.Chosen.Aggregate(segmentation_masks, (x, i) => _layers[i].transform_segmentation_masks(x, drawn.Parts[i]));
    }

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true)
    {
        if (!training) return bounding_boxes;
        // Porting note: Keras moves boxes by the layers' numbers, and once where a layer is chosen twice; here they follow the images.
        var drawn = Drawn<Choice>(transformation);
        return drawn.Chosen.Aggregate(bounding_boxes, (boxes, i) => _layers[i].transform_bounding_boxes(boxes, drawn.Parts[i]));
    }
}
