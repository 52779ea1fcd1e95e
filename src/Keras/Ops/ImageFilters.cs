using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>Images blurred with a bell curve.</summary>
    /// <param name="images">(height, width, channels) or a batch of such, floats; channels first by <paramref name="data_format"/>.</param>
    /// <param name="kernel_size">Size of the curve; (3, 3) where <see langword="null"/>. As on Keras's backends the first number is that of the columns.</param>
    /// <param name="sigma">Its width in each direction; (1, 1) where <see langword="null"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <returns>Images of the same shape; outside they are taken as 0.</returns>
    /// <exception cref="ArgumentException">The images have another number of dimensions or are no floats.</exception>
    // Porting note: of a curve that is not square Keras's torch backend gives images of another size; its documentation and its other backends keep the size, as here.
    [KerasExport("keras.ops.image.gaussian_blur")]
    public static Tensor gaussian_blur(Tensor images, Size2D? kernel_size = null, (double, double)? sigma = null, string? data_format = null)
    {
        CheckImages(images);
        var format = KerasConfig.StandardizeDataFormat(data_format);
        var size = (kernel_size ?? 3).ToArray();
        var (first, second) = sigma ?? (1, 1);
        if (size[0] < 1 || size[1] < 1) throw new ArgumentException($"Argument `kernel_size` must be two positive integers. Received: kernel_size={kernel_size}.");
        Tensor Compute(Tensor[] t) => Blur(Strong(t[0]), size, first, second, format);
        return OfImages("GaussianBlur", images, Compute, new() { ["kernel_size"] = size.Select(v => (object?)v).ToList(), ["sigma"] = new List<object?> { first, second }, ["data_format"] = format }, images.shape);
    }

    /// <summary>How steeply images rise downwards and to the right (Sobel).</summary>
    /// <param name="images">(batch, height, width, channels), floats; channels first by <paramref name="data_format"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <returns>The shape of the images and a last axis of two: down, right.</returns>
    /// <exception cref="ArgumentException">The images have another number of dimensions or are no floats.</exception>
    [KerasExport("keras.ops.image.sobel_edges")]
    public static Tensor sobel_edges(Tensor images, string? data_format = null)
    {
        if (images.ndim != 4) throw new ArgumentException($"Invalid images rank: expected rank 4 (batch of images). Received: images.shape={images.shape}");
        var format = KerasConfig.StandardizeDataFormat(data_format);
        var last = format == "channels_last";
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = Strong(t[0]);
            var channels = last ? x.Dims[3] : x.Dims[1];
            // (3, 3, 1, 2): the filter of the rise downwards and that to the right, for every channel.
            float[] filters = [-1, -1, -2, 0, -1, 1, 0, -2, 0, 0, 0, 2, 1, -1, 2, 0, 1, 1];
            var kernel = Kernel.Expand(Kernel.Reshape(cast(Kernel.FromArray(filters), x.dtype), 3, 3, 1, 2), 3, 3, channels, 2);
            var y = Kernel.DepthwiseConv(x, kernel, null, [1, 1], "same", format, [1, 1]);
            return scope.Keep(last ? Kernel.Reshape(y, [.. x.Dims, 2])
                : Kernel.Contiguous(Kernel.Permute(Kernel.Reshape(y, x.Dims[0], channels, 2, x.Dims[2], x.Dims[3]), 0, 1, 3, 4, 2)));
        }
        return OfImages("SobelEdges", images, Compute, new() { ["data_format"] = format }, new TensorShape([.. images.shape, 2]));
    }

    /// <summary>The structural similarity of images: 1 for equal ones.</summary>
    /// <param name="image1">(height, width, channels) or a batch of such; channels first by <paramref name="data_format"/>.</param>
    /// <param name="image2">Images of the same shape.</param>
    /// <param name="max_val">The greatest value that a point can have.</param>
    /// <param name="filter_size">Side of the bell curve within which means are taken.</param>
    /// <param name="filter_sigma">Its width.</param>
    /// <param name="k1">Keeps the comparison of means finite.</param>
    /// <param name="k2">Keeps the comparison of variances finite.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <returns>One number an image, of the images' dtype.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or the images are smaller than the curve.</exception>
    [KerasExport("keras.ops.image.ssim")]
    public static Tensor ssim(Tensor image1, Tensor image2, double max_val = 1.0, int filter_size = 11, double filter_sigma = 1.5, double k1 = 0.01, double k2 = 0.03, string? data_format = null)
    {
        CheckImages(image1);
        CheckImages(image2);
        if (image1.ndim != image2.ndim || image1.shape.Zip(image2.shape).Any(p => p.First is { } a && p.Second is { } b && a != b))
            throw new ArgumentException($"ssim: both images must have the same shape. Received: image1.shape={image1.shape}, image2.shape={image2.shape}.");
        var format = KerasConfig.StandardizeDataFormat(data_format);
        var batched = image1.ndim == 4;
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            Tensor a = Floats(t[0]), b = cast(t[1], a.dtype);
            if (!batched) (a, b) = (Kernel.Unsqueeze(a, 0), Kernel.Unsqueeze(b, 0));
            if (format == "channels_first") (a, b) = (Kernel.Contiguous(ChannelsToEnd(a)), Kernel.Contiguous(ChannelsToEnd(b)));
            // 1. Means, variances and the covariance within the curve around each point.
            var curve = BellCurve(filter_size, filter_sigma, a.dtype);
            var kernel = Kernel.Expand(Kernel.Reshape(Kernel.Mul(Kernel.Reshape(curve, -1, 1), curve), filter_size, filter_size, 1, 1), filter_size, filter_size, a.Dims[3], 1);
            Tensor Near(Tensor x) => Kernel.DepthwiseConv(x, kernel, null, [1, 1], "valid", "channels_last", [1, 1]);
            Tensor meanA = Near(a), meanB = Near(b);
            Tensor squareA = Kernel.Square(meanA), squareB = Kernel.Square(meanB), product = Kernel.Mul(meanA, meanB);
            Tensor varianceA = Kernel.Sub(Near(Kernel.Square(a)), squareA), varianceB = Kernel.Sub(Near(Kernel.Square(b)), squareB), covariance = Kernel.Sub(Near(Kernel.Mul(a, b)), product);
            // 2. How well they agree.
            double c1 = k1 * max_val * (k1 * max_val), c2 = k2 * max_val * (k2 * max_val);
            var numerator = Kernel.Mul(Kernel.Add(Kernel.Mul(product, 2.0), c1), Kernel.Add(Kernel.Mul(covariance, 2.0), c2));
            var denominator = Kernel.Mul(Kernel.Add(Kernel.Add(squareA, squareB), c1), Kernel.Add(Kernel.Add(varianceA, varianceB), c2));
            var similarity = cast(Kernel.Mean(Kernel.Div(numerator, denominator), [1, 2, 3], false), t[0].dtype);
            return scope.Keep(batched ? similarity : Kernel.Squeeze(similarity, 0));
        }
        var config = new Config { ["max_val"] = max_val, ["filter_size"] = filter_size, ["filter_sigma"] = filter_sigma, ["k1"] = k1, ["k2"] = k2, ["data_format"] = format };
        return Nest.IsSymbolic(image1) || Nest.IsSymbolic(image2)
            ? Symbolic.RecordSpec("SSIM", [image1, image2], Compute, config, new KerasTensor(batched ? new TensorShape(image1.shape[0]) : TensorShape.Scalar, image1.dtype))
            : Compute([image1, image2]);
    }

    /// <summary>Images blurred with a bell curve whose width may be a tensor, as random layers draw it.</summary>
    internal static Tensor Blur(Tensor images, int[] size, Tensor first, Tensor second, string format)
    {
        using var scope = new TensorScope();
        var x = images.ndim == 3 ? Kernel.Unsqueeze(images, 0) : images;
        var channels = format == "channels_last" ? x.Dims[3] : x.Dims[1];
        var rows = Kernel.Reshape(BellCurve(size[1], second, x.dtype), -1, 1);
        var kernel = Kernel.Reshape(Kernel.Mul(rows, BellCurve(size[0], first, x.dtype)), size[1], size[0], 1, 1);
        var y = Kernel.DepthwiseConv(x, Kernel.Expand(kernel, size[1], size[0], channels, 1), null, [1, 1], "same", format, [1, 1]);
        return scope.Keep(images.ndim == 3 ? Kernel.Squeeze(y, 0) : y);
    }

    private static Tensor BellCurve(int size, Tensor sigma, string dtype)
    {
        var x = Kernel.Sub(Kernel.Arange(0L, size, 1L, dtype), (size - 1) / 2.0);
        var curve = Kernel.Exp(Kernel.Mul(Kernel.Square(Kernel.Div(x, sigma is ScalarTensor ? sigma : cast(sigma, dtype))), -0.5));
        return Kernel.Div(curve, Kernel.SumAll(curve));
    }
}
