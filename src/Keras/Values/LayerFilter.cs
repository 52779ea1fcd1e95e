using System.Text.RegularExpressions;

namespace Keras;

/// <summary>A choice of layers: by a pattern in their names, by several, or by a function.</summary>
public sealed class LayerFilter
{
    private readonly Func<Layer, bool> _accepts;

    private LayerFilter(Func<Layer, bool> accepts) => _accepts = accepts;

    internal bool Accepts(Layer layer) => _accepts(layer);

    private static bool Found(string pattern, Layer layer) => Regex.IsMatch(layer.name, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Layers in whose names a regular expression is found.</summary>
    public static implicit operator LayerFilter?(string? pattern) => pattern is null ? null : new(layer => Found(pattern, layer));

    /// <summary>Layers in whose names one of several regular expressions is found.</summary>
    public static implicit operator LayerFilter?(string[]? patterns) => patterns is null ? null : new(layer => patterns.Any(p => Found(p, layer)));

    /// <summary>Layers that a function accepts.</summary>
    public static implicit operator LayerFilter?(Func<Layer, bool>? accepts) => accepts is null ? null : new(accepts);
}
