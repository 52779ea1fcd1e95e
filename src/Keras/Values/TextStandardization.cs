using System.Text;
using Keras.Saving;

namespace Keras;

/// <summary>How texts are made alike before they are taken apart: by a name, by a function of your own, or not at all.</summary>
/// <remarks>Left out, it is <c>lower_and_strip_punctuation</c>.</remarks>
public readonly struct TextStandardization : IConfigValue
{
    private readonly bool _given;
    private readonly string? _name;
    private readonly Func<string, string>? _function;

    private TextStandardization(string? name, Func<string, string>? function) => (_given, _name, _function) = (true, name, function);

    private string? Name => _given ? _name : "lower_and_strip_punctuation";

    /// <summary>A text made like others.</summary>
    internal string Apply(string text)
    {
        if (_function is not null) return _function(text);
        // As in TensorFlow, letters beyond ASCII stay as they are.
        if (Name is "lower" or "lower_and_strip_punctuation") text = string.Create(text.Length, text, static (span, t) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsAsciiLetterUpper(t[i]) ? (char)(t[i] | 0x20) : t[i];
        });
        if (Name is not ("strip_punctuation" or "lower_and_strip_punctuation")) return text;
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
            if (!char.IsAscii(c) || !(char.IsPunctuation(c) || char.IsSymbol(c))) kept.Append(c);
        return kept.ToString();
    }

    object? IConfigValue.ToConfig() => _function is null ? Name : Serialization.FunctionToConfig(_function);

    /// <summary>The standardization of a name; none for null.</summary>
    internal static TextStandardization Of(string? name) => name is null or "lower_and_strip_punctuation" or "lower" or "strip_punctuation" ? new(name, null)
        : throw new ArgumentException($"Unknown value for `standardize` argument of layer TextVectorization. Allowed values are: None, a function, 'lower_and_strip_punctuation', 'lower', 'strip_punctuation'. Received: standardize='{name}'.");

    internal static TextStandardization FromConfig(object? value) => value switch
    {
        null or string => Of((string?)value),
        Func<string, string> function => function,
        Config config => FromConfig(Serialization.Deserialize(config, typeof(Func<string, string>))),
        _ => throw new ArgumentException($"`standardize` must be a name or a function from a string to a string. Received: {value.GetType()}."),
    };

    /// <summary>The standardization of a name, or none.</summary>
    public static implicit operator TextStandardization(string? name) => Of(name);

    /// <summary>A function of your own.</summary>
    public static implicit operator TextStandardization(Func<string, string> function) => new(null, function ?? throw new ArgumentNullException(nameof(function)));
}
