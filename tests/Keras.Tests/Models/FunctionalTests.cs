using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Models;

/// <summary>Graphs of layers: shared layers, nested models, several inputs and outputs, models cut from models.</summary>
public class FunctionalTests
{
    private static NDArray Rows(int rows, int columns) => np.arange(rows * columns).astype(np.float32).reshape(rows, columns) / 10f;

    [Fact]
    public void ASharedLayerHasOneSetOfWeights()
    {
        var (a, b) = (keras.Input(3), keras.Input(3));
        var shared = layers.Dense(4, name: "shared");
        var model = keras.Model([a, b], layers.Concatenate().Apply([shared.Apply(a), shared.Apply(b)]));
        Assert.Equal(2, model.weights.Count);
        var x = Rows(2, 3);
        var y = model.predict([x, x], verbose: 0);
        Assert.Equal(y[":, :4"].ToArray<float>(), y[":, 4:"].ToArray<float>());
    }

    [Fact]
    public void ANestedModelKeepsItsOwnLayersAndWeights()
    {
        var inner = keras.Sequential([keras.Input(4), layers.Dense(3, name: "inside")], name: "inner");
        var input = keras.Input(4);
        var outer = keras.Model(input, layers.Dense(2, name: "outside").Apply(inner.Apply(input)));
        Assert.Equal(["inner", "outside"], outer.layers.Skip(1).Select(l => l.name));
        Assert.Equal(4, outer.weights.Count);
        Assert.Same(inner.get_layer("inside").weights[0], outer.weights[0]);
        var before = inner.predict(Rows(2, 4), verbose: 0).ToArray<float>();
        outer.compile("sgd", "mse");
        outer.fit(Rows(8, 4), Rows(8, 2), verbose: 0);
        Assert.NotEqual(before, inner.predict(Rows(2, 4), verbose: 0).ToArray<float>());
    }

    [Fact]
    public void AModelCutFromAnotherSharesItsWeights()
    {
        var input = keras.Input(4);
        var hidden = layers.Dense(3, activation: "relu", name: "hidden").Apply(input);
        var whole = keras.Model(input, layers.Dense(2).Apply(hidden));
        var cut = keras.Model(whole.inputs, whole.layers[1].output);
        Assert.Equal((2, 3), ((int)cut.predict(Rows(2, 4), verbose: 0).shape[0], (int)cut.predict(Rows(2, 4), verbose: 0).shape[1]));
        Assert.Same(whole.weights[0], cut.weights[0]);
        var byName = keras.Model(whole.inputs, whole.get_layer("hidden").output);
        Assert.Equal(cut.predict(Rows(2, 4), verbose: 0).ToArray<float>(), byName.predict(Rows(2, 4), verbose: 0).ToArray<float>());
    }

    [Fact]
    public void SeveralOutputsTrainByNameAndReportEach()
    {
        var input = keras.Input(4, name: "x");
        var model = keras.Model(input, new TensorDict
        {
            ["kind"] = layers.Dense(3, activation: "softmax", name: "kind").Apply(input),
            ["value"] = layers.Dense(1, name: "value").Apply(input),
        });
        model.compile("adam", loss: new() { ["kind"] = "sparse_categorical_crossentropy", ["value"] = "mse" }, metrics: new() { ["kind"] = "accuracy", ["value"] = "mae" });
        var history = model.fit(Rows(6, 4), new Dictionary<string, NDArray> { ["kind"] = np.array([0, 1, 2, 0, 1, 2]), ["value"] = Rows(6, 1) }, epochs: 2, verbose: 0);
        Assert.Equal(["kind_accuracy", "kind_loss", "loss", "value_loss", "value_mae"], history.history.Keys);
        var outputs = model.predict_outputs(Rows(6, 4), verbose: 0);
        Assert.Equal([6L, 3L], outputs["kind"].shape);
        Assert.Equal([6L, 1L], outputs["value"].shape);
    }

    [Fact]
    public void SeveralOutputsTrainByOrder()
    {
        var input = keras.Input(4);
        var model = keras.Model(input, [layers.Dense(2, name: "a").Apply(input), layers.Dense(1, name: "b").Apply(input)]);
        model.compile("sgd", ["mse", "mae"], loss_weights: [1.0, 0.5]);
        var result = model.evaluate(Rows(6, 4), [Rows(6, 2), Rows(6, 1)], verbose: 0, return_dict: true);
        Assert.Equal(result["a_loss"] + 0.5 * result["b_loss"], result["loss"], tolerance: 1e-4);
    }

    [Fact]
    public void ArithmeticOnSymbolsIsPartOfTheModel()
    {
        var input = keras.Input(3);
        var model = keras.Model(input, input * 2 + 1);
        Assert.Equal([1f, 3f, 5f], model.predict(np.array(new float[,] { { 0, 1, 2 } }), verbose: 0).ToArray<float>());
        var again = Functional.from_config(model.get_config());
        Assert.Equal([1f, 3f, 5f], again.predict(np.array(new float[,] { { 0, 1, 2 } }), verbose: 0).ToArray<float>());
    }

    [Fact]
    public void AGapInTheGraphIsReported()
    {
        var (a, b) = (keras.Input(3), keras.Input(3));
        var e = Assert.Throws<ArgumentException>(() => keras.Model(a, layers.Dense(2).Apply(b)));
        Assert.Contains("disconnected", e.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void AWrongInputShapeNamesLayerAndShapes()
    {
        var model = keras.Sequential([keras.Input(4), layers.Dense(3, name: "first")]);
        var e = Assert.Throws<ArgumentException>(() => model.predict(Rows(2, 5), verbose: 0));
        Assert.Contains("5", e.Message);
        Assert.Contains("4", e.Message);
    }
}
