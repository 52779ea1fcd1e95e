namespace Keras.Visualization;

/// <summary>A line of a gallery's legend: a coloured field and what it means.</summary>
/// <param name="label">The meaning.</param>
/// <param name="color">Red, green and blue, 0 to 255.</param>
public sealed record LegendEntry(string label, (int R, int G, int B) color);
