using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Keras.Backend;
using NumSharp;

namespace Keras.Conformance.Cases;

/// <summary>An array of a case: dtype, shape, and its bytes in row-major order.</summary>
internal sealed class GoldenArray(string dtype, long[] shape, byte[] bytes)
{
    internal string DType { get; } = dtype;

    internal long[] Shape { get; } = shape;

    internal int Count { get; } = (int)shape.Aggregate(1L, (a, b) => a * b);

    internal bool IsFloat => DType.StartsWith("float", StringComparison.Ordinal);

    internal bool IsComplex => DType.StartsWith("complex", StringComparison.Ordinal);

    /// <summary>The array as a tensor. Unsigned types that the engine lacks become the next signed one, as in Keras's torch backend.</summary>
    internal Tensor ToTensor()
    {
        var values = Values();
        var flat = IsComplex ? Kernel.FromArray(values, DType) : Kernel.FromArray(values);
        return Shape.Length == 1 ? flat : Kernel.Reshape(flat, Shape);
    }

    /// <summary>Rows of the first axis, in the order given.</summary>
    internal GoldenArray Rows(IEnumerable<int> rows)
    {
        var size = bytes.Length / (int)Shape[0];
        int[] chosen = [.. rows];
        var data = new byte[chosen.Length * size];
        for (var i = 0; i < chosen.Length; i++) bytes.AsSpan(chosen[i] * size, size).CopyTo(data.AsSpan(i * size));
        return new GoldenArray(DType, [chosen.Length, .. Shape[1..]], data);
    }

    /// <summary>The array as NumSharp holds it, of the very dtype.</summary>
    internal NDArray ToNDArray()
    {
        var shape = new NumSharp.Shape(Shape);
        return Values() switch
        {
            float[] v => new NDArray(v, shape),
            double[] v => new NDArray(v, shape),
            Half[] v => new NDArray(v, shape),
            int[] v => new NDArray(v, shape),
            long[] v => new NDArray(v, shape),
            short[] v => new NDArray(v, shape),
            sbyte[] v => new NDArray(v, shape),
            byte[] v => new NDArray(v, shape),
            ushort[] v => new NDArray(v, shape),
            uint[] v => new NDArray(v, shape),
            ulong[] v => new NDArray(v, shape),
            bool[] v => new NDArray(v, shape),
            var other => throw new NotSupportedException($"NumSharp has no array of {other.GetType().GetElementType()!.Name}."),
        };
    }

    /// <summary>The values as doubles; complex ones as their absolute values.</summary>
    internal double[] ToDoubles() => Values() switch
    {
        double[] d => d,
        float[] f => Array.ConvertAll(f, v => (double)v),
        Half[] h => Array.ConvertAll(h, v => (double)v),
        bool[] b => Array.ConvertAll(b, v => v ? 1.0 : 0.0),
        Complex[] c => Array.ConvertAll(c, v => v.Magnitude),
        var other => [.. other.Cast<object>().Select(v => Convert.ToDouble(v, CultureInfo.InvariantCulture))],
    };

    internal Complex[] ToComplex() => Values() is Complex[] c ? c : Array.ConvertAll(ToDoubles(), v => new Complex(v, 0));

    /// <summary>One element, as an array without dimensions.</summary>
    internal GoldenArray Item(int index)
    {
        var size = bytes.Length / Count;
        return new GoldenArray(DType, [], bytes.AsSpan(index * size, size).ToArray());
    }

    /// <summary>The values as nested lists of plain numbers, as a configuration holds them; a plain number where there are no dimensions.</summary>
    internal object? ToPlain()
    {
        var flat = Values();
        var at = 0;
        return Build(0);

        object? Build(int depth)
        {
            if (depth == Shape.Length) return Plain(flat.GetValue(at++)!);
            var items = new List<object?>();
            for (long i = 0; i < Shape[depth]; i++) items.Add(Build(depth + 1));
            return items;
        }
    }

    private static object Plain(object value) => value switch
    {
        bool or double or int or long => value,
        float f => (double)f,
        Half h => (double)h,
        Complex => throw new NotSupportedException("A complex number has no plain form."),
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private Array Values() => DType switch
    {
        "float32" => Cast<float>(),
        "float64" => Cast<double>(),
        "float16" => Cast<Half>(),
        "int8" => Cast<sbyte>(),
        "int16" => Cast<short>(),
        "int32" => Cast<int>(),
        "int64" => Cast<long>(),
        "uint8" => Cast<byte>(),
        "uint16" => Cast<ushort>(),
        "uint32" => Cast<uint>(),
        "uint64" => Cast<ulong>(),
        "bool" => Array.ConvertAll(bytes, b => b != 0),
        "complex64" => Pairs(Cast<float>(), v => v),
        "complex128" => Pairs(Cast<double>(), v => v),
        _ => throw new InvalidDataException($"An array of dtype '{DType}' is not part of the format."),
    };

    private T[] Cast<T>() where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes).ToArray();
        var expected = Count * (IsComplex ? 2 : 1);
        return values.Length == expected ? values
            : throw new InvalidDataException($"An array of shape ({string.Join(", ", Shape)}) and dtype {DType} has {values.Length} values.");
    }

    private static Complex[] Pairs<T>(T[] values, Func<T, double> read)
    {
        var result = new Complex[values.Length / 2];
        for (var i = 0; i < result.Length; i++) result[i] = new Complex(read(values[2 * i]), read(values[2 * i + 1]));
        return result;
    }

    public override string ToString() => $"{DType}({string.Join(", ", Shape)})";
}
