using System.Globalization;
using Keras.Backend;

namespace Keras;

/// <summary>One entry of an index of a tensor, as Python writes it between brackets.</summary>
/// <remarks>
/// <list type="table">
/// <item><term><c>2</c>, <c>-1</c>, <c>^1</c></term><description>one place; the axis disappears</description></item>
/// <item><term><c>1..3</c>, <c>".."</c>, <c>"1:3"</c>, <c>":"</c>, <c>"::2"</c>, <c>"::-1"</c></term><description>a slice</description></item>
/// <item><term><c>"..."</c></term><description>all axes that no other entry names</description></item>
/// <item><term><c>":, 1:3, -1"</c></term><description>several entries at once, as between Python's brackets</description></item>
/// <item><term><see langword="null"/>, <c>"newaxis"</c></term><description>a new axis of size 1</description></item>
/// <item><term>an integer tensor or array</term><description>the places it names</description></item>
/// <item><term>a boolean tensor or array</term><description>the places where it is true</description></item>
/// </list>
/// </remarks>
public sealed class TensorIndex
{
    internal enum Form
    {
        Place,
        Slice,
        Ellipsis,
        NewAxis,
        Tensor,
        Several,
    }

    /// <summary>A new axis of size 1, which <see langword="null"/> means too.</summary>
    public static TensorIndex NewAxis { get; } = new(Form.NewAxis);

    /// <summary>All axes that no other entry names, which <c>"..."</c> means too.</summary>
    public static TensorIndex Ellipsis { get; } = new(Form.Ellipsis);

    private TensorIndex(Form form) => Kind = form;

    internal Form Kind { get; }

    internal long Place { get; private init; }

    internal long? Start { get; private init; }

    internal long? Stop { get; private init; }

    internal long Step { get; private init; } = 1;

    internal Tensor? Tensor { get; private init; }

    private TensorIndex[] Entries { get; init; } = [];

    /// <summary>The entries one by one: a text may hold several.</summary>
    internal static TensorIndex[] Expand(TensorIndex?[]? key) =>
        [.. (key ?? [null]).SelectMany(e => e is null ? [NewAxis] : e.Kind == Form.Several ? e.Entries : (TensorIndex[])[e])];

    internal TensorIndex With(Tensor tensor) => new(Form.Tensor) { Tensor = tensor };

    /// <summary>A slice as Python's <c>slice(start, stop, step)</c>.</summary>
    /// <param name="start">First place; the end it comes from where <see langword="null"/>.</param>
    /// <param name="stop">The place before which it ends; the other end where <see langword="null"/>.</param>
    /// <param name="step">Distance of the places, not 0; negative ones go backwards.</param>
    /// <exception cref="ArgumentException">The step is 0.</exception>
    public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null)
    {
        if (step == 0) throw new ArgumentException("The step of a slice must not be 0.");
        return new(Form.Slice) { Start = start, Stop = stop, Step = step ?? 1 };
    }

    /// <summary>First place, number of places and step of a slice on an axis of known size, by Python's rules.</summary>
    internal (long First, long Count, long Step) Places(long size)
    {
        long Clamp(long at, long low, long high) => Math.Clamp(at < 0 ? at + size : at, low, high);
        if (Step > 0)
        {
            long from = Start is { } s ? Clamp(s, 0, size) : 0, to = Stop is { } e ? Clamp(e, 0, size) : size;
            return (from, Math.Max(0, (to - from + Step - 1) / Step), Step);
        }
        long first = Start is { } b ? Clamp(b, -1, size - 1) : size - 1, last = Stop is { } t ? Clamp(t, -1, size - 1) : -1;
        return (first, Math.Max(0, (first - last - Step - 1) / -Step), Step);
    }

    internal object? ToConfig() => Kind switch
    {
        Form.Place => Place,
        Form.Slice => new Config { ["class_name"] = "__slice__", ["config"] = new Config { ["start"] = Start, ["stop"] = Stop, ["step"] = Step == 1 ? null : Step } },
        Form.Ellipsis => new Config { ["class_name"] = "__ellipsis__", ["config"] = new Config() },
        Form.NewAxis => null,
        _ => Ops.PlainValue(Tensor!),
    };

    /// <summary>Reads what <see cref="ToConfig"/> gives.</summary>
    internal static TensorIndex FromConfig(object? value) => value switch
    {
        null => NewAxis,
        TensorIndex index => index,
        int place => place,
        long place => place,
        string text => Parse(text),
        Config config when config.Get("class_name") is "__ellipsis__" => Ellipsis,
        Config config when config.Get("class_name") is "__slice__" && config.Get("config") is Config slice => Slice(Bound(slice.Get("start")), Bound(slice.Get("stop")), Bound(slice.Get("step"))),
        Keras.Tensor tensor => tensor,
        _ => throw new ArgumentException($"{Saving.ConfigReflection.Show(value)} is no index. Expected a number, a slice, an ellipsis or a tensor."),
    };

    private static long? Bound(object? value) => value is null ? null : Convert.ToInt64(value, CultureInfo.InvariantCulture);

    /// <summary>The entry as Python writes it.</summary>
    public override string ToString() => Kind switch
    {
        Form.Place => Place.ToString(CultureInfo.InvariantCulture),
        Form.Slice => string.Create(CultureInfo.InvariantCulture, $"{Start}:{Stop}") + (Step == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $":{Step}")),
        Form.Ellipsis => "...",
        Form.NewAxis => "None",
        Form.Several => string.Join(", ", (object[])Entries),
        _ => $"tensor{Tensor!.shape}",
    };

    private static TensorIndex Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Contains(',')) return new(Form.Several) { Entries = [.. trimmed.TrimEnd(',').Split(',').Select(Parse)] };
        switch (trimmed)
        {
            case "...":
                return Ellipsis;
            case "None" or "newaxis" or "null":
                return NewAxis;
            case "..":
                return Slice();
        }
        var parts = trimmed.Split(':');
        if (parts.Length == 1) return (long)(Number(parts[0]) ?? throw Bad());
        if (parts.Length > 3) throw Bad();
        return Slice(Number(parts[0]), Number(parts[1]), parts.Length == 3 ? Number(parts[2]) : null);

        long? Number(string part) => part.Trim() is not { Length: > 0 } digits ? null
            : long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Bad();
        ArgumentException Bad() => new($"'{text}' is no index. Expected a number, a slice such as \"1:3\", \":\" or \"::2\", \"...\" or \"newaxis\".");
    }

    /// <summary>One place; negative counts from the end.</summary>
    public static implicit operator TensorIndex(int place) => new(Form.Place) { Place = place };

    /// <summary>One place; negative counts from the end.</summary>
    public static implicit operator TensorIndex(long place) => new(Form.Place) { Place = place };

    /// <summary>One place, from the end as in <c>^1</c>.</summary>
    public static implicit operator TensorIndex(Index place) => new(Form.Place) { Place = place.IsFromEnd ? -place.Value : place.Value };

    /// <summary>A slice, as in <c>1..3</c> or <c>..^1</c>.</summary>
    public static implicit operator TensorIndex(Range range) => Slice(Bound(range.Start), range.End is { IsFromEnd: true, Value: 0 } ? null : Bound(range.End));

    private static long Bound(Index at) => at.IsFromEnd ? (at.Value == 0 ? long.MaxValue : -at.Value) : at.Value;

    /// <summary>An entry as text: a slice such as <c>"1:3"</c> or <c>"::2"</c>, <c>"..."</c>, or <c>"newaxis"</c>.</summary>
    public static implicit operator TensorIndex(string text) => Parse(text);

    /// <summary>The places that an integer tensor names, or where a boolean tensor is true.</summary>
    public static implicit operator TensorIndex(Tensor tensor) => tensor is ScalarTensor { IsInteger: true } s ? s.Integer : new TensorIndex(Form.Tensor) { Tensor = tensor };

    /// <summary>The places that an array names.</summary>
    public static implicit operator TensorIndex(int[] places) => new(Form.Tensor) { Tensor = places };

    /// <summary>The places where an array is true.</summary>
    public static implicit operator TensorIndex(bool[] mask) => new(Form.Tensor) { Tensor = mask };
}
