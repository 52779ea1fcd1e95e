using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Backend;

/// <summary>
/// Native calls, one a method: the operands are kept alive until the call returns, numbers come from the scalar cache,
/// and libtorch's errors become .NET exceptions that name the operation and the shapes.
/// </summary>
/// <remarks>
/// TorchSharp frees a tensor that only a running native call still uses when another thread collects garbage; <see cref="Run(string, Tensor, Func{torch.Tensor, torch.Tensor})"/>
/// and its siblings prevent that. What needs several calls is written with several kernels, so that every intermediate is held.
/// Arguments on which libtorch would abort the process are checked before the call.
/// </remarks>
internal static partial class Kernel
{
    internal static Tensor Run(string op, Tensor a, Func<torch.Tensor, torch.Tensor> f)
    {
        GradMode.EnsureThread();
        try
        {
            return new Tensor(f(a.T));
        }
        catch (ExternalException e)
        {
            throw Failed(op, e, a);
        }
        finally
        {
            GC.KeepAlive(a);
        }
    }

    internal static Tensor Run(string op, Tensor a, Tensor b, Func<torch.Tensor, torch.Tensor, torch.Tensor> f)
    {
        GradMode.EnsureThread();
        try
        {
            return new Tensor(f(a.T, b.T));
        }
        catch (ExternalException e)
        {
            throw Failed(op, e, a, b);
        }
        finally
        {
            GC.KeepAlive(a);
            GC.KeepAlive(b);
        }
    }

    internal static Tensor Run(string op, Tensor a, Tensor? b, Tensor? c, Func<torch.Tensor, torch.Tensor?, torch.Tensor?, torch.Tensor> f)
    {
        GradMode.EnsureThread();
        try
        {
            return new Tensor(f(a.T, b?.T, c?.T));
        }
        catch (ExternalException e)
        {
            throw Failed(op, e, [a, .. new[] { b, c }.OfType<Tensor>()]);
        }
        finally
        {
            GC.KeepAlive(a);
            GC.KeepAlive(b);
            GC.KeepAlive(c);
        }
    }

    internal static Tensor Run(string op, IReadOnlyList<Tensor> list, Func<torch.Tensor[], torch.Tensor> f)
    {
        GradMode.EnsureThread();
        try
        {
            var natives = new torch.Tensor[list.Count];
            for (var i = 0; i < natives.Length; i++) natives[i] = list[i].T;
            return new Tensor(f(natives));
        }
        catch (ExternalException e)
        {
            throw Failed(op, e, [.. list]);
        }
        finally
        {
            GC.KeepAlive(list);
        }
    }

    /// <summary>A call that gives several tensors.</summary>
    internal static Tensor[] RunMany(string op, IReadOnlyList<Tensor> list, Func<torch.Tensor[], torch.Tensor[]> f)
    {
        GradMode.EnsureThread();
        try
        {
            var natives = new torch.Tensor[list.Count];
            for (var i = 0; i < natives.Length; i++) natives[i] = list[i].T;
            return Array.ConvertAll(f(natives), t => new Tensor(t));
        }
        catch (ExternalException e)
        {
            throw Failed(op, e, [.. list]);
        }
        finally
        {
            GC.KeepAlive(list);
        }
    }

    /// <summary>A call that changes its operands in place or reads a value: nothing new is wrapped.</summary>
    internal static TResult Read<TResult>(string op, Tensor a, Func<torch.Tensor, TResult> f)
    {
        GradMode.EnsureThread();
        try
        {
            return f(a.T);
        }
        catch (ExternalException e)
        {
            throw Failed(op, e, a);
        }
        finally
        {
            GC.KeepAlive(a);
        }
    }

    internal static void Do(string op, Tensor a, Tensor b, Action<torch.Tensor, torch.Tensor> f)
    {
        GradMode.EnsureThread();
        try
        {
            f(a.T, b.T);
        }
        catch (ExternalException e)
        {
            throw Failed(op, e, a, b);
        }
        finally
        {
            GC.KeepAlive(a);
            GC.KeepAlive(b);
        }
    }

    internal static void Do(string op, IReadOnlyList<Tensor> list, Action<torch.Tensor[]> f)
    {
        GradMode.EnsureThread();
        try
        {
            var natives = new torch.Tensor[list.Count];
            for (var i = 0; i < natives.Length; i++) natives[i] = list[i].T;
            f(natives);
        }
        catch (ExternalException e)
        {
            throw Failed(op, e, [.. list]);
        }
        finally
        {
            GC.KeepAlive(list);
        }
    }

    /// <summary>A call without operands: a new tensor of constants or random numbers.</summary>
    internal static Tensor Make(string op, Func<torch.Tensor> f)
    {
        GradMode.EnsureThread();
        try
        {
            return new Tensor(f());
        }
        catch (ExternalException e)
        {
            throw Failed(op, e);
        }
    }

    private static ArgumentException Failed(string op, ExternalException e, params Tensor[] operands)
    {
        var reason = e.Message.Split('\n', 2)[0].Trim();
        var shapes = operands.Length == 0 ? "" : " Received: " + string.Join(", ", operands.Select(o => $"{o.shape} {o.dtype}")) + ".";
        return new ArgumentException($"{op}: {reason}{(reason.EndsWith('.') ? "" : ".")}{shapes}", e);
    }

    internal static double Item(Tensor x)
    {
        if (x is ScalarTensor s) return s.Value;
        if (x.size != 1) throw new InvalidOperationException($"Only a tensor of one element has a value as a number; this one has the shape {x.shape}.");
        return Read("item", x, static t => t.dtype switch
        {
            torch.ScalarType.Float32 => t.item<float>(),
            torch.ScalarType.Float64 => t.item<double>(),
            torch.ScalarType.Int64 => t.item<long>(),
            torch.ScalarType.Int32 => t.item<int>(),
            torch.ScalarType.Bool => t.item<bool>() ? 1 : 0,
            _ => ToDouble(t),
        });

        static double ToDouble(torch.Tensor t)
        {
            using var d = t.to(torch.ScalarType.Float64);
            return d.item<double>();
        }
    }

    internal static NumSharp.NDArray ToNumpy(Tensor x)
    {
        var result = x.dtype is "bfloat16" ? Cast(x, "float32") : x;
        // A copy: the caller may change the array, and a view of a variable would follow the training.
        var array = Read("numpy", result, static t =>
        {
            using var detached = t.detach();
            return NumSharpBridge.ToNDArray(detached, share: false);
        });
        if (!ReferenceEquals(result, x)) result.Free();
        return array;
    }

    /// <summary>The values of a fresh tensor that nobody else holds, without a copy.</summary>
    internal static NumSharp.NDArray ToNumpyOwned(Tensor x)
    {
        if (x.dtype is "bfloat16") return ToNumpy(x);
        return Read("numpy", x, static t => NumSharpBridge.ToNDArray(t.detach()));
    }

    internal static Tensor FromNumpy(NumSharp.NDArray array, string? dtype) =>
        Make("convert_to_tensor", () => NumSharpBridge.ToTensor(array, dtype is null ? null : DTypes.Native(dtype)));

    internal static Tensor FromArray(Array array, string? dtype = null) =>
        Make("convert_to_tensor", () => ArrayBridge.ToTensor(array, dtype is null ? null : DTypes.Native(dtype)));

    internal static T[] ToArray<T>(Tensor x) where T : unmanaged
    {
        using var scope = new TensorScope();
        var flat = Contiguous(x);
        return Read("to_array", flat, static t => MemoryMarshal.Cast<byte, T>(t.bytes).ToArray());
    }

    internal static string Describe(Tensor x)
    {
        if (x.IsFreed && x is not ScalarTensor) return "<freed tensor>";
        var text = new StringBuilder("tensor(");
        text.Append(ToNumpy(x).ToString().Trim().ReplaceLineEndings("\n       "));
        return text.Append(CultureInfo.InvariantCulture, $", shape={x.shape}, dtype={x.dtype})").ToString();
    }
}
