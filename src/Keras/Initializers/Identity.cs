using Keras.Backend;

namespace Keras.Initializers;

/// <summary>The identity matrix, times a factor.</summary>
/// <remarks>For weights of two dimensions. See https://keras.io/api/layers/initializers/.</remarks>
[KerasExport("keras.initializers.Identity", "keras.initializers.identity", "keras.initializers.IdentityInitializer")]
public sealed class Identity : Initializer
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="gain">Factor.</param>
    public Identity(double gain = 1.0) => this.gain = gain;

    /// <summary>Factor.</summary>
    public double gain { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape has not two dimensions.</exception>
    public override Tensor Apply(TensorShape shape, string? dtype = null)
    {
        if (shape.Rank != 2)
            throw new ArgumentException($"Identity matrix initializer can only be used for 2D matrices. Received: shape={shape} of rank {shape.Rank}.");
        using var scope = new TensorScope();
        return scope.Keep(Kernel.Mul(Kernel.Eye(shape[0]!.Value, shape[1]!.Value, DTypes.Standardize(dtype)), new ScalarTensor(gain)));
    }

    /// <inheritdoc/>
    // Porting note: Keras leaves the factor out and loses it when a model is saved; it reads a configuration that has it.
    public override Config get_config() => gain == 1 ? new() : new() { ["gain"] = gain };
}
