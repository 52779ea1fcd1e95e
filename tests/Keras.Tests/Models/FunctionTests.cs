using Keras.Layers;
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
