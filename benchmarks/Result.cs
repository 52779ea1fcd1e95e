namespace Keras.Benchmarks;

/// <summary>The step times of the versions of a workload.</summary>
internal sealed record Result(string Name, double[] Idiomatic, double[] Best, double[] Keras, double IdiomaticLoss, double BestLoss, double KerasLoss)
{
    internal static string Header =>
        $"| {"workload",-18} | {"idiomatic",24} | {"best",24} | {"keras",24} | {"keras/idiomatic",15} | {"keras/best",10} | {"losses",23} |\n" +
        $"|{new string('-', 20)}|{Right(26)}|{Right(26)}|{Right(26)}|{Right(17)}|{Right(12)}|{Right(25)}|";

    public override string ToString() =>
        $"| {Name,-18} | {Text(Idiomatic),24} | {Text(Best),24} | {Text(Keras),24} | {Ratio(Idiomatic),15:f2} | {Ratio(Best),10:f2} | {Losses(),23} |";

    private double Ratio(double[] other) => Percentile(Keras, 0.5) / Percentile(other, 0.5);

    private string Losses() => double.IsNaN(BestLoss) ? "" : $"{IdiomaticLoss:g4} / {BestLoss:g4} / {KerasLoss:g4}";

    private static string Text(double[] times) => $"{Percentile(times, 0.5):f2} ({Percentile(times, 0.1):f2} to {Percentile(times, 0.9):f2})";

    private static string Right(int width) => new string('-', width - 1) + ":";

    private static double Percentile(double[] times, double part)
    {
        var sorted = times.Order().ToArray();
        return sorted[(int)Math.Round(part * (sorted.Length - 1))];
    }
}
