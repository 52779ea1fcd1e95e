using Keras.Randomness;

namespace Keras.Layers;

/// <summary>Random rectangles in a batch of images, for layers that replace a part of each.</summary>
internal static class RandomRectangles
{
    /// <summary>Draws where a stretch of a length lies.</summary>
    /// <param name="length">Length of the axis.</param>
    /// <param name="share">(batch): share of it that the stretch takes.</param>
    /// <param name="source">Where the draw comes from.</param>
    /// <returns>(batch): start and end.</returns>
    internal static (Tensor Start, Tensor End) Stretch(int length, Tensor share, RandomSeed source)
    {
        var taken = share * length;
        var start = RandomOps.uniform(share.shape, 0, 1, share.dtype, source) * (length - taken);
        return (start, start + taken);
    }

    /// <summary>Which pixels lie in the rectangle of each image: (batch, height, width, 1), or with channels first.</summary>
    internal static Tensor Mask(int height, int width, (Tensor Start, Tensor End) x, (Tensor Start, Tensor End) y, bool channelsFirst)
    {
        var dtype = x.Start.dtype;
        var rows = Ops.reshape(Ops.arange(height, dtype: dtype), channelsFirst ? (1, 1, height, 1) : (1, height, 1, 1));
        var columns = Ops.reshape(Ops.arange(width, dtype: dtype), channelsFirst ? (1, 1, 1, width) : (1, 1, width, 1));
        return (columns >= Spread(x.Start)) & (columns < Spread(x.End)) & (rows >= Spread(y.Start)) & (rows < Spread(y.End));

        static Tensor Spread(Tensor numbers) => Ops.reshape(numbers, [-1, 1, 1, 1]);
    }
}
