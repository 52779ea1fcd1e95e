namespace Keras.Utils;

/// <summary>Whether error traces leave out the library's own frames (keras/src/utils/traceback_utils.py).</summary>
/// <remarks>The setting is kept for programs that read it: .NET shows whole stack traces, and none is shortened here.</remarks>
public static class TracebackUtils
{
    private static bool s_filters = true;

    /// <summary>Turns the setting on, as it is at first.</summary>
    [KerasExport("keras.config.enable_traceback_filtering")]
    public static void enable_traceback_filtering() => s_filters = true;

    /// <summary>Turns the setting off.</summary>
    [KerasExport("keras.config.disable_traceback_filtering")]
    public static void disable_traceback_filtering() => s_filters = false;

    /// <summary>The setting.</summary>
    [KerasExport("keras.config.is_traceback_filtering_enabled")]
    public static bool is_traceback_filtering_enabled() => s_filters;
}
