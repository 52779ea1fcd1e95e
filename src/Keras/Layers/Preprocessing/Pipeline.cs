using Keras.Saving;

namespace Keras.Layers;

/// <summary>Layers of preprocessing, one after the other.</summary>
/// <remarks>In contrast to a Sequential it runs as in training unless it is told otherwise. See https://keras.io/api/layers/preprocessing_layers/.</remarks>
[KerasExport("keras.layers.Pipeline")]
public sealed class Pipeline : Layer
{
    private readonly Layer[] _pipeline_layers;

    /// <summary>Makes the layer.</summary>
    /// <param name="layers">The layers, in order.</param>
    /// <param name="name">Name.</param>
    public Pipeline(IReadOnlyList<Layer> layers, string? name = null) : base(name)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _pipeline_layers = [.. layers];
    }

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<Layer> layers => _pipeline_layers;

    internal override bool ConvertsInputs => false;

    internal override bool TrainsByDefault => true;

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training, Tensor? mask)
    {
        var x = inputs;
        foreach (var layer in _pipeline_layers)
        {
            x = layer.Apply(x, training, mask);
            mask = null;
        }
        return x;
    }

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) => call(arguments.First, training, mask);

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => _pipeline_layers.Aggregate(input_shape, static (shape, layer) => layer.compute_output_shape(shape));

    /// <inheritdoc/>
    public override Config get_config() => new()
    {
        ["layers"] = _pipeline_layers.Select(l => (object?)Serialization.ObjectToConfig(l)).ToList(),
        ["name"] = name,
    };
}
