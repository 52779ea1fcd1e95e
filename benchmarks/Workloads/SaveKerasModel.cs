namespace Keras.Benchmarks.Workloads;

/// <summary>Saves a model of dense layers, as <c>.keras</c>.</summary>
internal sealed class SaveKerasModel() : SaveModel(ModelFile.Dense, "dense.keras")
{
    public override string Name => "save-500mb";
}
