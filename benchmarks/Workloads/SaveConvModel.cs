namespace Keras.Benchmarks.Workloads;

/// <summary>Saves a model of convolutions, as <c>.keras</c>.</summary>
internal sealed class SaveConvModel() : SaveModel(ModelFile.Convolutional, "convolutional.keras")
{
    public override string Name => "save-conv-500mb";
}
