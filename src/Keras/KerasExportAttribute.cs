namespace Keras;

/// <summary>
/// Publishes a class, a static method or a static property under its names in the <c>keras</c> namespaces.
/// </summary>
/// <remarks>
/// The facade generator turns <c>[KerasExport("keras.layers.Dense")]</c> on a class into the factory <c>keras.layers.Dense(...)</c>.
/// The first name is the canonical one: it gives the module and class name in saved files and resolves strings and configs.
/// </remarks>
/// <param name="names">Full public names, the canonical one first.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property, Inherited = false)]
public sealed class KerasExportAttribute(params string[] names) : Attribute
{
    /// <summary>Full public names, the canonical one first.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>Names of earlier versions of Keras, which tutorials still use: the facade marks them as obsolete.</summary>
    public string[] Former { get; init; } = [];
}
