using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Keras.Generators;

/// <summary>Where an export is written. A <see cref="Location"/> would keep its syntax tree alive and differ after every edit.</summary>
internal sealed record ExportLocation(string Path, TextSpan Span, LinePositionSpan Lines)
{
    /// <summary>Keeps the place of a syntax node.</summary>
    public static ExportLocation Of(SyntaxNode node)
    {
        var lines = node.GetLocation().GetLineSpan();
        return new ExportLocation(lines.Path, node.Span, lines.Span);
    }

    /// <summary>The place as diagnostics want it.</summary>
    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
