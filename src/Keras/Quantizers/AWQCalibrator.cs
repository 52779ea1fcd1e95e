using Keras.Backend;
using Keras.Layers;

namespace Keras.Quantizers;

/// <summary>AWQ for one layer (keras/src/quantizers/awq.py): weights of large inputs are scaled up before they are rounded.</summary>
internal sealed class AWQCalibrator(Layer layer, CalibratedMatrix matrix, AWQConfig config) : WeightCalibrator(layer, matrix)
{
    private readonly Variable _largest = new(Ops.zeros(matrix.Rows, "float32"), trainable: false);

    private protected override void Add(Tensor inputs) => _largest.assign(Ops.maximum(_largest.Raw, Ops.max(Ops.abs(inputs), axis: 0)));

    private protected override CalibratedMatrix.Content Compute(Tensor weight)
    {
        var inputs = weight.shape[1]!.Value;
        var groups = Ops.floor(Ops.divide(Ops.arange(inputs, dtype: "float32"), (double)(config.group_size == -1 ? inputs : config.group_size)));
        var places = Ops.cast(groups, "int32");
        var scales = Search(weight, places);
        var (levels, parameters) = Round(Ops.multiply(weight, scales), places);
        return new(Ops.cast(levels, "uint8"), parameters.Scale, parameters.Zero, groups, scales);
    }

    /// <summary>The scales of inputs, out of powers of their largest values, that leave the smallest error of outputs.</summary>
    private Tensor Search(Tensor weight, Tensor places)
    {
        var largest = Ops.where(Ops.less(_largest.Raw, 1e-8), 1.0, _largest.Raw);
        var importance = Ops.square(largest);
        double? least = null;
        var best = Ops.ones_like(largest);
        for (var i = 0; i <= config.num_grid_points; i++)
        {
            using var scope = new TensorScope();
            var scales = Ops.maximum(i == 0 ? Ops.ones_like(largest) : Ops.power(largest, (double)i / config.num_grid_points), 1e-4);
            scales = Ops.divide(scales, Ops.maximum(Ops.sqrt(Ops.multiply(Ops.max(scales), Ops.min(scales))), 1e-8));
            var (levels, parameters) = Round(Ops.multiply(weight, scales), places);
            var again = Ops.divide(parameters.Spread(places).Dequantize(levels), scales);
            var loss = (double)Ops.mean(Ops.multiply(Ops.square(Ops.subtract(weight, again)), importance));
            if (least is not null && !(loss < least)) continue;
            least = loss;
            best = scope.Keep(scales);
        }
        return best;
    }

    private (Tensor Levels, ZeroPointLevels Parameters) Round(Tensor weight, Tensor places)
    {
        var parameters = ZeroPointLevels.Of(weight, config.weight_bits, symmetric: false, per_channel: true, config.group_size);
        return (parameters.Spread(places).Quantize(weight), parameters);
    }
}
