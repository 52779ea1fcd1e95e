using NumSharp;

namespace Keras.Legacy.Preprocessing;

/// <summary>A batch as arrays: the images and what else goes in, the targets, the weights of the samples.</summary>
internal sealed record IteratorBatch(NDArray[] X, NDArray[]? Y, NDArray? SampleWeight);
