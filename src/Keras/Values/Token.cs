using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>A word or a number of a vocabulary, as an argument.</summary>
/// <remarks>Converts from both: <c>mask_token: ""</c>, <c>mask_value: 0</c>.</remarks>
public readonly struct Token : IConfigValue, IEquatable<Token>
{
    private readonly string? _text;
    private readonly long _number;

    private Token(string text) => _text = text;

    private Token(long number) => _number = number;

    /// <summary>The token as the keys of a vocabulary are.</summary>
    /// <exception cref="ArgumentException">A number was given where words are, or a word where numbers are.</exception>
    internal T As<T>() where T : notnull
    {
        if (typeof(T) == typeof(string)) return (T)(object)(_text ?? throw new ArgumentException($"Expected a string. Received: the number {_number}. Write it as a string: \"{_number}\"."));
        if (_text is not null) throw new ArgumentException($"Expected an integer. Received: the string '{_text}'.");
        return (T)(object)_number;
    }

    object? IConfigValue.ToConfig() => _text is not null ? _text : _number is >= int.MinValue and <= int.MaxValue ? (int)_number : _number;

    internal static Token FromConfig(object? value) => value switch
    {
        string text => text,
        int or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        double d when d == Math.Truncate(d) => (long)d,
        _ => throw new ArgumentException($"Expected a string or an integer. Received: {ConfigReflection.Show(value)}."),
    };

    /// <inheritdoc/>
    public bool Equals(Token other) => _text == other._text && _number == other._number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Token other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_text, _number);

    /// <summary>The token as Python writes it.</summary>
    public override string ToString() => _text is not null ? $"'{_text}'" : _number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A word.</summary>
    public static implicit operator Token(string text) => new(text ?? throw new ArgumentNullException(nameof(text)));

    /// <summary>A number.</summary>
    public static implicit operator Token(int number) => new(number);

    /// <summary>A number.</summary>
    public static implicit operator Token(long number) => new(number);
}
