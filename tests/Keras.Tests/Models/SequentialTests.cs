using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Models;

/// <summary>Stacks of layers: when they are built, what may be added and taken off.</summary>
public class SequentialTests
{
    [Fact]
    public void WithoutAnInputShapeTheFirstDataBuildsIt()
    {
        var model = keras.Sequential([layers.Dense(3), layers.Dense(2)]);
        Assert.False(model.built);
        Assert.Empty(model.weights);
        _ = model.predict(np.zeros(new Shape(2, 4), typeof(float)), verbose: 0);
        Assert.True(model.built);
        Assert.Equal((TensorShape)(4, 3), model.weights[0].shape);
    }

    [Fact]
    public void BuildMakesTheWeights()
    {
        var model = keras.Sequential([layers.Dense(3), layers.Dense(2)]);
        model.build((null, 4));
        Assert.Equal(4 * 3 + 3 + 3 * 2 + 2, model.count_params());
        Assert.Equal("sequential", model.name.TrimEnd('_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
        Assert.StartsWith(model.name + "/dense", model.weights[0].path, StringComparison.Ordinal);
    }

    [Fact]
    public void PopTakesTheLastLayerOff()
    {
        var model = keras.Sequential([keras.Input(4), layers.Dense(3), layers.Dense(2, name: "last")]);
        Assert.Equal("last", model.pop().name);
        Assert.Equal((TensorShape)(null, 3), model.output_shape);
        model.add(layers.Dense(5));
        Assert.Equal((TensorShape)(null, 5), model.output_shape);
    }

    [Fact]
    public void ANameIsUsedOnce()
    {
        var model = keras.Sequential([keras.Input(4), layers.Dense(3, name: "a")]);
        Assert.Contains("unique", Assert.Throws<ArgumentException>(() => model.add(layers.Dense(3, name: "a"))).Message, StringComparison.Ordinal);
        Assert.Single(model.layers);
    }

    [Fact]
    public void AnEmptyStackSaysWhatIsMissing() =>
        Assert.Contains("add", Assert.Throws<InvalidOperationException>(() => keras.Sequential().build((null, 3))).Message, StringComparison.Ordinal);

    [Fact]
    public void GetLayerFindsByNameAndIndexAndListsWhatThereIs()
    {
        var model = keras.Sequential([keras.Input(4), layers.Dense(3, name: "a"), layers.Dense(2, name: "b")]);
        Assert.Same(model.layers[1], model.get_layer("b"));
        Assert.Same(model.layers[0], model.get_layer(index: 0));
        Assert.Equal("No such layer: c. Existing layers are: ['a', 'b'].", Assert.Throws<ArgumentException>(() => model.get_layer("c")).Message);
    }

    [Fact]
    public void FrozenLayersTakeEffectAtTheNextCompile()
    {
        var model = keras.Sequential([keras.Input(2), layers.Dense(2, name: "a"), layers.Dense(1, name: "b")]);
        model.layers[0].trainable = false;
        model.compile("sgd", "mse");
        var (x, y) = (np.ones(new Shape(4, 2), typeof(float)), np.zeros(new Shape(4, 1), typeof(float)));
        var frozen = model.weights[0].numpy().ToArray<float>();
        var free = model.weights[2].numpy().ToArray<float>();
        model.fit(x, y, epochs: 2, verbose: 0);
        Assert.Equal(frozen, model.weights[0].numpy().ToArray<float>());
        Assert.NotEqual(free, model.weights[2].numpy().ToArray<float>());
        Assert.Equal(2, model.trainable_weights.Count);
    }

    [Fact]
    public void SequencesMayHaveOtherLengthsThanTheFirst()
    {
        var model = keras.Sequential([layers.LSTM(3), layers.Dense(1)]);
        Assert.Equal([2L, 1L], model.predict(np.ones(new Shape(2, 10, 4), typeof(float)), verbose: 0).shape);
        Assert.Equal([1L, 1L], model.predict(np.ones(new Shape(1, 7, 4), typeof(float)), verbose: 0).shape);
        Assert.Contains("LSTM", Assert.Throws<ArgumentException>(() => model.predict(np.ones(new Shape(1, 7, 5), typeof(float)), verbose: 0)).Message, StringComparison.Ordinal);
    }
}
