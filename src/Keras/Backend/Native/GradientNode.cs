using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Keras.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>An operation with a backward pass of its own in libtorch's graph.</summary>
/// <remarks>
/// Where TorchSharp's <c>autograd.Function</c> leaves what the backward pass needs to the garbage collector, a node here is told when libtorch drops it
/// and frees everything at once: a training step holds no memory of the one before.
/// </remarks>
internal abstract unsafe class GradientNode
{
    [ThreadStatic] private static Exception? t_pending;

    // libtorch calls these; they live as long as its node does.
    private readonly ApplyCallback _apply;
    private readonly DeleteCallback _delete;
    private GCHandle _alive;
    private NodePointers _node;
    private Tensor?[] _handedOver = [];
    private IntPtr* _handles;

    private protected GradientNode()
    {
        _apply = Apply;
        _delete = Delete;
    }

    /// <summary>Whether gradients of an operation on these tensors will be asked for.</summary>
    internal static bool Needed(ReadOnlySpan<Tensor> inputs)
    {
        if (!is_grad_enabled()) return false;
        foreach (var input in inputs)
            if (input.requires_grad) return true;
        return false;
    }

    /// <summary>Throws what a backward pass that just ended on this thread failed with.</summary>
    internal static void ThrowPending()
    {
        if (t_pending is not { } pending) return;
        t_pending = null;
        throw pending;
    }

    /// <summary>Hangs the node between the inputs and an output that was computed without recording.</summary>
    /// <param name="inputs">The tensors that <see cref="Backward"/> gives gradients for.</param>
    /// <param name="output">The output; not a view.</param>
    /// <returns>The output as libtorch's graph knows it.</returns>
    internal Tensor Attach(ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        // 1. The node, alive until libtorch deletes it.
        _alive = GCHandle.Alloc(this);
        _node = THSAutograd_CSharpNode_ctor(_apply, _delete);
        if (_node.Shared == 0) _alive.Free();
        ThrowNative();

        // 2. Its place in the graph.
        var result = stackalloc IntPtr[1];
        *result = 0;
        var handles = stackalloc IntPtr[inputs.Length + 1];
        for (var i = 0; i < inputs.Length; i++) handles[i] = inputs[i].Handle;
        handles[inputs.Length] = output.Handle;
        try
        {
            var variables = new Handles(handles, inputs.Length);
            THSAutograd_CSharpNode_setNextEdges(_node, variables, true);
            ThrowNative();
            THSAutograd_CSharpNode_clearInputMetadata(_node);
            ThrowNative();
            Allocator one = _ => (IntPtr)result;
            THSAutograd_Function_wrapOutputs(variables, default, default, new(handles + inputs.Length, 1), _node, one);
            GC.KeepAlive(one);
            ThrowNative();
        }
        finally
        {
            // From here on the graph owns it; without a graph it is deleted now.
            THSAutograd_CSharpNode_disposeSharedPtr(_node);
            foreach (var input in inputs) GC.KeepAlive(input);
            GC.KeepAlive(output);
        }
        return Tensor.UnsafeCreateTensor(*result);
    }

    /// <summary>The gradients of the inputs; null for one that needs none. Called with recording on where they will be differentiated again.</summary>
    /// <param name="upstream">The gradient of the output.</param>
    private protected abstract Tensor?[] Backward(Tensor upstream);

    /// <summary>What takes the place of the gradients when <see cref="Backward"/> failed.</summary>
    private protected abstract Tensor?[] NotANumber();

    /// <summary>The exception to throw for one that left <see cref="Backward"/>.</summary>
    private protected virtual Exception Explain(Exception exception) => exception;

    /// <summary>Frees what the backward pass needed. May be called on any thread.</summary>
    private protected abstract void Release();

    // An exception must not leave: it would cross native frames and end the process.
    private Handles Apply(IntPtr* gradients, int count)
    {
        FreeHandedOver();
        try
        {
            using var upstream = Tensor.UnsafeCreateTensor(gradients[0]);
            _handedOver = Backward(upstream);
        }
        catch (Exception e)
        {
            t_pending ??= Explain(e);
            _handedOver = NotANumber();
        }
        // libtorch copies the handles as soon as this returns, so they are freed with the next call or the node.
        _handles = (IntPtr*)NativeMemory.Realloc(_handles, (nuint)(Math.Max(_handedOver.Length, 1) * sizeof(IntPtr)));
        for (var i = 0; i < _handedOver.Length; i++) _handles[i] = _handedOver[i]?.Handle ?? 0;
        return new(_handles, _handedOver.Length);
    }

    private void FreeHandedOver()
    {
        foreach (var gradient in _handedOver) gradient?.Dispose();
        _handedOver = [];
    }

    private void Delete()
    {
        FreeHandedOver();
        NativeMemory.Free(_handles);
        _handles = null;
        Release();
        THSAutograd_CSharpNode_disposeWeakPtr(_node);
        _alive.Free();
    }

    private static void ThrowNative()
    {
        if (THSTorch_get_and_reset_last_err() is var error and not 0)
            throw new ExternalException(Marshal.PtrToStringAnsi(error));
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate Handles ApplyCallback(IntPtr* gradients, int count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void DeleteCallback();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate IntPtr Allocator(nint count);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Handles(IntPtr* first, long count)
    {
        private readonly IntPtr* _first = first;
        private readonly long _count = count;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct NodePointers
    {
        internal IntPtr Shared;
        internal IntPtr Weak;
    }

    [DllImport("LibTorchSharp")]
    private static extern NodePointers THSAutograd_CSharpNode_ctor(ApplyCallback apply, DeleteCallback delete);

    [DllImport("LibTorchSharp")]
    private static extern void THSAutograd_CSharpNode_disposeSharedPtr(NodePointers node);

    [DllImport("LibTorchSharp")]
    private static extern void THSAutograd_CSharpNode_disposeWeakPtr(NodePointers node);

    [DllImport("LibTorchSharp")]
    private static extern void THSAutograd_CSharpNode_setNextEdges(NodePointers node, Handles inputs, [MarshalAs(UnmanagedType.U1)] bool executable);

    [DllImport("LibTorchSharp")]
    private static extern void THSAutograd_CSharpNode_clearInputMetadata(NodePointers node);

    [DllImport("LibTorchSharp")]
    private static extern void THSAutograd_Function_wrapOutputs(Handles inputs, Handles nonDifferentiable, Handles dirty, Handles outputs, NodePointers node, Allocator allocator);

    [DllImport("LibTorchSharp")]
    private static extern IntPtr THSTorch_get_and_reset_last_err();
}
