using System.Runtime.InteropServices;

namespace Keras.Backend.Native;

/// <summary>libtorch's own threads, so that our loops and its operations never compete for the processors.</summary>
internal static unsafe class Threads
{
    /// <summary>Runs a body over the indices 0 to <paramref name="count"/>, in parts of at least <paramref name="grain"/>.</summary>
    /// <param name="count">Number of indices.</param>
    /// <param name="grain">Below this many another thread costs more than it gives.</param>
    /// <param name="body">Takes begin, end and <paramref name="context"/>; an exception must not leave it.</param>
    /// <param name="context">What the body works on.</param>
    internal static void For(long count, long grain, delegate* unmanaged[Cdecl]<long, long, void*, void> body, void* context)
    {
        if (torch_parallel_for(0, count, grain, body, context) != 0)
            throw new InvalidOperationException("libtorch could not run a loop on its threads.");
    }

    [DllImport("torch_cpu")]
    private static extern int torch_parallel_for(long begin, long end, long grain, delegate* unmanaged[Cdecl]<long, long, void*, void> body, void* context);
}
