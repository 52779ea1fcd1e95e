using System.Globalization;
using System.Text.RegularExpressions;

namespace Keras.Conformance.Comparison;

/// <summary>Compares texts: the numbers in them within the tolerance, everything else to the letter.</summary>
internal static partial class TextComparer
{
    /// <summary>A number that was printed with four digits may be rounded another way.</summary>
    private const double LastDigit = 1.01e-4;

    internal static void Compare(string what, string expected, string got, Report report)
    {
        var (want, have) = (Number().Split(expected), Number().Split(got));
        var (wanted, given) = (Number().Matches(expected), Number().Matches(got));
        for (var i = 0; i < Math.Max(want.Length, have.Length); i++)
        {
            if (i >= want.Length || i >= have.Length || want[i] != have[i])
            {
                Report(what, expected, got, i, wanted, given, report);
                return;
            }
            if (i >= wanted.Count || i >= given.Count) continue;
            double a = Parse(wanted[i].Value), b = Parse(given[i].Value);
            if (a != b && Math.Abs(a - b) > LastDigit && !report.Measure(a, b))
            {
                Report(what, expected, got, i, wanted, given, report);
                return;
            }
        }
    }

    private static void Report(string what, string expected, string got, int part, MatchCollection wanted, MatchCollection given, Report report)
    {
        int a = Start(wanted, part, expected), b = Start(given, part, got);
        report.Add(what, $" from character {a}", Around(expected, a), Around(got, b));
    }

    private static int Start(MatchCollection matches, int part, string text) => part == 0 ? 0 : part - 1 < matches.Count ? matches[part - 1].Index : text.Length;

    private static string Around(string text, int at) =>
        "'" + text[Math.Max(0, at - 10)..Math.Min(text.Length, at + 90)].Replace("\n", "\\n").Replace("\r", "\\r").Replace("\b", "\\b").Replace("\x1b", "\\x1b") + "'";

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\d+\.\d+(?:e[+-]?\d+)?")]
    private static partial Regex Number();
}
