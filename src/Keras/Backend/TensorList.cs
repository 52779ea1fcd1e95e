using System.Collections;
using Keras.Backend;

namespace Keras;

/// <summary>Several tensors as one value: the inputs or outputs of a layer that has more than one.</summary>
/// <remarks>Can be indexed, enumerated and taken apart: <c>var (output, h, c) = lstm.Apply(x);</c>.</remarks>
public sealed class TensorList : Tensor, IReadOnlyList<Tensor>
{
    private readonly Tensor[] _items;

    /// <summary>Makes a list of tensors.</summary>
    /// <param name="items">The tensors, in order.</param>
    public TensorList(params IEnumerable<Tensor> items) => _items = items as Tensor[] ?? items.ToArray();

    /// <summary>How many tensors there are.</summary>
    public int Count => _items.Length;

    /// <summary>The tensor at a place.</summary>
    /// <param name="index">From the start; use <c>^1</c> for the last.</param>
    public new Tensor this[int index] => _items[index];

    /// <summary>Not defined for a list; the shapes are those of its items.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override TensorShape shape => throw NotOne();

    /// <inheritdoc/>
    public override int ndim => throw NotOne();

    /// <inheritdoc/>
    public override string dtype => throw NotOne();

    /// <inheritdoc/>
    public override long size => throw NotOne();

    internal override long[] Dims => throw NotOne();

    /// <inheritdoc/>
    public override IEnumerator<Tensor> GetEnumerator() => ((IEnumerable<Tensor>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    private InvalidOperationException NotOne() =>
        new($"A list of {_items.Length} tensors was used where one tensor is expected. Take one of them by index, or take the list apart: var (a, b) = result.");

    private protected override TorchSharp.torch.Tensor Materialize() => throw NotOne();

    /// <inheritdoc/>
    public override NumSharp.NDArray numpy() => throw NotOne();

    /// <summary>The tensors between brackets.</summary>
    public override string ToString() => "[" + string.Join(", ", _items.Select(t => t.ToString())) + "]";
}
