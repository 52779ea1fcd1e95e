namespace Keras.Tests.OpsTests;

/// <summary>Every operation on symbolic tensors: it foresees shape and dtype, and the recorded call computes the same.</summary>
public class SymbolicTests
{
    // What makes tensors from numbers alone, or calls a function on values.
    private static readonly string[] s_withoutTensors =
        ["arange", "bartlett", "blackman", "empty", "eye", "hamming", "hanning", "identity", "kaiser", "ndim", "ones", "tri", "vectorize", "zeros"];

    public static TheoryData<string> Names => [.. Samples.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ForeseesTheResult(string name)
    {
        // 1. A model of the call.
        var sample = Samples.All.Single(s => s.Name == name);
        var inputs = Enumerable.Range(0, sample.Inputs.Length).Select(i => keras.Input(batch_shape: sample.Shape(i, null), dtype: sample.DType(i))).ToArray();
        var outputs = sample.Call(inputs);
        var model = new Functional(inputs.Length == 1 ? inputs[0] : new TensorList(inputs), outputs);

        // 2. Its results for two batch sizes are those of the call, in the shape and dtype foreseen.
        foreach (var batch in new[] { 4, 2 })
        {
            var values = sample.Values(batch);
            var expected = Flat(sample.Call(values));
            var symbols = Flat(outputs);
            var results = Flat(model.Apply(values.Length == 1 ? values[0] : new TensorList(values)));
            Assert.Equal(expected.Count, symbols.Count);
            Assert.Equal(expected.Count, results.Count);
            for (var i = 0; i < expected.Count; i++)
            {
                Assert.Equal(expected[i].dtype, symbols[i].dtype);
                Assert.True(Fits(expected[i].shape, symbols[i].shape), $"expected {expected[i].shape}, foreseen {symbols[i].shape}");
                Assert.Equal(expected[i].dtype, results[i].dtype);
                Assert.Equal(expected[i].shape, results[i].shape);
                if (name is not "empty_like") Assert.Equal(Numbers(expected[i]), Numbers(results[i]));
            }
        }
    }

    [Fact]
    public void EveryOperationHasASample()
    {
        var functions = RandomArguments.Functions("keras.ops.numpy").Select(m => m.Name).Distinct();
        Assert.Equal(s_withoutTensors, functions.Except(Samples.All.Select(s => s.Function)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("sum", "axis=-1, keepdims=True")]
    [InlineData("clip", "x_min=0, x_max=1")]
    [InlineData("concatenate", "axis=1")]
    public void KeepsItsArgumentsForTheSavedModel(string name, string expected)
    {
        var x = keras.Input(batch_shape: (null, 3));
        var y = (KerasTensor)(name switch
        {
            "sum" => Keras.Ops.sum(x, -1, keepdims: true),
            "clip" => Keras.Ops.clip(x, 0, 1),
            _ => Keras.Ops.concatenate(new TensorList(x, x), 1),
        });
        var config = y.History!.Operation.get_config();
        Assert.Equal(expected, string.Join(", ", config.Where(p => p.Key != "name").Select(p => $"{p.Key}={p.Value}")));
    }

    private static List<Tensor> Flat(Tensor value) => value is TensorList list ? [.. list.SelectMany(Flat)] : [value];

    private static bool Fits(TensorShape actual, TensorShape foreseen) =>
        actual.Rank == foreseen.Rank && actual.Zip(foreseen).All(p => p.Second is null || p.First == p.Second);

    private static double[] Numbers(Tensor x) => x.numpy().astype(typeof(double)).flatten().ToArray<double>();
}
