namespace Keras.Generators;

/// <summary>Writes the class <c>Keras.keras</c>, a file for each module at its top.</summary>
internal static class FacadeWriter
{
    // Names of modules that are also list properties of Layer and Model. Their type is the module itself,
    // so that the property does not hide the module in a subclass; the lists are written by hand.
    private static readonly HashSet<string> _listModules = ["keras.layers", "keras.metrics", "keras.losses"];

    /// <summary>Gives the name and text of every file.</summary>
    public static IEnumerable<(string File, string Text)> Write(Module root, EquatableArray<string> handWritten)
    {
        var known = new HashSet<string>(handWritten);
        var writer = new CodeWriter("Keras");
        Open(writer, root, known);
        writer.Members(root, "public static");
        writer.Close();
        yield return ("keras.g.cs", writer.ToString());

        foreach (var module in root.Modules.Values)
        {
            writer = new CodeWriter("Keras");
            // The documentation stands in the first file.
            writer.Open(Head(root, known));
            WriteModule(writer, module, known);
            writer.Close();
            yield return (module.Path + ".g.cs", writer.ToString());
        }
    }

    private static void WriteModule(CodeWriter writer, Module module, HashSet<string> handWritten)
    {
        Open(writer, module, handWritten);
        writer.Members(module, "public static");
        foreach (var below in module.Modules.Values) WriteModule(writer, below, handWritten);
        writer.Close();
    }

    private static void Open(CodeWriter writer, Module module, HashSet<string> handWritten)
    {
        if (!handWritten.Contains(module.Path)) writer.Summary("The <c>" + module.Path + "</c> module.");
        writer.Open(Head(module, handWritten));
    }

    /// <summary>A module that has a hand-written half takes its modifiers and documentation from there.</summary>
    private static string Head(Module module, HashSet<string> handWritten)
    {
        var kind = handWritten.Contains(module.Path) ? "" : _listModules.Contains(module.Path) ? "public sealed " : "public static ";
        return kind + "partial class " + CSharpText.Identifier(module.Name);
    }
}
