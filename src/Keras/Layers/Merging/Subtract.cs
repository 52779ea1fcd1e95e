namespace Keras.Layers;

/// <summary>The first input less the second, element by element.</summary>
/// <remarks>Inputs broadcast; tensors of fewer dimensions get some after the batch. See https://keras.io/api/layers/merging_layers/subtract/.</remarks>
[KerasExport("keras.layers.Subtract")]
public sealed class Subtract : BaseMerge
{
    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Subtract(string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null) : base(name, trainable, dtype, input_shape)
    {
    }

    /// <summary>The first tensor less the second, element by element.</summary>
    /// <param name="inputs">A list of tensors.</param>
    /// <param name="name">Name of the layer that does it.</param>
    /// <exception cref="ArgumentException">The inputs are no list, or their shapes do not fit.</exception>
    [KerasExport("keras.layers.subtract")]
    public static Tensor subtract(Tensor inputs, string? name = null) => new Subtract(name: name).Apply(inputs);

    private protected override Tensor Merge(Tensor[] inputs) => Ops.subtract(inputs[0], inputs[1]);

    private protected override void Check(IReadOnlyList<TensorShape> shapes)
    {
        if (shapes.Count != 2) throw new ArgumentException($"A `Subtract` layer should be called on exactly 2 inputs. Received: {shapes.Count} inputs, input_shape=[{string.Join(", ", shapes)}]");
        base.Check(shapes);
    }
}
