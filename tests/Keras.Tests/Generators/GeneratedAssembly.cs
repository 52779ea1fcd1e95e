using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Keras.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Keras.Tests.Generators;

/// <summary>A small assembly compiled in memory, with or without the facade generator.</summary>
internal sealed class GeneratedAssembly
{
    /// <summary>What every mock of the Keras assembly declares: the attribute, and the registry that the table goes to.</summary>
    public const string KerasCore = """
        namespace Keras
        {
            [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property, Inherited = false)]
            public sealed class KerasExportAttribute(params string[] names) : Attribute { public string[] Names => names; public string[] Former { get; init; } = []; }
        }
        namespace Keras.Saving
        {
            public static class KerasRegistry
            {
                public readonly record struct Entry(string[] Names, Type Owner, string? Member);
                public static List<Func<Entry[]>> Tables { get; } = [];
                public static void AddTable(Func<Entry[]> table) => Tables.Add(table);
            }
        }
        """;

    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq;";

    private static readonly CSharpParseOptions _parsing = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> _framework =
        [.. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Where(IsManaged).Select(path => MetadataReference.CreateFromFile(path))];

    private readonly GeneratedAssembly[] _references;
    private MemoryStream? _image;

    private GeneratedAssembly(CSharpCompilation compilation, ImmutableArray<SyntaxTree> files, ImmutableArray<Diagnostic> problems, GeneratedAssembly[] references)
    {
        Compilation = compilation;
        Files = files;
        Problems = problems;
        _references = references;
    }

    /// <summary>The compilation, generated files included.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>The generated files.</summary>
    public ImmutableArray<SyntaxTree> Files { get; }

    /// <summary>What the generator reported.</summary>
    public ImmutableArray<Diagnostic> Problems { get; }

    /// <summary>Compiles a library with the generator.</summary>
    public static GeneratedAssembly Library(string name, string source, params GeneratedAssembly[] references)
    {
        var compilation = Bare(name, source, OutputKind.DynamicallyLinkedLibrary, references);
        var run = Driver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _).GetRunResult();
        Assert.All(run.Results, result => Assert.Null(result.Exception));
        return new((CSharpCompilation)output, run.GeneratedTrees, run.Diagnostics, references);
    }

    /// <summary>The assembly <c>Keras</c> with the given exports.</summary>
    public static GeneratedAssembly Keras(string source) => Library("Keras", KerasCore + source);

    /// <summary>A user's program, without the generator; <paramref name="statements"/> is the body of a method that returns an object.</summary>
    public static GeneratedAssembly Program(string usings, string statements, string types, params GeneratedAssembly[] references) =>
        new(Bare("User", $"{usings} {types} public static class Program {{ public static object? Run() {{ {statements} }} }}", OutputKind.DynamicallyLinkedLibrary, references), [], [], references);

    /// <summary>The driver with the generator in it.</summary>
    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new FacadeGenerator().AsSourceGenerator()], parseOptions: _parsing,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>A compilation before the generator ran.</summary>
    public static CSharpCompilation Bare(string name, string source, OutputKind kind, params GeneratedAssembly[] references) => CSharpCompilation.Create(
        name,
        [Parse(Usings), Parse(source)],
        [.. _framework, .. references.Select(reference => reference.Reference())],
        new CSharpCompilationOptions(kind, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Parses a source file.</summary>
    public static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, _parsing);

    /// <summary>All generated text in one piece.</summary>
    public string Text => string.Join("\n", Files.Select(file => file.ToString()));

    /// <summary>Errors everywhere and warnings in generated files, as "CS0000".</summary>
    public IEnumerable<string> Faults() => Compilation.GetDiagnostics()
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error
            || (diagnostic.Severity == DiagnosticSeverity.Warning && !diagnostic.IsSuppressed && Files.Contains(diagnostic.Location.SourceTree!)))
        .Select(diagnostic => diagnostic.ToString());

    /// <summary>Ids and messages of warnings and errors outside generated files; the sources here need no documentation.</summary>
    public IEnumerable<(string Id, string Message)> UserDiagnostics() => Compilation.GetDiagnostics()
        .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1591" && !Files.Contains(diagnostic.Location.SourceTree!))
        .Select(diagnostic => (diagnostic.Id, diagnostic.GetMessage()));

    /// <summary>Loads it with its references.</summary>
    public Assembly Load()
    {
        var context = new AssemblyLoadContext(Compilation.AssemblyName, isCollectible: true);
        foreach (var reference in _references.SelectMany(reference => reference._references.Append(reference)).Distinct()) context.LoadFromStream(reference.Image());
        return context.LoadFromStream(Image());
    }

    /// <summary>Runs a program.</summary>
    public object? Run() => Load().GetType("Program")!.GetMethod("Run")!.Invoke(null, null);

    private MetadataReference Reference() => MetadataReference.CreateFromImage(Image().ToArray());

    private MemoryStream Image()
    {
        if (_image is null)
        {
            Assert.Empty(Problems);
            Assert.Empty(Faults());
            var image = new MemoryStream();
            Assert.Empty(Compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));
            _image = image;
        }
        _image.Position = 0;
        return _image;
    }

    private static bool IsManaged(string path)
    {
        try
        {
            AssemblyName.GetAssemblyName(path);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
