namespace Keras.Tests.OpsTests;

/// <summary>Indexes between brackets, as in Python.</summary>
public class IndexingTests
{
    // 0 to 23 in the shape (2, 3, 4): the element at [i, j, k] is 12 i + 4 j + k.
    private static readonly Tensor s_x = Keras.Ops.reshape(Keras.Ops.arange(24), (2, 3, 4)).keep();

    [Fact]
    public void Places()
    {
        Is(s_x[1], (3, 4), 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
        Is(s_x[-1, 0], (4), 12, 13, 14, 15);
        Is(s_x[^1, ^1, ^1], TensorShape.Scalar, 23);
        Is(s_x[0, 2, -1], TensorShape.Scalar, 11);
    }

    [Fact]
    public void Slices()
    {
        Is(s_x[0, 1..], (2, 4), 4, 5, 6, 7, 8, 9, 10, 11);
        Is(s_x[0, ..^2, 1..3], (1, 2), 1, 2);
        Is(s_x[0, 0, "1:3"], 2, 1, 2);
        Is(s_x[0, 0, "::2"], 2, 0, 2);
        Is(s_x[0, 0, "::-1"], 4, 3, 2, 1, 0);
        Is(s_x[0, 0, "-1:0:-2"], 2, 3, 1);
        Is(s_x[0, 0, "-3:-1"], 2, 1, 2);
        Is(s_x[0, 0, "2:100"], 2, 2, 3);
        Is(s_x[0, 0, "3:1"], 0);
        Is(s_x[0, 0, "0:3:-1"], 0);
        Is(s_x[0, 0, TensorIndex.Slice(1, null, 2)], 2, 1, 3);
        Is(s_x[":", 0, 0], 2, 0, 12);
        Assert.Throws<ArgumentException>(() => s_x["::0"]);
    }

    [Theory]
    [InlineData(7, null, null, null)]
    [InlineData(7, 2, 5, null)]
    [InlineData(7, -3, null, 2)]
    [InlineData(7, null, -2, 3)]
    [InlineData(7, 5, 1, -1)]
    [InlineData(7, null, null, -2)]
    [InlineData(7, -1, -100, -3)]
    [InlineData(7, 100, null, -1)]
    [InlineData(7, -100, 100, 1)]
    [InlineData(1, null, null, -1)]
    public void SlicesFollowPython(int size, int? start, int? stop, int? step)
    {
        // Python's slice.indices, written as the loop that it stands for.
        var by = step ?? 1;
        int Bound(int? given, int whenMissing, int low, int high) => given is not { } g ? whenMissing : Math.Clamp(g < 0 ? g + size : g, low, high);
        var from = by > 0 ? Bound(start, 0, 0, size) : Bound(start, size - 1, -1, size - 1);
        var to = by > 0 ? Bound(stop, size, 0, size) : Bound(stop, -1, -1, size - 1);
        var expected = new List<double>();
        for (var i = from; by > 0 ? i < to : i > to; i += by) expected.Add(i);
        Is(Keras.Ops.arange(size)[TensorIndex.Slice(start, stop, step)], expected.Count, [.. expected]);
    }

    [Fact]
    public void NewAxesAndTheEllipsis()
    {
        Assert.Equal((1, 2, 3, 4), s_x[null].shape);
        Assert.Equal((2, 1, 3, 4), s_x[":", null].shape);
        Assert.Equal((2, 3, 4, 1), s_x["...", null].shape);
        Assert.Equal((2, 3, 1, 4), s_x["...", "newaxis", ":"].shape);
        Assert.Equal((2, 3, 4), s_x["..."].shape);
        Is(s_x["...", 0], (2, 3), 0, 4, 8, 12, 16, 20);
        Is(s_x[1, "...", 3], 3, 15, 19, 23);
        Is(s_x[TensorIndex.Ellipsis, 2, 3, TensorIndex.NewAxis], (2, 1), 11, 23);
        Assert.Throws<ArgumentException>(() => s_x["...", "..."]);
    }

    [Fact]
    public void IntegerTensors()
    {
        Is(s_x[0, new[] { 2, 0 }, 1], 2, 9, 1);
        Is(s_x[new[] { 1, 0 }, new[] { 2, 1 }], (2, 4), 20, 21, 22, 23, 4, 5, 6, 7);
        Is(s_x[":", new[] { -1, 0 }, 0], (2, 2), 8, 0, 20, 12);
        Is(s_x[0, 0, (Tensor)new[,] { { 0, 3 }, { 1, 2 } }], (2, 2), 0, 3, 1, 2);
        // As in numpy, a place beside a tensor counts as a tensor: with a slice between them their axis comes first.
        Is(s_x[0, ":", new[] { 1, 3 }], (2, 3), 1, 5, 9, 3, 7, 11);
        Is(s_x[Keras.Ops.cast(1, "int32"), 0], 4, 12, 13, 14, 15);
        Assert.ThrowsAny<ArgumentException>(() => s_x[new[] { 2 }]);
        Assert.ThrowsAny<ArgumentException>(() => s_x[Keras.Ops.ones(2)]);
    }

    [Fact]
    public void BooleanTensors()
    {
        Is(s_x[s_x > 20], 3, 21, 22, 23);
        Is(s_x[new[] { false, true }, 0, 0], 1, 12);
        Is(s_x[0, new[] { true, false, true }], (2, 4), 0, 1, 2, 3, 8, 9, 10, 11);
        Assert.Throws<ArgumentException>(() => s_x[new[] { true, false, true }]);
    }

    [Fact]
    public void ListsOfTensorsTakeOnePlace()
    {
        Tensor list = new TensorList(s_x, s_x[0]);
        Assert.Equal((3, 4), list[-1].shape);
        Assert.Throws<ArgumentException>(() => Keras.Ops.get_item(list, 2));
    }

    [Fact]
    public void SymbolsKeepAnUnknownBatchUnknown()
    {
        var x = keras.Input(batch_shape: (null, 5, 4));
        Assert.Equal((null, 4), x[":", 0].shape);
        Assert.Equal((5, 4), x[0].shape);
        Assert.Equal((null, 2, 4), x[1.., 1..3].shape);
        Assert.Equal((null, 5, 1, 2), x["...", null, "::2"].shape);
        Assert.Equal(new TensorShape((int?)null), x[":", 0, 0].shape);
        Assert.Equal((null, null), x[":", ":", 0][":", ":"][x[":", 0, 0] > 0]["...", ".."].shape.With(1, null));
        Assert.Throws<ArgumentException>(() => x[":", 5]);
        Assert.Throws<ArgumentException>(() => x[":", ":", ":", ":"]);
    }

    [Fact]
    public void GradientsFlowBack()
    {
        var variable = new Variable(new float[] { 1, 2, 3 });
        using var tape = Keras.Backend.GradMode.On();
        var y = Keras.Ops.sum(((Tensor)variable)["::-1"] * new float[] { 10, 20, 30 });
        var gradient = Keras.Backend.Native.SafeGrad.Grad(y.T, [variable.Raw.T])[0]!;
        Assert.Equal([30f, 20f, 10f], Keras.Backend.Native.ArrayBridge.ToArray<float>(gradient));
    }

    private static void Is(Tensor actual, TensorShape shape, params double[] values)
    {
        Assert.Equal(shape, actual.shape);
        Assert.Equal(values, actual.numpy().astype(typeof(double)).flatten().ToArray<double>());
    }
}
