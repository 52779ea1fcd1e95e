using Keras.Layers;
using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Models;

/// <summary>keras.Function, and the names of layers and custom objects beside it.</summary>
public class FunctionTests
{
    [Fact]
    public void ComputesWhatWasComputedOnSymbols()
    {
        var (a, b) = (Input(3), Input(3));
        var f = new Function(new TensorList(a, b), Ops.add(Ops.multiply(a, 2.0), b), name: "f");
        var result = f.Apply(new TensorList(Ops.ones((2, 3)), Ops.full((2, 3), 4.0)));
        Assert.All(result.numpy().ToArray<float>(), v => Assert.Equal(6f, v));
        Assert.Equal("(2, 3)", result.shape.ToString());
        Assert.Equal("(5, 3)", Assert.Single(f.compute_output_shape((5, 3), (5, 3))).ToString());
    }

    [Fact]
    public void IsANodeOfALargerGraph()
    {
        var x = Input(3);
        var square = new Function(x, Ops.multiply(x, x));
        var y = Input(3);
        var outer = new Function(y, Ops.add(square.Apply(y), 1.0));
        Assert.Contains(square, outer.operations);
        Assert.All(outer.Apply(Ops.full((2, 3), 3.0)).numpy().ToArray<float>(), v => Assert.Equal(10f, v));
    }

    [Fact]
    public void RefusesOtherNumbersAndShapesOfInputs()
    {
        var x = Input(3);
        var f = new Function(x, Ops.exp(x));
        Assert.Contains("expected", Assert.Throws<ArgumentException>(() => f.Apply(Ops.ones((2, 4)))).Message);
        Assert.Throws<ArgumentException>(() => f.Apply(new TensorList(Ops.ones((2, 3)), Ops.ones((2, 3)))));
        Assert.Throws<ArgumentException>(() => new Function(Ops.ones((2, 3)), Ops.exp(x)));
    }

    [Fact]
    public void SymbolsMadeDirectlyAreInputs()
    {
        var (x1, x2) = (new KerasTensor((2, 3)), new KerasTensor((2, 3)));
        var x = Ops.add(x1, x2);
        var f = new Function(new TensorList(x1, x2), new TensorList(x * 3, Ops.power(x, 2)), name: "test_function");
        Assert.Equal("test_function", f.name);
        Check(f.Apply([np.ones((2, 3)), np.ones((2, 3))]));
        // Symbols again, and a function of what they gave.
        var (x1_alt, x2_alt) = (new KerasTensor((2, 3)), new KerasTensor((2, 3)));
        var y = f.Apply([x1_alt, x2_alt]);
        Assert.All([y[0], y[1]], t => Assert.Equal((2, 3), Assert.IsType<KerasTensor>(t).shape));
        Check(new Function(new TensorList(x1_alt, x2_alt), y).Apply([np.ones((2, 3)), np.ones((2, 3))]));
        Assert.Throws<ArgumentException>(() => f.Apply(np.ones((2, 3))));
        Assert.Contains("(2, 3)", Assert.Throws<ArgumentException>(() => f.Apply([np.ones((2, 3, 3)), np.ones((2, 3))])).Message);
        Assert.Contains("(4, 3)", Assert.Throws<ArgumentException>(() => f.Apply([np.ones((4, 3)), np.ones((2, 3))])).Message);
        // A symbol that is not among the inputs is not known.
        Assert.Contains("not made by", Assert.Throws<ArgumentException>(() => new Function(x1, x)).Message);

        static void Check(Tensor y)
        {
            Assert.All(y[0].numpy().ToArray<double>(), v => Assert.Equal(6, v));
            Assert.All(y[1].numpy().ToArray<double>(), v => Assert.Equal(4, v));
        }
    }

    [Fact]
    public void DictionariesGoInAndOut()
    {
        var (x1, x2) = (new KerasTensor((2, 3)), new KerasTensor((2, 3)));
        var x = x1 + x2;
        var f = new Function(new TensorDict(new Dictionary<string, Tensor> { ["x1"] = x1, ["x2"] = x2 }), new TensorDict(new Dictionary<string, Tensor> { ["y1"] = x * 3, ["y2"] = x * x }));
        var y = Assert.IsType<TensorDict>(f.Apply(new Dictionary<string, Tensor> { ["x1"] = Ops.ones((2, 3)), ["x2"] = Ops.ones((2, 3)) }));
        Assert.Equal(6f, (float)y["y1"][0, 0]);
        Assert.Equal(4f, (float)y["y2"][0, 0]);
        var symbols = Assert.IsType<TensorDict>(f.Apply(new Dictionary<string, Tensor> { ["x1"] = new KerasTensor((2, 3)), ["x2"] = new KerasTensor((2, 3)) }));
        Assert.Equal((2, 3), Assert.IsType<KerasTensor>(symbols["y1"]).shape);
    }

    [Fact]
    public void ShapesFollowThoseGiven()
    {
        var x = new KerasTensor((null, 3));
        var f = new Function(x, Ops.power(x, 2));
        Assert.Equal((4, 3), f.compute_output_spec(new KerasTensor((4, 3))).shape);
        Assert.Equal((null, 3), f.compute_output_shape((null, 3)).Single());
        Assert.Equal((4, 3), Assert.IsType<KerasTensor>(f.Apply(new KerasTensor((4, 3)))).shape);
        Assert.Contains("cannot be empty", Assert.Throws<ArgumentException>(() => new Function(x, new TensorList())).Message);
        Assert.Contains("cannot be empty", Assert.Throws<ArgumentException>(() => new Function(new TensorList(), x)).Message);
    }

    [Fact]
    public void AnIntermediateSymbolCutsOffWhatMadeIt()
    {
        var x = Input(batch_shape: (null, 3), name: "x");
        var a = x * 2;
        var b = a + 1;
        var f = new Function(b, Ops.power(b, 2));
        Assert.Equal(["power"], f.operations.Select(o => o.name.Split('_')[0]));
        Assert.All(f.Apply(Ops.full((2, 3), 3.0)).numpy().ToArray<float>(), v => Assert.Equal(9f, v));
        var scalar = Input(batch_shape: new TensorShape(), name: "s");
        var y = Ops.power(scalar, 2);
        Assert.Equal(4f, (float)new Function(y, y + 1).Apply(3f));
    }

    [Fact]
    public void AModelMakesInputLayersForSymbolsMadeDirectly()
    {
        var x = new KerasTensor((null, 3), name: "given");
        var dense = layers.Dense(2);
        var model = keras.Model(x, dense.Apply(x));
        Assert.Equal(["InputLayer", "Dense"], model.layers.Select(l => l.GetType().Name));
        model.compile("sgd", "mse");
        model.fit(np.ones((4, 3)), np.ones((4, 2)), verbose: 0);
        Assert.Equal([4, 2], model.predict(np.ones((4, 3)), verbose: 0).shape);
        var copy = saving.deserialize_keras_object(saving.serialize_keras_object(model));
        Assert.Equal(2, Assert.IsType<Functional>(copy).layers.Count);
    }

    [Fact]
    public void LayersGoThroughTheirConfigurations()
    {
        var copy = layers.deserialize(layers.serialize(layers.Dense(3, name: "d")));
        Assert.Equal("d", Assert.IsType<Dense>(copy).name);
        Assert.Throws<ArgumentException>(() => layers.deserialize("relu"));
    }

    [Fact]
    public void CustomObjectsAreTheRegistryItself()
    {
        var objects = saving.get_custom_objects();
        objects["Test>FunctionTests"] = typeof(FunctionTests);
        Assert.Same(typeof(FunctionTests), saving.get_registered_object("Test>FunctionTests"));
        Assert.True(objects.Remove("Test>FunctionTests"));
        Assert.Null(saving.get_registered_object("Test>FunctionTests"));
    }
}
