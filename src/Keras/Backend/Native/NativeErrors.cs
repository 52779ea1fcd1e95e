using System.Runtime.InteropServices;

namespace Keras.Backend.Native;

/// <summary>Turns what libtorch throws into an exception that a C# programmer can act on.</summary>
/// <example><code>catch (Exception e) when (NativeErrors.IsNative(e)) { throw NativeErrors.Translate("matmul", e, "shapes (2, 3) and (4, 5)"); }</code></example>
internal static class NativeErrors
{
    private const string ScriptMarker = "RuntimeError: ";

    // What is wrong with the state of the computation rather than with an argument.
    private static readonly string[] s_stateMarkers =
    [
        "does not require grad", "does not have a grad_fn", "second time", "inplace operation", "in-place operation", "leaf Variable", "leaf variable",
        "inference tensor", "Inference tensors", "INTERNAL ASSERT", "not compiled with", "not implemented for", "Could not run",
    ];

    /// <summary>Whether TorchSharp raised the exception for an error inside libtorch.</summary>
    internal static bool IsNative(Exception exception) => exception is ExternalException;

    /// <summary>The reason in one line: without the C++ stack, and without the TorchScript interpreter's frame.</summary>
    internal static string Reason(string message)
    {
        int stack = message.IndexOf("\nException raised from", StringComparison.Ordinal);
        if (stack >= 0)
            message = message[..stack];
        int script = message.LastIndexOf(ScriptMarker, StringComparison.Ordinal);
        if (script >= 0)
            message = message[(script + ScriptMarker.Length)..];
        message = message.Trim();
        int end = message.IndexOf('\n');
        return end < 0 ? message : message[..end].TrimEnd();
    }

    /// <summary>The exception to throw instead of <paramref name="exception"/>.</summary>
    /// <param name="operation">Name of the operation as the user knows it.</param>
    /// <param name="exception">What TorchSharp threw.</param>
    /// <param name="received">What the operation was given, for example shapes; null when the reason says it.</param>
    /// <returns><see cref="OutOfMemoryException"/>, <see cref="InvalidOperationException"/> (autograd and internal errors) or <see cref="ArgumentException"/>.</returns>
    internal static Exception Translate(string operation, Exception exception, string? received = null)
    {
        var reason = Reason(exception.Message);
        var text = received == null ? $"{operation}: {reason}" : $"{operation}: {reason} Received: {received}.";
        if (reason.Contains("can't allocate memory", StringComparison.Ordinal) || reason.Contains("not enough memory", StringComparison.Ordinal))
            return new OutOfMemoryException(text, exception);
        return s_stateMarkers.Any(marker => reason.Contains(marker, StringComparison.Ordinal))
            ? new InvalidOperationException(text, exception)
            : new ArgumentException(text, exception);
    }
}
