using System.Collections.Concurrent;
using TorchSharp;

namespace Keras.Backend;

/// <summary>Data types by their Keras names, and Keras's rules of promotion (keras/src/backend/common/dtypes.py).</summary>
internal static class DTypes
{
    private static readonly string[] Allowed =
    [
        "float16", "float32", "float64", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64",
        "bfloat16", "bool", "string", "float8_e4m3fn", "float8_e5m2", "complex64", "complex128",
    ];

    private static readonly Dictionary<string, torch.ScalarType> ToNative = new()
    {
        ["float16"] = torch.ScalarType.Float16,
        ["float32"] = torch.ScalarType.Float32,
        ["float64"] = torch.ScalarType.Float64,
        ["bfloat16"] = torch.ScalarType.BFloat16,
        ["uint8"] = torch.ScalarType.Byte,
        ["int8"] = torch.ScalarType.Int8,
        ["int16"] = torch.ScalarType.Int16,
        ["int32"] = torch.ScalarType.Int32,
        ["int64"] = torch.ScalarType.Int64,
        ["bool"] = torch.ScalarType.Bool,
        ["complex64"] = torch.ScalarType.ComplexFloat32,
        ["complex128"] = torch.ScalarType.ComplexFloat64,
        // Porting note: libtorch computes in no unsigned type above 8 bits; as Keras's torch backend does, the next signed one stands in.
        ["uint16"] = torch.ScalarType.Int32,
        ["uint32"] = torch.ScalarType.Int64,
        ["uint64"] = torch.ScalarType.Int64,
    };

    private static readonly ConcurrentDictionary<(string, string), string> Promotions = new();

    /// <summary>What each type promotes to directly: the edges of the lattice, weak types ("int", "float" of plain C# numbers) included.</summary>
    private static readonly Dictionary<string, string[]> Edges = new()
    {
        ["bool"] = ["int"],
        ["int"] = ["uint8", "int8", "complex64"],
        ["uint8"] = ["int16", "uint16"],
        ["uint16"] = ["int32", "uint32"],
        ["uint32"] = ["int64", "uint64"],
        ["uint64"] = ["float"],
        ["int8"] = ["int16"],
        ["int16"] = ["int32"],
        ["int32"] = ["int64"],
        ["int64"] = ["float"],
        ["float"] = ["bfloat16", "float16"],
        ["bfloat16"] = ["float32"],
        ["float16"] = ["float32"],
        ["float32"] = ["float64", "complex64"],
        ["float64"] = ["complex128"],
        ["complex64"] = ["complex128"],
        ["complex128"] = [],
    };

    private static readonly Dictionary<string, HashSet<string>> UpperBounds = Edges.Keys.ToDictionary(d => d, d =>
    {
        var seen = new HashSet<string> { d };
        var queue = new Queue<string>(seen);
        while (queue.TryDequeue(out var at))
            foreach (var next in Edges[at])
                if (seen.Add(next)) queue.Enqueue(next);
        return seen;
    });

    internal static bool IsAllowed(string dtype) => Array.IndexOf(Allowed, dtype) >= 0;

    internal static string Standardize(string? dtype)
    {
        if (dtype is null) return KerasConfig.floatx();
        var name = dtype switch
        {
            "int" => "int32",
            "float" => "float32",
            "double" => "float64",
            "half" => "float16",
            "long" => "int64",
            _ => dtype.StartsWith("torch.", StringComparison.Ordinal) ? dtype[6..] : dtype,
        };
        var at = Array.IndexOf(Allowed, name);
        if (at < 0) throw new ArgumentException($"Invalid dtype: received '{dtype}'; expected one of {string.Join(", ", Allowed)}.");
        return Allowed[at];
    }

    internal static torch.ScalarType Native(string dtype) =>
        ToNative.TryGetValue(dtype, out var native) ? native
            : throw new ArgumentException($"No tensor can have the dtype '{dtype}'; expected one of {string.Join(", ", ToNative.Keys)}.");

    internal static string Name(torch.ScalarType native) => native switch
    {
        torch.ScalarType.Float32 => "float32",
        torch.ScalarType.Int64 => "int64",
        torch.ScalarType.Int32 => "int32",
        torch.ScalarType.Bool => "bool",
        torch.ScalarType.Byte => "uint8",
        torch.ScalarType.Float64 => "float64",
        torch.ScalarType.Float16 => "float16",
        torch.ScalarType.BFloat16 => "bfloat16",
        torch.ScalarType.Int8 => "int8",
        torch.ScalarType.Int16 => "int16",
        torch.ScalarType.ComplexFloat32 => "complex64",
        torch.ScalarType.ComplexFloat64 => "complex128",
        _ => throw new ArgumentException($"The result has the native dtype {native}, which Keras has no name for. Cast an operand first, for example complex numbers beside float16."),
    };

    internal static bool IsFloat(string dtype) => dtype is "float32" or "float64" or "float16" or "bfloat16" || dtype.StartsWith("float8", StringComparison.Ordinal);

    internal static bool IsInt(string dtype) => dtype.StartsWith("int", StringComparison.Ordinal) || dtype.StartsWith("uint", StringComparison.Ordinal);

    internal static bool IsComplex(string dtype) => dtype.StartsWith("complex", StringComparison.Ordinal);

    internal static int ByteSize(string dtype) => dtype switch
    {
        "bool" or "uint8" or "int8" or "float8_e4m3fn" or "float8_e5m2" => 1,
        "float16" or "bfloat16" or "int16" or "uint16" => 2,
        "float64" or "int64" or "uint64" or "complex64" => 8,
        "complex128" => 16,
        _ => 4,
    };

    /// <summary>The dtype in which two operands meet. Weak types are written "int" and "float".</summary>
    internal static string Result(string a, string b)
    {
        if (ReferenceEquals(a, b) && !IsWeak(a)) return Narrow(a);
        return Promotions.GetOrAdd((a, b), static key => Compute([key.Item1, key.Item2]));
    }

    internal static string Result(params ReadOnlySpan<string> dtypes)
    {
        if (dtypes.Length == 0) return KerasConfig.floatx();
        return dtypes.Length == 2 ? Result(dtypes[0], dtypes[1]) : Compute(dtypes.ToArray());
    }

    private static bool IsWeak(string dtype) => dtype is "int" or "float";

    // Porting note: Keras narrows 64-bit results to 32 bits on every backend but TensorFlow, so that all agree with JAX.
    private static string Narrow(string dtype) => dtype switch
    {
        "int64" => "int32",
        "uint64" => "uint32",
        "float64" => "float32",
        "complex128" => "complex64",
        _ => dtype,
    };

    private static string Compute(string[] dtypes)
    {
        foreach (var d in dtypes)
        {
            if (d.StartsWith("float8", StringComparison.Ordinal))
                throw new ArgumentException($"float8 dtypes are not converted implicitly; received ({string.Join(", ", dtypes)}). Cast them with ops.cast first.");
            if (!Edges.ContainsKey(d)) throw new ArgumentException($"Invalid dtype in a promotion: '{d}'.");
        }
        var distinct = dtypes.Distinct().ToArray();
        string result;
        if (distinct.Length == 1) result = distinct[0];
        else
        {
            var common = distinct.Select(d => UpperBounds[d]).Aggregate((x, y) => [.. x.Intersect(y)]);
            // The least of the common upper bounds is the one below all others.
            result = common.FirstOrDefault(c => common.IsSubsetOf(UpperBounds[c]))
                ?? throw new ArgumentException($"The dtypes ({string.Join(", ", dtypes)}) have no common type. Cast one of them with ops.cast first.");
        }
        if (IsWeak(result))
        {
            var precision = KerasConfig.floatx()[^2..];
            result = result switch { "int" => "int" + precision, _ => "float" + precision };
        }
        return Narrow(result);
    }
}
