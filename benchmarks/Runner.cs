using System.Diagnostics;
using TorchSharp;

namespace Keras.Benchmarks;

/// <summary>Times the versions of a workload in alternating blocks, so that what else the machine does meets all of them alike.</summary>
internal static class Runner
{
    private const double BlockMilliseconds = 250;
    private const double DefaultMilliseconds = 10_000;

    internal static Result Measure(IWorkload workload, int? steps)
    {
        // 1. Both versions start from the same seed and warm up: code is compiled, memory is claimed, libtorch picks its kernels.
        torch.random.manual_seed(1);
        var idiomatic = workload.Idiomatic();
        torch.random.manual_seed(1);
        var best = workload.Best();
        double milliseconds = Math.Max(WarmUp(idiomatic), WarmUp(best));

        // 2. Blocks of steps in turn.
        int block = Math.Clamp((int)(BlockMilliseconds / milliseconds), 1, 200);
        int total = steps ?? Math.Max((int)(DefaultMilliseconds / milliseconds), 10);
        var times = (Idiomatic: new List<double>(), Best: new List<double>());
        while (times.Best.Count < total)
        {
            int count = Math.Min(block, total - times.Best.Count);
            Time(idiomatic, count, times.Idiomatic);
            Time(best, count, times.Best);
        }
        return new Result(workload.Name, [.. times.Idiomatic], [.. times.Best], idiomatic.TakeLoss(), best.TakeLoss());
    }

    private static double WarmUp(IStep step)
    {
        for (int i = 0; i < 3; i++)
            step.Run();
        var watch = Stopwatch.StartNew();
        int count = 0;
        while (count < 3 || watch.ElapsedMilliseconds < 500 && count < 300)
        {
            step.Run();
            count++;
        }
        step.TakeLoss();
        return watch.Elapsed.TotalMilliseconds / count;
    }

    private static void Time(IStep step, int count, List<double> times)
    {
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            step.Run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }
}
