using Microsoft.CodeAnalysis;

namespace Keras.Generators;

/// <summary>What the facade must know of the compilation besides the exports.</summary>
/// <param name="OwnsFacade">Whether this is the assembly that declares <c>Keras.keras</c>; others can only extend it.</param>
/// <param name="Modules">Module paths that are already types: written by hand here, or compiled into the referenced Keras.</param>
/// <param name="HasRegistry">Whether <c>Keras.Saving.KerasRegistry</c> can be called.</param>
internal sealed record Surroundings(bool OwnsFacade, EquatableArray<string> Modules, bool HasRegistry)
{
    /// <summary>Reads them; called for every change of the compilation, so it only looks names up.</summary>
    public static Surroundings Of(Compilation compilation)
    {
        // The facade belongs to the assembly that declares the attribute.
        var attribute = compilation.GetTypeByMetadataName(FacadeGenerator.AttributeName);
        var ownsFacade = SymbolEqualityComparer.Default.Equals(attribute?.ContainingAssembly, compilation.Assembly);
        var modules = new List<string>();
        if (compilation.GetTypeByMetadataName("Keras.keras") is { } facade) Collect(facade, "keras", modules);
        var registry = compilation.GetTypeByMetadataName("Keras.Saving.KerasRegistry");
        return new Surroundings(ownsFacade, new(modules.ToArray()), registry is not null && compilation.IsSymbolAccessibleWithin(registry, compilation.Assembly));
    }

    private static void Collect(INamedTypeSymbol type, string path, List<string> modules)
    {
        modules.Add(path);
        foreach (var nested in type.GetTypeMembers().Where(nested => nested.Arity == 0)) Collect(nested, path + "." + nested.Name, modules);
    }
}
