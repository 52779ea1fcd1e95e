using System.Text.Json.Nodes;
using Keras.Tests.Testing;
using Keras.Utils;
using NumSharp;

namespace Keras.Tests.Utils;

public class SequenceUtilsTests
{
    [Fact]
    public void PadSequencesGolden()
    {
        foreach (var test in SharedData.GoldenCases("preprocessing", "pad_sequences.jsonl"))
        {
            var id = (string)test["id"]!;
            if (id.EndsWith("/018") || id.EndsWith("/021")) continue;       // wrong types, which do not compile here
            var kwargs = test["kwargs"]!;
            var sequences = test["args"]![0]!.AsArray();
            var maxlen = (int?)kwargs["maxlen"];
            var padding = (string?)kwargs["padding"] ?? "pre";
            var truncating = (string?)kwargs["truncating"] ?? "pre";
            if (id.EndsWith("/014"))
            {
                var rows = SequenceUtils.pad_sequences(sequences.Select(s => s!.AsArray().Select(n => (string)n!)), maxlen, padding, truncating, (string)kwargs["value"]!);
                Assert.Equal(test["outputs"]!["values"]!.AsArray().Select(n => (string)n!), rows.SelectMany(r => r));
                continue;
            }
            var dtype = (string?)kwargs["dtype"] ?? "int32";
            var value = (double?)kwargs["value"] ?? 0;
            Func<NDArray> run = id.EndsWith("/013") || id.EndsWith("/022")
                ? () => SequenceUtils.pad_sequences(sequences.Select(s => Table(s!.AsArray())), maxlen, dtype, padding, truncating, value)
                : id.EndsWith("/012")
                    ? () => SequenceUtils.pad_sequences(sequences.Select(s => s!.AsArray().Select(n => (double)n!)), maxlen, dtype, padding, truncating, value)
                    : () => SequenceUtils.pad_sequences(sequences.Select(s => s!.AsArray().Select(n => (int)n!)), maxlen, dtype, padding, truncating, value);
            if (test["error"] is null) GoldenArray.AssertEqual(test["outputs"]!, run(), 0, 0);
            else Assert.ThrowsAny<ArgumentException>(run);
        }

        static NDArray Table(JsonArray rows) => np.array(rows.SelectMany(r => r!.AsArray().Select(n => (int)n!)).ToArray()).reshape(rows.Count, -1);
    }

    [Fact]
    public void ListsAndLiteralsOfEveryKindAreTaken()
    {
        int[][] arrays = [[1], [2, 3]];
        List<List<int>> lists = [[1], [2, 3]];
        Assert.Equal([0, 1, 2, 3], SequenceUtils.pad_sequences(arrays).ToArray<int>());
        Assert.Equal([0, 1, 2, 3], SequenceUtils.pad_sequences(lists).ToArray<int>());
        Assert.Equal([0, 1, 2, 3], SequenceUtils.pad_sequences([[1], [2, 3]]).ToArray<int>());
        Assert.Equal([-1f, 1.5f, 2f, 3f], SequenceUtils.pad_sequences([[1.5], [2.0, 3.0]], dtype: "float32", value: -1).ToArray<float>());
    }

    [Theory]
    [InlineData("pre", "pre", new[] { 0, 1, 3, 4 })]
    [InlineData("post", "pre", new[] { 1, 0, 3, 4 })]
    [InlineData("pre", "post", new[] { 0, 1, 2, 3 })]
    [InlineData("post", "post", new[] { 1, 0, 2, 3 })]
    public void PaddingAndTruncating(string padding, string truncating, int[] expected)
    {
        var padded = SequenceUtils.pad_sequences([[1], [2, 3, 4]], maxlen: 2, padding: padding, truncating: truncating);
        Assert.Equal([2, 2], padded.shape);
        Assert.Equal(expected, padded.ToArray<int>());
    }

    [Fact]
    public void EveryDtype()
    {
        foreach (var dtype in new[] { "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64", "bool" })
            Assert.Equal([0.0, 1.0], SequenceUtils.pad_sequences([[1]], maxlen: 2, dtype: dtype).astype(NPTypeCode.Double).ToArray<double>());
        Assert.Contains("'complex64'", Assert.Throws<ArgumentException>(() => SequenceUtils.pad_sequences([[1]], dtype: "complex64")).Message);
    }

    [Fact]
    public void WrongOptionsAreNamed()
    {
        Assert.Contains("'middle'", Assert.Throws<ArgumentException>(() => SequenceUtils.pad_sequences([[1]], padding: "middle")).Message);
        Assert.Contains("'middle'", Assert.Throws<ArgumentException>(() => SequenceUtils.pad_sequences([[1]], truncating: "middle")).Message);
        Assert.Contains("maxlen is 0", Assert.Throws<ArgumentException>(() => SequenceUtils.pad_sequences([[1]], maxlen: 0)).Message);
        Assert.Contains("no sequences", Assert.Throws<ArgumentException>(() => SequenceUtils.pad_sequences(Array.Empty<int[]>())).Message);
    }
}
