namespace Keras.Generators;

/// <summary>What one <c>KerasExport</c> attribute publishes, as plain text.</summary>
/// <param name="Names">Full public names, the canonical one first.</param>
/// <param name="Former">Those of them that Keras has dropped.</param>
/// <param name="Owner">The exported class, or the class that declares the exported member, as C# writes it (<c>global::Keras.Layers.Dense</c>).</param>
/// <param name="Member">The exported method or property; null for a class.</param>
/// <param name="Members">What the facade gets under each of the names: a factory for each constructor, or one forwarding member.</param>
/// <param name="Problem">Why it cannot be published; null when it can.</param>
internal sealed record Export(
    EquatableArray<string> Names,
    EquatableArray<string> Former,
    string Owner,
    string? Member,
    EquatableArray<FacadeMember> Members,
    string? Problem)
{
    /// <summary>The exported symbol as a message names it.</summary>
    public string Description => (Member is null ? Owner : Owner + "." + Member).Replace("global::", "");
}
