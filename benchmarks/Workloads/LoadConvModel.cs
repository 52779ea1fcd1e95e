namespace Keras.Benchmarks.Workloads;

/// <summary>Loads a model of convolutions, as <c>.keras</c>.</summary>
internal sealed class LoadConvModel() : LoadModel(ModelFile.Convolutional, "convolutional.keras")
{
    public override string Name => "load-conv-500mb";
}
