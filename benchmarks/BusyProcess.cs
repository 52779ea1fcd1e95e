using System.Diagnostics;

namespace Keras.Benchmarks;

/// <summary>A second process that keeps one core busy, as a compiler, a browser or another training would.</summary>
internal sealed class BusyProcess : IDisposable
{
    private const string Argument = "--keep-one-core-busy-for";
    private readonly Process _process;

    internal BusyProcess()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(BusyProcess).Assembly.Location);
        start.ArgumentList.Add(Argument);
        start.ArgumentList.Add(Environment.ProcessId.ToString());
        _process = Process.Start(start)!;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    /// <summary>Whether this process is the busy one; if so it has done its work when this returns.</summary>
    internal static bool RunIfAsked(string[] args)
    {
        if (args is not [Argument, var id])
            return false;
        using var parent = Process.GetProcessById(int.Parse(id));
        while (!parent.HasExited)
            Thread.SpinWait(1 << 20);
        return true;
    }
}
