using System.Diagnostics;
using System.Runtime.InteropServices;
using Keras.Saving.Hdf5;
using Keras.Tests.Testing;

namespace Keras.Tests.Saving.Files;

/// <summary>A process that is killed while it saves leaves the old file or the new one, never half a file.</summary>
public class KillTests
{
    private const int Kills = 200;

    [Fact]
    public void AFileIsWholeWheneverTheProcessIsKilled()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Keras.Conformance.dll");
        Assert.True(File.Exists(program), $"{program} is missing.");
        using var folder = new TempFolder();
        var (whole, kills) = (0, 0);
        var clock = Stopwatch.StartNew();
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, lane =>
        {
            var random = new Random(lane);
            var file = folder[$"{lane}.weights.h5"];
            // A busy machine starts processes slowly: the time is bounded too.
            for (var i = 0; i < Kills / 4 && clock.Elapsed < TimeSpan.FromSeconds(25); i++)
            {
                KillOne(program, file, random);
                Interlocked.Increment(ref kills);
                Check(file);
                Interlocked.Increment(ref whole);
            }
        });
        Assert.Equal(kills, whole);
        Assert.True(kills >= 8, $"Only {kills} processes were started in {clock.Elapsed}.");
    }

    private static void KillOne(string program, string file, Random random)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "exec", program, "save", file }) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var process = Process.Start(start)!;
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        Thread.Sleep(random.Next(30));
        process.Kill();
        process.WaitForExit();
    }

    private static void Check(string path)
    {
        using var file = Hdf5File.Open(path);
        Span<float> values = new float[100_000];
        float? round = null;
        foreach (var name in new[] { "layers/dense/vars/0", "layers/dense/vars/1" })
        {
            Assert.True(file.Root.TryGetDataset(name, out var data));
            data.Read(MemoryMarshal.AsBytes(values));
            round ??= values[0];
            Assert.False(values.ContainsAnyExcept(round.Value), "The file holds a part of one save and a part of another.");
        }
    }
}
