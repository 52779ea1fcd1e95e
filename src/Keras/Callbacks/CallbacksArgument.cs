using System.Collections;
using System.Runtime.CompilerServices;
using Keras.Callbacks;

namespace Keras;

/// <summary>The argument callbacks: one, several, or a list made beforehand.</summary>
[CollectionBuilder(typeof(CallbacksArgument), nameof(Create))]
public sealed class CallbacksArgument : IEnumerable<Callback>
{
    private CallbacksArgument(IReadOnlyList<Callback> callbacks) => Callbacks = callbacks;

    internal IReadOnlyList<Callback> Callbacks { get; }

    internal CallbackList? List => Callbacks is [CallbackList list] ? list : null;

    /// <summary>Several callbacks.</summary>
    public static CallbacksArgument Create(ReadOnlySpan<Callback> callbacks) => new(callbacks.ToArray());

    /// <inheritdoc/>
    public IEnumerator<Callback> GetEnumerator() => Callbacks.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One callback.</summary>
    public static implicit operator CallbacksArgument?(Callback? callback) => callback is null ? null : new([callback]);

    /// <summary>Several callbacks.</summary>
    public static implicit operator CallbacksArgument?(Callback[]? callbacks) => callbacks is null ? null : new(callbacks);

    /// <summary>Several callbacks.</summary>
    public static implicit operator CallbacksArgument?(List<Callback>? callbacks) => callbacks is null ? null : new(callbacks.ToArray());
}
