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

    /// <summary>True when messages may carry colours.</summary>
    public static bool UsesColor => IsAnimated;

    /// <summary>Columns of the terminal: what COLUMNS says, else what the console has, else 80.</summary>
    public static int Columns
    {
        get
        {
            if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var told) && told > 0) return told;
            if (Console.IsOutputRedirected) return 80;
            try
            {
                return Console.WindowWidth > 0 ? Console.WindowWidth : 80;
            }
            catch (Exception e) when (e is IOException or PlatformNotSupportedException)
            {
                return 80;
            }
        }
    }

    /// <summary>A text with box drawing in characters that the console has: on one without UTF-8, lines become + - | =.</summary>
    public static string Fit(string text)
    {
        if (!IoUtils.WritesToConsole || Console.OutputEncoding.CodePage is 65001 or 1200 or 1201) return text;
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = source[i] switch
                {
                    '━' => '=',
                    '─' => '-',
                    '┃' or '│' => '|',
                    '…' => '.',
                    >= '┌' and <= '╿' or '└' => '+',
                    _ => source[i],
                };
        });
    }

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
