using System.Runtime.InteropServices;

namespace Keras.Utils;

/// <summary>Tells whether the console is one on which text can be drawn over.</summary>
internal static partial class Terminal
{
    private static readonly Lazy<bool> AcceptsCodes = new(static () => !OperatingSystem.IsWindows() || EnableCodesOnWindows());

    /// <summary>True when messages go to a console that is not redirected, and neither <c>CI</c> nor <c>NO_COLOR</c> is set.</summary>
    // Porting note: Keras treats Linux and macOS as animated even when redirected, which fills log files with escape codes.
    public static bool IsAnimated =>
        IoUtils.WritesToConsole && !Console.IsOutputRedirected && !IsSet("CI") && !IsSet("NO_COLOR") && AcceptsCodes.Value;

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    private static bool EnableCodesOnWindows()
    {
        const int standardOutput = -11;
        const uint virtualTerminalProcessing = 4;
        var handle = GetStdHandle(standardOutput);
        return GetConsoleMode(handle, out var mode) && ((mode & virtualTerminalProcessing) != 0 || SetConsoleMode(handle, mode | virtualTerminalProcessing));
    }

    [LibraryImport("kernel32.dll")]
    private static partial nint GetStdHandle(int handle);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(nint handle, out uint mode);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(nint handle, uint mode);
}
