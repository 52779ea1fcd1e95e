using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Conformance.Areas;

/// <summary>Replays the cases of one area.</summary>
internal interface IArea
{
    /// <summary>Name of the area, as the cases have it.</summary>
    string Name { get; }

    /// <summary>Whether the class or function that a case is about is there at all; null where it is, else what is missing.</summary>
    /// <param name="name">The case's name.</param>
    string? Missing(string name);

    /// <summary>Does what the case did, and reports what differs.</summary>
    /// <exception cref="UnsupportedException">Something that the case needs is not there.</exception>
    void Replay(GoldenCase golden, Report report);
}
