using Keras.Quantizers;

namespace Keras.Layers;

/// <summary>A matrix of few bits in place of a layer's weight: levels, scales, and, for groups of 4 bits, zero points.</summary>
/// <remarks>
/// One axis is the one that products sum over (or, for a table of vectors, that of a vector): values along it share a scale, all of them or in groups.
/// Two levels of 4 bits share a byte along the axis of packing.
/// </remarks>
internal sealed class QuantizedMatrix
{
    private readonly int _axis;
    private readonly int _packAxis;
    private readonly int _packedLength;
    private readonly bool _packed;
    private readonly int? _block;

    /// <summary>Levels and scales computed of a weight.</summary>
    internal readonly record struct Content(Tensor Levels, Tensor Scale, Tensor? Zero);

    /// <summary>Adds the variables to a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="name">Name of the levels; the other variables begin with it.</param>
    /// <param name="rows">Rows of the weight.</param>
    /// <param name="columns">Columns of the weight.</param>
    /// <param name="axis">The axis along which values share a scale.</param>
    /// <param name="packAxis">The axis along which two levels of 4 bits share a byte.</param>
    /// <param name="mode"><c>int8</c> or <c>int4</c>.</param>
    /// <param name="block">How many values share a scale; <see langword="null"/> for all.</param>
    /// <param name="groups">The groups of another matrix of the layer, where it has some.</param>
    internal QuantizedMatrix(Layer layer, string name, int rows, int columns, int axis, int packAxis, string mode, int? block, Variable? groups = null)
    {
        (_axis, _packAxis, _packed, _block) = (axis, packAxis, mode == "int4", block);
        _packedLength = packAxis == 0 ? rows : columns;
        TensorShape levels = (rows, columns);
        if (_packed) levels = levels.With(packAxis, (_packedLength + 1) / 2);
        Levels = layer.add_weight(levels, "zeros", dtype: "int8", trainable: false, name: name);

        int along = axis == 0 ? rows : columns, across = axis == 0 ? columns : rows;
        var grouped = _packed && block is not null;
        var count = grouped ? (along + block!.Value - 1) / block.Value : 1;
        TensorShape scales = !grouped ? across : axis == 0 ? (count, across) : (across, count);
        Scale = layer.add_weight(scales, "ones", trainable: false, name: name + "_scale");
        if (!grouped) return;
        // Porting note: Keras keeps the zero points of a second matrix as floats of the layer's dtype, which hold the same integers.
        Zero = layer.add_weight(scales, "zeros", dtype: groups is null ? "int8" : null, trainable: false, name: name + "_zero");
        Groups = groups ?? layer.add_weight(along, "zeros", dtype: "float32", trainable: false, name: "g_idx");
        OwnsGroups = groups is null;
        if (OwnsGroups) Groups.assign(Ops.floor(Ops.divide(Ops.arange(along, dtype: "float32"), (double)block!.Value)));
    }

    /// <summary>The levels, two in a byte for 4 bits.</summary>
    internal Variable Levels { get; }

    internal Variable Scale { get; }

    internal Variable? Zero { get; }

    /// <summary>The group of each place along the axis.</summary>
    internal Variable? Groups { get; }

    private bool OwnsGroups { get; }

    /// <summary>Scales, zero points and groups, in the order of files.</summary>
    internal IEnumerable<Variable> Parameters
    {
        get
        {
            yield return Scale;
            if (Zero is not null) yield return Zero;
            if (OwnsGroups) yield return Groups!;
        }
    }

    /// <summary>Levels and scales of a weight.</summary>
    internal static Content Compute(Tensor weight, int axis, int packAxis, string mode, int? block, Quantizer? quantizer)
    {
        Tensor levels, scale;
        Tensor? zero = null;
        if (mode == "int4" && block is { } size)
        {
            (levels, scale, zero) = QuantizerFunctions.abs_max_quantize_grouped_with_zero_point(axis == 0 ? weight : Ops.transpose(weight), size, to_numpy: true);
            if (axis == 1) (levels, scale, zero) = (Ops.transpose(levels), Ops.transpose(scale), Ops.transpose(zero));
        }
        else
        {
            quantizer ??= new AbsMaxQuantizer(axis, mode == "int4" ? (-8, 7) : null);
            (levels, scale) = quantizer.Apply(weight, to_numpy: true);
            scale = Ops.squeeze(scale, axis);
        }
        return new(mode == "int4" ? Int4Packing.pack_int4(levels, packAxis).packed : levels, scale, zero);
    }

    internal void Assign(Content content)
    {
        Levels.assign(content.Levels);
        Scale.assign(content.Scale);
        if (content.Zero is { } zero) Zero!.assign(Ops.cast(zero, Zero.dtype));
    }

    /// <summary>The variables and their values after a change of the weight.</summary>
    /// <param name="change">What is added to the weight.</param>
    /// <param name="dtype">The dtype of the computation.</param>
    internal Dictionary<Variable, Tensor> Merged(Tensor change, string dtype)
    {
        var content = Compute(Ops.add(Dequantized(dtype), change), _axis, _packAxis, _packed ? "int4" : "int8", _block, null);
        var values = new Dictionary<Variable, Tensor>(ReferenceEqualityComparer.Instance) { [Levels] = content.Levels, [Scale] = content.Scale };
        if (content.Zero is { } zero) values[Zero!] = zero;
        return values;
    }

    /// <summary>The weight as the levels give it.</summary>
    internal Tensor Dequantized(string dtype)
    {
        var levels = Unpacked();
        var values = Zero is not null ? QuantizerFunctions.FromGroups(levels, Scale.Raw, Zero.Raw, Groups!.Raw, _axis)
            : Ops.divide(Ops.cast(levels, dtype), Ops.expand_dims(Scale.value, _axis));
        return Ops.cast(values, dtype);
    }

    /// <summary>The product of an input (…, n) with the matrix, whose axis of scales it sums over.</summary>
    /// <param name="inputs">The input.</param>
    /// <param name="quantizer">The quantizer of the input; <see langword="null"/> to leave it in floats.</param>
    /// <param name="dtype">The dtype of the computation.</param>
    internal Tensor Product(Tensor inputs, Quantizer? quantizer, string dtype) => Ops.custom_gradient((Tensor x) =>
        // Rounding has no gradient: that of the product with the weight in floats takes its place.
        (Forward(x, quantizer, dtype), upstream => Ops.matmul(upstream, Ops.transpose(Upright(Dequantized(dtype))))))(inputs);

    private Tensor Forward(Tensor x, Quantizer? quantizer, string dtype)
    {
        Tensor? inputScale = null;
        var levels = x;
        if (quantizer is not null) (levels, inputScale) = quantizer.Apply(x, -1);
        if (Zero is not null)
        {
            var y = Ops.matmul(inputScale is null ? x : Ops.cast(levels, dtype), Upright(Dequantized(dtype)));
            return inputScale is null ? y : Ops.divide(y, inputScale);
        }
        var matrix = Upright(Unpacked());
        var product = inputScale is null ? Ops.matmul(x, Ops.cast(matrix, dtype)) : Ops.cast(Integers(levels, matrix, x.shape[^1]!.Value, Ops.matmul), dtype);
        return Ops.divide(product, inputScale is null ? Scale.value : Ops.multiply(Scale.value, inputScale));
    }

    /// <summary>A product of bytes. Floats of 32 bits hold short sums exactly and multiply much faster than integers do.</summary>
    /// <param name="a">Levels.</param>
    /// <param name="b">Levels.</param>
    /// <param name="terms">Terms of a sum.</param>
    /// <param name="product">The product.</param>
    internal static Tensor Integers(Tensor a, Tensor b, long terms, Func<Tensor, Tensor, Tensor> product)
    {
        var dtype = terms * 128 * 128 <= 1 << 24 ? "float32" : "int32";
        return product(Ops.cast(a, dtype), Ops.cast(b, dtype));
    }

    /// <summary>Vectors of a table whose rows have a scale each.</summary>
    /// <param name="indices">Which rows.</param>
    /// <param name="dtype">The dtype of the computation.</param>
    internal Tensor Rows(Tensor indices, string dtype)
    {
        var levels = Ops.take(Levels.Raw, indices, axis: 0);
        if (_packed) levels = Int4Packing.unpack_int4(levels, _packedLength, -1);
        levels = Ops.cast(levels, dtype);
        var scale = Ops.take(Scale.Raw, indices, axis: 0);
        var values = Zero is null ? Ops.divide(levels, Ops.cast(Ops.expand_dims(scale, -1), dtype))
            : QuantizerFunctions.FromGroups(levels, scale, Ops.take(Zero.Raw, indices, axis: 0), Groups!.Raw, -1);
        return Ops.cast(values, dtype);
    }

    private Tensor Unpacked() => _packed ? Int4Packing.unpack_int4(Levels.Raw, _packedLength, _packAxis) : Levels.Raw;

    // Products sum over the rows.
    private Tensor Upright(Tensor matrix) => _axis == 0 ? matrix : Ops.transpose(matrix);
}
