using System.Text;
using Keras.Layers;
using Keras.Saving;
using Keras.Tests.Testing;

namespace Keras.Tests.Layers.Preprocessing;

public class TextTests
{
    private static readonly string[] s_names = ["omar", "stringer", "marlo", "wire", "skywalker"];

    private static long[] Longs(Tensor x) => keras.ops.cast(x, "int64").numpy().ToArray<long>();

    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    // Fingerprints that Google's libraries document for texts of each length class of the hash.
    [Theory]
    [InlineData("1footrue", -1541654101129638711)]
    [InlineData("2applefalse", 2794438866806483259)]
    [InlineData("3true", -4880158226897771312)]
    [InlineData("test", 8581389452482819506)]
    [InlineData("girded_heave:30aebf7f-8a0c-4b89-adbc-b010b0619f94", 4262921022933957472)]
    public void FarmHashGivesTheKnownFingerprints(string text, long fingerprint) => Assert.Equal(fingerprint, (long)Fingerprints.Farm(text));

    [Theory]
    [InlineData(8, -4196240717365766262)]
    [InlineData(64, 3500507768004279527)]
    public void FarmHashOfLongTexts(int times, long fingerprint) => Assert.Equal(fingerprint, (long)Fingerprints.Farm(string.Concat(Enumerable.Repeat("test", times))));

    [Fact]
    public void SipHashGivesTheVectorOfItsPaper()
    {
        byte[] message = [.. Enumerable.Range(0, 15).Select(i => (byte)i)];
        Assert.Equal(0xa129ca6149be45e5, Fingerprints.Sip(0x0706050403020100, 0x0f0e0d0c0b0a0908, message));
    }

    [Fact]
    public void HashingGivesKerasBins()
    {
        Assert.Equal([1, 0, 1, 1, 2], Longs(new Hashing(3).Apply("A", "B", "C", "D", "E")));
        Assert.Equal([1, 1, 0, 2, 2], Longs(new Hashing(3, mask_value: "").Apply("A", "B", "", "C", "D")));
        Assert.Equal([1, 2, 1, 0, 2], Longs(new Hashing(3, salt: (133, 137)).Apply("A", "B", "C", "D", "E")));
        Assert.Equal([0, 0, 2, 1, 0], Longs(new Hashing(3, salt: 133).Apply("A", "B", "C", "D", "E")));
        Assert.Equal([0, 0, 1, 0, 0], Longs(new Hashing(2).Apply(s_names)));
        Assert.Equal([0, 1, 2, 1, 1], Longs(new Hashing(3, mask_value: "omar").Apply(s_names)));
        Assert.Equal([1, 0, 1, 0, 1], Longs(new Hashing(2, salt: new long[] { 211, 137 }).Apply(s_names)));
        Assert.Equal([1, 0, 1, 0, 2], Longs(new Hashing(3).Apply(new int[] { 0, 1, 2, 3, 4 })));
        Assert.Equal([1, 1, 2, 0, 1], Longs(new Hashing(3, salt: (133, 137)).Apply(new int[] { 0, 1, 2, 3, 4 })));
    }

    [Fact]
    public void HashingEncodesAndKnowsItsShape()
    {
        var counts = new Hashing(3, output_mode: "count").Apply(new int[,] { { 0, 1, 2, 3, 4 } });
        Assert.Equal([2, 2, 1], Floats(counts));
        foreach (var mode in new[] { "int", "one_hot", "multi_hot", "count" })
            foreach (var shape in new TensorShape[] { (2, 4), (2, 1), (2, 3, 4) })
            {
                if (shape.Rank == 3 && mode is "multi_hot" or "count") continue;
                var layer = new Hashing(5, output_mode: mode);
                Assert.Equal(layer.Apply(keras.ops.ones(shape, "int32")).shape, layer.compute_output_shape(shape));
            }
        Assert.Equal("int64", new Hashing(3).Apply("a").dtype);
        Assert.Contains("num_bins", Assert.Throws<ArgumentException>(() => new Hashing(-1)).Message);
        Assert.Contains("size 2", Assert.Throws<ArgumentException>(() => new Hashing(2, salt: new long[] { 1 })).Message);
        Assert.Contains("integer", Assert.Throws<ArgumentException>(() => new Hashing(2, dtype: "float32")).Message);
        var copy = (Hashing)Serialization.deserialize_keras_object(Serialization.serialize_keras_object(new Hashing(3, mask_value: 4, salt: 133)))!;
        Assert.Equal([133, 133], copy.salt!);
    }

    [Fact]
    public void HashedCrossingGivesKerasBins()
    {
        Tensor letters = new[] { "A", "B", "A", "B", "A" };
        Tensor numbers = new int[] { 101, 101, 101, 102, 102 };
        Assert.Equal([1, 4, 1, 1, 3], Longs(new HashedCrossing(5).Apply([letters, numbers])));
        Assert.Equal((5, 5), new HashedCrossing(5, output_mode: "one_hot").Apply([letters, numbers]).shape);
        Assert.Contains("list", Assert.Throws<ArgumentException>(() => new HashedCrossing(5).Apply(numbers)).Message);
        Assert.Contains("two", Assert.Throws<ArgumentException>(() => new HashedCrossing(5).Apply([numbers])).Message);
        Assert.Contains("equal shape", Assert.Throws<ArgumentException>(() => new HashedCrossing(5).Apply([numbers, keras.ops.ones(2, "int32")])).Message);
        Assert.Contains("dtype", Assert.Throws<ArgumentException>(() => new HashedCrossing(5).Apply([numbers, keras.ops.ones(5)])).Message);
    }

    [Fact]
    public void StringLookupGoesThereAndBack()
    {
        string[] words = ["a", "b", "c", "d"];
        var layer = new StringLookup(vocabulary: words, mask_token: "");
        Assert.Equal([2, 4, 1, 0], Longs(layer.Apply("a", "c", "z", "")));
        Assert.Equal(["", "[UNK]", "a", "b", "c", "d"], layer.get_vocabulary());
        var back = new StringLookup(vocabulary: words, invert: true);
        var texts = Assert.IsType<StringTensor>(back.Apply(new int[,] { { 1, 4 }, { 0, 9 } }));
        Assert.Equal(["a", "d", "[UNK]", "[UNK]"], texts.Values);
        Assert.Equal((2, 2), texts.shape);
    }

    [Fact]
    public void StringLookupAdaptsByFrequency()
    {
        var layer = new StringLookup();
        layer.adapt(["b", "a", "a", "c", "b", "a"]);
        Assert.Equal(["[UNK]", "a", "b", "c"], layer.get_vocabulary());
        // Among equals, the last in order comes first.
        layer.adapt(new[] { new[] { "x", "y" }, ["z"], ["never"] }, steps: 2);
        Assert.Equal(["z", "y", "x"], layer.get_vocabulary(include_special_tokens: false));
        var few = new StringLookup(max_tokens: 3);
        few.adapt(new string[,] { { "a", "b" }, { "a", "c" } });
        Assert.Equal(["[UNK]", "a", "c"], few.get_vocabulary());
        Assert.Equal(3, few.vocabulary_size());
    }

    [Fact]
    public void LookupOutputModes()
    {
        Tensor words = new string[,] { { "a", "c", "c" }, { "z", "", "b" } };
        string[] known = ["a", "b", "c"];
        Assert.Equal([0, 1, 0, 1, 1, 0, 1, 0], Longs(new StringLookup(vocabulary: known, output_mode: "multi_hot", mask_token: "").Apply(words)));
        Assert.Equal([0, 1, 0, 2, 1, 0, 1, 0], Longs(new StringLookup(vocabulary: known, output_mode: "count", mask_token: "").Apply(words)));
        Assert.Equal((2, 3, 4), new StringLookup(vocabulary: known, output_mode: "one_hot", mask_token: "").Apply(words).shape);
        var weighted = new StringLookup(vocabulary: known, idf_weights: [0.25, 0.5, 0.75], output_mode: "tf_idf");
        Assert.Equal([0, 0.25f, 0, 1.5f, 1, 0, 0.5f, 0], Floats(weighted.Apply(words)), (a, b) => Math.Abs(a - b) < 1e-6);
        var padded = new StringLookup(vocabulary: known, output_mode: "multi_hot", max_tokens: 6, pad_to_max_tokens: true);
        Assert.Equal((2, 6), padded.Apply(words).shape);
    }

    [Fact]
    public void TfIdfOfAdaptedWords()
    {
        var layer = new StringLookup(output_mode: "tf_idf");
        layer.adapt(new string[,] { { "a", "b" }, { "a", "a" } });
        // Of two documents, both hold "a" and one holds "b".
        var (a, b) = (Math.Log(1 + 2 / 3.0), Math.Log(1 + 2 / 2.0));
        Assert.Equal([(float)((a + b) / 2), (float)a, (float)b], Floats(layer.Apply(new string[,] { { "a", "b", "q" } })), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void IntegerLookupPlacesUnknownNumbers()
    {
        Assert.Equal([1, 3, 0], Longs(new IntegerLookup(vocabulary: [12, 36, 1138]).Apply(new int[] { 12, 1138, 7 })));
        var many = new IntegerLookup(vocabulary: new long[] { 5 }, num_oov_indices: 3, mask_token: 0);
        Assert.Equal([0, 4, 2, 3], Longs(many.Apply(new int[] { 0, 5, 7, -1 })));
        var hashed = new IntegerLookup(vocabulary: new[] { 99 }, num_oov_indices: 3, oov_method: "farmhash");
        Assert.Equal([1, 0, 1, 0, 2], Longs(hashed.Apply(new int[] { 0, 1, 2, 3, 4 })));
        var strict = new IntegerLookup(vocabulary: [5], num_oov_indices: 0);
        Assert.Contains("OOV values [7]", Assert.Throws<ArgumentException>(() => strict.Apply(new int[] { 5, 7 })).Message);
        Assert.Contains("farmhash", Assert.Throws<ArgumentException>(() => new IntegerLookup(salt: 3)).Message);
        Assert.Equal([12, -1], Longs(new IntegerLookup(vocabulary: [12], invert: true).Apply(new int[] { 1, 0 })));
    }

    [Fact]
    public void BadVocabulariesAreRefused()
    {
        Assert.Contains("repeated", Assert.Throws<ArgumentException>(() => new StringLookup(vocabulary: ["a", "a"])).Message);
        Assert.Contains("mask token", Assert.Throws<ArgumentException>(() => new StringLookup(vocabulary: ["a", ""], mask_token: "")).Message);
        Assert.Contains("larger", Assert.Throws<ArgumentException>(() => new StringLookup(max_tokens: 2, vocabulary: ["a", "b"])).Message);
        Assert.Contains("idf_weights", Assert.Throws<ArgumentException>(() => new StringLookup(vocabulary: ["a"], output_mode: "tf_idf")).Message);
        Assert.Throws<FileNotFoundException>(() => new StringLookup(vocabulary: "no such file.txt"));
        Assert.Throws<InvalidOperationException>(() => new StringLookup(vocabulary: ["a"]).adapt(["b"]));
        Assert.Throws<InvalidOperationException>(() => new StringLookup(output_mode: "multi_hot").Apply("a"));
        var frozen = new StringLookup(output_mode: "count");
        frozen.adapt(["a"]);
        Assert.Contains("size cannot be changed", Assert.Throws<InvalidOperationException>(() => frozen.adapt(["a", "b"])).Message);
        // A configuration must not read files of this machine.
        var config = new StringLookup(vocabulary: ["a"]).get_config();
        config["vocabulary"] = "/etc/passwd";
        Assert.Contains("outside", Assert.Throws<ArgumentException>(() => StringLookup.from_config(config)).Message);
    }

    [Fact]
    public void VocabulariesComeFromFilesToo()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "words.txt");
        File.WriteAllText(file, "a\nb\n", new UTF8Encoding(false));
        var layer = new StringLookup(vocabulary: file);
        Assert.Equal([2, 0], Longs(layer.Apply("b", "q")));
        Assert.Null(layer.get_config()["vocabulary"]);
    }

    [Fact]
    public void TextsBecomeSequences()
    {
        var layer = new TextVectorization(max_tokens: 5000, output_sequence_length: 4);
        layer.adapt(["foo bar", "bar baz", "baz bada boom"]);
        Assert.Equal([4, 1, 3, 0, 1, 2, 0, 0], Longs(layer.Apply(new string[,] { { "foo qux bar" }, { "qux baz" } })));
        var plain = new TextVectorization(vocabulary: ["hello", "world", "this", "is", "nice", "test"]);
        Assert.Equal([2, 3, 4, 5, 1, 1, 6, 7], Longs(plain.Apply("Hello, World!. This is just a nice test!")));
        Assert.Equal((null, null), plain.compute_output_shape((null, 1)));
    }

    [Fact]
    public void TextModesNgramsAndFunctions()
    {
        string[] words = ["foo", "bar", "baz"];
        Assert.Equal([0, 2, 0, 1], Longs(new TextVectorization(output_mode: "count", vocabulary: words).Apply("baz foo foo")));
        var weighted = new TextVectorization(output_mode: "tf_idf", vocabulary: words, idf_weights: [0.3, 0.5, 0.2]);
        Assert.Equal([0.333333f, 0.6f, 0, 0.2f], Floats(weighted.Apply("baz foo foo qux")), (a, b) => Math.Abs(a - b) < 1e-5);
        var grams = new TextVectorization(ngrams: 2);
        grams.adapt(["a b c"]);
        Assert.Equal(["", "[UNK]", "c", "b c", "b", "a b", "a"], grams.get_vocabulary());
        var characters = new TextVectorization(split: "character", vocabulary: ["é", "b"]);
        Assert.Equal([3, 2], Longs(characters.Apply("Bé")));
        Func<string, string> dashes = t => t.Replace('-', ' ');
        var custom = new TextVectorization(standardize: dashes, vocabulary: ["A", "b"]);
        Assert.Equal([2, 3, 1], Longs(custom.Apply("A-b-a")));
        Assert.Contains("standardize", Assert.Throws<ArgumentException>(() => new TextVectorization(standardize: "shout")).Message);
        Assert.Contains("rank", Assert.Throws<ArgumentException>(() => new TextVectorization(vocabulary: words).Apply(new string[,] { { "a", "b" } })).Message);
        Assert.Contains("strings", Assert.Throws<ArgumentException>(() => new TextVectorization(vocabulary: words).Apply(new int[] { 1 })).Message);
    }

    [Fact]
    public void TheVocabularyTravelsInAKerasFile()
    {
        using var folder = new TempFolder();
        var text = new TextVectorization(output_sequence_length: 3);
        text.adapt(["der Hund", "die Katze", "der Bär"]);
        var model = new Sequential([keras.Input((TensorShape)1, dtype: "string"), text, new Embedding(text.vocabulary_size(), 2)]);
        Tensor probe = new string[,] { { "der Bär bellt" } };
        var expected = Floats(model.Apply(probe));
        var file = Path.Combine(folder.Path, "model.keras");
        model.save(file);
        var loaded = ModelSaving.load_model(file);
        Assert.Equal(text.get_vocabulary(), ((TextVectorization)loaded.layers[0]).get_vocabulary());
        Assert.Equal(expected, Floats(loaded.Apply(probe)));
    }

    [Fact]
    public void TfIdfWeightsTravelInAKerasFile()
    {
        using var folder = new TempFolder();
        var text = new TextVectorization(output_mode: "tf_idf");
        text.adapt(["a b", "b c", "c c"]);
        var model = new Sequential([keras.Input((TensorShape)1, dtype: "string"), text]);
        var file = Path.Combine(folder.Path, "model.keras");
        model.save(file);
        Tensor probe = new string[,] { { "a c d" } };
        Assert.Equal(Floats(model.Apply(probe)), Floats(ModelSaving.load_model(file).Apply(probe)));
    }
}
