using Keras.Layers;
using static Keras.keras;

namespace Keras.Tests.Models;

public class CloningTests
{
    private static Model Example()
    {
        var x = Input(4, name: "features");
        var shared = layers.Dense(4, name: "shared");
        var y = layers.Add().Apply([shared.Apply(x), shared.Apply(x * 2)]);
        return Model(x, layers.Dense(2, name: "head").Apply(y));
    }

    [Fact]
    public void ACloneHasTheSameLayersAndWeightsOfItsOwn()
    {
        var model = Example();
        model.compile(optimizer: "sgd", loss: "mse");
        var clone = models.clone_model(model);
        Assert.Equal(model.layers.Select(l => l.name), clone.layers.Select(l => l.name));
        Assert.Equal(model.weights.Count, clone.weights.Count);
        Assert.Empty(model.weights.Intersect(clone.weights));
        Assert.True(clone.compiled);
        clone.set_weights(model.get_weights());
        var data = NumSharp.np.ones((3, 4)).astype(NumSharp.NPTypeCode.Single);
        Assert.Equal(model.predict(data, verbose: 0), clone.predict(data, verbose: 0));
    }

    [Fact]
    public void FunctionsMakeAndCallTheCopies()
    {
        var clone = models.clone_model(Example(), clone_function: l => l is Dense d ? layers.Dense(d.units, use_bias: false, name: d.name) : layers.Add(),
            call_function: (layer, x) => layer is Dense ? layers.Dropout(0.5).Apply(layer.Apply(x)) : layer.Apply(x));
        Assert.Equal(2, clone.weights.Count);
        Assert.Equal(3, clone.layers.Count(l => l is Dropout));
        Assert.Throws<ArgumentException>(() => models.clone_model(Sequential([Input(2), layers.Dense(2)]), call_function: (layer, x) => layer.Apply(x)));
    }

    [Fact]
    public void ASequentialKeepsItsInputAndItsNestedModelsAreClonedToo()
    {
        var inner = Sequential([Input(3), layers.Dense(3)], name: "inner");
        var model = Sequential([Input(3, name: "entry"), inner, layers.Dense(1)]);
        var clone = models.clone_model(model, clone_function: l => layers.Dense(((Dense)l).units, use_bias: false), recursive: true);
        Assert.Equal("inner", clone.layers[0].name);
        Assert.Equal(2, clone.weights.Count);
        Assert.Equal((null, 3), clone.input_shape);
        Assert.False(models.clone_model(Sequential([layers.Dense(2)])).built);
    }

    [Fact]
    public void TheInputsOfAGraphAreFound()
    {
        var (a, b) = (Input(2), Input(2));
        Assert.Equal([a, b], utils.get_source_inputs(layers.Dense(1).Apply(layers.Add().Apply([a, b * 2]))));
        Assert.True(utils.is_keras_tensor(a) && !backend.is_keras_tensor(ops.ones(2)));
    }
}
