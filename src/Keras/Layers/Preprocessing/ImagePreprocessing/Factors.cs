namespace Keras.Layers;

/// <summary>Checks of the arguments that image layers share.</summary>
internal static class Factors
{
    internal static readonly string[] FillModes = ["reflect", "wrap", "constant", "nearest"];
    internal static readonly string[] ElasticFillModes = ["constant", "nearest", "wrap", "mirror", "reflect"];
    private static readonly string[] s_interpolations = ["nearest", "bilinear"];

    /// <summary>The pair that a factor means within bounds: a number stands for itself and its negative, cut off at the lower bound.</summary>
    internal static Interval Bounded(Interval factor, double low, double high, string name = "factor")
    {
        var fits = factor.IsPair ? factor.Lower <= high && factor.Upper >= low : factor.Lower >= low && factor.Lower <= high;
        if (!fits || double.IsNaN(factor.Lower) || double.IsNaN(factor.Upper))
            throw new ArgumentException($"The `{name}` argument should be a number (or a list of two numbers) in the range [{low}, {high}]. Received: {name}={factor}");
        return factor.IsPair ? factor.Sorted() : factor.Around(low);
    }

    /// <summary>Checks that every number of a factor lies in a range.</summary>
    internal static Interval Within(Interval factor, double low, double high, string name, bool openLow = false)
    {
        foreach (var number in new[] { factor.Lower, factor.Upper })
            if (!(number <= high && (openLow ? number > low : number >= low)))
                throw new ArgumentException($"The `{name}` argument should be a number (or a list of two numbers) in the range {(openLow ? '(' : '[')}{low}, {high}]. Received: {name}={factor}");
        return factor;
    }

    /// <summary>The range of pixel values, the lower one first; 0 to 255 where none is given.</summary>
    internal static Interval ValueRange(Interval? value_range, bool sort = true)
    {
        Interval range = value_range ?? (0, 255);
        if (!range.IsPair) throw new ArgumentException($"The `value_range` argument should be a list of two numbers. Received: value_range={range}");
        return sort ? range.Sorted() : range;
    }

    internal static string FillMode(string fill_mode, string[]? known = null) => OneOf("fill_mode", fill_mode, known ?? FillModes);

    internal static string Interpolation(string interpolation) => OneOf("interpolation", interpolation, s_interpolations);

    private static string OneOf(string argument, string value, string[] known) => known.Contains(value) ? value
        : throw new ArgumentException($"Unknown `{argument}` {value}. Expected one of ({string.Join(", ", known.Select(k => $"'{k}'"))}).");
}
