using System.Runtime.InteropServices;

namespace Keras.Backend;

/// <summary>Turns the recording of gradients on or off for the current thread; off unless a step or a tape turns it on.</summary>
internal readonly partial struct GradMode : IDisposable
{
    [ThreadStatic] private static bool t_on;
    [ThreadStatic] private static bool t_known;
    private readonly bool _before;

    private GradMode(bool on)
    {
        _before = t_on;
        Set(on);
    }

    internal static bool Enabled => t_on;

    internal static GradMode On() => new(true);

    internal static GradMode Off() => new(false);

    /// <summary>What libtorch's backward pass set for the functions it calls: on where the gradients will be differentiated again.</summary>
    internal static Engine OfEngine() => new(TorchSharp.torch.is_grad_enabled());

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

    public void Dispose() => Set(_before);

    internal readonly struct Engine : IDisposable
    {
        private readonly bool _before;
        private readonly bool _known;
        private readonly bool _native;

        internal Engine(bool native)
        {
            (_before, _known, _native) = (t_on, t_known, native);
            (t_on, t_known) = (native, true);
        }

        public void Dispose()
        {
            Set(_native);
            (t_on, t_known) = (_before, _known);
        }
    }

    [LibraryImport("LibTorchSharp")]
    private static partial void THSAutograd_setGrad([MarshalAs(UnmanagedType.U1)] bool enabled);
}
