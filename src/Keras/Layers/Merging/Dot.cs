using Keras.Backend;

namespace Keras.Layers;

/// <summary>The dot product of two inputs along an axis of each, sample by sample.</summary>
/// <remarks>Of inputs (batch, a, n) and (batch, b, n) with axes 2: (batch, a, b). Of two of (batch, n): (batch, 1). See https://keras.io/api/layers/merging_layers/dot/.</remarks>
[KerasExport("keras.layers.Dot")]
public sealed class Dot : BaseMerge
{
    /// <summary>Makes the layer.</summary>
    /// <param name="axes">The axis of both, or the axis of each; not the batch.</param>
    /// <param name="normalize">Whether vectors are divided by their length before: the product is then the cosine of their angle.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Dot(Axes axes, bool normalize = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null) : base(name, trainable, dtype, input_shape)
    {
        if (axes.Count is not (1 or 2)) throw new ArgumentException($"Invalid format for argument `axes`: it should contain two elements. Received: axes={axes}");
        this.axes = axes;
        this.normalize = normalize;
    }

    /// <summary>The axis of both, or the axis of each; not the batch.</summary>
    public Axes axes { get; }

    /// <summary>Whether vectors are divided by their length before: the product is then the cosine of their angle.</summary>
    public bool normalize { get; }

    /// <summary>The dot product of two tensors along an axis of each, sample by sample.</summary>
    /// <param name="inputs">A list of tensors.</param>
    /// <param name="axes">The axis of both, or the axis of each; not the batch.</param>
    /// <param name="normalize">Whether vectors are divided by their length before: the product is then the cosine of their angle.</param>
    /// <param name="name">Name of the layer that does it.</param>
    /// <exception cref="ArgumentException">The inputs are no list, or their shapes do not fit.</exception>
    [KerasExport("keras.layers.dot")]
    public static Tensor dot(Tensor inputs, Axes? axes = null, bool normalize = false, string? name = null) => new Dot(axes ?? -1, normalize, name: name).Apply(inputs);

    private protected override Tensor Merge(Tensor[] inputs)
    {
        var (first, second) = AxesOf(inputs[0].shape, inputs[1].shape);
        Tensor x = inputs[0], y = inputs[1];
        if (normalize)
        {
            x = Ops.normalize(x, first);
            y = Ops.normalize(y, second);
        }
        // The axes stand last and second: the product of the matrices between them and the batch.
        long[] own = [x.Dims[0], .. x.Dims.Where((_, i) => i > 0 && i != first), .. y.Dims.Where((_, i) => i > 0 && i != second)];
        x = Kernel.Reshape(Kernel.Permute(x, [.. Enumerable.Range(0, x.ndim).Where(i => i != first).Select(i => (long)i), first]), x.Dims[0], -1, x.Dims[first]);
        y = Kernel.Reshape(Kernel.Permute(y, [0, second, .. Enumerable.Range(1, y.ndim - 1).Where(i => i != second).Select(i => (long)i)]), y.Dims[0], y.Dims[second], -1);
        return Kernel.Reshape(Kernel.Matmul(x, y), own.Length == 1 ? [own[0], 1] : own);
    }

    private protected override bool SameRanks => false;

    private (int First, int Second) AxesOf(TensorShape x, TensorShape y)
    {
        var (first, second) = (Axes.Normalize(axes[0], x.Rank), Axes.Normalize(axes[axes.Count - 1], y.Rank));
        if (first == 0 || second == 0) throw new ArgumentException($"A `Dot` layer cannot sum over axis 0, the batch. Received: axes={axes}. If the inputs have no batch, add one with ops.expand_dims(x, 0).");
        return (first, second);
    }

    private protected override void Check(IReadOnlyList<TensorShape> shapes)
    {
        if (shapes.Count != 2) throw new ArgumentException($"A `Dot` layer should be called on a list of 2 inputs. Received: {shapes.Count} inputs, input_shape=[{string.Join(", ", shapes)}]");
        var (first, second) = AxesOf(shapes[0], shapes[1]);
        if (shapes[0][first] is { } a && shapes[1][second] is { } b && a != b)
            throw new ArgumentException($"Incompatible input shapes: axis values {a} (at axis {first}) != {b} (at axis {second}). Full input shapes: {shapes[0]}, {shapes[1]}");
    }

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(IReadOnlyList<TensorShape> input_shapes)
    {
        Check(input_shapes);
        var (first, second) = AxesOf(input_shapes[0], input_shapes[1]);
        int?[] dims = [.. input_shapes[0].Where((_, i) => i != first), .. input_shapes[1].Where((_, i) => i > 0 && i != second)];
        return dims.Length == 1 ? (int?[])[dims[0], 1] : dims;
    }

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask) => null;
}
