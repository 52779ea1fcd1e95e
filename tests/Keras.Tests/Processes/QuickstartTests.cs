using System.Diagnostics;
using Keras.Tests.Testing;

namespace Keras.Tests.Processes;

/// <summary>The sample as a user runs it, in processes of its own.</summary>
public class QuickstartTests
{
    private static string Program()
    {
        var path = Path.Combine(Repository.Root, "artifacts", "bin", "Quickstart", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Quickstart");
        if (OperatingSystem.IsWindows()) path += ".exe";
        if (!File.Exists(path)) Assert.Skip("The sample is not built: dotnet build KerasPort.sln.");
        return path;
    }

    private static Process Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program(), arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    private static async Task<string> Finish(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, output + await process.StandardError.ReadToEndAsync(limit.Token));
        return output;
    }

    private static string Line(string output, string beginning) =>
        output.Split('\n').Single(l => l.StartsWith(beginning, StringComparison.Ordinal))[beginning.Length..].Trim();

    [Fact]
    public async Task WhatItSavesGivesTheSameNumbersInANewProcess()
    {
        using var folder = new TempFolder();
        using var training = Start(folder.Path, "--epochs", "1");
        var trained = Line(await Finish(training), "Trained model on the test data:");
        using var loading = Start(folder.Path, "--load", "best-cnn-model.h5");
        Assert.Equal(trained, Line(await Finish(loading), "Loaded model on the test data:"));
    }

    [Fact]
    public async Task CtrlCStopsTrainingAfterTheStepAndTheProgramGoesOn()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("A signal to another process is a matter of Unix.");
        using var folder = new TempFolder();
        using var process = Start(folder.Path, "--epochs", "500");
        var read = "";
        while (!read.Contains("Epoch 2/500", StringComparison.Ordinal))
        {
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.True(line is not null, "The sample ended before its second epoch: " + read);
            read += line + "\n";
        }
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var rest = await Finish(process);
        // On a busy machine the signal takes its time; a program that did not listen would go on to the end.
        Assert.DoesNotContain("Epoch 100/500", rest, StringComparison.Ordinal);
        Assert.StartsWith("[", Line(rest, "Trained model on the test data:"), StringComparison.Ordinal);
    }
}
