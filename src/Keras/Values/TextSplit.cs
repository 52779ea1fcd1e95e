using Keras.Saving;

namespace Keras;

/// <summary>How texts are taken apart into words: at whitespace, into characters, by a function of your own, or not at all.</summary>
/// <remarks>Left out, it is <c>whitespace</c>.</remarks>
public readonly struct TextSplit : IConfigValue
{
    private static readonly char[] s_whitespace = [' ', '\t', '\n', '\v', '\f', '\r'];

    private readonly bool _given;
    private readonly string? _name;
    private readonly Func<string, string[]>? _function;

    private TextSplit(string? name, Func<string, string[]>? function) => (_given, _name, _function) = (true, name, function);

    private string? Name => _given ? _name : "whitespace";

    /// <summary>Whether texts stay whole.</summary>
    internal bool IsNone => Name is null && _function is null;

    /// <summary>The words of a text.</summary>
    internal string[] Apply(string text) => _function is not null ? _function(text)
        : Name == "whitespace" ? text.Split(s_whitespace, StringSplitOptions.RemoveEmptyEntries)
        : [.. text.EnumerateRunes().Select(r => r.ToString())];

    object? IConfigValue.ToConfig() => _function is null ? Name : Serialization.FunctionToConfig(_function);

    /// <summary>The split of a name; none for null.</summary>
    internal static TextSplit Of(string? name) => name is null or "whitespace" or "character" ? new(name, null)
        : throw new ArgumentException($"Unknown value for `split` argument of layer TextVectorization. Allowed values are: None, a function, 'whitespace', 'character'. Received: split='{name}'.");

    internal static TextSplit FromConfig(object? value) => value switch
    {
        null or string => Of((string?)value),
        Func<string, string[]> function => function,
        Config config => FromConfig(Serialization.Deserialize(config, typeof(Func<string, string[]>))),
        _ => throw new ArgumentException($"`split` must be a name or a function from a string to an array of strings. Received: {value.GetType()}."),
    };

    /// <summary>The split of a name, or none.</summary>
    public static implicit operator TextSplit(string? name) => Of(name);

    /// <summary>A function of your own.</summary>
    public static implicit operator TextSplit(Func<string, string[]> function) => new(null, function ?? throw new ArgumentNullException(nameof(function)));
}
