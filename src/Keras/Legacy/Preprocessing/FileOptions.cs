using NumSharp;

namespace Keras.Legacy.Preprocessing;

/// <summary>How a <see cref="FileIterator"/> reads pictures and writes changed ones.</summary>
internal sealed record FileOptions(string Directory, Size2D Size, string ColorMode, string? ClassMode, string DataFormat, string? Folder, string Prefix, string Format, string Interpolation, bool KeepAspectRatio, NPTypeCode DType);
