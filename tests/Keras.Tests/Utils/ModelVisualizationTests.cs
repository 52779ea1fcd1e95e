using Keras.Tests.Testing;
using static Keras.keras;

namespace Keras.Tests.Utils;

public class ModelVisualizationTests
{
    [Fact]
    public void ADotFileNeedsNoGraphviz()
    {
        using var folder = new ScratchFolder();
        var inputs = keras.Input(4);
        var model = keras.Model(inputs, layers.Dense(2, name: "my-dense").Apply(inputs));
        keras.utils.plot_model(model, folder.File("model.dot"), show_shapes: true, show_layer_names: true);
        var text = File.ReadAllText(folder.File("model.dot"));
        Assert.Contains("<b>my-dense</b> (Dense)", text);
        Assert.Contains("Output shape: <b>(None, 2)</b>", text);
        Assert.Contains("n0 -> n1  [penwidth=2];", text);
    }

    [Fact]
    public void AModelThatIsNotBuiltIsRefused() =>
        Assert.Contains("has not yet been built", Assert.Throws<InvalidOperationException>(() => keras.utils.model_to_dot(keras.Sequential([layers.Dense(2)]))).Message);

    [Fact]
    public void NamesThatAreNoWordsStandBetweenQuotes()
    {
        var inner = keras.Sequential([keras.Input(4), layers.Dense(2)], name: "an inner model");
        var text = keras.utils.model_to_dot(keras.Sequential([keras.Input(4), inner]), expand_nested: true).to_string();
        Assert.Contains("subgraph \"cluster_an inner model\" {\nlabel=\"an inner model\";", text);
    }

    [Fact]
    public void WithoutGraphvizTheMessageSaysHowToInstallIt()
    {
        using var folder = new ScratchFolder();
        var path = Environment.GetEnvironmentVariable("PATH");
        var model = keras.Sequential([keras.Input(4), layers.Dense(2)]);
        Environment.SetEnvironmentVariable("PATH", folder.Path);
        try
        {
            Assert.Contains("apt install graphviz", Assert.Throws<InvalidOperationException>(() => keras.utils.plot_model(model, folder.File("model.png"))).Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }
}
