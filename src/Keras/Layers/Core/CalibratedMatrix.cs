using Keras.DTypePolicies;
using Keras.Quantizers;

namespace Keras.Layers;

/// <summary>A matrix of few bits that is computed with the help of samples (GPTQ, AWQ), in place of a layer's weight. Until then the weight stays.</summary>
internal sealed class CalibratedMatrix
{
    private readonly Layer _layer;
    private readonly bool _packed;

    /// <summary>Levels (outputs, inputs) and what they stand for.</summary>
    internal readonly record struct Content(Tensor Levels, Tensor Scale, Tensor Zero, Tensor Groups, Tensor? InputScales);

    /// <summary>Adds the variables to a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="rows">Values of an input.</param>
    /// <param name="columns">Values of an output.</param>
    /// <param name="mode"><c>gptq</c> or <c>awq</c>.</param>
    /// <param name="policy">Tells bits and groups where no configuration does.</param>
    /// <param name="config">Tells bits and groups.</param>
    /// <param name="source">The weight in floats; <see langword="null"/> where a file will fill the levels.</param>
    /// <param name="zeroName">Name of the zero points.</param>
    /// <exception cref="ArgumentException">Nothing tells the size of groups.</exception>
    internal CalibratedMatrix(Layer layer, int rows, int columns, string mode, DTypePolicy policy, QuantizationConfig? config, Variable? source, string zeroName)
    {
        var (bits, group) = (config, policy) switch
        {
            (CalibratedQuantizationConfig c, _) when c.mode == mode => (c.weight_bits, c.group_size),
            (_, GPTQDTypePolicy p) when mode == "gptq" => (p.weight_bits, p.group_size),
            (_, AWQDTypePolicy p) when mode == "awq" => (p.weight_bits, p.group_size),
            _ => throw new ArgumentException($"Layer '{layer.name}': for '{mode}' the size of groups must be told by the `config` argument or by the dtype policy, such as '{mode}/4/128_from_float32'. Received: dtype_policy={policy.name}"),
        };
        (_layer, _packed, Mode, Rows, Columns, Source) = (layer, bits == 4, mode, rows, columns, source);
        TensorShape scales = (columns, group == -1 ? 1 : (rows + group - 1) / group);
        Levels = layer.add_weight((_packed ? (columns + 1) / 2 : columns, rows), "zeros", dtype: "uint8", trainable: false, name: "kernel");
        Scale = layer.add_weight(scales, "ones", trainable: false, name: "kernel_scale");
        Zero = layer.add_weight(scales, "zeros", dtype: "uint8", trainable: false, name: zeroName);
        if (mode == "awq") InputScales = layer.add_weight(rows, "ones", trainable: false, name: "awq_scales");
        Groups = layer.add_weight(rows, "zeros", dtype: "float32", trainable: false, name: "g_idx");
    }

    internal string Mode { get; }

    internal int Rows { get; }

    internal int Columns { get; }

    /// <summary>The weight in floats, until the levels are there.</summary>
    internal Variable? Source { get; private set; }

    /// <summary>The levels, two in a byte for 4 bits.</summary>
    internal Variable Levels { get; }

    internal Variable Scale { get; }

    internal Variable Zero { get; }

    internal Variable Groups { get; }

    /// <summary>What weights are multiplied by before they are rounded (AWQ).</summary>
    internal Variable? InputScales { get; }

    /// <summary>Sees the inputs of the layer while it is measured.</summary>
    internal Action<Tensor>? Observer { get; set; }

    /// <summary>What files hold after the bias.</summary>
    /// <exception cref="InvalidOperationException">The levels are not there yet.</exception>
    // Porting note: Keras writes empty levels in this state, and the weight is lost.
    internal IEnumerable<Variable> Parameters => Source is not null
        ? throw new InvalidOperationException($"Layer '{_layer.name}' is prepared for '{Mode}' but not calibrated, so there are no levels to store. Quantize its model by `model.quantize`, with a structure whose blocks hold the layer.")
        : [Levels, Scale, Zero, .. InputScales is null ? (Variable[])[] : [InputScales], Groups];

    /// <summary>Takes levels over; the weight in floats goes.</summary>
    internal void Assign(Content content)
    {
        Levels.assign(_packed ? Int4Packing.pack_int4(content.Levels, 0, "uint8").packed : content.Levels);
        Scale.assign(content.Scale);
        Zero.assign(content.Zero);
        Groups.assign(content.Groups);
        if (content.InputScales is { } scales) InputScales!.assign(scales);
        _layer.Untrack(Source!);
        Source = null;
    }

    /// <summary>The weight (inputs, outputs) as the levels give it, or as it is where they are not there yet.</summary>
    /// <param name="dtype">The dtype of the computation.</param>
    internal Tensor Value(string dtype)
    {
        if (Source is not null) return Ops.cast(Source.value, dtype);
        var levels = _packed ? Int4Packing.unpack_int4(Levels.Raw, Columns, 0, "uint8") : Levels.Raw;
        var values = Ops.transpose(QuantizerFunctions.FromGroups(levels, Scale.Raw, Zero.Raw, Groups.Raw, 1));
        if (InputScales is not null) values = Ops.divide(values, Ops.expand_dims(InputScales.Raw, -1));
        return Ops.cast(values, dtype);
    }
}
