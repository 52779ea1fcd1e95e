using System.Collections;
using System.Runtime.CompilerServices;
using Keras.Backend;
using Keras.Saving;

namespace Keras;

/// <summary>The words or numbers that a lookup layer knows, or the file that holds them.</summary>
/// <remarks>Converts from arrays and lists of them, from tensors, and from the path of a text file with one word a line.</remarks>
[CollectionBuilder(typeof(Vocabulary), nameof(Create))]
public sealed class Vocabulary : IConfigValue, IEnumerable<Token>
{
    private readonly Token[] _tokens;

    private Vocabulary(IEnumerable<Token> tokens) => _tokens = [.. tokens];

    private Vocabulary(string path) => (_tokens, Path) = ([], path);

    /// <summary>The file; <see langword="null"/> for words in memory.</summary>
    internal string? Path { get; }

    internal int Count => _tokens.Length;

    /// <summary>The words as keys.</summary>
    internal T[] As<T>() where T : notnull => Array.ConvertAll(_tokens, t => t.As<T>());

    // A path would name a file of the machine on which the layer was made: it is no part of a configuration.
    object? IConfigValue.ToConfig() => Path is null ? _tokens.Select(t => ((IConfigValue)t).ToConfig()).ToList() : null;

    internal static Vocabulary? FromConfig(object? value) => value switch
    {
        null => null,
        string path => throw new ArgumentException($"The configuration wants to load a vocabulary from outside of it, the file '{path}', which is not done: a configuration of another origin could read any file. Load the words yourself and call set_vocabulary."),
        Tensor tensor => (Vocabulary?)tensor,
        IEnumerable list => new(list.Cast<object?>().Select(Token.FromConfig)),
        _ => throw new ArgumentException($"Expected a list of words. Received: {ConfigReflection.Show(value)}."),
    };

    /// <summary>Makes a vocabulary from a collection expression.</summary>
    /// <param name="tokens">The words.</param>
    public static Vocabulary Create(ReadOnlySpan<Token> tokens) => new(tokens.ToArray());

    /// <inheritdoc/>
    public IEnumerator<Token> GetEnumerator() => _tokens.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _tokens.GetEnumerator();

    /// <summary>The words as Python writes them, or the path.</summary>
    public override string ToString() => Path ?? "[" + string.Join(", ", _tokens) + "]";

    /// <summary>The path of a text file with one word a line.</summary>
    public static implicit operator Vocabulary?(string? path) => path is null ? null : new(path);

    /// <summary>Words.</summary>
    public static implicit operator Vocabulary?(string[]? words) => words is null ? null : new(words.Select(w => (Token)w));

    /// <summary>Words.</summary>
    public static implicit operator Vocabulary?(List<string>? words) => words is null ? null : new(words.Select(w => (Token)w));

    /// <summary>Numbers.</summary>
    public static implicit operator Vocabulary?(int[]? numbers) => numbers is null ? null : new(numbers.Select(n => (Token)n));

    /// <summary>Numbers.</summary>
    public static implicit operator Vocabulary?(long[]? numbers) => numbers is null ? null : new(numbers.Select(n => (Token)n));

    /// <summary>Numbers.</summary>
    public static implicit operator Vocabulary?(NumSharp.NDArray? numbers) => numbers is null ? null : (Vocabulary?)(Tensor)numbers;

    /// <summary>Words or numbers of a tensor of one dimension.</summary>
    public static implicit operator Vocabulary?(Tensor? tensor) => tensor switch
    {
        null => null,
        StringTensor texts => new(texts.Values.Select(w => (Token)w)),
        _ => new(Kernel.ToArray<long>(Ops.cast(tensor, "int64")).Select(n => (Token)n)),
    };
}
