using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>The windows of an image as columns.</summary>
    /// <param name="x">(batch, channels, height, width).</param>
    /// <param name="kernel_size">Height and width of a window.</param>
    /// <param name="dilation">Distance of a window's points; 1 where <see langword="null"/>.</param>
    /// <param name="padding">Zeros on each side of the image; none where <see langword="null"/>.</param>
    /// <param name="stride">Distance of windows; 1 where <see langword="null"/>.</param>
    /// <returns>(batch, channels · window, windows).</returns>
    /// <exception cref="ArgumentException">The image has another number of dimensions or is smaller than a window.</exception>
    [KerasExport("keras.ops.unfold", "keras.ops.nn.unfold")]
    public static Tensor unfold(Tensor x, Sizes kernel_size, Sizes? dilation = null, Sizes? padding = null, Sizes? stride = null)
    {
        if (x.ndim != 4) throw new ArgumentException($"Input must be a 4D tensor. Received: input.shape={x.shape}");
        int[] k = kernel_size.Expand(2, "kernel_size"), d = (dilation ?? 1).Expand(2, "dilation"), p = (padding ?? 0).Expand(2, "padding", 0), s = (stride ?? 1).Expand(2, "stride");
        var counts = new int?[2];
        for (var i = 0; i < 2; i++)
        {
            counts[i] = x.shape[2 + i] is { } size ? (size + 2 * p[i] - d[i] * (k[i] - 1) - 1 < 0 ? 0 : (size + 2 * p[i] - d[i] * (k[i] - 1) - 1) / s[i] + 1) : null;
            if (counts[i] == 0) throw new ArgumentException($"unfold: the window is larger than the image. Received: x.shape={x.shape}, kernel_size={kernel_size}.");
        }
        Tensor Compute(Tensor[] t) => Kernel.UnfoldImage(Strong(t[0]), k, d, p, s);
        return x is KerasTensor ? Symbolic.RecordSpec("Unfold", [x], Compute, BlockConfig(kernel_size, dilation, padding, stride), new KerasTensor(new TensorShape(x.shape[0], x.shape[1] * k[0] * k[1], counts[0] * counts[1]), x.dtype)) : Compute([x]);
    }

    /// <summary>Windows put back into an image; where they overlap they are added up.</summary>
    /// <param name="x">(batch, channels · window, windows).</param>
    /// <param name="output_size">Height and width of the image.</param>
    /// <param name="kernel_size">Height and width of a window.</param>
    /// <param name="dilation">Distance of a window's points; 1 where <see langword="null"/>.</param>
    /// <param name="padding">Zeros that were on each side of the image; none where <see langword="null"/>.</param>
    /// <param name="stride">Distance of windows; 1 where <see langword="null"/>.</param>
    /// <returns>(batch, channels, height, width).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.ops.fold", "keras.ops.nn.fold")]
    public static Tensor fold(Tensor x, Sizes output_size, Sizes kernel_size, Sizes? dilation = null, Sizes? padding = null, Sizes? stride = null)
    {
        if (x.ndim != 3) throw new ArgumentException($"Input must be a 3D tensor. Received: input.shape={x.shape}");
        int[] o = output_size.Expand(2, "output_size"), k = kernel_size.Expand(2, "kernel_size"), d = (dilation ?? 1).Expand(2, "dilation"), p = (padding ?? 0).Expand(2, "padding", 0), s = (stride ?? 1).Expand(2, "stride");
        if (x.shape[1] is { } columns && columns % (k[0] * k[1]) != 0)
            throw new ArgumentException($"The second dimension of the input ({columns}) must be divisible by kernel_size product ({k[0] * k[1]}).");
        Tensor Compute(Tensor[] t) => Kernel.FoldImage(Strong(t[0]), o, k, d, p, s);
        if (x is not KerasTensor) return Compute([x]);
        var config = BlockConfig(kernel_size, dilation, padding, stride);
        config.Insert(0, "output_size", output_size.Config);
        return Symbolic.RecordSpec("Fold", [x], Compute, config, new KerasTensor(new TensorShape(x.shape[0], x.shape[1] / (k[0] * k[1]), o[0], o[1]), x.dtype));
    }

    /// <summary>Channels laid out as blocks of points: the image grows, the channels become fewer.</summary>
    /// <param name="x">(batch, height, width, channels); channels first by <paramref name="data_format"/>.</param>
    /// <param name="block_size">Side of a block, at least 2.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>.</param>
    /// <exception cref="ArgumentException">The channels are no multiple of the block's points.</exception>
    [KerasExport("keras.ops.depth_to_space", "keras.ops.nn.depth_to_space")]
    public static Tensor depth_to_space(Tensor x, int block_size, string? data_format = "channels_last")
    {
        var last = BlockFormat("depth_to_space", x, block_size, data_format, out var n, out var h, out var w, out var c);
        if (c % (block_size * block_size) is > 0) throw new ArgumentException($"The number of channels ({c}) must be divisible by block_size**2 ({block_size * block_size}).");
        int? depth = c / (block_size * block_size), height = h * block_size, width = w * block_size;
        return Blocks("DepthToSpace", x, block_size, data_format, last ? new(n, height, width, depth) : new(n, depth, height, width), t =>
        {
            long[] d = t.Dims;
            long b = block_size;
            return last ? Kernel.Reshape(Kernel.Permute(Kernel.Reshape(t, d[0], d[1], d[2], b, b, d[3] / (b * b)), 0, 1, 3, 2, 4, 5), d[0], d[1] * b, d[2] * b, d[3] / (b * b))
                : Kernel.Reshape(Kernel.Permute(Kernel.Reshape(t, d[0], d[1] / (b * b), b, b, d[2], d[3]), 0, 1, 4, 2, 5, 3), d[0], d[1] / (b * b), d[2] * b, d[3] * b);
        });
    }

    /// <summary>Blocks of points laid out as channels: the image shrinks, the channels become more.</summary>
    /// <param name="x">(batch, height, width, channels); channels first by <paramref name="data_format"/>.</param>
    /// <param name="block_size">Side of a block, at least 2.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>.</param>
    /// <exception cref="ArgumentException">Height or width is no multiple of the block's side.</exception>
    [KerasExport("keras.ops.space_to_depth", "keras.ops.nn.space_to_depth")]
    public static Tensor space_to_depth(Tensor x, int block_size, string? data_format = "channels_last")
    {
        var last = BlockFormat("space_to_depth", x, block_size, data_format, out var n, out var h, out var w, out var c);
        if (h % block_size is > 0) throw new ArgumentException($"Height ({h}) must be divisible by block_size ({block_size}).");
        if (w % block_size is > 0) throw new ArgumentException($"Width ({w}) must be divisible by block_size ({block_size}).");
        int? depth = c * block_size * block_size, height = h / block_size, width = w / block_size;
        return Blocks("SpaceToDepth", x, block_size, data_format, last ? new(n, height, width, depth) : new(n, depth, height, width), t =>
        {
            long[] d = t.Dims;
            long b = block_size;
            return last ? Kernel.Reshape(Kernel.Permute(Kernel.Reshape(t, d[0], d[1] / b, b, d[2] / b, b, d[3]), 0, 1, 3, 2, 4, 5), d[0], d[1] / b, d[2] / b, d[3] * b * b)
                : Kernel.Reshape(Kernel.Permute(Kernel.Reshape(t, d[0], d[1], d[2] / b, b, d[3] / b, b), 0, 1, 3, 5, 2, 4), d[0], d[1] * b * b, d[2] / b, d[3] / b);
        });
    }

    /// <summary>The peak signal-to-noise ratio in decibel: how much two images are alike.</summary>
    /// <param name="x1">An image, or a batch.</param>
    /// <param name="x2">Another of the same shape.</param>
    /// <param name="max_val">The greatest value that a point can have.</param>
    /// <returns>A scalar; infinity for equal images.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    [KerasExport("keras.ops.psnr", "keras.ops.nn.psnr")]
    public static Tensor psnr(Tensor x1, Tensor x2, double max_val)
    {
        if (x1.shape != x2.shape) throw new ArgumentException($"Input shapes {x1.shape} and {x2.shape} must match for PSNR calculation.");
        return Nary("PSNR", [x1, x2], t =>
        {
            using var scope = new TensorScope();
            Tensor a = Floats(t[0]), b = cast(t[1], a.dtype);
            var error = Kernel.MeanAll(Kernel.Square(Kernel.Sub(a, b)));
            return scope.Keep(Kernel.Sub(Kernel.Full([], 20 * Math.Log10(max_val), a.dtype), Kernel.Mul(Kernel.Log10(error), 10.0)));
        }, new() { ["max_val"] = max_val });
    }

    private static bool BlockFormat(string op, Tensor x, int block_size, string? data_format, out int? n, out int? h, out int? w, out int? c)
    {
        if (block_size < 2) throw new ArgumentException($"`block_size` must be at least 2. Received: block_size={block_size}");
        if (x.ndim != 4) throw new ArgumentException($"`{op}` requires a 4D input tensor. Received: x.shape={x.shape}");
        var last = KerasConfig.StandardizeDataFormat(data_format) == "channels_last";
        (n, h, w, c) = last ? (x.shape[0], x.shape[1], x.shape[2], x.shape[3]) : (x.shape[0], x.shape[2], x.shape[3], x.shape[1]);
        return last;
    }

    private static Tensor Blocks(string className, Tensor x, int block_size, string? data_format, TensorShape shape, Func<Tensor, Tensor> run)
    {
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            return scope.Keep(run(Strong(t[0])));
        }
        return x is KerasTensor ? Symbolic.RecordSpec(className, [x], Compute, new() { ["block_size"] = block_size, ["data_format"] = KerasConfig.StandardizeDataFormat(data_format) }, new KerasTensor(shape, x.dtype)) : Compute([x]);
    }

    private static Config BlockConfig(Sizes kernel_size, Sizes? dilation, Sizes? padding, Sizes? stride) => new()
    {
        ["kernel_size"] = kernel_size.Config,
        ["dilation"] = (dilation ?? 1).Config,
        ["padding"] = (padding ?? 0).Config,
        ["stride"] = (stride ?? 1).Config,
    };
}
