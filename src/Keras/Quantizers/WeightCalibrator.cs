using Keras.Backend;
using Keras.Layers;

namespace Keras.Quantizers;

/// <summary>Measures the inputs of a layer, then quantizes its weight.</summary>
internal abstract class WeightCalibrator(Layer layer, CalibratedMatrix matrix)
{
    /// <summary>The layer whose weight is quantized.</summary>
    internal Layer Layer => layer;

    private protected CalibratedMatrix Matrix => matrix;

    /// <summary>Begins to measure.</summary>
    internal void Open() => matrix.Observer = Observe;

    /// <summary>Ends measuring.</summary>
    internal void Close() => matrix.Observer = null;

    private void Observe(Tensor inputs)
    {
        using var scope = new TensorScope();
        if (inputs.size == 0) throw new ArgumentException($"Layer '{layer.name}': an input of the calibration is empty. Received: shape {inputs.shape}.");
        Add(Ops.cast(Ops.reshape(inputs, (-1, matrix.Rows)), "float32"));
    }

    /// <summary>Adds rows of inputs to the statistics.</summary>
    private protected abstract void Add(Tensor inputs);

    /// <summary>Replaces the weight by levels.</summary>
    internal void Quantize()
    {
        using var scope = new TensorScope();
        var weight = Ops.cast(Ops.transpose(Ops.reshape(matrix.Source!.Raw, (matrix.Rows, matrix.Columns))), "float32");
        matrix.Assign(Compute(weight));
    }

    /// <summary>Levels and scales of a weight of shape (outputs, inputs).</summary>
    private protected abstract CalibratedMatrix.Content Compute(Tensor weight);
}
