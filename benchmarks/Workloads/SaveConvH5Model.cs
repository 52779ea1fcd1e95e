namespace Keras.Benchmarks.Workloads;

/// <summary>Saves a model of convolutions, as <c>.h5</c>.</summary>
internal sealed class SaveConvH5Model() : SaveModel(ModelFile.Convolutional, "convolutional.h5")
{
    public override string Name => "save-conv-h5-500mb";
}
