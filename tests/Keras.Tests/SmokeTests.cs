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

    [Fact]
    public void ALayerComputesOnValuesAndOnSymbols()
    {
        var layer = new Twice();
        var y = layer.Apply(new float[,] { { 1, 2 }, { 3, 4 } });
        Assert.Equal([3f, 5f, 7f, 9f], y.numpy().ToArray<float>());
        Assert.Equal("twice/w", layer.W!.path);
        var s = layer.Apply(new KerasTensor((null, 2)));
        Assert.Equal((TensorShape)(null, 2), s.shape);
    }
}
