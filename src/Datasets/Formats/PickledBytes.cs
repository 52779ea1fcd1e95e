using System.Text;

namespace Keras.Datasets.Formats;

/// <summary>A byte string from a pickle; Python 2 wrote text as bytes, too.</summary>
/// <param name="Data">The bytes, within the file.</param>
internal sealed record PickledBytes(ReadOnlyMemory<byte> Data)
{
    /// <summary>The text of a string or byte string; null for other values.</summary>
    public static string? Text(object? value) => value as string ?? (value is PickledBytes bytes ? Encoding.UTF8.GetString(bytes.Data.Span) : null);
}
