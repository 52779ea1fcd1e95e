using System.Diagnostics;

namespace Keras.Benchmarks;

/// <summary>Training by <c>fit</c>, whole: batches, callbacks, loss and metrics included.</summary>
/// <param name="model">A compiled model.</param>
/// <param name="x">Inputs.</param>
/// <param name="y">Targets.</param>
/// <param name="batch">Samples a step.</param>
internal sealed class KerasTraining(Model model, Tensor x, Tensor y, int batch) : IStep
{
    private double _sum;
    private long _count;

    public int Longest => (int)x.shape[0]! / batch;

    public void Run() => Run(1, []);

    public void Run(int count, List<double> times)
    {
        var history = model.fit(x, y, batch_size: batch, steps_per_epoch: count, verbose: 0, callbacks: new Clock(times));
        _sum += history.history["loss"][^1] * count;
        _count += count;
    }

    public double TakeLoss()
    {
        double mean = _sum / _count;
        (_sum, _count) = (0, 0);
        return mean;
    }

    /// <summary>Takes the time from step's end to step's end; the first begins with the call of fit.</summary>
    private sealed class Clock(List<double> times) : Callback
    {
        private long _last = Stopwatch.GetTimestamp();

        public override void on_train_batch_end(int batch, Logs? logs = null)
        {
            long now = Stopwatch.GetTimestamp();
            times.Add(Stopwatch.GetElapsedTime(_last, now).TotalMilliseconds);
            _last = now;
        }
    }
}
