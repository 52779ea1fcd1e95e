using System.Diagnostics;

namespace Keras.Tests.Saving.Files;

/// <summary>Runs the program of the golden cases as another process: for what would end or harm the process of the tests.</summary>
internal static class Child
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Keras.Conformance.dll");

    /// <summary>How to start it.</summary>
    /// <param name="arguments">What it is told to do.</param>
    internal static ProcessStartInfo Start(params string[] arguments)
    {
        Assert.True(File.Exists(Program), $"{Program} is missing.");
        var start = new ProcessStartInfo(Host) { RedirectStandardOutput = true };
        foreach (var argument in new[] { "exec", Program }.Concat(arguments)) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    /// <summary>How to start it so that no file that it writes becomes larger than a number of blocks of 512 bytes.</summary>
    internal static ProcessStartInfo StartLimited(int blocks, params string[] arguments)
    {
        var inner = Start(arguments);
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true };
        // The signal that the limit sends would end the process; ignored, the write fails. The runtime itself maps a large file if it may.
        foreach (var argument in (string[])["-c", $"trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"", "sh", inner.FileName, .. inner.ArgumentList]) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return start;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>How it ended, and what it wrote.</returns>
    internal static (int ExitCode, string Output) Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static string Host => Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
}
