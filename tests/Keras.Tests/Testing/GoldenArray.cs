using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using NumSharp;

namespace Keras.Tests.Testing;

/// <summary>Reads and compares the arrays of golden cases: <c>{"dtype", "shape", "b64"}</c>, row-major little-endian bytes.</summary>
public static class GoldenArray
{
    /// <summary>True when the node is an array in this form (not one of strings).</summary>
    public static bool Is(JsonNode? node) => node is JsonObject o && o.ContainsKey("b64");

    /// <summary>The array.</summary>
    public static NDArray Read(JsonNode node)
    {
        var bytes = Convert.FromBase64String((string)node["b64"]!);
        var shape = new Shape(node["shape"]!.AsArray().Select(n => (long)n!).ToArray());
        return (string)node["dtype"]! switch
        {
            "float64" => Of<double>(),
            "float32" => Of<float>(),
            "float16" => Of<Half>(),
            "int64" => Of<long>(),
            "int32" => Of<int>(),
            "int16" => Of<short>(),
            "int8" => Of<sbyte>(),
            "uint64" => Of<ulong>(),
            "uint32" => Of<uint>(),
            "uint16" => Of<ushort>(),
            "uint8" => Of<byte>(),
            "bool" => new NDArray(Array.ConvertAll(bytes, b => b != 0), shape),
            var other => throw new ArgumentException($"Golden array of dtype {other}."),
        };

        NDArray Of<T>() where T : unmanaged => new(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), shape);
    }

    /// <summary>Asserts dtype, shape and |actual - expected| &lt;= atol + rtol * |expected|; NaN equals NaN.</summary>
    public static void AssertEqual(JsonNode expected, NDArray actual, double rtol, double atol)
    {
        Assert.Equal((string)expected["dtype"]!, Name(actual.typecode));
        Assert.Equal(expected["shape"]!.AsArray().Select(n => (long)n!), actual.shape);
        var want = Read(expected).astype(NPTypeCode.Double).ToArray<double>();
        var have = actual.astype(NPTypeCode.Double).ToArray<double>();
        for (var i = 0; i < want.Length; i++)
        {
            var equal = want[i].Equals(have[i]) || Math.Abs(want[i] - have[i]) <= atol + rtol * Math.Abs(want[i]);
            Assert.True(equal, $"Element {i} is {have[i]}; expected {want[i]}.");
        }
    }

    private static string Name(NPTypeCode code) => code switch
    {
        NPTypeCode.Boolean => "bool",
        NPTypeCode.SByte => "int8",
        NPTypeCode.Int16 => "int16",
        NPTypeCode.Int32 => "int32",
        NPTypeCode.Int64 => "int64",
        NPTypeCode.Byte => "uint8",
        NPTypeCode.UInt16 => "uint16",
        NPTypeCode.UInt32 => "uint32",
        NPTypeCode.UInt64 => "uint64",
        NPTypeCode.Half => "float16",
        NPTypeCode.Single => "float32",
        NPTypeCode.Double => "float64",
        _ => code.ToString(),
    };
}
