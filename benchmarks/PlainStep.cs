namespace Keras.Benchmarks;

/// <summary>A step without a loss: a part of a training step on its own.</summary>
internal sealed class PlainStep(Action step) : IStep
{
    public void Run() => step();

    public double TakeLoss() => double.NaN;
}
