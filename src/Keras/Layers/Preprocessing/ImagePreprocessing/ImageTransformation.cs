namespace Keras.Layers;

/// <summary>What an image layer has drawn for one batch, so that images, labels, boxes and masks change alike.</summary>
/// <remarks><see cref="BaseImagePreprocessingLayer.get_random_transformation"/> makes one; each layer has a form of its own and understands no other.</remarks>
public abstract class ImageTransformation
{
}
