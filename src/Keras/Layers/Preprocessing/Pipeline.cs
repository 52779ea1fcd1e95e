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

    /// <summary>Makes the layer of a configuration. The layers inside are built as they were, each with the shapes of its own configuration.</summary>
    /// <param name="config">What get_config gave.</param>
    /// <exception cref="ArgumentException">There is no list of layers.</exception>
    public static Pipeline from_config(Config config)
    {
        if (config.Get("layers") is not System.Collections.IList layers)
            throw new ArgumentException($"`Pipeline` config must contain a `layers` key mapping to a list of serialized layers. Received config with layers={config.Get("layers") ?? "None"}.");
        return new Pipeline([.. layers.Cast<object?>().Select(l => l as Layer ?? (Layer)Serialization.FromConfig(l)!)], config.Get("name") as string);
    }
}
