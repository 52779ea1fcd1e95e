using Keras.Utils;
using SkiaSharp;

namespace Keras.Visualization;

/// <summary>Writes text into pictures, in a font that has its characters: Korean labels too, where one is installed.</summary>
internal static class Labels
{
    private static readonly Lock s_gate = new();
    private static readonly string[] s_plain = ["Arial", "Helvetica", "DejaVu Sans", "Liberation Sans", "Noto Sans"];
    private static SKTypeface[]? s_all;

    /// <summary>A font of a size in pixels.</summary>
    /// <param name="text">What will be written.</param>
    /// <param name="size">Height of a line.</param>
    internal static SKFont Font(string text, float size) => new(Face(text), size) { Edging = SKFontEdging.Antialias };

    private static SKTypeface Face(string text)
    {
        var first = s_plain.Select(f => SKFontManager.Default.MatchFamily(f)).FirstOrDefault(f => f is not null) ?? SKTypeface.Default;
        if (Known(first, text) == text.EnumerateRunes().Count()) return first;
        var foreign = text.EnumerateRunes().First(r => first.GetGlyph(r.Value) == 0).Value;
        if (SKFontManager.Default.MatchCharacter(foreign) is { } match && Known(match, text) == text.EnumerateRunes().Count()) return match;
        // Without fontconfig the font manager knows its families, but not which of them has a character.
        lock (s_gate) s_all ??= [.. SKFontManager.Default.FontFamilies.Select(f => SKFontManager.Default.MatchFamily(f)).OfType<SKTypeface>()];
        var best = s_all.MaxBy(f => Known(f, text));
        if (best is null || Known(best, text) <= Known(first, text)) best = first;
        if (Known(best, text) < text.EnumerateRunes().Count())
            IoUtils.WarnOnce("Labels have characters that no installed font has, such as Korean ones; boxes stand for them. Install a font that has them (Linux: `apt install fonts-noto-cjk` or `fonts-nanum`).");
        return best;
    }

    /// <summary>How many characters of a text a font has.</summary>
    private static int Known(SKTypeface face, string text) => text.EnumerateRunes().Count(r => face.GetGlyph(r.Value) != 0);
}
