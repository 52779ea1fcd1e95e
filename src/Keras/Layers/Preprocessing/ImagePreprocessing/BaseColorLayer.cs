namespace Keras.Layers;

/// <summary>An image layer that changes colours and moves nothing: boxes and segmentation masks stay as they are.</summary>
public abstract class BaseColorLayer : BaseImagePreprocessingLayer
{
    private protected BaseColorLayer(string? bounding_box_format, string? data_format, string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape)
        : base(bounding_box_format, data_format, name, trainable, dtype, input_shape)
    {
    }

    /// <inheritdoc/>
    public override TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true) => bounding_boxes;

    /// <inheritdoc/>
    public override Tensor transform_segmentation_masks(Tensor segmentation_masks, ImageTransformation? transformation = null, bool training = true) => segmentation_masks;
}
