using System.Globalization;
using Keras.Backend;

namespace Keras.Layers;

/// <summary>What preprocessing layers share that take words: they are called on arrays of strings as well as on tensors.</summary>
public abstract class BaseTextLayer : Layer
{
    private protected BaseTextLayer(string? name, bool trainable, DTypePolicy? dtype) : base(name, trainable, dtype)
    {
        FreesIntermediates = true;
        // There is nothing to build: state comes from a vocabulary or from adapt.
        built = true;
    }

    internal override bool ConvertsInputs => false;

    /// <summary>Calls the layer on strings.</summary>
    /// <param name="x">Strings (batch,).</param>
    public Tensor Apply(params string[] x) => Apply((Tensor)new StringTensor(x));

    /// <summary>Calls the layer on strings.</summary>
    /// <param name="x">Strings (batch, columns).</param>
    public Tensor Apply(string[,] x) => Apply((Tensor)x);

    /// <summary>The strings of an input.</summary>
    /// <exception cref="ArgumentException">They are numbers.</exception>
    private protected string[] Texts(Tensor x) => x is StringTensor texts ? [.. texts.Values]
        : throw new ArgumentException($"The layer '{name}' takes strings. Received: a tensor of shape {x.shape} and dtype {x.dtype}.");

    /// <summary>The integers of an input; fractions are cut off.</summary>
    /// <exception cref="ArgumentException">They are strings.</exception>
    private protected long[] Numbers(Tensor x) => x is StringTensor texts
        ? throw new ArgumentException($"The layer '{name}' takes integers. Received: strings of shape {texts.shape}.")
        : Kernel.ToArray<long>(Ops.cast(x, "int64"));

    /// <summary>The strings of an input, or its integers as strings.</summary>
    private protected string[] Keys(Tensor x) => x is StringTensor ? Texts(x) : [.. Numbers(x).Select(n => n.ToString(CultureInfo.InvariantCulture))];

    private protected static Tensor Integers(long[] values, TensorShape shape)
    {
        var flat = Kernel.FromArray(values);
        return shape.Rank == 1 ? flat : Ops.reshape(flat, shape);
    }
}
