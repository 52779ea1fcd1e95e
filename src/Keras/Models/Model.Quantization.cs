using Keras.Quantizers;

namespace Keras;

/// <content>Quantization of all layers.</content>
public abstract partial class Model
{
    /// <summary>Quantizes every layer that can be quantized; the others stay, with a warning.</summary>
    /// <param name="mode"><c>int8</c>, <c>int4</c>, <c>float8</c>, <c>gptq</c> or <c>awq</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="config">Quantizers and sizes; those of the mode where <see langword="null"/>, but <c>gptq</c> and <c>awq</c> need one, with data.</param>
    /// <param name="filters">Which layers: a pattern of names, several of them, or a function; all where <see langword="null"/>.</param>
    /// <param name="type_check">Whether classes derived from the layers that can be quantized are left out.</param>
    /// <exception cref="InvalidOperationException">A layer is not built, or quantized already.</exception>
    /// <exception cref="ArgumentException">There is no such mode, or <c>gptq</c> or <c>awq</c> lacks data, a tokenizer or the structure of the model.</exception>
    public void quantize(string? mode = null, QuantizationConfig? config = null, LayerFilter? filters = null, bool type_check = true)
    {
        config = QuantizationConfig.Resolve(mode, config);
        if (config is CalibratedQuantizationConfig calibrated)
        {
            LayerwiseCalibration.Run(calibrated, calibrated.quantization_layer_structure ?? get_quantization_layer_structure(config.mode), filters, type_check);
            return;
        }
        foreach (var layer in FlattenLayers().ToArray())
        {
            if (filters?.Accepts(layer) == false || layer.SubLayers().Any()) continue;
            try
            {
                layer.quantize(config.mode, type_check, config);
            }
            catch (NotSupportedException e)
            {
                Utils.IoUtils.Warn(e.Message);
            }
        }
    }

    /// <summary>The parts of the model that <c>gptq</c> and <c>awq</c> walk through, for models that know them: override it in yours.</summary>
    /// <param name="mode"><c>gptq</c> or <c>awq</c>.</param>
    /// <returns>The parts; <see langword="null"/> where the model does not know them.</returns>
    public virtual QuantizationLayerStructure? get_quantization_layer_structure(string? mode = null) => null;
}
