using Microsoft.CodeAnalysis;

namespace Keras.Generators;

/// <summary>The errors that a wrong export gives.</summary>
internal static class Diagnostics
{
    /// <summary>Two exports of one name that no call could tell apart.</summary>
    public static readonly DiagnosticDescriptor Duplicate = Error(
        "KERAS001", "A facade name is claimed twice", "'{0}' is claimed by {1} and by {2}. Rename one of them, or give functions different parameters.");

    /// <summary>A name outside the <c>keras</c> namespaces.</summary>
    public static readonly DiagnosticDescriptor BadName = Error(
        "KERAS002", "An exported name does not start with 'keras.'", "{1} is exported as '{0}'. Expected identifiers joined by dots that start with 'keras.', for example 'keras.layers.Dense'.");

    /// <summary>A symbol that the facade cannot forward to, or a name that C# has no room for.</summary>
    public static readonly DiagnosticDescriptor NotPublishable = Error(
        "KERAS003", "An export cannot be published", "{0} cannot be published in the facade: {1}");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Keras.Facade", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
