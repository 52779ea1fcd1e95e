using Keras.Tests.Testing;
using Keras.Utils;
using NumSharp;

namespace Keras.Tests.Utils;

public class NumericalUtilsTests
{
    [Fact]
    public void ToCategoricalGolden()
    {
        foreach (var test in SharedData.GoldenCases("preprocessing", "to_categorical.jsonl"))
        {
            var arg = test["args"]![0]!;
            var classes = (int?)test["kwargs"]!["num_classes"];
            Func<NDArray> run = GoldenArray.Is(arg)
                ? () => NumericalUtils.to_categorical(GoldenArray.Read(arg), classes)
                : () => NumericalUtils.to_categorical(arg.AsArray().Select(n => (int)n!).ToArray(), classes);
            if (test["error"] is null) GoldenArray.AssertEqual(test["outputs"]!, run(), 0, 0);
            else Assert.ThrowsAny<ArgumentException>(run);
        }
    }

    [Fact]
    public void NormalizeGolden()
    {
        foreach (var test in SharedData.GoldenCases("preprocessing", "normalize.jsonl"))
        {
            var id = (string)test["id"]!;
            if (id.EndsWith("/001") || id.EndsWith("/002")) continue;       // axis 0, which Keras 3 mistakes for the last axis
            if (id.EndsWith("/006")) continue;                             // a list, which goes to the tensor operation
            var order = test["kwargs"]!["order"] is not { } o ? 2 : o.GetValueKind() == System.Text.Json.JsonValueKind.String ? double.PositiveInfinity : (double)o;
            var actual = NumericalUtils.normalize(GoldenArray.Read(test["args"]![0]!), (int?)test["kwargs"]!["axis"] ?? -1, order);
            GoldenArray.AssertEqual(test["outputs"]!, actual, (double)test["rtol"]!, (double)test["atol"]!);
        }
    }

    [Fact]
    public void ToCategoricalOfColumnsDropsTheLastDimension()
    {
        var categorical = NumericalUtils.to_categorical(np.array(new[] { 2, 0, -1 }).reshape(3, 1), 3);
        Assert.Equal([3, 3], categorical.shape);
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 0, 1], categorical.ToArray<double>());
    }

    [Fact]
    public void ToCategoricalNamesTheLabelThatDoesNotFit() =>
        Assert.Contains("label 3 (number 1)", Assert.ThrowsAny<ArgumentException>(() => NumericalUtils.to_categorical([0, 3], 3)).Message);

    [Fact]
    public void NormalizeAlongEveryAxis()
    {
        var x = np.array(new[] { 3f, 0f, 4f, 0f, 1f, 0f }).reshape(3, 2);
        Assert.Equal([3 / MathF.Sqrt(26), 0, 4 / MathF.Sqrt(26), 0, 1 / MathF.Sqrt(26), 0], NumericalUtils.normalize(x, axis: 0).ToArray<float>());
        Assert.Equal([1f, 0, 1, 0, 1, 0], NumericalUtils.normalize(x).ToArray<float>());
        Assert.Contains("no axis 2", Assert.Throws<ArgumentException>(() => NumericalUtils.normalize(x, axis: 2)).Message);
    }

    [Fact]
    public void NormalizeReadsViews()
    {
        var x = np.arange(6.0).reshape(2, 3)["::-1, ::2"];
        Assert.Equal([3 / Math.Sqrt(34), 5 / Math.Sqrt(34), 0, 1], NumericalUtils.normalize(x).ToArray<double>());
    }
}
