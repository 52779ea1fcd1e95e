using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>Windows of images, each as one vector.</summary>
    /// <param name="images">(height, width, channels) or a batch of such; with a size of three numbers, volumes with a depth before. Channels first by <paramref name="data_format"/>.</param>
    /// <param name="size">Height and width of a window (for volumes depth, height and width).</param>
    /// <param name="strides">Distance of windows; their size where <see langword="null"/>.</param>
    /// <param name="dilation_rate">Distance of a window's points; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c> (zeros).</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <returns>As the images, with the points and channels of a window as channels.</returns>
    /// <exception cref="ArgumentException">The images have another number of dimensions or are smaller than a window.</exception>
    [KerasExport("keras.ops.image.extract_patches")]
    public static Tensor extract_patches(Tensor images, Sizes size, Sizes? strides = null, Sizes? dilation_rate = null, string padding = "valid", string? data_format = null) =>
        Patches(images, size, strides, dilation_rate, padding, data_format, size.Config is List<object?> { Count: 3 } ? 3 : 2);

    /// <summary>Windows of volumes, each as one vector.</summary>
    /// <param name="volumes">(depth, height, width, channels) or a batch of such; channels first by <paramref name="data_format"/>.</param>
    /// <param name="size">Depth, height and width of a window.</param>
    /// <param name="strides">Distance of windows; their size where <see langword="null"/>.</param>
    /// <param name="dilation_rate">Distance of a window's points; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c> (zeros).</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <returns>As the volumes, with the points and channels of a window as channels.</returns>
    /// <exception cref="ArgumentException">The volumes have another number of dimensions or are smaller than a window.</exception>
    [KerasExport("keras.ops.image.extract_patches_3d")]
    public static Tensor extract_patches_3d(Tensor volumes, Sizes size, Sizes? strides = null, Sizes? dilation_rate = null, string padding = "valid", string? data_format = null) =>
        Patches(volumes, size, strides, dilation_rate, padding, data_format, 3);

    /// <summary>Images of their windows, the reverse of <see cref="extract_patches"/> where windows do not overlap.</summary>
    /// <param name="patches">What <see cref="extract_patches"/> gave.</param>
    /// <param name="size">Height and width of a window (for volumes depth, height and width).</param>
    /// <param name="output_size">Height and width of the images (for volumes depth, height and width).</param>
    /// <param name="strides">Distance of windows: their size.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>, as the windows were taken.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or the windows overlap.</exception>
    [KerasExport("keras.ops.image.reconstruct_patches")]
    public static Tensor reconstruct_patches(Tensor patches, Sizes size, Sizes output_size, Sizes? strides = null, string padding = "valid", string? data_format = null)
    {
        // 1. Check the arguments.
        var format = KerasConfig.StandardizeDataFormat(data_format);
        var spatial = size.Config is List<object?> { Count: 3 } ? 3 : 2;
        int[] window = size.Expand(spatial, "size"), target = output_size.Expand(spatial, "output_size");
        if (padding is not ("same" or "valid")) throw new ArgumentException($"Invalid `padding`. Expected 'same' or 'valid'. Received: padding='{padding}'");
        if (strides is { } s && !s.Expand(spatial, "strides").SequenceEqual(window))
            throw new ArgumentException($"reconstruct_patches: windows must not overlap (strides equal to size). Received: strides={strides}, size={size}.");
        if (patches.ndim != spatial + 1 && patches.ndim != spatial + 2)
            throw new ArgumentException($"`patches` has unexpected rank for {spatial}D reconstruction. Expected {spatial + 1} (unbatched) or {spatial + 2} (batched). Received shape: {patches.shape}");
        var batched = patches.ndim == spatial + 2;
        var first = batched ? 1 : 0;
        var last = format == "channels_last";
        var volume = window.Aggregate(1, (a, b) => a * b);
        var flat = last ? patches.shape[^1] : patches.shape[first];
        if (flat % volume is > 0) throw new ArgumentException($"`patches` last dim ({flat}) is not divisible by prod(size) ({volume}).");
        for (var i = 0; i < spatial; i++)
        {
            if (patches.shape[(last ? first : first + 1) + i] is not { } count) continue;
            if (padding == "valid" ? count * window[i] != target[i] : target[i] > count * window[i] || target[i] <= (count - 1) * window[i])
                throw new ArgumentException($"reconstruct_patches: {count} windows of {window[i]} give {(padding == "valid" ? count * window[i] : $"{(count - 1) * window[i] + 1} to {count * window[i]}")} points with padding='{padding}'. Received: output_size={output_size}.");
        }
        // 2. Lay the windows out.
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = Strong(t[0]);
            if (!batched) x = Kernel.Unsqueeze(x, 0);
            if (!last) x = ChannelsToEnd(x);
            long[] grid = x.Dims[1..^1], shape = [x.Dims[0], .. grid, .. window.Select(w => (long)w), x.Dims[^1] / volume];
            long[] order = [0, .. Enumerable.Range(0, spatial).SelectMany(i => new long[] { 1 + i, 1 + spatial + i }), 1 + 2 * spatial];
            x = Kernel.Reshape(Kernel.Permute(Kernel.Reshape(x, shape), order), [x.Dims[0], .. grid.Zip(window, (g, w) => g * w), x.Dims[^1] / volume]);
            for (var i = 0; i < spatial; i++) x = Kernel.Narrow(x, 1 + i, (x.Dims[1 + i] - target[i]) / 2, target[i]);
            if (!last) x = ChannelsToFront(x);
            x = Kernel.Contiguous(x);
            return scope.Keep(batched ? x : Kernel.Squeeze(x, 0));
        }
        int?[] body = last ? [.. target, flat / volume] : [flat / volume, .. target];
        var config = new Config { ["size"] = size.Config, ["output_size"] = output_size.Config, ["strides"] = (strides ?? size).Config, ["padding"] = padding, ["data_format"] = format };
        return OfImages("ReconstructPatches", patches, Compute, config, batched ? new TensorShape([patches.shape[0], .. body]) : new TensorShape(body));
    }

    private static Tensor Patches(Tensor images, Sizes size, Sizes? strides, Sizes? dilation_rate, string padding, string? data_format, int spatial)
    {
        // 1. Check the arguments.
        var format = KerasConfig.StandardizeDataFormat(data_format);
        padding = padding.ToLowerInvariant();
        int[] window = size.Expand(spatial, "size"), step = (strides ?? size).Expand(spatial, "strides"), dilation = (dilation_rate ?? 1).Expand(spatial, "dilation_rate");
        if (images.ndim != spatial + 1 && images.ndim != spatial + 2)
            throw new ArgumentException($"Invalid images rank: expected {spatial + 1} (one image) or {spatial + 2} (a batch) dimensions for a size of {spatial} numbers. Received: images.shape={images.shape}, size={size}.");
        var batched = images.ndim == spatial + 2;
        var last = format == "channels_last";
        var whole = batched ? images.shape : new TensorShape([1, .. images.shape]);
        var depth = ConvShapes.Channels(whole, format) * window.Aggregate(1, (a, b) => a * b);
        var shape = ConvShapes.Conv(whole, depth, window, step, padding, format, dilation);
        // 2. Cut out the windows.
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = Strong(t[0]);
            if (!batched) x = Kernel.Unsqueeze(x, 0);
            if (!last) x = ChannelsToEnd(x);
            if (padding == "same")
            {
                var pad = new long[2 * x.ndim];
                for (var i = 0; i < spatial; i++)
                {
                    var at = 2 * (x.ndim - 2 - i);
                    (pad[at], pad[at + 1]) = ConvShapes.Same(x.Dims[1 + i], window[i], step[i], dilation[i]);
                }
                if (Array.Exists(pad, p => p > 0)) x = Kernel.PadConstant(x, pad, 0);
            }
            x = Kernel.Windows(x, window, step, dilation);
            if (!last) x = Kernel.Contiguous(ChannelsToFront(x));
            return scope.Keep(batched ? x : Kernel.Squeeze(x, 0));
        }
        var config = new Config { ["size"] = size.Config, ["strides"] = (strides ?? size).Config, ["dilation_rate"] = (dilation_rate ?? 1).Config, ["padding"] = padding, ["data_format"] = format };
        return OfImages("ExtractPatches", images, Compute, config, batched ? shape : shape[1..]);
    }

    private static Tensor ChannelsToEnd(Tensor x) => Kernel.Permute(x, [0, .. Enumerable.Range(2, x.ndim - 2).Select(i => (long)i), 1]);

    private static Tensor ChannelsToFront(Tensor x) => Kernel.Permute(x, [0, x.ndim - 1, .. Enumerable.Range(1, x.ndim - 2).Select(i => (long)i)]);
}
