namespace Keras.Benchmarks.Workloads;

/// <summary>Loads a model of dense layers, as <c>.h5</c>.</summary>
internal sealed class LoadH5Model() : LoadModel(ModelFile.Dense, "dense.h5")
{
    public override string Name => "load-h5-500mb";
}
