using System.Numerics;
using Keras.Backend.Native;
using TorchSharp;
using ScalarType = TorchSharp.torch.ScalarType;

namespace Keras.Tests.Backend.Native;

public class ArrayBridgeTests
{
    public static TheoryData<Array, int> Types => new()
    {
        { new float[] { 0, 1, 2 }, (int)ScalarType.Float32 },
        { new double[] { 0, 1, 2 }, (int)ScalarType.Float64 },
        { new Half[] { (Half)0, (Half)1, (Half)2 }, (int)ScalarType.Float16 },
        { new byte[] { 0, 1, 2 }, (int)ScalarType.Byte },
        { new sbyte[] { 0, 1, 2 }, (int)ScalarType.Int8 },
        { new short[] { 0, 1, 2 }, (int)ScalarType.Int16 },
        { new[] { 0, 1, 2 }, (int)ScalarType.Int32 },
        { new long[] { 0, 1, 2 }, (int)ScalarType.Int64 },
        { new ushort[] { 0, 1, 2 }, (int)ScalarType.Int32 },
        { new uint[] { 0, 1, 2 }, (int)ScalarType.Int64 },
        { new ulong[] { 0, 1, 2 }, (int)ScalarType.Int64 },
        { new decimal[] { 0, 1, 2 }, (int)ScalarType.Float64 },
        { new Complex[] { 0, 1, 2 }, (int)ScalarType.ComplexFloat64 },
    };

    [Theory]
    [MemberData(nameof(Types), DisableDiscoveryEnumeration = true)]
    public void EveryNumberType(Array array, int dtype)
    {
        using var scope = torch.NewDisposeScope();
        var tensor = ArrayBridge.ToTensor(array);
        Assert.Equal((ScalarType)dtype, tensor.dtype);
        Assert.Equal([0f, 1f, 2f], torch.abs(tensor).to(ScalarType.Float32).data<float>().ToArray());
    }

    [Fact]
    public void BooleansOfAnyRank()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = ArrayBridge.ToTensor(new[,] { { true, false }, { false, true } });
        Assert.Equal(ScalarType.Bool, tensor.dtype);
        Assert.Equal([true, false, false, true], ArrayBridge.ToArray<bool>(tensor));
    }

    [Fact]
    public void MultiDimensionalArrays()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal([2, 3], ArrayBridge.ToTensor(new float[2, 3]).shape);
        Assert.Equal([1, 2, 2], ArrayBridge.ToTensor(new[, ,] { { { 1, 2 }, { 3, 4 } } }).shape);
        var four = ArrayBridge.ToTensor(new double[,,,] { { { { 1 }, { 2 } } } }, ScalarType.Float32);
        Assert.Equal([1, 1, 2, 1], four.shape);
        Assert.Equal([1f, 2f], four.data<float>().ToArray());
        Assert.Equal([0, 4], ArrayBridge.ToTensor(new int[0, 4]).shape);
    }

    [Fact]
    public void JaggedArrays()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = ArrayBridge.ToTensor(new float[][][] { [[1, 2], [3, 4]], [[5, 6], [7, 8]] });
        Assert.Equal([2, 2, 2], tensor.shape);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f], tensor.data<float>().ToArray());
        Assert.Equal([2, 1], ArrayBridge.ToTensor(new decimal[][] { [1.5m], [2.5m] }).shape);
        Assert.Equal([2, 1, 2], ArrayBridge.ToTensor(new int[][,] { new[,] { { 1, 2 } }, new[,] { { 3, 4 } } }).shape);
        Assert.Equal([2, 0], ArrayBridge.ToTensor(new int[][] { [], [] }).shape);
        Assert.Equal([0], ArrayBridge.ToTensor(Array.Empty<int[]>()).shape);
    }

    [Fact]
    public void InnerArraysOfDifferentLengthsAreRefused()
    {
        var e = Assert.Throws<ArgumentException>(() => { ArrayBridge.ToTensor(new int[][] { [1, 2], [3] }); });
        Assert.Contains("expected 2", e.Message);
        Assert.Contains("got 1", e.Message);
        Assert.Throws<ArgumentException>(() => { ArrayBridge.ToTensor(new int[][] { [1, 2], null! }); });
        Assert.Throws<ArgumentException>(() => { ArrayBridge.ToTensor(new int[][][] { [[1]], [[1], [2]] }); });
    }

    [Fact]
    public void TextIsRefusedWithAdvice()
    {
        Assert.Contains("String", Assert.Throws<ArgumentException>(() => { ArrayBridge.ToTensor(new[] { "a" }); }).Message);
        Assert.Throws<ArgumentException>(() => { ArrayBridge.ToTensor(new[] { 'a' }); });
    }

    [Fact]
    public void ReadingConvertsAndFollowsStrides()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.arange(6, dtype: ScalarType.Float32).reshape(2, 3);
        Assert.Equal([0f, 3, 1, 4, 2, 5], ArrayBridge.ToArray<float>(x.t()));
        Assert.Equal([0, 1, 2, 3, 4, 5], ArrayBridge.ToArray<int>(x));
        Assert.Equal([0.0, 1, 2, 3, 4, 5], ArrayBridge.ToArray<double>(x.requires_grad_()));
        Assert.Empty(ArrayBridge.ToArray<float>(torch.empty(0)));
        Assert.Throws<ArgumentException>(() => ArrayBridge.CopyTo(x, new float[5].AsSpan()));
    }
}
