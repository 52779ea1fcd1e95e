using System.Runtime.InteropServices;

namespace Keras.Backend;

/// <summary>Turns the recording of gradients on or off for the current thread; off unless a step or a tape turns it on.</summary>
internal readonly partial struct GradMode : IDisposable
{
    [ThreadStatic] private static bool t_on;
    [ThreadStatic] private static bool t_known;
    private readonly bool _before;
    private readonly bool _known;
    private readonly bool _followed;

    private GradMode(bool on)
    {
        _before = t_on;
        Set(on);
    }

    internal static bool Enabled => t_on;

    internal static GradMode On() => new(true);

    internal static GradMode Off() => new(false);

    /// <summary>Every native call passes here: libtorch starts each thread with recording on.</summary>
    internal static void EnsureThread()
    {
        if (!t_known) Set(t_on);
    }

    internal static void Set(bool on)
    {
        if (t_known && t_on == on) return;
        THSAutograd_setGrad(on);
        t_on = on;
        t_known = true;
    }

    /// <summary>
    /// Inside a callback of the engine: takes over the mode that it set for the pass, of which this class has not heard.
    /// </summary>
    internal static GradMode FollowEngine()
    {
        var inside = new GradMode(t_on, t_known);
        (t_on, t_known) = (THSAutograd_isGradEnabled(), true);
        return inside;
    }

    private GradMode(bool believed, bool known) => (_before, _known, _followed) = (believed, known, true);

    public void Dispose()
    {
        // The engine itself puts back what it set.
        if (_followed) (t_on, t_known) = (_before, _known);
        else Set(_before);
    }

    [LibraryImport("LibTorchSharp")]
    private static partial void THSAutograd_setGrad([MarshalAs(UnmanagedType.U1)] bool enabled);

    [LibraryImport("LibTorchSharp")]
    [return: MarshalAs(UnmanagedType.U1)]
    private static partial bool THSAutograd_isGradEnabled();
}
