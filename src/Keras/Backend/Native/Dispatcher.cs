using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace Keras.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>
/// Calls any ATen operation by name through libtorch's stable C interface, autograd included; for operations that TorchSharp does not wrap.
/// </summary>
/// <remarks>
/// Operation and overload names are UTF-8 literals (<c>"aten::lstm"u8</c>), which end in a zero byte. Every argument is consumed by the call.
/// libtorch 2.10 converts no argument of type Scalar or Generator here: take the <c>.Tensor</c> overload or TorchScript.
/// The number of arguments must be that of the schema, defaults included: libtorch does not check it.
/// </remarks>
internal static unsafe class Dispatcher
{
    private const string Library = "torch_cpu";
    private const ulong AbiVersion = (2UL << 56) | (10UL << 48);

    /// <summary>An optional argument that is not given.</summary>
    internal const ulong None = 0;

    internal static ulong Arg(Tensor tensor)
    {
        IntPtr handle;
        int status = aoti_torch_new_tensor_handle(tensor.Handle, &handle);
        GC.KeepAlive(tensor);
        if (status != 0)
            throw new InvalidOperationException("libtorch could not make a handle for a tensor.");
        return (ulong)handle;
    }

    internal static ulong Arg(double value) => BitConverter.DoubleToUInt64Bits(value);

    /// <summary>An integer, a dtype or a memory format.</summary>
    internal static ulong Arg(long value) => (ulong)value;

    internal static ulong Arg(bool value) => value ? 1UL : 0UL;

    internal static ulong Arg(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        IntPtr handle;
        fixed (byte* p = utf8)
            torch_new_string_handle(p, (nuint)utf8.Length, &handle);
        return (ulong)handle;
    }

    /// <summary>An optional argument that is given.</summary>
    internal static ulong Some(ulong value)
    {
        // libtorch frees it with operator delete, which is free() in its builds.
        var box = (ulong*)NativeMemory.Alloc(sizeof(ulong));
        *box = value;
        return (ulong)box;
    }

    internal static ulong Optional(Tensor? tensor) => tensor is null ? None : Some(Arg(tensor));

    internal static ulong List(ReadOnlySpan<Tensor> tensors)
    {
        IntPtr list;
        torch_new_list_reserve_size((nuint)tensors.Length, &list);
        foreach (var tensor in tensors)
            torch_list_push_back(list, Arg(tensor));
        return (ulong)list;
    }

    internal static ulong List(ReadOnlySpan<long> values)
    {
        IntPtr list;
        torch_new_list_reserve_size((nuint)values.Length, &list);
        foreach (long value in values)
            torch_list_push_back(list, (ulong)value);
        return (ulong)list;
    }

    /// <summary>A list that repeats one tensor.</summary>
    internal static ulong Repeat(Tensor tensor, int count)
    {
        IntPtr list;
        torch_new_list_reserve_size((nuint)count, &list);
        for (int i = 0; i < count; i++)
            torch_list_push_back(list, Arg(tensor));
        return (ulong)list;
    }

    internal static int ChannelsLast => aoti_torch_memory_format_channels_last();

    /// <summary>Calls an operation that returns nothing.</summary>
    internal static void Run(ReadOnlySpan<byte> op, ReadOnlySpan<byte> overload, params ReadOnlySpan<ulong> args)
    {
        var stack = stackalloc ulong[args.Length + 1];
        Invoke(op, overload, stack, args);
    }

    /// <summary>Calls an operation that returns one tensor.</summary>
    internal static Tensor Call(ReadOnlySpan<byte> op, ReadOnlySpan<byte> overload, params ReadOnlySpan<ulong> args)
    {
        var stack = stackalloc ulong[args.Length + 1];
        Invoke(op, overload, stack, args);
        return ToTensor(stack[0]);
    }

    /// <summary>Calls an operation that returns several tensors. An undefined one becomes null.</summary>
    internal static Tensor[] CallMany(ReadOnlySpan<byte> op, ReadOnlySpan<byte> overload, int returns, params ReadOnlySpan<ulong> args)
    {
        var stack = stackalloc ulong[Math.Max(args.Length, returns) + 1];
        Invoke(op, overload, stack, args);
        var result = new Tensor[returns];
        for (int i = 0; i < returns; i++)
            result[i] = ToTensor(stack[i]);
        return result;
    }

    /// <summary>Calls an operation that returns one list of tensors.</summary>
    internal static Tensor[] CallList(ReadOnlySpan<byte> op, ReadOnlySpan<byte> overload, params ReadOnlySpan<ulong> args)
    {
        var stack = stackalloc ulong[args.Length + 1];
        Invoke(op, overload, stack, args);
        var list = (IntPtr)stack[0];
        nuint size;
        torch_list_size(list, &size);
        var result = new Tensor[(int)size];
        for (int i = 0; i < result.Length; i++)
        {
            ulong element;
            torch_list_get_item(list, (nuint)i, &element);
            result[i] = ToTensor(element);
        }
        torch_delete_list(list);
        return result;
    }

    private static Tensor ToTensor(ulong handle) => Tensor.UnsafeCreateTensor((IntPtr)handle);

    private static void Invoke(ReadOnlySpan<byte> op, ReadOnlySpan<byte> overload, ulong* stack, ReadOnlySpan<ulong> args)
    {
        args.CopyTo(new Span<ulong>(stack, args.Length));
        byte empty = 0;
        int status;
        fixed (byte* name = op)
        fixed (byte* variant = overload)
            status = torch_call_dispatcher(name, overload.IsEmpty ? &empty : variant, stack, AbiVersion);
        if (status != 0)
            throw new InvalidOperationException(
                $"The operation {Encoding.UTF8.GetString(op)}{(overload.IsEmpty ? "" : ".")}{Encoding.UTF8.GetString(overload)} failed; libtorch wrote the reason to the standard error stream.");
    }

    [DllImport(Library)]
    private static extern int torch_call_dispatcher(byte* op, byte* overload, ulong* stack, ulong version);

    // The functions below only count references or touch a vector: leaving the garbage collector's mode alone halves their cost.
    [DllImport(Library), SuppressGCTransition]
    private static extern int aoti_torch_new_tensor_handle(IntPtr tensor, IntPtr* handle);

    [DllImport(Library), SuppressGCTransition]
    private static extern int torch_new_list_reserve_size(nuint size, IntPtr* list);

    [DllImport(Library), SuppressGCTransition]
    private static extern int torch_list_push_back(IntPtr list, ulong element);

    [DllImport(Library), SuppressGCTransition]
    private static extern int torch_list_size(IntPtr list, nuint* size);

    [DllImport(Library), SuppressGCTransition]
    private static extern int torch_list_get_item(IntPtr list, nuint index, ulong* element);

    [DllImport(Library), SuppressGCTransition]
    private static extern int torch_delete_list(IntPtr list);

    [DllImport(Library), SuppressGCTransition]
    private static extern int torch_new_string_handle(byte* utf8, nuint length, IntPtr* handle);

    [DllImport(Library), SuppressGCTransition]
    private static extern int aoti_torch_memory_format_channels_last();
}
