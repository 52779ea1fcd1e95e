using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Layers;

/// <summary>When a layer counts as built, whoever calls build.</summary>
public class BuildTests
{
    private sealed class Scale : Layer
    {
        private readonly Variable _factor;
        private Variable? _offset;

        internal Scale() => _factor = add_weight(TensorShape.Scalar, "ones", name: "factor");

        internal int Builds { get; private set; }

        public override void build(TensorShape input_shape)
        {
            Builds++;
            _offset = add_weight(input_shape[-1], "zeros", name: "offset");
        }

        protected override Tensor call(Tensor x) => x * _factor + _offset!;
    }

    [Fact]
    public void ABuildByTheUserCounts()
    {
        var layer = layers.Dense(3);
        layer.build((null, 4));
        Assert.True(layer.built);
        Assert.Equal(15, layer.count_params());
        var kernel = layer.weights[0];
        _ = layer.Apply(np.ones(new Shape(2, 4), typeof(float)));
        Assert.Same(kernel, layer.weights[0]);
        Assert.Equal(2, layer.weights.Count);
    }

    [Fact]
    public void WeightsOfTheConstructorAreNoBuild()
    {
        var layer = new Scale();
        Assert.False(layer.built);
        _ = layer.Apply(np.ones(new Shape(2, 4), typeof(float)));
        Assert.Equal((1, 2), (layer.Builds, layer.weights.Count));
    }

    [Fact]
    public void ABuildOfALayerWithBothCountsOnce()
    {
        var layer = new Scale();
        layer.build((null, 4));
        _ = layer.Apply(np.ones(new Shape(2, 4), typeof(float)));
        Assert.Equal((1, 2), (layer.Builds, layer.weights.Count));
    }
}
