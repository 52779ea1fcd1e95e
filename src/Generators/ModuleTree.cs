using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Keras.Generators;

/// <summary>Sorts exports into modules and finds those that cannot stand in the facade.</summary>
internal sealed class ModuleTree
{
    private readonly Dictionary<string, List<(Export Export, string? Signature)>> _claims = new(StringComparer.Ordinal);

    private ModuleTree()
    {
    }

    /// <summary>The module <c>keras</c>.</summary>
    public Module Root { get; } = new("keras", "keras");

    /// <summary>What is wrong, with the position of the export that it concerns.</summary>
    public List<(int Export, DiagnosticDescriptor Descriptor, object[] Arguments)> Problems { get; } = [];

    /// <summary>Builds the tree; exports with a problem are left out of it.</summary>
    public static ModuleTree Build(IReadOnlyList<Export> exports)
    {
        var tree = new ModuleTree();

        // 1. Refuse names and symbols that can never be published.
        var accepted = new List<(int Index, string Name)>();
        for (var i = 0; i < exports.Count; i++)
        {
            if (exports[i].Problem is { } problem) tree.Report(i, Diagnostics.NotPublishable, exports[i].Description, problem);
            else accepted.AddRange(tree.WellFormed(exports[i], i).Select(name => (i, name)));
        }

        // 2. Every path in front of a name is a module; no member may be called like one.
        foreach (var (_, name) in accepted) tree.ModuleOf(name);
        foreach (var (index, name) in accepted)
        {
            var module = tree.ModuleOf(name);
            var leaf = name.Substring(name.LastIndexOf('.') + 1);
            if (module.Modules.ContainsKey(leaf)) tree.Report(index, Diagnostics.NotPublishable, exports[index].Description, $"'{name}' is also the name of a module.");
            else tree.Add(module, leaf, name, exports[index], index);
        }
        return tree;
    }

    private void Report(int export, DiagnosticDescriptor descriptor, params object[] arguments) => Problems.Add((export, descriptor, arguments));

    private IEnumerable<string> WellFormed(Export export, int index)
    {
        foreach (var name in export.Names)
        {
            var parts = name.Split('.');
            if (parts.Length < 2 || parts[0] != "keras" || !parts.All(SyntaxFacts.IsValidIdentifier))
                Report(index, Diagnostics.BadName, name, export.Description);
            else if (Enumerable.Range(1, parts.Length - 1).Any(i => parts[i] == parts[i - 1]))
                Report(index, Diagnostics.NotPublishable, export.Description, $"'{name}' repeats a name directly below itself, and a C# class has no member of its own name.");
            else
                yield return name;
        }
    }

    private Module ModuleOf(string name) => name.Split('.').Skip(1).Reverse().Skip(1).Reverse().Aggregate(Root, (module, part) => module.Below(part));

    private void Add(Module module, string leaf, string name, Export export, int index)
    {
        if (!_claims.TryGetValue(name, out var claims)) _claims.Add(name, claims = []);

        // Two classes of one name could not be told apart in a saved file, whatever their constructors take.
        var rival = claims.FirstOrDefault(claim => export.Member is null && claim.Export.Member is null).Export;
        foreach (var member in export.Members)
            rival ??= claims.FirstOrDefault(claim => member.Signature is null || claim.Signature is null || claim.Signature == member.Signature).Export;
        if (rival is not null)
        {
            Report(index, Diagnostics.Duplicate, name, rival.Description, export.Description);
            return;
        }

        // A class without factory claims its name too, but leaves room for a function.
        if (export.Members.Count == 0) claims.Add((export, "class"));
        claims.AddRange(export.Members.Select(member => (export, member.Signature)));
        if (export.Members.Count == 0) return;
        if (!module.Members.TryGetValue(leaf, out var members)) module.Members.Add(leaf, members = []);
        members.AddRange(export.Former.Contains(name) ? export.Members.Select(member => member.Formerly(export.Names[0])) : export.Members);
    }
}
