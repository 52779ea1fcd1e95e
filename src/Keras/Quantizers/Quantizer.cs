using Keras.Saving;

namespace Keras;

/// <summary>Brings the values of a tensor to a few levels.</summary>
[KerasExport("keras.quantizers.Quantizer", "keras.Quantizer")]
public abstract class Quantizer : IHasConfig
{
    /// <summary>Sets what every quantizer has.</summary>
    /// <param name="output_dtype">Element type of the levels.</param>
    protected Quantizer(string output_dtype = "int8") => this.output_dtype = output_dtype;

    /// <summary>Element type of the levels.</summary>
    public string output_dtype { get; }

    /// <summary>Python's <c>quantizer(x)</c>.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">Axes along which the values share a scale; those of the quantizer where <see langword="null"/>.</param>
    /// <param name="to_numpy">Kept for Keras's signature, where it moves the work to the processor.</param>
    /// <returns>The levels, and the scale by which they must be divided.</returns>
    public abstract (Tensor outputs, Tensor scale) Apply(Tensor x, Axes? axis = null, bool to_numpy = false);

    /// <summary>The arguments that make an equal quantizer.</summary>
    public virtual Config get_config() => ConfigReflection.FromConstructor(this);
}
