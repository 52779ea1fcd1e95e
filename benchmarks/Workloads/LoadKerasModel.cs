namespace Keras.Benchmarks.Workloads;

/// <summary>Loads a model of dense layers, as <c>.keras</c>.</summary>
internal sealed class LoadKerasModel() : LoadModel(ModelFile.Dense, "dense.keras")
{
    public override string Name => "load-500mb";
}
