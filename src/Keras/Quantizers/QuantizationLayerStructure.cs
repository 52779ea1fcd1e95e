namespace Keras.Quantizers;

/// <summary>The parts of a model that a calibrated quantization walks through, in the order of the computation.</summary>
/// <remarks>Porting note: in Keras this is a dictionary with two keys of these names.</remarks>
/// <param name="pre_block_layers">Layers that bring tokens to the first block, such as the embedding; they are not quantized.</param>
/// <param name="sequential_blocks">Blocks, each of which takes what the one before gives; their dense layers are quantized.</param>
public sealed record QuantizationLayerStructure(IReadOnlyList<Layer> pre_block_layers, IReadOnlyList<Layer> sequential_blocks);
