namespace Keras.Layers;

/// <summary>The product of its inputs, element by element.</summary>
/// <remarks>Inputs broadcast; tensors of fewer dimensions get some after the batch. What a mask leaves out of an input counts as 1, and as 0 where it is left out of all. See https://keras.io/api/layers/merging_layers/multiply/.</remarks>
[KerasExport("keras.layers.Multiply")]
public sealed class Multiply : BaseMerge
{
    /// <summary>Makes the layer.</summary>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Multiply(string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null) : base(name, trainable, dtype, input_shape)
    {
    }

    /// <summary>The product of tensors, element by element.</summary>
    /// <param name="inputs">A list of tensors.</param>
    /// <param name="name">Name of the layer that does it.</param>
    /// <exception cref="ArgumentException">The inputs are no list, or their shapes do not fit.</exception>
    [KerasExport("keras.layers.multiply")]
    public static Tensor multiply(Tensor inputs, string? name = null) => new Multiply(name: name).Apply(inputs);

    private protected override Tensor Merge(Tensor[] inputs)
    {
        if (inputs.All(x => x.KerasMask is null)) return Fold(inputs, Ops.multiply);
        Tensor? product = null, kept = null;
        var all = inputs.All(x => x.KerasMask is not null);
        foreach (var input in inputs)
        {
            var x = input;
            if (MaskFor(input) is { } mask)
            {
                x = Ops.where(mask, x, Ops.ones_like(x));
                if (all) kept = kept is null ? mask : Ops.logical_or(kept, mask);
            }
            product = product is null ? x : Ops.multiply(product, x);
        }
        return kept is null ? product! : Ops.where(kept, product!, Ops.zeros_like(product!));
    }
}
