namespace Keras.Benchmarks.Workloads;

/// <summary>Predicts 32 images with the model of <see cref="FashionCnn"/>.</summary>
internal sealed class FashionCnnPredictBatch : IWorkload
{
    public string Name => "predict-32";

    public IStep Idiomatic() => FashionCnnPredictOne.Idiomatic(32);

    public IStep Keras() => FashionCnnPredictOne.Keras(32);

    public IStep Best() => FashionCnnPredictOne.Best(32);
}
