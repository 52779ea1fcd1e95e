using System.Text;

namespace Keras.Utils;

/// <summary>A table of text with heavy header lines and a line between all rows, laid out as Python's <c>rich</c> lays it out.</summary>
/// <remarks>Cells carry styles as escape sequences between U+E000 marks, which take no width; <see cref="Render"/> writes or drops them.</remarks>
internal sealed class RichTable(string[] header, RichTable.Align[] alignment, int[] columnWidths, int lineLength)
{
    internal enum Align
    {
        Left,
        Right,
        Center,
    }

    private readonly List<string[]> _rows = [];

    internal void Add(string[] cells) => _rows.Add(cells);

    internal static string Style(string text, string code) => $"\uE000{code}\uE001{text}\uE002";

    internal string Render(bool color)
    {
        // 1. The widths asked for and two columns of padding are more than the line has: every column gives some, left to right.
        var n = header.Length;
        var widths = columnWidths.Select(w => w + 2).ToArray();
        var excess = widths.Sum() - (lineLength - (n + 1));
        for (var i = 0; i < n; i++)
        {
            var part = Math.Min(widths[i], (int)Math.Round(excess / (double)(n - i), MidpointRounding.ToEven));
            widths[i] -= part;
            excess -= part;
        }

        // 2. Lines and rows.
        var text = new StringBuilder();
        Line(text, "┏", "━", "┳", "┓", widths);
        Row(text, [.. header.Select(h => Style(h, "1"))], "┃", widths, color);
        Line(text, "┡", "━", "╇", "┩", widths);
        for (var i = 0; i < _rows.Count; i++)
        {
            Row(text, _rows[i], "│", widths, color);
            if (i < _rows.Count - 1) Line(text, "├", "─", "┼", "┤", widths);
        }
        Line(text, "└", "─", "┴", "┘", widths);
        return text.ToString();
    }

    private static void Line(StringBuilder text, string left, string fill, string middle, string right, int[] widths) =>
        text.Append(left).AppendJoin(middle, widths.Select(w => string.Concat(Enumerable.Repeat(fill, w)))).Append(right).Append('\n');

    private void Row(StringBuilder text, string[] cells, string border, int[] widths, bool color)
    {
        var wrapped = cells.Select((c, i) => Wrap(c, Math.Max(1, widths[i] - 2))).ToArray();
        var height = wrapped.Max(w => w.Count);
        for (var line = 0; line < height; line++)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                var inner = Math.Max(1, widths[i] - 2);
                var content = line < wrapped[i].Count ? wrapped[i][line] : [];
                var free = inner - content.Sum(g => Width(g.Text));
                var before = alignment[i] switch { Align.Right => free, Align.Center => free / 2, _ => 0 };
                text.Append(border).Append(' ').Append(' ', before);
                foreach (var (style, part) in content) text.Append(color && style.Length > 0 ? $"\u001b[{style}m{part}\u001b[0m" : part);
                text.Append(' ', free - before).Append(' ');
            }
            text.Append(border).Append('\n');
        }
    }

    private static List<List<(string Style, string Text)>> Wrap(string cell, int width)
    {
        // 1. Characters with their styles.
        var glyphs = Glyphs(cell);
        var plain = string.Concat(glyphs.Select(g => g.Text));
        // 2. Where lines break: before a word that does not fit, a word being taken with the spaces around it.
        var breaks = new List<int>();
        var offset = 0;
        foreach (System.Text.RegularExpressions.Match word in System.Text.RegularExpressions.Regex.Matches(plain, @"\s*\S+\s*"))
        {
            var length = Width(word.Value.TrimEnd());
            if (width - offset >= length) offset += Width(word.Value);
            else if (length > width || offset > 0)
            {
                if (word.Index > 0) breaks.Add(word.Index);
                offset = Width(word.Value);
            }
        }
        // 3. The lines, cut with an ellipsis where one word is too long.
        var lines = new List<List<(string, string)>>();
        var start = 0;
        foreach (var end in breaks.Append(plain.Length))
        {
            var part = glyphs[start..end];
            while (part.Count > 0 && char.IsWhiteSpace(part[^1].Text[0]) && part.Sum(g => Width(g.Text)) > width) part.RemoveAt(part.Count - 1);
            if (part.Sum(g => Width(g.Text)) > width)
            {
                while (part.Count > 0 && part.Sum(g => Width(g.Text)) > width - 1) part.RemoveAt(part.Count - 1);
                part.Add((part.Count > 0 ? part[^1].Style : "", "…"));
            }
            lines.Add(Merge(part));
            start = end;
        }
        return lines;
    }

    private static List<(string Style, string Text)> Merge(List<(string Style, string Text)> glyphs)
    {
        var merged = new List<(string, string)>();
        foreach (var (style, text) in glyphs)
        {
            if (merged.Count > 0 && merged[^1].Item1 == style) merged[^1] = (style, merged[^1].Item2 + text);
            else merged.Add((style, text));
        }
        return merged;
    }

    internal static List<(string Style, string Text)> Glyphs(string cell)
    {
        var glyphs = new List<(string, string)>();
        var style = "";
        for (var i = 0; i < cell.Length; i++)
        {
            switch (cell[i])
            {
                case '\uE000':
                    var end = cell.IndexOf('\uE001', i);
                    style = cell[(i + 1)..end];
                    i = end;
                    break;
                case '\uE002':
                    style = "";
                    break;
                default:
                    glyphs.Add((style, cell[i].ToString()));
                    break;
            }
        }
        return glyphs;
    }

    /// <summary>Text with styles as escape sequences, or without them.</summary>
    internal static string Resolve(string text, bool color) =>
        string.Concat(Merge(Glyphs(text)).Select(g => color && g.Style.Length > 0 ? $"\u001b[{g.Style}m{g.Text}\u001b[0m" : g.Text));

    /// <summary>Columns of a text on a terminal: East Asian letters take two.</summary>
    private static int Width(string text)
    {
        var width = 0;
        foreach (var c in text) width += c is >= '\u1100' and <= '\u115f' or >= '\u2e80' and <= '\u303e' or >= '\u3041' and <= '\ua4cf' or >= '\uac00' and <= '\ud7a3' or >= '\uf900' and <= '\ufaff' or >= '\ufe30' and <= '\ufe6f' or >= '\uff00' and <= '\uff60' or >= '\uffe0' and <= '\uffe6' ? 2 : 1;
        return width;
    }
}
