using System.Text.Json.Nodes;
using Keras.Datasets;
using NumSharp;

namespace Keras.Tests.Datasets;

public class WordSequencesTests
{
    [Fact]
    public void ImdbIsWhatKerasGives()
    {
        foreach (var test in Fixture.Expected("imdb"))
            AssertEqual(test, Imdb.Load(Fixture.Path("imdb.npz"), Options(test["kwargs"]!), (long?)test["kwargs"]!["seed"] ?? 113));
    }

    [Fact]
    public void ReutersIsWhatKerasGives()
    {
        foreach (var test in Fixture.Expected("reuters"))
            AssertEqual(test, Reuters.Load(Fixture.Path("reuters.npz"), Options(test["kwargs"]!), (double?)test["kwargs"]!["test_split"] ?? 0.2, (long?)test["kwargs"]!["seed"] ?? 113));
    }

    [Fact]
    public void NothingLeftIsAnError() => Assert.Contains("maxlen = 1",
        Assert.Throws<ArgumentException>(() => Imdb.Load(Fixture.Path("imdb.npz"), new WordSequences(null, 0, 1, 1, 2, 3), 113)).Message);

    [Fact]
    public void WordIndexIsRead()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """{"the": 1, "café": 34701}""");
            Assert.Equal(new Dictionary<string, int> { ["the"] = 1, ["café"] = 34701 }, WordSequences.ReadIndex(path));
            File.WriteAllText(path, """{"the": """);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => WordSequences.ReadIndex(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void TopicsHaveNames()
    {
        var names = keras.datasets.reuters.get_label_names();
        Assert.Equal(46, names.Length);
        Assert.Equal(("cocoa", "earn", "lead"), (names[0], names[3], names[45]));
    }

    private static WordSequences Options(JsonNode kwargs)
    {
        return new WordSequences((int?)kwargs["num_words"], (int?)kwargs["skip_top"] ?? 0, (int?)kwargs["maxlen"], Char("start_char", 1), Char("oov_char", 2), (int?)kwargs["index_from"] ?? 3);

        int? Char(string key, int usual) => kwargs.AsObject().TryGetPropertyValue(key, out var given) ? (int?)given : usual;
    }

    private static void AssertEqual(JsonObject test, ((int[][], NDArray), (int[][], NDArray)) actual)
    {
        var ((trainX, trainY), (testX, testY)) = actual;
        foreach (var (x, y, part) in new[] { (trainX, trainY, "train"), (testX, testY, "test") })
        {
            Assert.Equal(test["x_" + part]!.AsArray().Select(Fixture.Row), x.Select(s => s.Select(w => (double)w)));
            Assert.Equal(Fixture.Row(test["y_" + part]), y.ToArray<long>().Select(v => (double)v));
        }
    }
}
