using static Keras.keras;

namespace Keras.Tests.Saving.Files;

/// <summary>Layers of Keras 1 that nothing replaces: the error says which layer it is and what to do.</summary>
public class Keras1MessagesTests
{
    private static string Sequential(string layer) => """{"class_name": "Sequential", "keras_version": "1.2.2", "config": [LAYER]}""".Replace("LAYER", layer, StringComparison.Ordinal);

    private const string Dense = """{"class_name": "Dense", "config": {"name": "dense_1", "output_dim": 4, "batch_input_shape": [null, 3], "activation": "relu"}}""";

    [Theory]
    [InlineData("Highway", "carry")]
    [InlineData("MaxoutDense", "maximum")]
    public void AClassThatIsGone(string name, string formula)
    {
        var layer = $$"""{"class_name": "{{name}}", "config": {"name": "old_1", "output_dim": 4, "batch_input_shape": [null, 4] } }""";
        var e = Assert.Throws<ArgumentException>(() => models.model_from_json(Sequential(layer)));
        foreach (var part in new[] { "old_1", name, formula, "custom_objects" }) Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMergeAtTheStart()
    {
        var branch = Sequential(Dense);
        var layer = $$"""{"class_name": "Merge", "config": {"name": "merge_1", "mode": "sum", "layers": [{{branch}}, {{branch}}] } }""";
        var e = Assert.Throws<ArgumentException>(() => models.model_from_json(Sequential(layer)));
        foreach (var part in new[] { "merge_1", "2 models", "layers.Input", "load_weights" }) Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMergeByAFunction()
    {
        var layer = """{"class_name": "Merge", "config": {"name": "merge_2", "mode": "<lambda>", "mode_type": "function"}}""";
        var e = Assert.Throws<ArgumentException>(() => models.model_from_json(Sequential(Dense + ", " + layer)));
        foreach (var part in new[] { "merge_2", "<lambda>", "never run", "custom_objects" }) Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }
}
