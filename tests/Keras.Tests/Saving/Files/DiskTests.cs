using System.Diagnostics;
using Keras.Tests.Testing;

namespace Keras.Tests.Saving.Files;

/// <summary>Disks that are full or read-only: an error that names the file and the cause, and the old file stays.</summary>
public class DiskTests
{
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["save"] = "model.keras",
        ["save_h5"] = "model.h5",
        ["save_weights"] = "model.weights.h5",
        ["checkpoint"] = "checkpoint.keras",
        ["backup"] = Path.Combine("backup", "latest.weights.h5"),
    };

    [Fact]
    public void AFileThatMayNotGrowKeepsTheOldOne()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The limit is that of a shell of Unix.");
        using var folder = new TempFolder();
        PutOldFiles(folder.Path);
        Check(folder.Path, Child.Run(Child.StartLimited(64, "fill", folder.Path)), "too large");
    }

    [Fact]
    public void AFullAndThenAReadOnlyDiskKeepTheOldFiles()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A disk in memory is made by Linux.");
        using var folder = new TempFolder();
        Assert.SkipUnless(Mount("-t", "tmpfs", "-o", "size=300k", "tmpfs", folder.Path), "This user may not mount a small disk.");
        try
        {
            PutOldFiles(folder.Path);
            Check(folder.Path, Child.Run(Child.Start("fill", folder.Path)), "No space left");
            Assert.True(Mount("-o", "remount,ro", folder.Path));
            Check(folder.Path, Child.Run(Child.Start("fill", folder.Path)), "Read-only");
        }
        finally
        {
            Assert.True(Run("umount", folder.Path));
        }
    }

    private static void PutOldFiles(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "backup"));
        foreach (var file in Files.Values) File.WriteAllText(Path.Combine(folder, file), "old");
    }

    private static void Check(string folder, (int ExitCode, string Output) run, string cause)
    {
        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')).ToDictionary(l => l[0], StringComparer.Ordinal);
        foreach (var (way, file) in Files.Append(new("log", "log.csv")))
        {
            Assert.Equal("IOException", lines[way][1]);
            Assert.Contains(Path.Combine(folder, file), lines[way][2], StringComparison.Ordinal);
            Assert.Contains(cause, lines[way][2], StringComparison.Ordinal);
        }
        foreach (var file in Files.Values) Assert.Equal("old", File.ReadAllText(Path.Combine(folder, file)));
        Assert.Empty(Directory.GetFiles(folder, "*.tmp", SearchOption.AllDirectories));
    }

    private static bool Mount(params string[] arguments) => Run("mount", arguments);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
            return Child.Run(start).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;                   // there is no such program
        }
    }
}
