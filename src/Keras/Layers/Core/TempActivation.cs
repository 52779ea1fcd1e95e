namespace Keras.Layers;
/// <summary>x</summary>
[KerasExport("keras.layers.Activation")]
public sealed class Activation : Layer
{
    /// <summary>x</summary>
    public Activation(ActivationFunction activation, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : base(name, trainable, dtype) => this.activation = activation;
    /// <summary>x</summary>
    public ActivationFunction activation { get; }
    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs) => activation.Apply(inputs);
    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape s) => s;
}
