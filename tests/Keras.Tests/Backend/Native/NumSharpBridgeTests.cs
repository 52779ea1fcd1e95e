using System.Numerics;
using System.Runtime.CompilerServices;
using Keras.Backend.Native;
using NumSharp;
using TorchSharp;
using ScalarType = TorchSharp.torch.ScalarType;

namespace Keras.Tests.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

public class NumSharpBridgeTests
{
    [Theory]
    [InlineData(NPTypeCode.Single, ScalarType.Float32)]
    [InlineData(NPTypeCode.Double, ScalarType.Float64)]
    [InlineData(NPTypeCode.Half, ScalarType.Float16)]
    [InlineData(NPTypeCode.Byte, ScalarType.Byte)]
    [InlineData(NPTypeCode.SByte, ScalarType.Int8)]
    [InlineData(NPTypeCode.Int16, ScalarType.Int16)]
    [InlineData(NPTypeCode.Int32, ScalarType.Int32)]
    [InlineData(NPTypeCode.Int64, ScalarType.Int64)]
    [InlineData(NPTypeCode.Boolean, ScalarType.Bool)]
    [InlineData(NPTypeCode.Complex, ScalarType.ComplexFloat64)]
    public void TypesThatBothSidesHaveRoundTrip(NPTypeCode type, ScalarType dtype)
    {
        using var scope = torch.NewDisposeScope();
        var array = (np.arange(6) % 4).reshape(2, 3).astype(type);
        var tensor = NumSharpBridge.ToTensor(array);
        Assert.Equal(dtype, tensor.dtype);
        Assert.Equal([2, 3], tensor.shape);
        var back = NumSharpBridge.ToNDArray(tensor);
        Assert.Equal(type, back.typecode);
        Assert.Equal([2L, 3L], back.shape);
        Assert.Equal(Doubles(array), Doubles(back));
    }

    [Theory]
    [InlineData(NPTypeCode.UInt16, ScalarType.Int32)]
    [InlineData(NPTypeCode.UInt32, ScalarType.Int64)]
    [InlineData(NPTypeCode.UInt64, ScalarType.Int64)]
    [InlineData(NPTypeCode.Decimal, ScalarType.Float64)]
    public void OtherNumbersAreWidened(NPTypeCode type, ScalarType dtype)
    {
        using var scope = torch.NewDisposeScope();
        var array = np.arange(5).astype(type);
        Assert.Equal(dtype, NumSharpBridge.ToTensor(array).dtype);
        Assert.Equal(dtype, NumSharpBridge.TensorType(type));
        Assert.Equal([0f, 1f, 2f, 3f, 4f], NumSharpBridge.ToTensor(array, ScalarType.Float32).data<float>().ToArray());
    }

    [Fact]
    public void LargeUnsignedValuesKeepTheirValue()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal(65535, NumSharpBridge.ToTensor(np.array(new ushort[] { 65535 })).item<int>());
        Assert.Equal(4294967295, NumSharpBridge.ToTensor(np.array(new uint[] { uint.MaxValue })).item<long>());
        Assert.Equal(long.MaxValue, NumSharpBridge.ToTensor(np.array(new ulong[] { long.MaxValue })).item<long>());
        Assert.Throws<ArgumentException>(() => { NumSharpBridge.ToTensor(np.array(new[] { ulong.MaxValue })); });
    }

    [Fact]
    public void CharactersAreRefusedWithTheReason()
    {
        var e = Assert.Throws<ArgumentException>(() => { NumSharpBridge.ToTensor(np.array(new[] { 'a', 'b' })); });
        Assert.Contains("Char", e.Message);
    }

    [Fact]
    public void ConversionHappensOnTheWayIn()
    {
        using var scope = torch.NewDisposeScope();
        var array = np.array(new[] { 0.0, 1.5, -2.25, 1e300 });
        Assert.Equal([0f, 1.5f, -2.25f, float.PositiveInfinity], NumSharpBridge.ToTensor(array, ScalarType.Float32).data<float>().ToArray());
        Assert.Equal([false, true, true, true], NumSharpBridge.ToTensor(array, ScalarType.Bool).data<bool>().ToArray());
        Assert.Equal(1.5f, NumSharpBridge.ToTensor(array, ScalarType.BFloat16)[1].to(ScalarType.Float32).item<float>());
        Assert.Equal([0L, 255L], NumSharpBridge.ToTensor(np.array(new byte[] { 0, 255 }), ScalarType.Int64).data<long>().ToArray());
    }

    [Theory]
    [InlineData("row")]
    [InlineData("column")]
    [InlineData("transposed")]
    [InlineData("stepped")]
    [InlineData("reversed")]
    [InlineData("broadcast")]
    [InlineData("scalar")]
    public void ViewsAreFollowed(string kind)
    {
        using var scope = torch.NewDisposeScope();
        var whole = np.arange(24).reshape(4, 6).astype(NPTypeCode.Single);
        var view = kind switch
        {
            "row" => whole["1:3"],
            "column" => whole[":, 2"],
            "transposed" => whole.T,
            "stepped" => whole["::2, 1::3"],
            "reversed" => whole["::-1, ::-2"],
            "broadcast" => np.broadcast_to(whole["0"], new Shape(3, 6)),
            _ => whole["2, 3"],
        };
        var copy = view.copy();
        foreach (var dtype in (ScalarType?[])[null, ScalarType.Float64])
        {
            var tensor = NumSharpBridge.ToTensor(view, dtype);
            Assert.Equal(view.shape, tensor.shape);
            Assert.True(tensor.is_contiguous());
            Assert.Equal(Doubles(copy), tensor.to(ScalarType.Float64).data<double>().ToArray());
        }
    }

    [Fact]
    public void TheTensorIsACopy()
    {
        using var scope = torch.NewDisposeScope();
        var array = np.zeros(new Shape(3), NPTypeCode.Single);
        var tensor = NumSharpBridge.ToTensor(array);
        array.SetSingle(7f, 0);
        Assert.Equal(0f, tensor[0].item<float>());
    }

    [Fact]
    public void LargeBlocksAreCopiedWhole()
    {
        using var scope = torch.NewDisposeScope();
        var array = np.arange(1_000_003).astype(NPTypeCode.Double);
        var tensor = NumSharpBridge.ToTensor(array, ScalarType.Int32);
        Assert.Equal(1_000_003L * 1_000_002 / 2, tensor.sum().item<long>());
        Assert.Equal(1_000_002, tensor[-1].item<int>());
    }

    [Fact]
    public void EmptyAndScalarShapes()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal([0, 3], NumSharpBridge.ToTensor(np.zeros(new Shape(0, 3), NPTypeCode.Single)).shape);
        Assert.Equal([0L, 3L], NumSharpBridge.ToNDArray(torch.zeros(0, 3)).shape);
        var scalar = NumSharpBridge.ToNDArray(torch.tensor(2.5f));
        Assert.Equal(0, scalar.ndim);
        Assert.Equal(2.5f, scalar.GetSingle());
    }

    [Fact]
    public void ALargeResultSharesMemoryAndOutlivesItsScope()
    {
        NDArray array;
        IntPtr address;
        using (torch.NewDisposeScope())
        {
            var tensor = torch.arange(100_000, dtype: ScalarType.Float32);
            array = NumSharpBridge.ToNDArray(tensor);
            unsafe
            {
                address = (IntPtr)TensorInfo.DataPointer(tensor);
                Assert.Equal(address, (IntPtr)array.Unsafe.Storage.Address);
            }
        }
        using var noise = torch.rand(100_000);
        Assert.Equal(99_999f, array.GetSingle(99_999));
    }

    [Fact]
    public void ACopyIsMadeWhenAsked()
    {
        using var scope = torch.NewDisposeScope();
        var tensor = torch.zeros(100_000);
        var array = NumSharpBridge.ToNDArray(tensor, share: false);
        tensor.fill_(Scalars.One);
        Assert.Equal(0f, array.GetSingle(5));
    }

    [Fact]
    public void SharedMemoryIsFreedWithTheLastView()
    {
        Collect();
        long before = torch.Tensor.TotalCount;
        var array = Make();
        Assert.Equal(before + 1, torch.Tensor.TotalCount);
        var view = array["10:20"];
        array.Dispose();
        Assert.Equal(0f, view.GetSingle(3));
        Assert.Equal(before + 1, torch.Tensor.TotalCount);
        view.Dispose();
        Assert.Equal(before, torch.Tensor.TotalCount);

        static NDArray Make()
        {
            using var tensor = torch.zeros(100_000);
            return NumSharpBridge.ToNDArray(tensor);
        }

        static void Collect()
        {
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
    }

    [Fact]
    public void MemoryStaysFlatOverManyResults()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Resident memory is read from /proc.");
        // The growth, not the whole: tests that ran before in this process keep memory of their own.
        long before = Resident();
        for (int i = 0; i < 400; i++)
            Make();
        long growth = Resident() - before;
        Assert.True(growth < 2L << 30, $"400 results of 16 MB left {growth >> 20} MB more resident.");

        static long Resident() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1]) * Environment.SystemPageSize;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Make() => Assert.Equal(1f, NumSharpBridge.ToNDArray(torch.ones(4_000_000)).GetSingle(3_999_999));
    }

    [Fact]
    public void TransposedGradientAndBfloat16Results()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.arange(6, dtype: ScalarType.Float32).reshape(2, 3).requires_grad_();
        Assert.Equal([0.0, 3, 1, 4, 2, 5], Doubles(NumSharpBridge.ToNDArray(x.t())));
        Assert.Equal(NPTypeCode.Single, NumSharpBridge.ToNDArray(x.to(ScalarType.BFloat16)).typecode);
        var complex = NumSharpBridge.ToNDArray(torch.complex(torch.ones(2), torch.ones(2)).conj());
        Assert.Equal(new Complex(1, -1), complex.GetAtIndex<Complex>(0));
    }

    private static double[] Doubles(NDArray array)
        => array.typecode == NPTypeCode.Complex
            ? [.. array.copy().ToArray<Complex>().Select(c => c.Real)]
            : array.copy().astype(NPTypeCode.Double).ToArray<double>();
}
