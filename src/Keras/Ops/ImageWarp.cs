using Keras.Backend;

namespace Keras;

public static partial class Ops
{
    /// <summary>The values of a tensor at places between its elements.</summary>
    /// <param name="inputs">Any tensor of numbers.</param>
    /// <param name="coordinates">(dimensions, …): a list of tensors or one tensor; for each dimension of the inputs, where.</param>
    /// <param name="order">0: the nearest element; 1: linear between elements.</param>
    /// <param name="fill_mode">What lies outside: <c>constant</c>, <c>nearest</c>, <c>wrap</c>, <c>mirror</c> or <c>reflect</c>.</param>
    /// <param name="fill_value">The constant.</param>
    /// <returns>(…), of the dtype of the inputs; integers are rounded.</returns>
    /// <exception cref="ArgumentException">The coordinates do not fit, or an argument has no such value.</exception>
    [KerasExport("keras.ops.image.map_coordinates")]
    public static Tensor map_coordinates(Tensor inputs, Tensor coordinates, int order, string fill_mode = "constant", double fill_value = 0)
    {
        if (order is not (0 or 1)) throw new ArgumentException($"map_coordinates: order must be 0 (nearest) or 1 (linear). Received: order={order}");
        CheckFillMode(fill_mode);
        var list = coordinates as TensorList;
        var count = list is not null ? list.Count : coordinates.ndim > 0 ? coordinates.shape[0] : 0;
        if (count is { } c && c != inputs.ndim)
            throw new ArgumentException($"First dim of `coordinates` must be the same as the rank of `inputs`. Received inputs with shape: {inputs.shape} and coordinate leading dim of {c}");
        if ((list is not null ? list[0].ndim + 1 : coordinates.ndim) < 2)
            throw new ArgumentException($"Invalid coordinates rank: expected at least rank 2. Received input with shape: {Nest.Shapes(coordinates)}");
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = Strong(t[0]);
            Tensor[] at = t[1] is TensorList many ? [.. many.Select(Strong)] : Kernel.Unbind(Strong(t[1]), 0);
            var values = Sample(Kernel.Reshape(x, -1, 1), x.Dims, at, null, order, fill_mode, fill_value);
            return scope.Keep(Kernel.Squeeze(values, values.ndim - 1));
        }
        return Nest.IsSymbolic(inputs) || Nest.IsSymbolic(coordinates)
            ? Symbolic.RecordSpec("MapCoordinates", [inputs, coordinates], Compute, new() { ["order"] = order, ["fill_mode"] = fill_mode, ["fill_value"] = fill_value },
                new KerasTensor(list is not null ? list[0].shape : coordinates.shape[1..], inputs.dtype))
            : Compute([inputs, coordinates]);
    }

    /// <summary>Images moved, turned, stretched and sheared.</summary>
    /// <param name="images">(height, width, channels) or a batch of such; channels first by <paramref name="data_format"/>.</param>
    /// <param name="transform">(8) or (batch, 8): a0, a1, a2, b0, b1, b2, c0, c1. The point (x, y) of the result is the point (a0 x + a1 y + a2, b0 x + b1 y + b2) of the image.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="fill_mode">What lies outside: <c>constant</c>, <c>nearest</c>, <c>wrap</c>, <c>mirror</c> or <c>reflect</c>.</param>
    /// <param name="fill_value">The constant.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument has no such value.</exception>
    [KerasExport("keras.ops.image.affine_transform")]
    public static Tensor affine_transform(Tensor images, Tensor transform, string interpolation = "bilinear", string fill_mode = "constant", double fill_value = 0, string? data_format = null)
    {
        var format = KerasConfig.StandardizeDataFormat(data_format);
        var order = Interpolation(interpolation);
        CheckFillMode(fill_mode);
        CheckImages(images);
        if (transform.ndim is not (1 or 2) || transform.shape[^1] is { } n && n != 8)
            throw new ArgumentException($"Invalid transform rank: expected (8) for a single transform or (batch, 8). Received input with shape: transform.shape={transform.shape}");
        Tensor Compute(Tensor[] t) => Warp(t[0], format, (x, scope) =>
        {
            var matrix = t[1].ndim == 1 ? Kernel.Unsqueeze(Floats(t[1]), 0) : Floats(t[1]);
            long batch = x.Dims[0], height = x.Dims[1], width = x.Dims[2], channels = x.Dims[3];
            if (matrix.Dims[0] != batch && matrix.Dims[0] != 1)
                throw new ArgumentException($"affine_transform: there must be one transform, or one for each image. Received: images.shape={t[0].shape}, transform.shape={t[1].shape}.");
            Tensor[] p = Kernel.Unbind(Kernel.Reshape(matrix, matrix.Dims[0], 8, 1, 1), 1);
            Tensor y = Kernel.Reshape(Kernel.Arange(0L, height, 1L, matrix.dtype), 1, height, 1), z = Kernel.Reshape(Kernel.Arange(0L, width, 1L, matrix.dtype), 1, 1, width);
            var fromX = Kernel.Add(Kernel.Add(Kernel.Mul(y, p[1]), Kernel.Mul(z, p[0])), p[2]);
            var fromY = Kernel.Add(Kernel.Add(Kernel.Mul(y, p[4]), Kernel.Mul(z, p[3])), p[5]);
            if (!HasPerspective(matrix))
            {
                fromX = Kernel.Expand(fromX, batch, height, width);
                fromY = Kernel.Expand(fromY, batch, height, width);
                return SampleBatch(x, fromY, fromX, order, fill_mode, fill_value);
            }
            // Keras lets the last two numbers shift the channels against each other, by their index.
            var channel = Kernel.Reshape(Kernel.Arange(0L, channels, 1L, matrix.dtype), 1, 1, 1, channels);
            fromY = Kernel.Add(Kernel.Unsqueeze(fromY, 3), Kernel.Mul(channel, Kernel.Unsqueeze(p[6], 3)));
            fromX = Kernel.Add(Kernel.Unsqueeze(fromX, 3), Kernel.Mul(channel, Kernel.Unsqueeze(p[7], 3)));
            long[] full = [batch, height, width, channels];
            return Kernel.Squeeze(Sample(Kernel.Reshape(x, -1, 1), [height, width, channels], [Kernel.Expand(fromY, full), Kernel.Expand(fromX, full), Kernel.Expand(channel, full)],
                Kernel.Reshape(Kernel.Arange(0L, batch * height * width * channels, height * width * channels, "int64"), batch, 1, 1, 1), order, fill_mode, fill_value), 4);
        });
        var config = new Config { ["interpolation"] = interpolation, ["fill_mode"] = fill_mode, ["fill_value"] = fill_value, ["data_format"] = format };
        return Nest.IsSymbolic(images) || Nest.IsSymbolic(transform)
            ? Symbolic.RecordSpec("AffineTransform", [images, transform], Compute, config, new KerasTensor(images.shape, images.dtype))
            : Compute([images, transform]);
    }

    /// <summary>Images as seen from another place: four points go to four others.</summary>
    /// <param name="images">(height, width, channels) or a batch of such; channels first by <paramref name="data_format"/>.</param>
    /// <param name="start_points">(4, 2) or (batch, 4, 2): x and y of four points of the image.</param>
    /// <param name="end_points">Where they go, of the same shape.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="fill_value">What lies outside.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, an argument has no such value, or three points lie on a line.</exception>
    [KerasExport("keras.ops.image.perspective_transform")]
    public static Tensor perspective_transform(Tensor images, Tensor start_points, Tensor end_points, string interpolation = "bilinear", double fill_value = 0, string? data_format = null)
    {
        var format = KerasConfig.StandardizeDataFormat(data_format);
        var order = Interpolation(interpolation);
        CheckImages(images);
        foreach (var (name, points) in new[] { ("start_points", start_points), ("end_points", end_points) })
            if (points.ndim is not (2 or 3) || points.shape[^2] != 4 || points.shape[^1] != 2)
                throw new ArgumentException($"Invalid {name} shape: expected (4,2) for a single image or (N,4,2) for a batch. Received shape: {points.shape}");
        if (start_points.shape != end_points.shape)
            throw new ArgumentException($"start_points and end_points must have the same shape. Received start_points.shape={start_points.shape}, end_points.shape={end_points.shape}");
        Tensor Compute(Tensor[] t) => Warp(t[0], format, (x, scope) =>
        {
            var matrix = Homography(t[1], t[2]);
            long batch = x.Dims[0], height = x.Dims[1], width = x.Dims[2];
            if (matrix.Dims[0] != batch && matrix.Dims[0] != 1)
                throw new ArgumentException($"perspective_transform: there must be four points, or four for each image. Received: images.shape={t[0].shape}, start_points.shape={t[1].shape}.");
            Tensor[] p = Kernel.Unbind(Kernel.Reshape(matrix, matrix.Dims[0], 8, 1, 1), 1);
            Tensor y = Kernel.Reshape(Kernel.Arange(0L, height, 1L, matrix.dtype), 1, height, 1), z = Kernel.Reshape(Kernel.Arange(0L, width, 1L, matrix.dtype), 1, 1, width);
            var depth = Kernel.Add(Kernel.Add(Kernel.Mul(z, p[6]), Kernel.Mul(y, p[7])), 1.0);
            var fromX = Kernel.Div(Kernel.Add(Kernel.Add(Kernel.Mul(z, p[0]), Kernel.Mul(y, p[1])), p[2]), depth);
            var fromY = Kernel.Div(Kernel.Add(Kernel.Add(Kernel.Mul(z, p[3]), Kernel.Mul(y, p[4])), p[5]), depth);
            return SampleBatch(x, Kernel.Expand(fromY, batch, height, width), Kernel.Expand(fromX, batch, height, width), order, "constant", fill_value);
        });
        Tensor[] inputs = [images, start_points, end_points];
        return Array.Exists(inputs, Nest.IsSymbolic)
            ? Symbolic.RecordSpec("PerspectiveTransform", inputs, Compute, new() { ["interpolation"] = interpolation, ["fill_value"] = fill_value, ["data_format"] = format }, new KerasTensor(images.shape, images.dtype))
            : Compute(inputs);
    }

    /// <summary>Images distorted at random, as if printed on rubber.</summary>
    /// <param name="images">(height, width, channels) or a batch of such; channels first by <paramref name="data_format"/>.</param>
    /// <param name="alpha">How far points move.</param>
    /// <param name="sigma">How smoothly.</param>
    /// <param name="interpolation"><c>bilinear</c> or <c>nearest</c>.</param>
    /// <param name="fill_mode">What lies outside: <c>constant</c>, <c>nearest</c>, <c>wrap</c>, <c>mirror</c> or <c>reflect</c>.</param>
    /// <param name="fill_value">The constant.</param>
    /// <param name="seed">An integer for the same distortion each time, a generator for others.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The images have another number of dimensions, or an argument has no such value.</exception>
    // Porting note: Keras's torch backend draws from the global generator whatever the seed; its documentation and its other backends use the seed, as here.
    [KerasExport("keras.ops.image.elastic_transform")]
    public static Tensor elastic_transform(Tensor images, double alpha = 20.0, double sigma = 5.0, string interpolation = "bilinear", string fill_mode = "reflect",
        double fill_value = 0.0, RandomSeed? seed = null, string? data_format = null)
    {
        var format = KerasConfig.StandardizeDataFormat(data_format);
        Interpolation(interpolation);
        CheckFillMode(fill_mode);
        CheckImages(images);
        Tensor Compute(Tensor[] t) => Elastic(Strong(t[0]), alpha, sigma, interpolation, fill_mode, fill_value, seed, format);
        var config = new Config { ["alpha"] = alpha, ["sigma"] = sigma, ["interpolation"] = interpolation, ["fill_mode"] = fill_mode, ["fill_value"] = fill_value, ["seed"] = seed is null ? null : ((Saving.IConfigValue)seed).ToConfig(), ["data_format"] = format };
        return OfImages("ElasticTransform", images, Compute, config, images.shape);
    }

    /// <summary>The distortion with strengths that may be tensors, as random layers draw them.</summary>
    internal static Tensor Elastic(Tensor images, Tensor alpha, Tensor sigma, string interpolation, string fill_mode, double fill_value, RandomSeed? seed, string format) => Warp(images, format, (x, scope) =>
    {
        var dtype = DTypes.IsFloat(x.dtype) ? x.dtype : "float32";
        long batch = x.Dims[0], height = x.Dims[1], width = x.Dims[2];
        var width6 = (int)(6 * Kernel.Item(sigma)) | 1;
        // Both directions in one draw: an integer seed gives the same numbers at every draw.
        var noise = Kernel.Mul(Kernel.RandomNormal(RandomSeed.Draw(seed), [2, batch, height, width], 0, 1, dtype), sigma is ScalarTensor ? sigma : cast(sigma, dtype));
        var smooth = Blur(Kernel.Reshape(noise, 2 * batch, height, width, 1), [width6, width6], sigma, sigma, "channels_last");
        var moves = Kernel.Unbind(Kernel.Mul(Kernel.Reshape(smooth, 2, batch, height, width), alpha is ScalarTensor ? alpha : cast(alpha, dtype)), 0);
        var fromX = Kernel.Add(moves[0], Kernel.Reshape(Kernel.Arange(0L, width, 1L, dtype), 1, 1, width));
        var fromY = Kernel.Add(moves[1], Kernel.Reshape(Kernel.Arange(0L, height, 1L, dtype), 1, height, 1));
        return SampleBatch(x, fromY, fromX, Interpolation(interpolation), fill_mode, fill_value);
    });

    /// <summary>A tensor stretched and moved along some axes, then cut to a shape.</summary>
    /// <param name="images">Any tensor of numbers.</param>
    /// <param name="output_shape">Shape of the result.</param>
    /// <param name="scale">By what each of the axes is stretched.</param>
    /// <param name="translation">By how much it is moved then.</param>
    /// <param name="spatial_dims">The axes.</param>
    /// <param name="method"><c>linear</c> (also <c>bilinear</c>, <c>trilinear</c>), <c>cubic</c> (also <c>bicubic</c>, <c>tricubic</c>), <c>lanczos3</c> or <c>lanczos5</c>.</param>
    /// <param name="antialias">Whether what becomes smaller is filtered first.</param>
    /// <returns>A tensor of that shape and the same dtype; integers are rounded.</returns>
    /// <exception cref="ArgumentException">The arguments do not fit each other, or there is no such method.</exception>
    [KerasExport("keras.ops.image.scale_and_translate")]
    public static Tensor scale_and_translate(Tensor images, TensorShape output_shape, Tensor scale, Tensor translation, Axes spatial_dims, string method, bool antialias = true)
    {
        var kind = method switch
        {
            "linear" or "bilinear" or "trilinear" or "triangle" => "linear",
            "cubic" or "bicubic" or "tricubic" => "cubic",
            "lanczos3" or "lanczos5" => method,
            _ => throw new ArgumentException($"Invalid value for argument `method`. Expected one of 'linear', 'bilinear', 'trilinear', 'cubic', 'bicubic', 'tricubic', 'lanczos3', 'lanczos5'. Received: method='{method}'"),
        };
        var axes = spatial_dims.Normalize(images.ndim);
        if (output_shape.Rank != images.ndim) throw new ArgumentException($"scale_and_translate: output_shape must have as many dimensions as the images. Received: output_shape={output_shape}, images.shape={images.shape}.");
        foreach (var (name, v) in new[] { ("scale", scale), ("translation", translation) })
            if (v.ndim != 1 || v.shape[0] is { } n && n != axes.Length)
                throw new ArgumentException($"scale_and_translate: {name} must have one number for each of the {axes.Length} axes. Received: {name}.shape={v.shape}.");
        for (var i = 0; i < images.ndim; i++)
            if (!axes.Contains(i) && output_shape[i] is { } o && images.shape[i] is { } d && o != d)
                throw new ArgumentException($"scale_and_translate: dimension {i} is not among spatial_dims, so it keeps its length. Received: output_shape={output_shape}, images.shape={images.shape}, spatial_dims={spatial_dims}.");
        Tensor Compute(Tensor[] t)
        {
            using var scope = new TensorScope();
            var x = Strong(t[0]);
            var y = DTypes.IsFloat(x.dtype) ? x : cast(x, "float32");
            Tensor[] scales = Kernel.Unbind(Floats(t[1]), 0), moves = Kernel.Unbind(Floats(t[2]), 0);
            for (var i = 0; i < axes.Length; i++)
            {
                var weights = cast(ResampleWeights(x.Dims[axes[i]], output_shape[(int)axes[i]]!.Value, scales[i], moves[i], kind, antialias), y.dtype);
                y = Kernel.Transpose(Kernel.Matmul(Kernel.Transpose(y, axes[i], y.ndim - 1), weights), axes[i], y.ndim - 1);
            }
            if (axes.Length == 0) return scope.Keep(Kernel.Clone(x));
            if (!DTypes.IsFloat(x.dtype)) y = cast(Kernel.Minimum(Kernel.Maximum(Kernel.Round(y), cast(Kernel.MinAll(x), y.dtype)), cast(Kernel.MaxAll(x), y.dtype)), x.dtype);
            return scope.Keep(Kernel.Contiguous(y));
        }
        Tensor[] inputs = [images, scale, translation];
        return Array.Exists(inputs, Nest.IsSymbolic)
            ? Symbolic.RecordSpec("ScaleAndTranslate", inputs, Compute, new() { ["spatial_dims"] = ((Saving.IConfigValue)spatial_dims).ToConfig(), ["method"] = method, ["antialias"] = antialias }, new KerasTensor(output_shape, images.dtype))
            : Compute(inputs);
    }

    /// <summary>(input, output): how much each element of an axis counts for each element of the stretched axis.</summary>
    private static Tensor ResampleWeights(long input, long output, Tensor scale, Tensor translation, string kind, bool antialias)
    {
        var dtype = scale.dtype;
        Tensor zero = Kernel.Full([], 0, dtype), one = Kernel.Full([], 1, dtype);
        // 1. Where the centre of each element of the result lies in the input, and how far every element is from it.
        var inverse = Kernel.Div(one, scale);
        var centre = Kernel.Sub(Kernel.Sub(Kernel.Mul(Kernel.Add(Kernel.Arange(0L, output, 1L, dtype), 0.5), inverse), Kernel.Mul(cast(translation, dtype), inverse)), 0.5);
        var distance = Kernel.Abs(Kernel.Sub(Kernel.Reshape(centre, 1, -1), Kernel.Reshape(Kernel.Arange(0L, input, 1L, dtype), -1, 1)));
        if (antialias) distance = Kernel.Div(distance, Kernel.Maximum(inverse, one));
        // 2. The weight of a distance.
        var weights = kind switch
        {
            "linear" => Kernel.Relu(Kernel.Sub(one, distance)),
            "cubic" => CubicWeight(distance, zero),
            _ => LanczosWeight(distance, kind == "lanczos3" ? 3 : 5, zero, one),
        };
        // 3. They add up to one, and what lies outside the input counts nothing.
        var sum = Kernel.Sum(weights, [0], true);
        weights = Kernel.Where(Kernel.Gt(Kernel.Abs(sum), 1000 * 1.1920928955078125e-07), Kernel.Div(weights, Kernel.Where(Kernel.Ne(sum, 0), sum, one)), zero);
        var inside = Kernel.LogicalAnd(Kernel.Ge(centre, -0.5), Kernel.Le(centre, input - 0.5));
        return Kernel.Where(Kernel.Unsqueeze(inside, 0), weights, zero);
    }

    private static Tensor CubicWeight(Tensor x, Tensor zero)
    {
        Tensor Polynomial(double a, double b, double c, double d) => Kernel.Add(Kernel.Mul(Kernel.Add(Kernel.Mul(Kernel.Add(Kernel.Mul(x, a), b), x), c), x), d);
        var near = Polynomial(1.5, -2.5, 0, 1);
        var far = Polynomial(-0.5, 2.5, -4, 2);
        return Kernel.Where(Kernel.Ge(x, 2), zero, Kernel.Where(Kernel.Ge(x, 1), far, near));
    }

    private static Tensor LanczosWeight(Tensor x, double radius, Tensor zero, Tensor one)
    {
        var wave = Kernel.Mul(Kernel.Mul(Kernel.Sin(Kernel.Mul(x, Math.PI)), Kernel.Sin(Kernel.Mul(x, Math.PI / radius))), radius);
        var square = Kernel.Where(Kernel.Ne(x, 0), Kernel.Mul(Kernel.Square(x), Math.PI * Math.PI), one);
        return Kernel.Where(Kernel.Gt(x, radius), zero, Kernel.Where(Kernel.Gt(x, 1e-3), Kernel.Div(wave, square), one));
    }

    /// <summary>(batch, 8): the numbers of the projection that takes the points of the result to those of the image.</summary>
    internal static Tensor Homography(Tensor start_points, Tensor end_points)
    {
        Tensor from = Kernel.Reshape(Floats(start_points), -1, 4, 2), to = Kernel.Reshape(cast(end_points, from.dtype), -1, 4, 2);
        Tensor sx = Kernel.Select(from, 2, 0), sy = Kernel.Select(from, 2, 1), ex = Kernel.Select(to, 2, 0), ey = Kernel.Select(to, 2, 1);
        Tensor zero = Kernel.ZerosLike(ex, ex.dtype), one = Kernel.OnesLike(ex, ex.dtype);
        // Two equations a point: its x and its y in the image are fractions of linear functions of the point in the result.
        var forX = Kernel.Stack([ex, ey, one, zero, zero, zero, Kernel.Neg(Kernel.Mul(sx, ex)), Kernel.Neg(Kernel.Mul(sx, ey))], 2);
        var forY = Kernel.Stack([zero, zero, zero, ex, ey, one, Kernel.Neg(Kernel.Mul(sy, ex)), Kernel.Neg(Kernel.Mul(sy, ey))], 2);
        var matrix = Kernel.Reshape(Kernel.Stack([forX, forY], 2), -1, 8, 8);
        return Kernel.Reshape(Kernel.Solve(matrix, Kernel.Reshape(from, -1, 8, 1)), -1, 8);
    }

    private static Tensor Warp(Tensor images, string format, Func<Tensor, TensorScope, Tensor> run)
    {
        using var scope = new TensorScope();
        var x = Strong(images);
        var batched = x.ndim == 4;
        if (!batched) x = Kernel.Unsqueeze(x, 0);
        if (format == "channels_first") x = Kernel.Permute(x, 0, 2, 3, 1);
        var y = run(Kernel.Contiguous(x), scope);
        if (format == "channels_first") y = Kernel.Contiguous(Kernel.Permute(y, 0, 3, 1, 2));
        return scope.Keep(batched ? y : Kernel.Squeeze(y, 0));
    }

    /// <summary>Values of (batch, height, width, channels) images at places that are (batch, height, width).</summary>
    private static Tensor SampleBatch(Tensor x, Tensor y, Tensor z, int order, string fill_mode, double fill_value)
    {
        long batch = x.Dims[0], height = x.Dims[1], width = x.Dims[2];
        var first = Kernel.Reshape(Kernel.Arange(0L, batch * height * width, height * width, "int64"), batch, 1, 1);
        return Sample(Kernel.Reshape(x, batch * height * width, x.Dims[3]), [height, width], [y, z], first, order, fill_mode, fill_value);
    }

    /// <summary>Rows of a table that lie on a grid, at places between the points of the grid.</summary>
    /// <param name="rows">(points, values).</param>
    /// <param name="sizes">Lengths of the grid's dimensions.</param>
    /// <param name="at">For each dimension, where: tensors of one shape.</param>
    /// <param name="first">The row of each place's first point, where there are several grids.</param>
    /// <param name="order">0: the nearest; 1: linear.</param>
    /// <param name="fill_mode">What lies outside.</param>
    /// <param name="fill_value">The constant.</param>
    /// <returns>The shape of the places and the values.</returns>
    private static Tensor Sample(Tensor rows, long[] sizes, Tensor[] at, Tensor? first, int order, string fill_mode, double fill_value)
    {
        var dtype = rows.dtype;
        var whole = !DTypes.IsFloat(dtype);
        if (whole && fill_mode == "constant") fill_value = Math.Truncate(fill_value);
        // 1. Of each dimension one or two points, with their weight and whether they are inside.
        var nodes = new (Tensor Index, Tensor? Inside, Tensor? Weight)[sizes.Length][];
        for (var d = 0; d < sizes.Length; d++)
        {
            var place = at[d];
            var size = sizes[d];
            (Tensor, Tensor?, Tensor?) Node(Tensor index, Tensor? weight) =>
                (FixIndex(index, size, fill_mode), fill_mode == "constant" ? Kernel.LogicalAnd(Kernel.Ge(index, 0), Kernel.Lt(index, size)) : null, weight);
            if (order == 0) nodes[d] = [Node(cast(DTypes.IsFloat(place.dtype) ? Kernel.Round(place) : place, "int64"), null)];
            else
            {
                place = DTypes.IsFloat(place.dtype) ? place : cast(place, "float32");
                var lower = Kernel.Floor(place);
                var upper = Kernel.Sub(place, lower);
                var index = cast(lower, "int64");
                nodes[d] = [Node(index, Kernel.Add(Kernel.Neg(upper), 1.0)), Node(Kernel.Add(index, 1), upper)];
            }
        }
        // 2. Every combination of them: the row, weighted.
        long[] shape = [.. at[0].Dims, rows.Dims[1]];
        Tensor? sum = null;
        for (var corner = 0; corner < 1 << (order == 0 ? 0 : sizes.Length); corner++)
        {
            Tensor? row = first, inside = null, weight = null;
            long stride = 1;
            for (var d = sizes.Length - 1; d >= 0; d--)
            {
                var (index, valid, w) = nodes[d][order == 0 ? 0 : corner >> d & 1];
                var step = stride == 1 ? index : Kernel.Mul(index, stride);
                row = row is null ? step : Kernel.Add(row, step);
                if (valid is not null) inside = inside is null ? valid : Kernel.LogicalAnd(inside, valid);
                if (w is not null) weight = weight is null ? w : Kernel.Mul(w, weight);
                stride *= sizes[d];
            }
            var values = Kernel.Reshape(Kernel.IndexSelect(rows, 0, Kernel.Reshape(row!, -1)), shape);
            if (inside is not null) values = Kernel.Where(Kernel.Unsqueeze(inside, inside.ndim), values, Kernel.Full([], fill_value, dtype));
            if (weight is not null) values = Kernel.Mul(values, Kernel.Unsqueeze(weight, weight.ndim));
            sum = sum is null ? values : Kernel.Add(sum, values);
        }
        // 3. Integers are rounded.
        if (whole && DTypes.IsFloat(sum!.dtype)) sum = Kernel.Round(sum);
        return cast(sum!, dtype);
    }

    private static Tensor FixIndex(Tensor index, long size, string fill_mode) => fill_mode switch
    {
        "constant" or "nearest" => Kernel.ClampInt(index, 0, size - 1),
        "wrap" => Kernel.Remainder(index, Kernel.Full([], size, "int64")),
        "mirror" => Mirror(index, size),
        // The border point counts twice: a mirror of half points.
        _ => Kernel.FloorDiv(Kernel.Sub(Mirror(Kernel.Add(Kernel.Mul(index, 2), 1), 2 * size + 1), 1), Kernel.Full([], 2, "int64")),
    };

    private static Tensor Mirror(Tensor index, long size)
    {
        if (size == 1) return Kernel.Mul(index, 0);
        var period = Kernel.Full([], 2 * (size - 1), "int64");
        return Kernel.Abs(Kernel.Sub(Kernel.Remainder(Kernel.Add(index, size - 1), period), size - 1));
    }

    private static bool HasPerspective(Tensor matrix) => Kernel.Item(Kernel.AnyAll(Kernel.Ne(Kernel.Narrow(matrix, 1, 6, 2), 0))) != 0;

    private static int Interpolation(string interpolation) => interpolation switch
    {
        "nearest" => 0,
        "bilinear" => 1,
        _ => throw new ArgumentException($"Invalid value for argument `interpolation`. Expected one of 'nearest', 'bilinear'. Received: interpolation='{interpolation}'"),
    };

    private static void CheckFillMode(string fill_mode)
    {
        if (fill_mode is not ("constant" or "nearest" or "wrap" or "mirror" or "reflect"))
            throw new ArgumentException($"Invalid value for argument `fill_mode`. Expected one of 'constant', 'nearest', 'wrap', 'mirror', 'reflect'. Received: fill_mode='{fill_mode}'");
    }
}
