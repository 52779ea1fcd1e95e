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
        // 1. All versions start from the same seed and warm up: code is compiled, memory is claimed, libtorch picks its kernels.
        torch.random.manual_seed(1);
        var idiomatic = workload.Idiomatic();
        torch.random.manual_seed(1);
        var best = workload.Best();
        var keras = workload.Keras();
        double milliseconds = Math.Max(WarmUp(idiomatic), Math.Max(WarmUp(best), WarmUp(keras)));

        // 2. Blocks of steps in turn.
        int block = Math.Clamp((int)(BlockMilliseconds / milliseconds), 1, Math.Min(200, keras.Longest));
        int total = steps ?? Math.Max((int)(DefaultMilliseconds / milliseconds), 10);
        var times = (Idiomatic: new List<double>(), Best: new List<double>(), Keras: new List<double>());
        while (times.Best.Count < total)
        {
            int count = Math.Min(block, total - times.Best.Count);
            idiomatic.Run(count, times.Idiomatic);
            best.Run(count, times.Best);
            keras.Run(count, times.Keras);
        }
        return new Result(workload.Name, [.. times.Idiomatic], [.. times.Best], [.. times.Keras], idiomatic.TakeLoss(), best.TakeLoss(), keras.TakeLoss());
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
}
