namespace Keras.Layers;

/// <summary>Words in order, and the place of each. An object of its own, so that nobody looks for layers among the words.</summary>
internal sealed class TokenTable<T> where T : notnull
{
    private readonly Dictionary<T, long> _places;
    private readonly int _start;

    /// <summary>Gives words their places.</summary>
    /// <param name="tokens">The words.</param>
    /// <param name="start">Place of the first.</param>
    internal TokenTable(IReadOnlyList<T> tokens, int start)
    {
        Tokens = tokens;
        _start = start;
        _places = new(tokens.Count);
        for (var i = 0; i < tokens.Count; i++) _places.Add(tokens[i], start + i);
    }

    internal IReadOnlyList<T> Tokens { get; }

    internal bool TryPlace(T token, out long place) => _places.TryGetValue(token, out place);

    internal bool TryToken(long place, out T token)
    {
        var known = place >= _start && place - _start < Tokens.Count;
        token = known ? Tokens[(int)(place - _start)] : default!;
        return known;
    }
}
