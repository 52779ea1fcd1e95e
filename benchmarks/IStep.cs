using System.Diagnostics;

namespace Keras.Benchmarks;

/// <summary>One way of writing a workload, ready to run: model, data and optimizer are made.</summary>
internal interface IStep
{
    /// <summary>The most steps of one block: what an epoch of the data has.</summary>
    int Longest => int.MaxValue;

    /// <summary>One training step, or one prediction.</summary>
    void Run();

    /// <summary>A block of steps.</summary>
    /// <param name="count">Number of steps.</param>
    /// <param name="times">Where the milliseconds of each step go.</param>
    void Run(int count, List<double> times)
    {
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    /// <summary>The mean loss of the steps since the last call, and starts again; NaN for a prediction.</summary>
    double TakeLoss();
}
