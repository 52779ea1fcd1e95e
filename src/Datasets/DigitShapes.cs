using System.Globalization;

namespace Keras.Datasets;

/// <summary>The pen strokes of the digits, each digit in several hands.</summary>
/// <remarks>
/// A stroke is written as in SVG: M moves the pen, L draws a line, C a cubic curve; E draws part of an ellipse (center, radii, first and last angle
/// in degrees, 0 to the right, 90 down). The box is 1.2 wide and 2 high around (0, 0), y pointing down.
/// </remarks>
internal static class DigitShapes
{
    private static readonly string[][] Paths =
    [
        ["E 0 0 0.55 0.95 -90 270", "E 0 0 0.42 0.98 -110 250", "E 0 0 0.6 0.85 -60 290", "M 0.3 -0.95 C -0.9 -0.9 -0.7 1.1 0 0.95 C 0.75 0.8 0.65 -0.85 -0.05 -0.8"],
        ["M 0 -1 L 0 1", "M -0.38 -0.55 L 0.06 -1 L 0.06 1", "M -0.32 -0.65 L 0.05 -0.98 L 0.05 0.95 M -0.4 0.97 L 0.48 0.97", "M 0.08 -1 C 0.02 -0.4 0 0.4 -0.06 1"],
        [
            "M -0.5 -0.5 C -0.45 -1.1 0.55 -1.15 0.5 -0.45 C 0.45 0.1 -0.3 0.5 -0.55 1 L 0.6 1",
            "M -0.45 -0.7 C -0.1 -1.2 0.6 -0.9 0.42 -0.35 C 0.25 0.15 -0.25 0.7 -0.5 0.85 C -0.75 0.95 -0.6 0.55 -0.3 0.72 C 0 0.9 0.3 1.05 0.65 0.8",
            "M -0.48 -0.85 C 0.1 -1.15 0.6 -0.7 0.38 -0.2 C 0.2 0.2 -0.2 0.6 -0.55 0.95 L 0.55 0.9",
        ],
        [
            "M -0.45 -0.8 C -0.1 -1.15 0.55 -1 0.45 -0.5 C 0.4 -0.15 0.1 -0.05 -0.12 -0.05 C 0.3 -0.05 0.6 0.2 0.5 0.6 C 0.4 1.1 -0.3 1.1 -0.52 0.7",
            "M -0.45 -0.93 L 0.45 -0.95 L -0.06 -0.18 C 0.5 -0.22 0.65 0.3 0.5 0.6 C 0.35 1.1 -0.3 1.1 -0.5 0.78",
            "M -0.35 -0.9 C 0.2 -1.05 0.5 -0.7 0.3 -0.35 C 0.15 -0.1 -0.1 -0.05 -0.1 -0.05 C 0.2 0 0.42 0.3 0.35 0.6 C 0.25 0.95 -0.2 1.05 -0.45 0.9",
        ],
        [
            "M -0.35 -1 L -0.5 0.12 L 0.55 0.12 M 0.3 -0.7 L 0.22 1",
            "M 0.25 1 L 0.25 -1 L -0.58 0.32 L 0.62 0.32",
            "M -0.4 -0.9 C -0.5 -0.4 -0.55 0.1 -0.3 0.1 C 0 0.1 0.3 0.05 0.45 0 M 0.42 -0.9 C 0.38 -0.3 0.3 0.4 0.3 1",
        ],
        [
            "M 0.5 -0.95 L -0.35 -0.95 L -0.45 -0.12 C 0.1 -0.4 0.62 -0.1 0.5 0.4 C 0.4 1.05 -0.3 1.1 -0.55 0.75",
            "M -0.28 -0.9 L -0.4 -0.12 C 0.15 -0.3 0.55 0.05 0.42 0.5 C 0.3 0.95 -0.2 1.05 -0.5 0.88 M -0.3 -0.92 L 0.58 -1",
            "M 0.5 -0.9 C 0.1 -0.95 -0.2 -0.95 -0.3 -0.85 C -0.35 -0.6 -0.4 -0.3 -0.38 -0.2 C -0.1 -0.35 0.5 -0.25 0.48 0.3 C 0.45 0.85 -0.1 1 -0.5 0.95",
        ],
        [
            "M 0.35 -0.95 C -0.2 -0.8 -0.55 -0.1 -0.5 0.45 C -0.45 1.1 0.5 1.1 0.5 0.45 C 0.5 -0.05 -0.3 -0.05 -0.48 0.4",
            "M 0.1 -1 C -0.3 -0.4 -0.5 0.1 -0.46 0.5 E 0 0.5 0.46 0.46 180 540",
            "M 0.4 -0.8 C 0 -1.1 -0.5 -0.4 -0.5 0.3 C -0.5 1.1 0.3 1.1 0.42 0.6 C 0.5 0.15 -0.1 -0.05 -0.45 0.35",
        ],
        [
            "M -0.5 -0.9 L 0.5 -0.9 C 0.3 -0.4 0 0.2 -0.15 1",
            "M -0.5 -0.88 L 0.5 -0.9 L -0.1 1 M -0.28 0.05 L 0.4 0",
            "M -0.5 -0.6 L -0.48 -0.9 L 0.5 -0.92 C 0.2 -0.3 0.1 0.3 0.05 1",
        ],
        [
            "E 0 -0.5 0.38 0.45 90 450 M 0 -0.04 E 0 0.48 0.48 0.5 -90 270",
            "M 0.38 -0.7 C 0.1 -1.15 -0.6 -0.95 -0.4 -0.45 C -0.25 -0.1 0.5 0.1 0.48 0.5 C 0.45 1.1 -0.5 1.1 -0.5 0.5 C -0.5 0.05 0.4 -0.15 0.42 -0.6 C 0.42 -0.75 0.38 -0.8 0.3 -0.88",
            "E 0.05 -0.55 0.32 0.4 100 440 M 0 -0.1 E -0.02 0.45 0.42 0.52 -80 270",
        ],
        [
            "E 0 -0.5 0.42 0.45 0 -360 M 0.42 -0.55 C 0.45 0 0.4 0.5 0.25 1",
            "E -0.02 -0.52 0.42 0.42 0 -360 M 0.42 -0.85 L 0.4 1",
            "M 0.4 -0.6 C 0.2 -1.15 -0.5 -1 -0.48 -0.5 C -0.45 -0.05 0.25 0 0.42 -0.5 C 0.48 0.2 0.4 1.1 -0.38 0.88",
        ],
    ];

    /// <summary>For each digit its hands, for each hand its strokes, for each stroke its corners.</summary>
    public static (double X, double Y)[][][][] Digits { get; } = Array.ConvertAll(Paths, hands => Array.ConvertAll(hands, Parse));

    private static (double, double)[][] Parse(string path)
    {
        const int curveSteps = 9;
        const int ellipseSteps = 20;
        var strokes = new List<List<(double X, double Y)>>();
        var words = new Queue<string>(path.Split(' '));
        while (words.TryDequeue(out var command))
        {
            if (command == "M" || strokes.Count == 0) strokes.Add([]);
            var stroke = strokes[^1];
            switch (command)
            {
                case "M" or "L":
                    stroke.Add((Number(), Number()));
                    break;
                case "C":
                    var (x0, y0) = stroke[^1];
                    var (x1, y1, x2, y2, x3, y3) = (Number(), Number(), Number(), Number(), Number(), Number());
                    for (var i = 1; i <= curveSteps; i++)
                    {
                        var t = i / (double)curveSteps;
                        var s = 1 - t;
                        stroke.Add((s * s * s * x0 + 3 * s * s * t * x1 + 3 * s * t * t * x2 + t * t * t * x3, s * s * s * y0 + 3 * s * s * t * y1 + 3 * s * t * t * y2 + t * t * t * y3));
                    }
                    break;
                default:
                    var (cx, cy, rx, ry, from, to) = (Number(), Number(), Number(), Number(), Number(), Number());
                    for (var i = 0; i <= ellipseSteps; i++)
                    {
                        var angle = double.DegreesToRadians(from + (to - from) * i / ellipseSteps);
                        stroke.Add((cx + rx * Math.Cos(angle), cy + ry * Math.Sin(angle)));
                    }
                    break;
            }
        }
        return [.. strokes.Select(s => s.ToArray())];

        double Number() => double.Parse(words.Dequeue(), CultureInfo.InvariantCulture);
    }
}
