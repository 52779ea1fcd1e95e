using System.Diagnostics;
using System.Globalization;
using Keras.Tests.Testing;
using static Keras.keras;

namespace Keras.Tests.Saving.Files;

/// <summary>A process that is killed while it saves models leaves the old file or the new one, never half a file.</summary>
public class KillTests
{
    private const int Kills = 200;
    private const int Lanes = 4;

    private static readonly string[] Endings = [".keras", ".h5", ".weights.h5"];

    [Fact]
    public void AFileIsWholeWheneverTheProcessIsKilled()
    {
        using var folder = new TempFolder();
        var kills = 0;
        var clock = Stopwatch.StartNew();
        Parallel.For(0, Lanes, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, lane =>
        {
            var random = new Random(lane);
            var stem = folder[$"{lane}"];
            // A busy machine starts processes slowly: the time is bounded too.
            for (var i = 0; i < Kills / Lanes && clock.Elapsed < TimeSpan.FromSeconds(120); i++)
            {
                var saved = KillOne(stem, 1 + i * 1000, random);
                foreach (var ending in Endings) Check(stem + ending, saved[ending]);
                Interlocked.Increment(ref kills);
            }
        });
        TestContext.Current.SendDiagnosticMessage("{0} kills in {1}", kills, clock.Elapsed);
        Assert.True(kills == Kills || kills >= 8 && clock.Elapsed >= TimeSpan.FromSeconds(120), $"Only {kills} processes were started in {clock.Elapsed}.");

        // What killed processes left does not stay for ever: the next save removes it, once it is certain that nobody writes it.
        string[] LeftOvers() => Directory.GetFiles(folder.Path, "*.tmp");
        foreach (var file in LeftOvers()) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-1));
        Make().save(folder["0.keras"]);
        Assert.Empty(LeftOvers());
    }

    private static Sequential Make() => keras.Sequential([layers.Input(300), layers.Dense(400, activation: "relu"), layers.Dense(200)]);

    /// <summary>Starts the process that saves for ever, kills it, and gives the number that each file holds by its last word.</summary>
    private static Dictionary<string, int> KillOne(string stem, int first, Random random)
    {
        using var process = Process.Start(Child.Start("save", stem, first.ToString(CultureInfo.InvariantCulture)))!;
        var saved = new Dictionary<string, int>(StringComparer.Ordinal);
        void Hear(string? line)
        {
            if (line?.Split(' ') is [var ending, var number]) saved[ending] = int.Parse(number, CultureInfo.InvariantCulture);
        }
        for (var line = process.StandardOutput.ReadLine(); line != "ready"; line = process.StandardOutput.ReadLine())
        {
            Assert.NotNull(line);
            Hear(line);
        }
        Thread.Sleep(random.Next(40));
        process.Kill();
        process.WaitForExit();
        // The last line may be cut off by the kill: only lines with their end count.
        var rest = process.StandardOutput.ReadToEnd();
        foreach (var line in rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)) Hear(line);
        return saved;
    }

    private static void Check(string path, int saved)
    {
        Model model;
        if (path.EndsWith(".weights.h5", StringComparison.Ordinal))
        {
            model = Make();
            model.load_weights(path);
        }
        else
        {
            model = models.load_model(path, compile: false);
        }
        var value = Values(model.weights[0])[0];
        Assert.All(model.weights, w => Assert.False(Values(w).AsSpan().ContainsAnyExcept(value), $"{path} holds a part of one save and a part of another."));
        Assert.True(value == saved || value == saved + 1, $"{path} holds the save {value}, where {saved} was the last that was complete.");
    }

    private static float[] Values(Variable weight) => Keras.Backend.Kernel.ToNumpy(weight.value).ToArray<float>();
}
