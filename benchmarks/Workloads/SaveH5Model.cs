namespace Keras.Benchmarks.Workloads;

/// <summary>Saves a model of dense layers, as <c>.h5</c>.</summary>
internal sealed class SaveH5Model() : SaveModel(ModelFile.Dense, "dense.h5")
{
    public override string Name => "save-h5-500mb";
}
