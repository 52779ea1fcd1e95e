using Keras.Backend;

namespace Keras;

/// <summary>What a layer expects of an input: number of dimensions, fixed dimensions, dtype.</summary>
[KerasExport("keras.InputSpec", "keras.layers.InputSpec")]
public sealed class InputSpec
{
    /// <summary>Makes a specification.</summary>
    /// <param name="dtype">Element type expected.</param>
    /// <param name="shape">Exact shape, <see langword="null"/> dimensions free; it also fixes the number of dimensions.</param>
    /// <param name="ndim">Number of dimensions expected.</param>
    /// <param name="max_ndim">Most dimensions allowed.</param>
    /// <param name="min_ndim">Fewest dimensions allowed.</param>
    /// <param name="axes">Axes and the dimension that each must have.</param>
    /// <param name="allow_last_axis_squeeze">Whether a last dimension of 1 more or less is allowed.</param>
    /// <param name="name">Name of the input, for dictionaries of inputs.</param>
    /// <param name="optional">Whether the input may be missing.</param>
    public InputSpec(string? dtype = null, TensorShape? shape = null, int? ndim = null, int? max_ndim = null, int? min_ndim = null,
        Dictionary<int, int?>? axes = null, bool allow_last_axis_squeeze = false, string? name = null, bool optional = false)
    {
        this.dtype = dtype is null ? null : DTypes.Standardize(dtype);
        this.shape = shape;
        this.ndim = shape?.Rank ?? ndim;
        this.max_ndim = max_ndim;
        this.min_ndim = min_ndim;
        this.axes = axes ?? [];
        this.allow_last_axis_squeeze = allow_last_axis_squeeze;
        this.name = name;
        this.optional = optional;
    }

    /// <summary>Element type expected.</summary>
    public string? dtype { get; }

    /// <summary>Exact shape expected.</summary>
    public TensorShape? shape { get; }

    /// <summary>Number of dimensions expected.</summary>
    public int? ndim { get; }

    /// <summary>Most dimensions allowed.</summary>
    public int? max_ndim { get; }

    /// <summary>Fewest dimensions allowed.</summary>
    public int? min_ndim { get; }

    /// <summary>Axes and the dimension that each must have.</summary>
    public Dictionary<int, int?> axes { get; }

    /// <summary>Whether a last dimension of 1 more or less is allowed.</summary>
    public bool allow_last_axis_squeeze { get; }

    /// <summary>Name of the input.</summary>
    public string? name { get; }

    /// <summary>Whether the input may be missing.</summary>
    public bool optional { get; }

    /// <summary>The arguments that make an equal specification.</summary>
    public Config get_config() => new()
    {
        ["dtype"] = dtype,
        ["shape"] = shape is { } s ? Saving.Serialization.ToConfig(s) : null,
        ["ndim"] = ndim,
        ["max_ndim"] = max_ndim,
        ["min_ndim"] = min_ndim,
        ["axes"] = new Config(axes.Select(a => KeyValuePair.Create(a.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), (object?)a.Value))),
    };

    /// <summary>Makes the specification that <see cref="get_config"/> describes.</summary>
    /// <param name="config">What <see cref="get_config"/> gave.</param>
    public static InputSpec from_config(Config config) => new(
        config.Get("dtype") as string,
        config.Get("shape") is { } shape ? TensorShape.FromConfig(shape) : default(TensorShape?),
        config.Get("ndim") as int?,
        config.Get("max_ndim") as int?,
        config.Get("min_ndim") as int?,
        (config.Get("axes") as Config)?.ToDictionary(a => int.Parse(a.Key, System.Globalization.CultureInfo.InvariantCulture), a => a.Value as int?));

    /// <summary>Checks an input of a layer.</summary>
    internal void Check(Tensor x, string owner)
    {
        var given = x.ndim;
        if (ndim is { } exact && given != exact && !(allow_last_axis_squeeze && shape is { } s && Math.Abs(given - s.Rank) == 1))
            throw Wrong($"expected ndim={exact}, found ndim={given}");
        if (max_ndim is { } most && given > most) throw Wrong($"expected max_ndim={most}, found ndim={given}");
        if (min_ndim is { } least && given < least) throw Wrong($"expected min_ndim={least}, found ndim={given}");
        if (dtype is not null && x.dtype != dtype) throw Wrong($"expected dtype={dtype}, found dtype={x.dtype}");
        foreach (var (axis, value) in axes)
        {
            if (value is null) continue;
            if (axis >= given || -axis > given) throw Wrong($"expected axis {axis} to have value {value}, but it has only {given} dimensions");
            var found = x is KerasTensor ? x.shape[axis] : (int?)x.Dims[axis < 0 ? axis + given : axis];
            if (found is not null && found != value) throw Wrong($"expected axis {axis} of input shape to have value {value}");
        }
        if (shape is { } want && want.Rank == given)
            for (var i = 0; i < want.Rank; i++)
                if (want[i] is { } d && x.shape[i] is { } got && d != got) throw Wrong($"expected shape={want}");

        ArgumentException Wrong(string what) =>
            new($"Input 0 of layer \"{owner}\" is incompatible with the layer: {what}. Full shape received: {x.shape}");
    }
}
