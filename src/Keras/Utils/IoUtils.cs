using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Keras.Utils;

/// <summary>Where Keras's messages go: the console, or a log once interactive logging is disabled.</summary>
public static class IoUtils
{
    private static readonly Lock Gate = new();
    private static readonly ConcurrentDictionary<string, bool> s_warned = new();
    private static TextWriter? _writer;
    private static volatile bool _interactive = true;
    private static volatile Action<string>? _logger;

    /// <summary>Receives every message while interactive logging is enabled; <see cref="Console.Out"/> unless set. Assign null to go back to the console.</summary>
    [AllowNull]
    public static TextWriter Writer
    {
        get => _writer ?? Console.Out;
        set => _writer = value;
    }

    /// <summary>Receives every message while interactive logging is disabled; <see cref="Trace"/> when null.</summary>
    public static Action<string>? Logger
    {
        get => _logger;
        set => _logger = value;
    }

    /// <summary>True when no writer was set, so that messages go to the console.</summary>
    internal static bool WritesToConsole => _writer is null;

    /// <summary>Sends Keras's messages to the console, which is the default.</summary>
    [KerasExport("keras.config.enable_interactive_logging", "keras.utils.enable_interactive_logging")]
    public static void enable_interactive_logging() => _interactive = true;

    /// <summary>Sends Keras's messages to <see cref="Logger"/> instead of the console, as servers and batch jobs want it.</summary>
    [KerasExport("keras.config.disable_interactive_logging", "keras.utils.disable_interactive_logging")]
    public static void disable_interactive_logging() => _interactive = false;

    /// <summary>Tells whether Keras's messages go to the console.</summary>
    /// <returns>True unless <see cref="disable_interactive_logging"/> was called.</returns>
    [KerasExport("keras.config.is_interactive_logging_enabled", "keras.utils.is_interactive_logging_enabled")]
    public static bool is_interactive_logging_enabled() => _interactive;

    /// <summary>Writes a message to the console or the log; whole messages never mix, whatever thread writes.</summary>
    /// <param name="message">The text. Where the writer's encoding is not a Unicode one, <c>━</c> is written as <c>=</c>.</param>
    /// <param name="lineBreak">Whether a line feed follows the text.</param>
    public static void PrintMsg(string message, bool lineBreak = true)
    {
        if (!_interactive)
        {
            // Porting note: Keras hands the text to absl's INFO log, which shows nothing by default. Trace listeners are .NET's counterpart.
            if (_logger is { } logger) logger(message);
            else Trace.TraceInformation(message);
            return;
        }
        lock (Gate)
        {
            var writer = _writer ?? Console.Out;
            // Porting note: Keras falls back when the character cannot be encoded. Some East Asian code pages can encode it, but draw it two columns wide.
            if (!IsUnicode(writer.Encoding)) message = message.Replace('━', '=');
            writer.Write(message);
            if (lineBreak) writer.Write('\n');
            writer.Flush();
        }
    }

    private static bool IsUnicode(Encoding encoding) => encoding is UTF8Encoding or UnicodeEncoding or UTF32Encoding || encoding.CodePage is 65001 or 1200 or 1201 or 12000 or 12001;

    /// <summary>Says something that deserves attention, on the error stream: results stay readable where output is redirected.</summary>
    internal static void Warn(string message) => Console.Error.WriteLine("UserWarning: " + message);

    /// <summary>Says it once in the life of the process, as Python does with the warnings of a place in a program.</summary>
    internal static void WarnOnce(string message)
    {
        if (s_warned.TryAdd(message, true)) Warn(message);
    }
}
