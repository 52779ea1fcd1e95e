using Keras.DTypePolicies;

namespace Keras;

/// <content>Quantization: weights of few bits.</content>
public abstract partial class Layer
{
    private bool _quantized;

    /// <summary>How the weights are quantized, such as <c>int8</c>; <see langword="null"/> where they are not.</summary>
    public string? quantization_mode => OwnPolicy.quantization_mode;

    /// <summary>The policy that counts for this layer: of a map, that of its path.</summary>
    private protected DTypePolicy OwnPolicy => _dtypePolicy is DTypePolicyMap map && path is not null ? map[path] : _dtypePolicy;

    /// <summary>The layer's own variables in the order in which files hold them.</summary>
    internal virtual IEnumerable<Variable> StoredVariables => OwnVariables;

    /// <summary>The low-rank change of the layer's weight; files hold the weight with the change added.</summary>
    private protected virtual Layers.LoraDelta? Change => null;

    /// <summary>What files hold in place of the values of variables while there is a <see cref="Change"/>.</summary>
    private protected virtual IReadOnlyDictionary<Variable, Tensor> MergedValues() => new Dictionary<Variable, Tensor>();

    /// <summary>Brings the weights to few bits; they cannot be trained any more then, except in <c>float8</c>, which is for training.</summary>
    /// <remarks>For <c>gptq</c> and <c>awq</c> it is prepared alone, and computes in floats until <see cref="Model.quantize"/> has measured it.</remarks>
    /// <param name="mode"><c>int8</c>, <c>int4</c>, <c>float8</c>, <c>gptq</c> or <c>awq</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="type_check">Whether classes derived from the layers that can be quantized are refused.</param>
    /// <param name="config">Quantizers and sizes; those of the mode where <see langword="null"/>.</param>
    /// <exception cref="InvalidOperationException">The layer is not built, or quantized already.</exception>
    /// <exception cref="ArgumentException">There is no such mode, or it does not fit the dtype.</exception>
    /// <exception cref="NotSupportedException">Layers of this class cannot be quantized, or not in this mode.</exception>
    public void quantize(string? mode = null, bool type_check = true, QuantizationConfig? config = null)
    {
        // 1. What is asked for.
        config = QuantizationConfig.Resolve(mode, config);
        if (!built) throw new InvalidOperationException($"Cannot quantize a layer that isn't yet built. Layer '{name}' (of type '{GetType().Name}') is not built yet. Call it on data, or build it.");
        if (_quantized) throw new InvalidOperationException($"Layer '{name}' is already quantized with dtype_policy='{dtype_policy.name}'. Received: mode={config.mode}");
        if (config.mode == "int8" && compute_dtype == "float16") throw new ArgumentException($"Quantization mode='{config.mode}' doesn't work well with compute_dtype='float16'.");

        // 2. The weights.
        Quantize(config, type_check);
        _quantized = true;

        // 3. The policy, which files hold.
        if (quantization_mode is not null) return;
        var label = config.mode == "int4" ? $"int4/{QuantizationConfig.BlockSize(OwnPolicy, config) ?? -1}" : (config as Quantizers.CalibratedQuantizationConfig)?.dtype_policy_string() ?? config.mode;
        dtype_policy = DTypePolicyLookup.Named($"{label}_from_{OwnPolicy.name}");
    }

    /// <summary>Quantizes the weights of a built layer.</summary>
    private protected virtual void Quantize(QuantizationConfig config, bool typeCheck) => throw NotQuantizable();

    /// <summary>Notes that the layer is built with quantized weights.</summary>
    private protected void MarkQuantized() => _quantized = true;

    /// <summary>The matrix that samples choose the levels of; <see langword="null"/> where the layer has none.</summary>
    internal virtual Layers.CalibratedMatrix? Calibration => null;

    private protected NotSupportedException NoLora(string mode) =>
        new($"lora is not currently supported with {mode.ToUpperInvariant()} quantization. Received: layer '{name}'. Quantize it without LoRA, or with 'int8' or 'int4'.");

    private protected NotSupportedException NotQuantizable() => new($"Layer {GetType().Name} does not have a `quantize` method implemented.");

    private protected NotSupportedException NoSuchQuantization(string mode) =>
        new($"Invalid quantization mode. Layer '{name}' of class {GetType().Name} cannot be quantized with '{mode}'. Use 'int8' or 'int4'{(this is Layers.Embedding ? "" : ", 'gptq' or 'awq', or 'float8' for training")}.");
}
