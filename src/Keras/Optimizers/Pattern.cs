using System.Text.RegularExpressions;

namespace Keras.Optimizers;

/// <summary>Regular expressions that choose variables by name or path. They may come from a file, so that their time is bounded.</summary>
internal static class Pattern
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    /// <exception cref="ArgumentException">The pattern is not valid.</exception>
    internal static Regex Of(string pattern) => new(pattern, RegexOptions.CultureInvariant, s_limit);

    /// <summary>A pattern that the whole text must match, as Python's <c>re.fullmatch</c>.</summary>
    /// <exception cref="ArgumentException">The pattern is not valid.</exception>
    internal static Regex Whole(string pattern) => Of($@"\A(?:{pattern})\z");
}
