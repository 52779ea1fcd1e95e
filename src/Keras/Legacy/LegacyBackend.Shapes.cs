using Keras.Backend;

namespace Keras.Legacy;

/// <content>Shapes and parts.</content>
public static partial class LegacyBackend
{
    /// <summary>The values in another element type.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="dtype">Element type.</param>
    [KerasExport("keras.backend.cast")]
    public static Tensor cast(Tensor x, string dtype) => Ops.cast(x, dtype);

    /// <summary>The values in the default float type.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.cast_to_floatx")]
    public static Tensor cast_to_floatx(Tensor x) => Ops.cast(x, KerasConfig.floatx());

    /// <summary>The same elements in another shape.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="shape">Shape; -1 for one dimension that follows from the others.</param>
    [KerasExport("keras.backend.reshape")]
    public static Tensor reshape(Tensor x, TensorShape shape) => Ops.reshape(x, shape);

    /// <summary>All elements in one dimension, the batch too.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.flatten")]
    public static Tensor flatten(Tensor x) => Ops.reshape(x, -1);

    /// <summary>All elements of each sample in one dimension.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.batch_flatten")]
    public static Tensor batch_flatten(Tensor x) => Ops.reshape(x, new TensorShape(x.shape[0] ?? -1, x.shape[1..].NumElements is { } n ? (int)n : -1));

    /// <summary>The axes in reverse order.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.transpose")]
    public static Tensor transpose(Tensor x) => Ops.transpose(x);

    /// <summary>The axes in another order.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="pattern">Axes in their new order.</param>
    [KerasExport("keras.backend.permute_dimensions")]
    public static Tensor permute_dimensions(Tensor x, Axes pattern) => Ops.transpose(x, pattern);

    /// <summary>With a dimension of size 1 more.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">Its place.</param>
    [KerasExport("keras.backend.expand_dims")]
    public static Tensor expand_dims(Tensor x, int axis = -1) => Ops.expand_dims(x, axis);

    /// <summary>Without a dimension of size 1.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axis">The dimension.</param>
    [KerasExport("keras.backend.squeeze")]
    public static Tensor squeeze(Tensor x, int axis) => Ops.squeeze(x, axis);

    /// <summary>Tensors one after the other along an axis.</summary>
    /// <param name="tensors">A list of tensors.</param>
    /// <param name="axis">The axis.</param>
    [KerasExport("keras.backend.concatenate")]
    public static Tensor concatenate(Tensor tensors, int axis = -1) => Ops.concatenate(tensors, axis);

    /// <summary>Tensors one after the other along a new axis.</summary>
    /// <param name="x">A list of tensors.</param>
    /// <param name="axis">The place of the new axis.</param>
    [KerasExport("keras.backend.stack")]
    public static Tensor stack(Tensor x, int axis = 0) => Ops.stack(x, axis);

    /// <summary>Repeated as a whole along each axis.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="n">Times along each axis.</param>
    [KerasExport("keras.backend.tile")]
    public static Tensor tile(Tensor x, TensorShape n) => Ops.tile(x, n);

    /// <summary>Rows repeated along a new axis: (batch, n, features).</summary>
    /// <param name="x">(batch, features).</param>
    /// <param name="n">Times.</param>
    [KerasExport("keras.backend.repeat")]
    public static Tensor repeat(Tensor x, int n) => Ops.repeat(Ops.expand_dims(x, 1), n, 1);

    /// <summary>Each element repeated along an axis.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="rep">Times.</param>
    /// <param name="axis">The axis.</param>
    [KerasExport("keras.backend.repeat_elements")]
    public static Tensor repeat_elements(Tensor x, int rep, int axis) => Ops.repeat(x, rep, axis);

    /// <summary>In reverse order along axes.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="axes">The axes.</param>
    [KerasExport("keras.backend.reverse")]
    public static Tensor reverse(Tensor x, Axes axes) => Ops.flip(x, axes);

    /// <summary>Rows of a tensor.</summary>
    /// <param name="reference">Any tensor.</param>
    /// <param name="indices">Places along its first axis.</param>
    [KerasExport("keras.backend.gather")]
    public static Tensor gather(Tensor reference, Tensor indices) => Ops.take(reference, indices, 0);

    /// <summary>A one in the place of each class.</summary>
    /// <param name="indices">Class numbers.</param>
    /// <param name="num_classes">Number of classes.</param>
    [KerasExport("keras.backend.one_hot")]
    public static Tensor one_hot(Tensor indices, int num_classes) => Ops.one_hot(indices, num_classes);

    /// <summary>Zeros before the first and after the last step.</summary>
    /// <param name="x">(batch, steps, features).</param>
    /// <param name="padding">Zeros before and after; 1 and 1 where <see langword="null"/>.</param>
    [KerasExport("keras.backend.temporal_padding")]
    public static Tensor temporal_padding(Tensor x, (int, int)? padding = null) => Ops.pad(x, ((0, 0), padding ?? (1, 1), (0, 0)));

    /// <summary>Zeros around images.</summary>
    /// <param name="x">Images.</param>
    /// <param name="padding">Zeros at the top and bottom, left and right; 1 each where <see langword="null"/>.</param>
    /// <param name="data_format">Where the channels are.</param>
    [KerasExport("keras.backend.spatial_2d_padding")]
    public static Tensor spatial_2d_padding(Tensor x, Margins2D? padding = null, string? data_format = null) => new Layers.ZeroPadding2D(padding ?? 1, data_format).Apply(x);

    /// <summary>Zeros around volumes.</summary>
    /// <param name="x">Volumes.</param>
    /// <param name="padding">Zeros at the borders of each dimension; 1 each where <see langword="null"/>.</param>
    /// <param name="data_format">Where the channels are.</param>
    [KerasExport("keras.backend.spatial_3d_padding")]
    public static Tensor spatial_3d_padding(Tensor x, Margins3D? padding = null, string? data_format = null) => new Layers.ZeroPadding3D(padding ?? 1, data_format).Apply(x);

    /// <summary>Images a number of times as large.</summary>
    /// <param name="x">Images.</param>
    /// <param name="height_factor">Times the height.</param>
    /// <param name="width_factor">Times the width.</param>
    /// <param name="data_format">Where the channels are.</param>
    /// <param name="interpolation"><c>nearest</c>, <c>bilinear</c>, …</param>
    [KerasExport("keras.backend.resize_images")]
    public static Tensor resize_images(Tensor x, int height_factor, int width_factor, string data_format, string interpolation = "nearest") =>
        new Layers.UpSampling2D((height_factor, width_factor), data_format, interpolation).Apply(x);

    /// <summary>Volumes a number of times as large.</summary>
    /// <param name="x">Volumes.</param>
    /// <param name="depth_factor">Times the depth.</param>
    /// <param name="height_factor">Times the height.</param>
    /// <param name="width_factor">Times the width.</param>
    /// <param name="data_format">Where the channels are.</param>
    [KerasExport("keras.backend.resize_volumes")]
    public static Tensor resize_volumes(Tensor x, int depth_factor, int height_factor, int width_factor, string data_format) =>
        new Layers.UpSampling3D((depth_factor, height_factor, width_factor), data_format).Apply(x);

    /// <summary>What a function makes of each row.</summary>
    /// <param name="fn">The function.</param>
    /// <param name="elems">Any tensor with a dimension.</param>
    /// <param name="name">Kept for Keras 2's signature.</param>
    /// <param name="dtype">Element type of the result; the function's where <see langword="null"/>.</param>
    [KerasExport("keras.backend.map_fn")]
    public static Tensor map_fn(Func<Tensor, Tensor> fn, Tensor elems, string? name = null, string? dtype = null) =>
        dtype is null ? Ops.map(fn, elems) : Ops.cast(Ops.map(fn, elems), dtype);

    /// <summary>One of two tensors, by a condition for all or for each element.</summary>
    /// <param name="condition">Booleans or numbers; fewer dimensions than the tensors where whole rows are meant.</param>
    /// <param name="then_expression">What counts where it holds.</param>
    /// <param name="else_expression">What counts where it does not.</param>
    [KerasExport("keras.backend.switch")]
    public static Tensor @switch(Tensor condition, Tensor then_expression, Tensor else_expression)
    {
        condition = Ops.cast(condition, "bool");
        while (condition.ndim < then_expression.ndim) condition = Ops.expand_dims(condition, -1);
        return Ops.where(condition, then_expression, else_expression);
    }

    /// <summary>Folds the rows of a tensor from the first to the last.</summary>
    /// <param name="fn">The function: what there is so far, and a row.</param>
    /// <param name="elems">Any tensor with a dimension.</param>
    /// <param name="initializer">What there is at first; the first row where <see langword="null"/>.</param>
    /// <param name="name">Kept for Keras 2's signature.</param>
    [KerasExport("keras.backend.foldl")]
    public static Tensor foldl(Func<Tensor, Tensor, Tensor> fn, Tensor elems, Tensor? initializer = null, string? name = null)
    {
        Tensor[] rows = [.. (TensorList)Ops.unstack(elems)];
        return initializer is null ? rows.Skip(1).Aggregate(rows[0], fn) : rows.Aggregate(initializer, fn);
    }

    /// <summary>Folds the rows of a tensor from the last to the first.</summary>
    /// <param name="fn">The function: what there is so far, and a row.</param>
    /// <param name="elems">Any tensor with a dimension.</param>
    /// <param name="initializer">What there is at first; the last row where <see langword="null"/>.</param>
    /// <param name="name">Kept for Keras 2's signature.</param>
    [KerasExport("keras.backend.foldr")]
    public static Tensor foldr(Func<Tensor, Tensor, Tensor> fn, Tensor elems, Tensor? initializer = null, string? name = null) => foldl(fn, Ops.flip(elems, 0), initializer, name);

    /// <summary>Products of the samples of two batches, over one axis of each.</summary>
    /// <param name="x">(batch, …).</param>
    /// <param name="y">(batch, …).</param>
    /// <param name="axes">The axis of both, or the axis of each; the last of the first, and the last but one of the second (the last of two), where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    [KerasExport("keras.backend.batch_dot")]
    public static Tensor batch_dot(Tensor x, Tensor y, Axes? axes = null)
    {
        if (x.ndim < 2 || y.ndim < 2) throw new ArgumentException($"Cannot do batch_dot on inputs with rank < 2. Received inputs with shapes {x.shape} and {y.shape}.");
        int[] of = axes is { } given ? given.ToArray() : [x.ndim - 1, y.ndim == 2 ? 1 : y.ndim - 2];
        var (a, b) = (Axes.Normalize(of[0], x.ndim), Axes.Normalize(of[^1], y.ndim));
        if (a == 0 || b == 0) throw new ArgumentException("Cannot perform batch_dot over axis 0. If your inputs are not batched, add a batch dimension with K.expand_dims(x, 0).");
        // One letter an axis: the batch and the summed axis are shared.
        var first = string.Concat(Enumerable.Range(0, x.ndim).Select(i => i == 0 ? 'a' : i == a ? 'b' : (char)('c' + i)));
        var second = string.Concat(Enumerable.Range(0, y.ndim).Select(i => i == 0 ? 'a' : i == b ? 'b' : (char)('o' + i)));
        var result = Ops.einsum($"{first},{second}->{first.Replace("b", "")}{second[1..].Replace("b", "")}", x, y);
        return result.ndim == 1 ? Ops.expand_dims(result, 1) : result;
    }
}
