using System.Globalization;
using static Keras.keras;

namespace Keras.Conformance;

/// <summary>Loads a model file in a process of its own, and tells how much memory and time it took at most.</summary>
internal static class PeakMemory
{
    /// <summary>Loads the file; writes the bytes, the seconds, and what came of it.</summary>
    internal static int Load(string path)
    {
        // 1. Everything that the first model of a process costs.
        var folder = Directory.CreateTempSubdirectory("keras-peak-").FullName;
        var first = Path.Combine(folder, "first" + Path.GetExtension(path));
        keras.Sequential([layers.Input(3), layers.Dense(2)]).save(first);
        models.load_model(first, compile: false);
        Directory.Delete(folder, recursive: true);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        // 2. The file. The system forgets the peak so far.
        File.WriteAllText("/proc/self/clear_refs", "5");
        var before = Status("VmRSS");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        string outcome;
        try
        {
            GC.KeepAlive(models.load_model(path, compile: false));
            outcome = "loaded";
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or NotSupportedException)
        {
            outcome = e.Message;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, Status("VmHWM") - before)} {clock.Elapsed.TotalSeconds} {outcome.ReplaceLineEndings(" ")}"));
        return 0;
    }

    private static long Status(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }
}
