using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Keras.Generators;

/// <summary>Emits the facade class <c>keras</c> from the <c>KerasExport</c> attributes of the project.</summary>
/// <remarks>
/// Symbols become text in <see cref="ExportReader"/>, names become modules in <see cref="ModuleTree"/>,
/// and three writers make the files: the facade itself, extensions of it in other assemblies, and the table for saved files.
/// </remarks>
[Generator]
public sealed class FacadeGenerator : IIncrementalGenerator
{
    /// <summary>Full name of the attribute that publishes.</summary>
    internal const string AttributeName = "Keras.KerasExportAttribute";

    /// <summary>Name of the step that holds the exports, by which tests see what is recomputed.</summary>
    internal const string ExportsStep = "Exports";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var located = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                AttributeName,
                static (_, _) => true,
                static (declaration, _) => (
                    Export: ExportReader.Read(declaration)!,
                    Location: ExportLocation.Of(declaration.Attributes[0].ApplicationSyntaxReference?.GetSyntax() ?? declaration.TargetNode)))
            .Where(static item => item.Export is not null);

        // Files are made from exports without their places, so that an edit elsewhere in a file costs nothing.
        var exports = located.Select(static (item, _) => item.Export).Collect().WithTrackingName(ExportsStep);
        var surroundings = context.CompilationProvider.Select(static (compilation, _) => Surroundings.Of(compilation));
        context.RegisterSourceOutput(exports.Combine(surroundings), static (output, input) =>
        {
            var (all, around) = input;
            if (all.IsEmpty) return;
            var root = ModuleTree.Build(all).Root;
            var files = around.OwnsFacade ? FacadeWriter.Write(root, around.Modules) : ExtensionWriter.Write(root, around.Modules);
            foreach (var (file, text) in files) output.AddSource(file, SourceText.From(text, Encoding.UTF8));
            if (around.HasRegistry) output.AddSource("ExportRegistry.g.cs", SourceText.From(RegistryWriter.Write(all), Encoding.UTF8));
        });

        context.RegisterSourceOutput(located.Collect(), static (output, all) =>
        {
            foreach (var (export, descriptor, arguments) in ModuleTree.Build(all.Select(item => item.Export).ToArray()).Problems)
                output.ReportDiagnostic(Diagnostic.Create(descriptor, all[export].Location.ToLocation(), arguments));
        });
    }
}
