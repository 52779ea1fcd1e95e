namespace Keras.Generators;

/// <summary>One member of the facade without its name, which each of the export's names supplies.</summary>
/// <param name="Signature">What decides whether two members of one name collide; null for a property, which collides with everything.</param>
/// <param name="DocumentationId">Documentation comment id of the symbol whose documentation is shown.</param>
/// <param name="Attributes">Attributes that are carried over, each in brackets.</param>
/// <param name="Type">Type of the result, with <c>ref</c> where it is returned by reference.</param>
/// <param name="TypeParameters"><c>&lt;T&gt;</c>, or nothing.</param>
/// <param name="Parameters">The declared parameters; null for a property.</param>
/// <param name="Constraints">The <c>where</c> clauses with a space before each, or nothing.</param>
/// <param name="Value">The expression that the member stands for.</param>
/// <param name="IsSettable">Whether a property is forwarded in both directions.</param>
internal sealed record FacadeMember(
    string? Signature,
    string DocumentationId,
    EquatableArray<string> Attributes,
    string Type,
    string TypeParameters,
    string? Parameters,
    string Constraints,
    string Value,
    bool IsSettable)
{
    /// <summary>The same under a name that Keras has dropped.</summary>
    /// <param name="canonical">The name that it has now.</param>
    public FacadeMember Formerly(string canonical) => Attributes.Any(attribute => attribute.Contains("System.ObsoleteAttribute"))
        ? this
        : this with { Attributes = new(Attributes.Append("[global::System.ObsoleteAttribute(" + CSharpText.Quoted("Keras 3 calls it " + canonical + ".") + ")]").ToArray()) };
}
