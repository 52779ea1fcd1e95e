using System.Collections.Concurrent;

namespace Keras.Utils;

/// <summary>Warnings to the error stream, each text once, as Python's <c>warnings</c> shows them.</summary>
internal static class Warnings
{
    private static readonly ConcurrentDictionary<string, bool> s_shown = new();

    internal static void Warn(string message)
    {
        if (s_shown.TryAdd(message, true)) Console.Error.WriteLine("Warning: " + message);
    }
}
