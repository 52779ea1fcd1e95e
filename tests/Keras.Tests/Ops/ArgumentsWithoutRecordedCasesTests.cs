using static Keras.keras;

namespace Keras.Tests.Operations;

/// <summary>Functions and arguments that no golden case records, against values that follow from their definitions.</summary>
public class ArgumentsWithoutRecordedCasesTests
{
    private static double[] Numbers(Tensor x) => [.. ops.cast(x, "float64").numpy().ToArray<double>()];

    private static void Same(double[] expected, Tensor got, double tolerance = 1e-5)
    {
        var values = Numbers(got);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"[{i}]: expected {expected[i]}, got {values[i]}");
    }

    [Fact]
    public void Windows()
    {
        Same([0, 0.5, 1, 0.5, 0], ops.bartlett(5));
        Same([0.08, 0.54, 1, 0.54, 0.08], ops.hamming(5));
        Same([0, 0.5, 1, 0.5, 0], ops.hanning(5));
        Same([0, 0.34, 1, 0.34, 0], ops.blackman(5));
        // The modified Bessel function of order zero by its series.
        static double I0(double x) => Enumerable.Range(0, 40).Aggregate((Sum: 0.0, Term: 1.0), (s, k) => (s.Sum + s.Term, s.Term * (x / 2) * (x / 2) / ((k + 1.0) * (k + 1)))).Sum;
        Same([.. Enumerable.Range(0, 5).Select(n => I0(6 * Math.Sqrt(1 - Math.Pow(n / 2.0 - 1, 2))) / I0(6))], ops.kaiser(5, 6));
        Same([1], ops.hamming(1));
    }

    [Fact]
    public void SpacesAlongAnyAxis()
    {
        Tensor start = new[] { 0f, 10f }, stop = new[] { 1f, 20f };
        Same([0, 10, 0.5, 15, 1, 20], ops.linspace(start, stop, 3));
        Same([0, 0.5, 1, 10, 15, 20], ops.linspace(start, stop, 3, axis: -1));
        Same([0, 0.5, 10, 15], ops.linspace(start, stop, 2, endpoint: false, axis: 1));
        Same([1, 10, 100, 10, 100, 1000], ops.logspace(new[] { 0f, 1f }, new[] { 2f, 3f }, 3, axis: -1));
        Same([1, 2, 4, 8, 32, 128], ops.geomspace(new[] { 1f, 8f }, new[] { 4f, 128f }, 3, axis: -1));
        Assert.Equal("int32", ops.logspace(0, 3, 4, dtype: "int32").dtype);
        Same([1, 10, 100, 1000], ops.logspace(0, 3, 4, dtype: "float64"));
        Assert.Equal("float64", ops.geomspace(1, 8, 4, dtype: "float64").dtype);
    }

    [Fact]
    public void CrossProductsAlongAnyAxis()
    {
        float[,] a = { { 1, 0, 2 }, { 0, 1, 3 } }, b = { { 0, 1, 4 }, { 1, 1, 1 } };
        double[] expected = [-2, -4, 1, -2, 3, -1];
        Same(expected, ops.cross(a, b));
        var columns = ops.transpose(a);
        Same(expected, ops.cross(columns, b, axisa: 0, axisb: 1, axisc: 1));
        Same(Numbers(ops.transpose(ops.cross(a, b))), ops.cross(columns, b, axisa: 0, axisc: 0));
        Same(Numbers(ops.transpose(ops.cross(a, b))), ops.cross(columns, ops.transpose(b), axis: 0));
    }

    [Fact]
    public void PartitionsAlongAnyAxis()
    {
        var x = random.uniform((7, 5), seed: 3);
        foreach (var axis in new[] { 0, 1, -2 })
        {
            var order = ops.argpartition(x, 2, axis: axis);
            var values = ops.take_along_axis(x, order, axis);
            var sorted = ops.sort(x, axis);
            Same(Numbers(ops.take(sorted, 2, axis: axis)), ops.take(values, 2, axis: axis));
            Assert.True((bool)(ops.max(ops.take(values, new[] { 0, 1 }, axis: axis)).item() <= 1));
            Assert.True(ops.all(ops.less_equal(ops.max(ops.take(values, new[] { 0, 1 }, axis: axis), axis), ops.take(values, 2, axis: axis))).item() == 1);
        }
    }

    [Fact]
    public void PlacesOfExtremesKeepTheirAxis()
    {
        float[,] x = { { float.NaN, 3, 7 }, { 5, float.NaN, 1 } };
        var most = ops.nanargmax(x, axis: 1, keepdims: true);
        Assert.Equal(new TensorShape(2, 1), most.shape);
        Same([2, 0], most);
        var least = ops.nanargmin(x, axis: 0, keepdims: true);
        Assert.Equal(new TensorShape(1, 3), least.shape);
        Same([1, 0, 1], least);
    }

    [Fact]
    public void PowersOfMatrices()
    {
        float[,] m = { { 1, 1 }, { 0, 1 } };
        Same([1, 5, 0, 1], ops.matrix_power(m, 5));
        Same([1, 0, 0, 1], ops.matrix_power(m, 0));
        Same([1, -3, 0, 1], ops.matrix_power(m, -3));
    }

    [Fact]
    public void IndicesOfSeveralDimensions()
    {
        var places = (TensorList)ops.unravel_index(new[] { 22, 41, 37 }, (7, 6));
        Same([3, 6, 6], places[0]);
        Same([4, 5, 1], places[1]);
        Same([1, 4, 2, 5, 3, 6], ops.column_stack([new[] { 1f, 2f, 3f }, new[] { 4f, 5f, 6f }]));
    }

    [Fact]
    public void LeastSquaresCutSmallSingularValues()
    {
        // The second singular value, 1e-3, is below rcond times the first.
        float[,] a = { { 1, 0 }, { 0, 1e-3f }, { 0, 0 } };
        Same([2, 3000], ops.lstsq(a, new[] { 2f, 3f, 0f }), 1e-3);
        Same([2, 0], ops.lstsq(a, new[] { 2f, 3f, 0f }, rcond: 0.01));
    }

    [Fact]
    public void SpectraWithoutPaddingComeBack()
    {
        var x = random.normal((2, 64), seed: 4);
        var (real, imaginary) = ((TensorList)ops.stft(x, 16, 4, 16, center: false)) is var parts ? (parts[0], parts[1]) : default;
        Assert.Equal(new TensorShape(2, 13, 9), real.shape);
        var back = ops.istft(new TensorList(real, imaginary), 16, 4, 16, center: false);
        // The ends lie under fewer windows.
        Tensor Inside(Tensor t) => ops.slice(t, new[] { 0, 16 }, (2, 32));
        Assert.Equal(x.shape, back.shape);
        Same(Numbers(Inside(x)), Inside(back), 1e-4);
    }

    [Fact]
    public void ScansOfAGivenLength()
    {
        var (carry, ys) = ((TensorList)ops.scan((c, _) => (c * 2.0, c), 1f, length: 4)) is var parts ? (parts[0], parts[1]) : default;
        Same([16], carry);
        Same([1, 2, 4, 8], ys);
        var (last, back) = ((TensorList)ops.scan((c, x) => (c + x!, c + x!), 0f, new[] { 1f, 2f, 3f }, reverse: true, unroll: 2)) is var others ? (others[0], others[1]) : default;
        Same([6], last);
        Same([6, 5, 3], back);
    }
}
