using Keras.Backend;

namespace Keras;

/// <summary>An array of strings, for layers that take text. The engine has no strings: values stay in .NET memory.</summary>
public sealed class StringTensor : Tensor
{
    private readonly long[] _dims;

    /// <summary>Makes an array of strings.</summary>
    /// <param name="values">The strings, row by row.</param>
    /// <param name="shape">Dimensions; one dimension where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public StringTensor(string[] values, TensorShape? shape = null)
    {
        Values = values;
        _dims = shape?.ToLongs() ?? [values.Length];
        if (_dims.Aggregate(1L, (a, b) => a * b) != values.Length)
            throw new ArgumentException($"A shape of {shape} has another number of elements than the {values.Length} strings given.");
    }

    /// <summary>The strings, row by row.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <inheritdoc/>
    public override TensorShape shape => new(_dims);

    /// <inheritdoc/>
    public override int ndim => _dims.Length;

    /// <inheritdoc/>
    public override string dtype => "string";

    /// <inheritdoc/>
    public override long size => Values.Count;

    internal override long[] Dims => _dims;

    private protected override TorchSharp.torch.Tensor Materialize() =>
        throw new InvalidOperationException("Strings cannot be computed with. Turn them into numbers first, with StringLookup or TextVectorization.");

    /// <inheritdoc/>
    public override NumSharp.NDArray numpy() => throw new InvalidOperationException("NumSharp has no arrays of strings. Read Values instead.");

    /// <summary>The strings between brackets.</summary>
    public override string ToString() => "[" + string.Join(", ", Values.Select(v => $"'{v}'")) + "]";

    /// <summary>Strings as a tensor of one dimension.</summary>
    public static implicit operator StringTensor(string[] values) => new(values);
}
