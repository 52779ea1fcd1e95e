namespace Keras.Layers;

/// <summary>The least of its inputs, element by element.</summary>
/// <remarks>Inputs broadcast; tensors of fewer dimensions get some after the batch. What a mask leaves out of an input does not count. See https://keras.io/api/layers/merging_layers/minimum/.</remarks>
[KerasExport("keras.layers.Minimum")]
public sealed class Minimum : BaseMerge
{
    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Minimum(string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null) : base(name, trainable, dtype, input_shape)
    {
    }

    /// <summary>The least of tensors, element by element.</summary>
    /// <param name="inputs">A list of tensors.</param>
    /// <param name="name">Name of the layer that does it.</param>
    /// <exception cref="ArgumentException">The inputs are no list, or their shapes do not fit.</exception>
    [KerasExport("keras.layers.minimum")]
    public static Tensor minimum(Tensor inputs, string? name = null) => new Minimum(name: name).Apply(inputs);

    private protected override Tensor Merge(Tensor[] inputs) => FoldUnmasked(inputs, Ops.minimum);
}
