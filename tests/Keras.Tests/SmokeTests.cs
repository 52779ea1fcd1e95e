namespace Keras.Tests;

public class SmokeTests
{
    private sealed class Twice : Layer
    {
        private Variable? _w;

        public override void build(TensorShape input_shape) => _w = add_weight((input_shape[^1], 2), initializer: new Fill(), name: "w");

        protected override Tensor call(Tensor x, bool training) => x * 2 + 1;

        public Variable? W => _w;
    }

    private sealed class Fill : Initializer
    {
        public override Tensor Apply(TensorShape shape, string? dtype = null) => Ops.cast(new float[,] { { 1, 2 }, { 3, 4 } }, dtype ?? "float32");
    }

    private sealed class Twin : Model
    {
        private readonly Twice _a = new();
        private readonly Twice _b = new();

        protected override Tensor call(Tensor x, bool training) => _b.Apply(_a.Apply(x));
    }

    [Fact]
    public void ALayerComputesOnValuesAndOnSymbols()
    {
        var layer = new Twice();
        var y = layer.Apply(new float[,] { { 1, 2 }, { 3, 4 } });
        Assert.Equal([3f, 5f, 7f, 9f], y.numpy().ToArray<float>());
        Assert.EndsWith("/w", layer.W!.path);
        var s = layer.Apply(new KerasTensor((null, 2)));
        Assert.Equal((TensorShape)(null, 2), s.shape);
    }

    [Fact]
    public void ModelsOfThreeKindsAgree()
    {
        Tensor data = new float[,] { { 1, 2 }, { 3, 4 } };
        var input = keras.Input(shape: 2);
        var x = new Twice().Apply(input);
        var functional = keras.Model(inputs: input, outputs: x * 2 + 0.5);
        Assert.Equal([6.5f, 10.5f, 14.5f, 18.5f], functional.Apply(data).numpy().ToArray<float>());
        Assert.Single(functional.weights);

        var stack = keras.Sequential([keras.Input(shape: 2), new Twice(), new Twice()]);
        Assert.Equal([7f, 11f, 15f, 19f], stack.Apply(data).numpy().ToArray<float>());
        Assert.Equal(2, stack.layers.Count);

        var twin = new Twin();
        Assert.Equal([7f, 11f, 15f, 19f], twin.Apply(data).numpy().ToArray<float>());
        Assert.Equal(2, twin.weights.Count);

        var cut = keras.Model(stack.inputs, stack.layers[0].output);
        Assert.Equal([3f, 5f, 7f, 9f], cut.Apply(data).numpy().ToArray<float>());
    }
}
