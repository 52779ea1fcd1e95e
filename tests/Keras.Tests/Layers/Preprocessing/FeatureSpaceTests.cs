using Keras.Layers;
using Keras.Saving;

namespace Keras.Tests.Layers.Preprocessing;

public class FeatureSpaceTests
{
    private static Dictionary<string, Data> Table() => new()
    {
        ["age"] = new float[] { 20, 30, 40 },
        ["city"] = new[] { "Rome", "Oslo", "Rome" },
        ["kind"] = new int[] { 1, 2, 1 },
    };

    private static FeatureSpace Made(string mode = "concat") => new(new()
    {
        ["age"] = "float_normalized",
        ["city"] = FeatureSpace.string_categorical(num_oov_indices: 1),
        ["kind"] = "integer_categorical",
    }, mode, crosses: [("city", "kind")], crossing_dim: 8);

    private static TensorDict Columns() => (TensorDict)((Data)Table()!).ToTensor();

    [Fact]
    public void ColumnsBecomeOneArray()
    {
        var space = Made();
        Assert.Throws<InvalidOperationException>(() => space.get_encoded_features());
        space.adapt(Table()!);
        var y = space.Apply(Columns());
        // One number, three places for the cities, three for the kinds, and eight for the cross.
        Assert.Equal((3, 1 + 3 + 3 + 8), y.shape);
        Assert.Equal(new[] { -1.2247f, 0, 1.2247f }, y[.., 0].numpy().ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal(3, (double)keras.ops.sum(y[.., 1..4]), 6);
        Assert.Equal((null, 15), space.get_encoded_features().shape);
    }

    [Fact]
    public void ModeDictKeepsFeaturesApart()
    {
        var space = Made("dict");
        space.adapt(Table()!);
        var y = (TensorDict)space.Apply(Columns());
        Assert.Equal(["age", "city", "kind", "city_X_kind"], y.Keys);
        Assert.Equal((3, 8), y["city_X_kind"].shape);
    }

    [Fact]
    public void ConfigurationsKeepFeaturesAndCrosses()
    {
        var space = Made();
        var copy = (FeatureSpace)Serialization.deserialize_keras_object(Serialization.serialize_keras_object(space))!;
        Assert.Equal(space.features.Keys, copy.features.Keys);
        Assert.Equal("city_X_kind", copy.crosses[0].name);
        Assert.IsType<StringLookup>(copy.preprocessors["city"]);
        copy.adapt(Table()!);
        Assert.Equal((3, 15), copy.Apply(Columns()).shape);
    }

    [Fact]
    public void BadFeaturesAreRefused()
    {
        Assert.Contains("Invalid feature type: colour", Assert.Throws<ArgumentException>(() => new FeatureSpace(new() { ["a"] = "colour" })).Message);
        Assert.Contains("unknown features", Assert.Throws<ArgumentException>(() => new FeatureSpace(new() { ["a"] = "float" }, crosses: [("a", "b")])).Message);
        var space = new FeatureSpace(new() { ["a"] = FeatureSpace.integer_categorical(output_mode: "int") });
        var refused = Assert.Throws<ArgumentException>(() => space.adapt(new Dictionary<string, Data> { ["a"] = new int[] { 1 } }!));
        Assert.Contains("Consider using `output_mode='dict'`", refused.Message);
        Assert.Contains("no column 'age'", Assert.Throws<ArgumentException>(() => Made().adapt(new Dictionary<string, Data> { ["x"] = new int[] { 1 } }!)).Message);
    }
}
