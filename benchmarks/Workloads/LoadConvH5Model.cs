namespace Keras.Benchmarks.Workloads;

/// <summary>Loads a model of convolutions, as <c>.h5</c>.</summary>
internal sealed class LoadConvH5Model() : LoadModel(ModelFile.Convolutional, "convolutional.h5")
{
    public override string Name => "load-conv-h5-500mb";
}
