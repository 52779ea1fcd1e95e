namespace Keras.Tests.OpsTests;

using O = Keras.Ops;

/// <summary>Operations where Keras's torch backend gives no example to compare with, or contradicts the documentation: numpy's results.</summary>
public class NumpyTests
{
    private static readonly float[] s_oneToFive = [1, 2, 3, 4, 5];

    [Theory]
    [InlineData("bartlett", new[] { 0.0, 0.18181818, 0.36363636, 0.54545455, 0.72727273, 0.90909091 })]
    [InlineData("blackman", new[] { 0.0, 0.0326064346, 0.159903635, 0.414397981, 0.736045180, 0.967046769 })]
    [InlineData("hamming", new[] { 0.08, 0.15302337, 0.34890909, 0.60546483, 0.84123594, 0.98136677 })]
    [InlineData("hanning", new[] { 0.0, 0.07937323, 0.29229249, 0.57115742, 0.82743037, 0.97974649 })]
    [InlineData("kaiser", new[] { 7.72686684e-06, 3.46009194e-03, 4.65200189e-02, 0.229737120, 0.599885316, 0.945674898 })]
    public void Windows(string name, double[] half)
    {
        Tensor Of(Tensor n) => name switch
        {
            "bartlett" => O.bartlett(n),
            "blackman" => O.blackman(n),
            "hamming" => O.hamming(n),
            "hanning" => O.hanning(n),
            _ => O.kaiser(n, 14),
        };
        Close(Of(12), [.. half, .. half.Reverse()]);
        Is(Of(1), 1, 1);
        Is(Of(0), 0);
        Assert.Equal("float32", Of(12).dtype);
    }

    [Theory]
    [InlineData("reflect", new[] { 3.0, 2, 1, 2, 3, 4, 5, 4, 3, 2 })]
    [InlineData("symmetric", new[] { 2.0, 1, 1, 2, 3, 4, 5, 5, 4, 3 })]
    [InlineData("wrap", new[] { 4.0, 5, 1, 2, 3, 4, 5, 1, 2, 3 })]
    [InlineData("circular", new[] { 4.0, 5, 1, 2, 3, 4, 5, 1, 2, 3 })]
    [InlineData("edge", new[] { 1.0, 1, 1, 2, 3, 4, 5, 5, 5, 5 })]
    [InlineData("maximum", new[] { 5.0, 5, 1, 2, 3, 4, 5, 5, 5, 5 })]
    [InlineData("minimum", new[] { 1.0, 1, 1, 2, 3, 4, 5, 1, 1, 1 })]
    [InlineData("mean", new[] { 3.0, 3, 1, 2, 3, 4, 5, 3, 3, 3 })]
    [InlineData("median", new[] { 3.0, 3, 1, 2, 3, 4, 5, 3, 3, 3 })]
    [InlineData("linear_ramp", new[] { 0.0, 0.5, 1, 2, 3, 4, 5, 10.0 / 3, 5.0 / 3, 0 })]
    public void PaddingModes(string mode, double[] expected) => Close(O.pad(s_oneToFive, (2, 3), mode), expected);

    [Fact]
    public void PaddingFurtherThanTheAxisIsLong()
    {
        Is(O.pad(new[] { 1, 2, 3 }, (5, 0), "reflect"), 8, 2, 1, 2, 3, 2, 1, 2, 3);
        Is(O.pad(new[] { 1, 2, 3 }, (0, 5), "symmetric"), 8, 1, 2, 3, 3, 2, 1, 1, 2);
        Is(O.pad(new[] { 7 }, (1, 1), "reflect"), 3, 7, 7, 7);
    }

    [Fact]
    public void OneWidthPadsEveryAxis()
    {
        Assert.Equal((5, 6), O.pad(O.ones((3, 4)), 1).shape);
        Assert.Equal((6, 7), O.pad(O.ones((3, 4)), (1, 2)).shape);
        Is(O.pad(O.ones((1, 1)), ((0, 1), (1, 0)), constant_values: 5), (2, 2), 5, 1, 5, 5);
        Is(O.pad(new[] { true }, (1, 0)), 2, 0, 1);
        Assert.Equal("bool", O.pad(new[] { true }, (1, 0)).dtype);
    }

    [Fact]
    public void KeepdimsHoldsForAllAxesToo()
    {
        var x = O.ones((2, 3));
        foreach (var y in new[]
        {
            O.sum(x, keepdims: true), O.mean(x, keepdims: true), O.max(x, keepdims: true), O.min(x, keepdims: true), O.amax(x, keepdims: true), O.amin(x, keepdims: true),
            O.prod(x, keepdims: true), O.any(x, keepdims: true), O.all(x, keepdims: true), O.argmax(x, keepdims: true), O.argmin(x, keepdims: true), O.var(x, keepdims: true),
            O.std(x, keepdims: true), O.median(x, keepdims: true), O.ptp(x, keepdims: true), O.nanprod(x, keepdims: true), O.nanmax(x, keepdims: true), O.nanargmin(x, keepdims: true),
        })
            Assert.Equal((1, 1), y.shape);
        Is(O.max(O.zeros((0, 2)), 0, keepdims: true, initial: 3), (1, 2), 3, 3);
        Assert.Throws<ArgumentException>(() => O.max(O.zeros((0, 2))));
    }

    [Fact]
    public void CountsLieAsTheAxesThatRemain()
    {
        var x = O.reshape(O.arange(24), (2, 3, 4));
        Is(O.count_nonzero(x % 3, 1), (2, 4), 2, 2, 2, 2, 2, 2, 2, 2);
        Assert.Equal((2, 3), O.count_nonzero(x, -1).shape);
    }

    [Fact]
    public void DotOfTensorsIsNumpys()
    {
        var a = O.reshape(O.arange(6, dtype: "float32"), (2, 3));
        var b = O.reshape(O.arange(24, dtype: "float32"), (2, 3, 4));
        var c = O.dot(a, b);
        Assert.Equal((2, 2, 4), c.shape);
        Assert.Equal(O.matmul(a, b[1])[1].numpy().ToString(), c[1, 1].numpy().ToString());
    }

    [Fact]
    public void WeightedMeanOfAllIsOneNumber()
    {
        Is(O.average(new float[,] { { 1, 2 }, { 3, 4 } }, weights: new float[,] { { 1, 0 }, { 0, 3 } }), TensorShape.Scalar, 3.25);
        Is(O.average(new float[,] { { 1, 2 }, { 3, 4 } }, 0, new float[] { 1, 3 }), 2, 2.5, 3.5);
        Assert.Throws<ArgumentException>(() => O.average(new float[,] { { 1, 2 }, { 3, 4 } }, weights: new float[] { 1, 3 }));
    }

    [Fact]
    public void TakeCountsFromTheEnd()
    {
        var x = O.reshape(O.arange(12), (3, 4));
        Is(O.take(x, new[] { -1, 0, -12 }), 3, 11, 0, 0);
        Is(O.take(x, new[] { -1 }, 0), (1, 4), 8, 9, 10, 11);
        Is(O.take(x, -1, 1), 3, 3, 7, 11);
        Is(O.take_along_axis(x, new[,] { { -1 }, { 0 }, { -4 } }, 1), (3, 1), 3, 4, 8);
        Assert.ThrowsAny<ArgumentException>(() => O.take(x, new[] { 3 }, 0));
        Assert.ThrowsAny<ArgumentException>(() => O.take(x, new[] { -4 }, 0));
        Assert.ThrowsAny<ArgumentException>(() => O.take_along_axis(x, new[,] { { 4 } }, 1));
    }

    [Fact]
    public void SizeIsAnIntegerOfAnyTensor()
    {
        Is(O.size(O.zeros((2, 3))), TensorShape.Scalar, 6);
        Is(O.size(1.5), TensorShape.Scalar, 1);
        Assert.Equal("int64", O.size(1.5).dtype);
        Assert.Equal(2, O.ndim(O.zeros((2, 3))));
    }

    [Fact]
    public void PlainNumbersGiveWay()
    {
        Tensor half = O.ones(2, "float16"), small = O.ones(2, "int8"), truth = O.ones(2, "bool"), doubles = O.ones(2, "float64");
        Assert.Equal("float16", (half * 2.5).dtype);
        Assert.Equal("float16", (1 - half).dtype);
        Assert.Equal("int8", (small + 1).dtype);
        Assert.Equal("float32", (small + 1.5).dtype);
        Assert.Equal("float32", (1.5 * small).dtype);
        Assert.Equal("int32", (truth + 1).dtype);
        Assert.Equal("float32", (small / 2).dtype);
        Assert.Equal("float64", (doubles / 3).dtype);
        Is(1 / (Tensor)new[] { 2, 4 }, 2, 0.5, 0.25);
        Is(2 < (Tensor)new[] { 1, 2, 3 }, 3, 0, 0, 1);
    }

    [Fact]
    public void DoublesKeepTheirPrecision()
    {
        // In float32 the second number would vanish beside the first.
        var x = O.array(new NumSharp.NDArray(new[] { 1e9, 1.0, -1e9 }));
        Assert.Equal("float64", x.dtype);
        Is(O.sum(x), TensorShape.Scalar, 1);
        Close(O.mean(x), [1.0 / 3]);
        Close(O.max(x) - 1e9, [0]);
    }

    [Fact]
    public void VectorProducts()
    {
        Is(O.cross(new float[] { 1, 0, 0 }, new float[] { 0, 1, 0 }), 3, 0, 0, 1);
        Is(O.cross(new[] { 1, 2 }, new[] { 3, 4 }), TensorShape.Scalar, -2);
        Is(O.cross(new[] { 1, 2 }, new[] { 3, 4, 5 }), 3, 10, -5, -2);
        var columns = O.transpose(O.array(new float[,] { { 1, 0, 0 }, { 0, 1, 0 } }));
        Is(O.cross(columns, new float[,] { { 0, 1, 0 }, { 0, 0, 1 } }, axisa: 0), (2, 3), 0, 0, 1, 1, 0, 0);
        Is(O.cross(columns, columns[":", "::-1"], axis: 0), (3, 2), 0, 0, 0, 0, 1, -1);
        Assert.Throws<ArgumentException>(() => O.cross(O.ones(4), O.ones(4)));
    }

    [Fact]
    public void PlacesOfFlatIndices()
    {
        var (rows, columns) = O.unravel_index(new[] { 5, 0, -1 }, (2, 3));
        Is(rows, 3, 1, 0, 1);
        Is(columns, 3, 2, 0, 2);
        Assert.Equal("int32", rows.dtype);
        Assert.Throws<ArgumentException>(() => O.unravel_index(new[] { 6 }, (2, 3)));
    }

    [Fact]
    public void DifferentElements()
    {
        var (values, first, inverse, counts) = O.unique(new[] { 3, 1, 3, 2, 1 }, return_index: true, return_inverse: true, return_counts: true);
        Is(values, 3, 1, 2, 3);
        Is(first, 3, 1, 3, 0);
        Is(inverse, 5, 2, 0, 2, 1, 0);
        Is(counts, 3, 2, 1, 2);
        Is(O.unique(new[] { 3, 1 }, size: 3, fill_value: -1), 3, 1, 3, -1);
        Is(O.unique(new[] { 3, 1, 2 }, size: 2), 2, 1, 2);
        Is(O.unique(new[,] { { 1, 0 }, { 0, 1 }, { 1, 0 } }, axis: 0), (2, 2), 0, 1, 1, 0);
    }

    [Fact]
    public void FunctionsOfPartsOfTensors()
    {
        var inner = O.vectorize((a, b) => O.sum(a * b), signature: "(n),(n)->()");
        Is(inner(new float[,] { { 1, 2 }, { 3, 4 } }, new float[] { 10, 1 }), 2, 12, 34);
        Is(O.vectorize((a, b) => a + b)(new[] { 1, 2 }, new[,] { { 10 }, { 20 } }), (2, 2), 11, 12, 21, 22);
        Is(O.vectorize(t => O.sum(t), signature: "(m,n)->()")(O.ones((3, 2, 4))), 3, 8, 8, 8);
        var pairs = (TensorList)O.vectorize(t => new TensorList(t, t * 2))(new[] { 1, 2 });
        Is(pairs[1], 2, 2, 4);
        Is(O.vectorize((t, whole) => t + O.sum(whole), excluded: [1])(new[] { 1, 2 }, new[] { 3, 4 }), 2, 8, 9);
        Assert.Throws<ArgumentException>(() => O.vectorize(t => t, signature: "n->()"));
        Assert.Throws<ArgumentException>(() => inner(O.ones(2)));
        Assert.Throws<ArgumentException>(() => inner(O.ones(2), 1));
    }

    [Fact]
    public void Columns()
    {
        Is(O.column_stack(new TensorList((Tensor)new[] { 1, 2 }, (Tensor)new[,] { { 3, 4 }, { 5, 6 } })), (2, 3), 1, 3, 4, 2, 5, 6);
        Is(O.meshgrid([new[] { 1, 2 }, new[] { 3, 4, 5 }], indexing: "ij")[0], (2, 3), 1, 1, 1, 2, 2, 2);
        Is(O.concatenate(O.array(new[,] { { 1, 2 }, { 3, 4 } })), 4, 1, 2, 3, 4);
    }

    [Fact]
    public void SpacedNumbersAlongAnyAxis()
    {
        Is(O.linspace(new float[] { 0, 10 }, new float[] { 1, 20 }, 3, axis: -1), (2, 3), 0, 0.5, 1, 10, 15, 20);
        Is(O.linspace(0, 1, 5, endpoint: false), 5, 0, 0.2f, 0.4f, 0.6f, 0.8f);
        var (values, step) = O.linspace(0, 10, 5, retstep: true);
        Is(values, 5, 0, 2.5, 5, 7.5, 10);
        Is(step, TensorShape.Scalar, 2.5);
        Is(O.logspace(0, 3, 4, @base: 2), 4, 1, 2, 4, 8);
        Is(O.geomspace(1, 1000, 4), 4, 1, 10, 100, 1000);
        Is(O.geomspace(-1, -8, 4), 4, -1, -2, -4, -8);
        Is(O.linspace(3, 5, 1), 1, 3);
        Is(O.linspace(3, 5, 0), 0);
    }

    [Fact]
    public void NumbersAlongAnAxis()
    {
        Is(O.arange(3), 3, 0, 1, 2);
        Assert.Equal("int32", O.arange(3).dtype);
        Assert.Equal("float32", O.arange(3.0).dtype);
        Is(O.arange(5, 0, -2), 3, 5, 3, 1);
        Is(O.arange(1, 1), 0);
        Assert.Throws<ArgumentException>(() => O.arange(0, 3, 0));
        Assert.Throws<ArgumentException>(() => O.arange(0, double.PositiveInfinity));
    }

    [Fact]
    public void NanIsPassedOver()
    {
        Tensor x = new[,] { { 1, float.NaN, 3 }, { float.NaN, float.NaN, float.NaN } };
        Is(O.nansum(x, 1), 2, 4, 0);
        Is(O.nanprod(x, 1), 2, 3, 1);
        Is(O.nanmean(x, 1), 2, 2, double.NaN);
        Is(O.nanvar(x, 1), 2, 1, double.NaN);
        Is(O.nanmax(x, 1), 2, 3, double.NaN);
        Is(O.nanmin(x, 1, keepdims: true), (2, 1), 1, double.NaN);
        Is(O.nanargmax(x, 1), 2, 2, -1);
        Is(O.nanargmin(x, 1), 2, 0, -1);
        Is(O.nanmedian(x, 1), 2, 2, double.NaN);
        Is(O.nancumsum(x, 1), (2, 3), 1, 1, 4, 0, 0, 0);
        Is(O.nansum(O.ones(3, "bool")), TensorShape.Scalar, 3);
    }

    [Fact]
    public void OneFunctionForValuesAndLists()
    {
        // A list of tensors where one is expected is an array of arrays.
        Is(O.add(new TensorList((Tensor)new[] { 1, 2 }, (Tensor)new[] { 3, 4 }), 1), (2, 2), 2, 3, 4, 5);
        Is(O.sum(new TensorList((Tensor)new[] { 1, 2 }, (Tensor)new[] { 3, 4 }), 0), 2, 4, 6);
    }

    [Fact]
    public void MatrixProductsOfIntegersAreExact()
    {
        Tensor big = new[] { 16777217, 1 };
        Is(O.dot(big, new[] { 1, 0 }), TensorShape.Scalar, 16777217);
        Is(O.matmul(O.ones((2, 3), "int8") * 100, O.ones((3, 1), "int8")), (2, 1), 300, 300);
        Assert.Equal("int32", O.matmul(O.ones((2, 3), "int8"), O.ones((3, 1), "int8")).dtype);
        Assert.Equal("float16", O.matmul(O.ones((2, 3), "float16"), O.ones((3, 1), "float16")).dtype);
        Assert.Equal("bool", O.matmul(O.ones((2, 3), "bool"), O.ones((3, 1), "bool")).dtype);
    }

    private static void Is(Tensor actual, TensorShape shape, params double[] values)
    {
        Assert.Equal(shape, actual.shape);
        Assert.Equal(values, Numbers(actual));
    }

    private static void Close(Tensor actual, double[] values)
    {
        var numbers = Numbers(actual);
        Assert.Equal(values.Length, numbers.Length);
        for (var i = 0; i < values.Length; i++) Assert.Equal(values[i], numbers[i], 1e-6);
    }

    private static double[] Numbers(Tensor x) => x.numpy().astype(typeof(double)).flatten().ToArray<double>();
}
