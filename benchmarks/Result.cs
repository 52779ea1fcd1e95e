namespace Keras.Benchmarks;

/// <summary>The step times of the versions of a workload.</summary>
internal sealed record Result(string Name, double[] Idiomatic, double[] Best, double IdiomaticLoss, double BestLoss)
{
    internal static string Header => $"| {"workload",-22} | {"idiomatic",26} | {"best",26} | {"ratio",5} | {"losses",17} |\n|{new string('-', 24)}|{new string('-', 28)}|{new string('-', 28)}|{new string('-', 7)}|{new string('-', 19)}|";

    public override string ToString()
        => $"| {Name,-22} | {Text(Idiomatic),26} | {Text(Best),26} | {Percentile(Idiomatic, 0.5) / Percentile(Best, 0.5),5:f2} | {Losses(),17} |";

    private string Losses() => double.IsNaN(BestLoss) ? "" : $"{IdiomaticLoss:g5} / {BestLoss:g5}";

    private static string Text(double[] times) => $"{Percentile(times, 0.5):f3} ({Percentile(times, 0.1):f3} to {Percentile(times, 0.9):f3})";

    private static double Percentile(double[] times, double part)
    {
        var sorted = times.Order().ToArray();
        return sorted[(int)Math.Round(part * (sorted.Length - 1))];
    }
}
