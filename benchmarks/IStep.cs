namespace Keras.Benchmarks;

/// <summary>One way of writing a workload, ready to run: model, data and optimizer are made.</summary>
internal interface IStep
{
    /// <summary>One training step, or one prediction.</summary>
    void Run();

    /// <summary>The mean loss of the steps since the last call, and starts again; NaN for a prediction.</summary>
    double TakeLoss();
}
