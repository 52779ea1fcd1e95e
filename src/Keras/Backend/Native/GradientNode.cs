using System.Runtime.InteropServices;
using TorchSharp;

namespace Keras.Backend.Native;

/// <summary>A node of libtorch's gradient graph whose gradient is computed by managed code.</summary>
/// <remarks>
/// TorchSharp has such nodes too; theirs leave every gradient that passes through to the garbage collector, and keep a copy of each output as large as itself.
/// Here everything is freed at a known moment: what the node holds when its gradient is known, or when the graph is freed without having been asked;
/// what it handed over as soon as libtorch has taken it.
/// </remarks>
internal sealed unsafe class GradientNode
{
    // The native node calls back through bare pointers: whoever holds only the native node must keep the managed one.
    private static readonly HashSet<GradientNode> s_alive = new(ReferenceEqualityComparer.Instance);

    [ThreadStatic] private static Exception? t_pending;
    [ThreadStatic] private static bool t_retains;
    [ThreadStatic] private static List<Handed>? t_handed;
    [ThreadStatic] private static IntPtr[]? t_results;

    private readonly ApplyCallback _apply;
    private readonly DeleteCallback _delete;
    private Func<torch.Tensor?[], torch.Tensor?[]>? _gradient;
    private Action? _release;
    private NodePointers _node;

    private GradientNode(Func<torch.Tensor?[], torch.Tensor?[]> gradient, Action release)
    {
        (_gradient, _release) = (gradient, release);
        (_apply, _delete) = (Apply, Delete);
    }

    /// <summary>Puts a node between inputs and outputs.</summary>
    /// <param name="inputs">What the outputs were computed from; those that require no gradient get none.</param>
    /// <param name="outputs">Float tensors without a history of their own, none of them one of the inputs.</param>
    /// <param name="gradient">From the gradients of the outputs (null where none flows) to those of the inputs. The node frees both. It may run on no other thread than the pass.</param>
    /// <param name="release">Frees what the gradient needs. Called once, from any thread, when no gradient will be asked for any more.</param>
    /// <returns>The outputs with the node as their history; the ones given can be freed.</returns>
    internal static torch.Tensor[] Attach(ReadOnlySpan<torch.Tensor> inputs, ReadOnlySpan<torch.Tensor> outputs, Func<torch.Tensor?[], torch.Tensor?[]> gradient, Action release)
    {
        var node = new GradientNode(gradient, release);
        lock (s_alive) s_alive.Add(node);
        node._node = THSAutograd_CSharpNode_ctor(Marshal.GetFunctionPointerForDelegate(node._apply), Marshal.GetFunctionPointerForDelegate(node._delete));
        torch.CheckForErrors();

        // 1. The edges to where the inputs come from.
        Span<IntPtr> from = new IntPtr[inputs.Length], to = new IntPtr[outputs.Length];
        for (var i = 0; i < from.Length; i++) from[i] = inputs[i].Handle;
        for (var i = 0; i < to.Length; i++) to[i] = outputs[i].Handle;
        fixed (IntPtr* f = from)
        fixed (IntPtr* t = to)
        {
            THSAutograd_CSharpNode_setNextEdges(node._node, new((IntPtr)f, from.Length), 1);
            torch.CheckForErrors();
            THSAutograd_CSharpNode_clearInputMetadata(node._node);
            torch.CheckForErrors();

            // 2. The outputs become results of the node.
            THSAutograd_Function_wrapOutputs(new((IntPtr)f, from.Length), default, default, new((IntPtr)t, to.Length), node._node, &Allocate);
            torch.CheckForErrors();
        }
        foreach (var tensor in inputs) GC.KeepAlive(tensor);
        foreach (var tensor in outputs) GC.KeepAlive(tensor);
        var wrapped = Array.ConvertAll(t_results!, torch.Tensor.UnsafeCreateTensor);
        t_results = null;

        // 3. From here on the graph holds the node.
        THSAutograd_CSharpNode_disposeSharedPtr(node._node);
        torch.CheckForErrors();
        return wrapped;
    }

    /// <summary>Whether the graph may be used again after the pass that runs on this thread.</summary>
    internal static bool Retains => t_retains;

    /// <summary>Says whether the graph may be used again after the pass that begins on this thread.</summary>
    internal static Pass Begin(bool retains)
    {
        var outer = t_retains;
        t_retains = retains;
        return new(outer);
    }

    /// <summary>Throws what a gradient function threw in the pass that just ended on this thread.</summary>
    internal static void ThrowPending()
    {
        if (t_pending is not { } pending) return;
        t_pending = null;
        throw new InvalidOperationException($"The gradient function of a custom_gradient failed: {pending.Message}", pending);
    }

    // An exception must not leave the callback: it would cross native frames and end the process. No gradients take the place of those that failed.
    private TensorArray Apply(IntPtr upstream, int count)
    {
        FreeHanded();
        var received = new torch.Tensor?[count];
        try
        {
            for (var i = 0; i < count; i++)
                if (((IntPtr*)upstream)[i] is var handle && handle != IntPtr.Zero) received[i] = torch.Tensor.UnsafeCreateTensor(handle);
            var gradient = _gradient ?? throw new InvalidOperationException("The gradient is asked for a second time, but what it needs was freed the first time. Open the GradientTape with persistent: true.");
            using var mode = GradMode.FollowEngine();
            return HandOver(gradient(received));
        }
        catch (Exception e)
        {
            t_pending ??= e;
            return default;
        }
        finally
        {
            foreach (var tensor in received) tensor?.Dispose();
            if (!t_retains) Release();
        }
    }

    private static TensorArray HandOver(torch.Tensor?[] gradients)
    {
        var handles = (IntPtr*)NativeMemory.Alloc((nuint)Math.Max(1, gradients.Length), (nuint)sizeof(IntPtr));
        for (var i = 0; i < gradients.Length; i++) handles[i] = gradients[i]?.Handle ?? IntPtr.Zero;
        (t_handed ??= []).Add(new((IntPtr)handles, gradients));
        return new((IntPtr)handles, gradients.Length);
    }

    private static void FreeHanded()
    {
        if (t_handed is null) return;
        foreach (var (handles, gradients) in t_handed)
        {
            NativeMemory.Free((void*)handles);
            foreach (var gradient in gradients) gradient?.Dispose();
        }
        t_handed.Clear();
    }

    private void Release()
    {
        _gradient = null;
        Interlocked.Exchange(ref _release, null)?.Invoke();
    }

    private void Delete()
    {
        try
        {
            lock (s_alive) s_alive.Remove(this);
            Release();
            THSAutograd_CSharpNode_disposeWeakPtr(_node);
            torch.CheckForErrors();
        }
        catch (Exception e)
        {
            t_pending ??= e;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static IntPtr* Allocate(nuint length)
    {
        t_results = GC.AllocateArray<IntPtr>((int)length, pinned: true);
        return (IntPtr*)Marshal.UnsafeAddrOfPinnedArrayElement(t_results, 0);
    }

    /// <summary>A backward pass: its end frees what was handed to libtorch.</summary>
    internal readonly struct Pass(bool outer) : IDisposable
    {
        public void Dispose()
        {
            t_retains = outer;
            FreeHanded();
        }
    }

    private readonly record struct Handed(IntPtr Handles, torch.Tensor?[] Gradients);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TensorArray(IntPtr Array, long Size);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct NodePointers(IntPtr Shared, IntPtr Weak);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate TensorArray ApplyCallback(IntPtr upstream, int count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void DeleteCallback();

    [DllImport("LibTorchSharp")]
    private static extern NodePointers THSAutograd_CSharpNode_ctor(IntPtr apply, IntPtr delete);

    [DllImport("LibTorchSharp")]
    private static extern void THSAutograd_CSharpNode_disposeSharedPtr(NodePointers node);

    [DllImport("LibTorchSharp")]
    private static extern void THSAutograd_CSharpNode_disposeWeakPtr(NodePointers node);

    [DllImport("LibTorchSharp")]
    private static extern void THSAutograd_CSharpNode_setNextEdges(NodePointers node, TensorArray inputs, byte executable);

    [DllImport("LibTorchSharp")]
    private static extern void THSAutograd_CSharpNode_clearInputMetadata(NodePointers node);

    [DllImport("LibTorchSharp")]
    private static extern void THSAutograd_Function_wrapOutputs(TensorArray inputs, TensorArray without, TensorArray changed, TensorArray outputs, NodePointers node, delegate* unmanaged[Cdecl]<nuint, IntPtr*> allocate);
}
