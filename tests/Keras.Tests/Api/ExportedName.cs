using System.Reflection;
using System.Runtime.CompilerServices;
using Keras.Saving;

namespace Keras.Tests.Api;

/// <summary>A public name of this library and the class, or the static member, behind it.</summary>
internal sealed record ExportedName(string Name, Type Owner, string? Member)
{
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.Static;

    private static readonly Lazy<ILookup<string, ExportedName>> s_all = new(Find);

    /// <summary>Every exported name; a class and a function may share one.</summary>
    internal static ILookup<string, ExportedName> All => s_all.Value;

    /// <summary>Whether this is a class.</summary>
    internal bool IsClass => Member is null;

    /// <summary>The parameter lists: of the constructors, the overloads, or the delegate that a property holds. Null for a plain value.</summary>
    internal IReadOnlyList<ParameterInfo[]>? Signatures()
    {
        if (IsClass)
        {
            var constructors = Owner.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Where(c => c.IsPublic || Owner.IsAbstract && c.IsFamily);
            return [.. constructors.Select(c => c.GetParameters())];
        }
        if (Owner.GetProperty(Member!, Static) is { } property)
            return property.PropertyType.IsAssignableTo(typeof(Delegate)) ? [property.PropertyType.GetMethod("Invoke")!.GetParameters()] : null;
        return [.. Owner.GetMethods(Static).Where(m => m.Name == Member && m.GetCustomAttribute<KerasExportAttribute>()?.Names.Contains(Name) == true).Select(m => m.GetParameters())];
    }

    private static ILookup<string, ExportedName> Find()
    {
        // The table of an assembly is there once its module has been initialized.
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "Keras*.dll").Where(f => !Path.GetFileName(f).StartsWith("Keras.Tests", StringComparison.Ordinal)))
            RuntimeHelpers.RunModuleConstructor(Assembly.LoadFrom(file).ManifestModule.ModuleHandle);
        return KerasRegistry.Entries
            .Where(e => e.Owner.Assembly != typeof(ExportedName).Assembly)
            .SelectMany(e => e.Names.Select(n => new ExportedName(n, e.Owner, e.Member)))
            .ToLookup(e => e.Name, StringComparer.Ordinal);
    }
}
