using Keras.Backend;
using Keras.Layers;
using Keras.Utils;

namespace Keras.Quantizers;

/// <summary>Walks through the blocks of a model: measures the inputs of dense layers on samples, quantizes them, and goes on with what the block gives then.</summary>
internal static class LayerwiseCalibration
{
    /// <summary>Quantizes the dense layers in the blocks of a model.</summary>
    /// <remarks>
    /// Porting note: Keras also prepares layers that no block holds, which nothing calibrates then, and whose weights are missing in files. Here they stay as they are,
    /// and so does the whole model where an argument is wrong.
    /// </remarks>
    /// <exception cref="ArgumentException">There are no data, no tokenizer, no structure or no blocks in it.</exception>
    internal static void Run(CalibratedQuantizationConfig config, QuantizationLayerStructure? structure, LayerFilter? filters, bool typeCheck)
    {
        // 1. What is needed.
        var title = config.mode.ToUpperInvariant();
        if (structure is null)
            throw new ArgumentException($"For mode='{config.mode}', a valid quantization structure must be provided either via `config.quantization_layer_structure` or by overriding " +
                "`model.get_quantization_layer_structure(mode)`. It is a `QuantizationLayerStructure` of 'pre_block_layers' and 'sequential_blocks'.");
        if (config.dataset is null || config.tokenizer is null)
            throw new ArgumentException($"{title} quantization requires a dataset and a tokenizer. Please provide them in the `{title}Config`.");
        if (structure.sequential_blocks.Count == 0) throw new ArgumentException("No sequential blocks found in the provided structure to quantize.");

        // 2. What the first block takes.
        List<Tensor> inputs = [.. CalibrationTokens.Samples(config).Select(sample => Batch(structure.pre_block_layers.Aggregate(sample, Call)))];

        // 3. Block after block, each with what the quantized ones before it give.
        var progress = new Progbar(structure.sequential_blocks.Count);
        for (var i = 0; i < structure.sequential_blocks.Count; i++)
        {
            var block = structure.sequential_blocks[i];
            var calibrators = Prepare(block, config, filters, typeCheck);
            if (calibrators.Count > 0) Measure(block, inputs, calibrators);
            foreach (var calibrator in calibrators) calibrator.Quantize();
            if (i + 1 < structure.sequential_blocks.Count) inputs = [.. inputs.Select(x => Call(x, block))];
            progress.update(i + 1);
        }
    }

    private static void Measure(Layer block, List<Tensor> inputs, List<WeightCalibrator> calibrators)
    {
        try
        {
            foreach (var calibrator in calibrators) calibrator.Open();
            foreach (var x in inputs)
            {
                using var scope = new TensorScope();
                block.Apply(x);
            }
        }
        finally
        {
            foreach (var calibrator in calibrators) calibrator.Close();
        }
    }

    private static List<WeightCalibrator> Prepare(Layer block, CalibratedQuantizationConfig config, LayerFilter? filters, bool typeCheck)
    {
        List<WeightCalibrator> made = [];
        foreach (var layer in block.FlattenLayers().ToArray())
        {
            if (layer is not (Dense or EinsumDense) || layer.SubLayers().Any() || filters?.Accepts(layer) == false) continue;
            try
            {
                // A block that stands twice in the structure is quantized at its first place; a layer that was prepared by itself is taken up.
                if (layer.Calibration is null) layer.quantize(config.mode, typeCheck, config);
            }
            catch (NotSupportedException e)
            {
                IoUtils.Warn(e.Message);
                continue;
            }
            if (layer.Calibration is { Source: not null } matrix && matrix.Mode == config.mode)
                made.Add(config is GPTQConfig gptq ? new GPTQCalibrator(layer, matrix, gptq) : new AWQCalibrator(layer, matrix, (AWQConfig)config));
        }
        return made;
    }

    private static Tensor Call(Tensor x, Layer layer) => layer.Apply(x);

    // Blocks take batches of sequences. Porting note: Keras drops the batch between blocks, and brings it back for two dimensions alone, so that blocks with heads between them fail there.
    private static Tensor Batch(Tensor x) => x.ndim == 2 ? Ops.expand_dims(x, 0) : x;
}
