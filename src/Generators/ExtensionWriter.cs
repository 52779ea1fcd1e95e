namespace Keras.Generators;

/// <summary>Writes what an assembly other than Keras adds to the facade: a class cannot get nested classes from outside, but it can get extension members.</summary>
/// <remarks>
/// <para>A new module is a static extension property whose type has the module's functions as instance members: <c>keras.datasets.mnist.load_data()</c>.
/// Members for a module that Keras has already are static extension members of that module: <c>keras.utils.plot_model(...)</c>.</para>
/// <para>For the bare name of a new module at the top there is a class for <c>using static</c>: <c>Keras.keras_datasets</c>.</para>
/// </remarks>
internal static class ExtensionWriter
{
    /// <summary>Gives the name and text of every file.</summary>
    public static IEnumerable<(string File, string Text)> Write(Module root, EquatableArray<string> existing)
    {
        var known = new HashSet<string>(existing) { root.Path };
        foreach (var file in WriteExisting(root, known)) yield return file;
        foreach (var module in root.Modules.Values.Where(module => !known.Contains(module.Path)))
        {
            var writer = new CodeWriter("Keras");
            writer.Summary("Offers <c>" + module.Name + "</c> without the <c>keras.</c> in front, by <c>using static Keras.keras_" + module.Name + ";</c>.");
            writer.Open("public static class keras_" + module.Name);
            WriteStatic(writer, module);
            writer.Close();
            yield return ("keras_" + module.Name + ".g.cs", writer.ToString());
        }
    }

    private static IEnumerable<(string File, string Text)> WriteExisting(Module module, HashSet<string> existing)
    {
        // 1. Functions for the module itself. Extension blocks of one class share their names, so each module gets its own class.
        if (module.Members.Count > 0)
        {
            var writer = OpenExtension(module.Path, module.Path);
            writer.Members(module, "public static");
            writer.Close();
            writer.Close();
            yield return (module.Path + ".extensions.g.cs", writer.ToString());
        }

        // 2. Modules below it.
        foreach (var below in module.Modules.Values)
        {
            if (existing.Contains(below.Path))
            {
                foreach (var file in WriteExisting(below, existing)) yield return file;
                continue;
            }
            var writer = OpenExtension(below.Path, module.Path);
            WriteProperty(writer, below, "public static");
            writer.Close();
            WriteObject(writer, below);
            writer.Close();
            yield return (below.Path + ".extensions.g.cs", writer.ToString());
        }
    }

    private static CodeWriter OpenExtension(string path, string extended)
    {
        var writer = new CodeWriter("Keras");
        writer.Summary("Adds <c>" + path + "</c> of this assembly to the facade.");
        writer.Open("public static class " + Pascal(path) + "Extensions");
        writer.Open("extension(global::Keras." + string.Join(".", extended.Split('.').Select(CSharpText.Identifier)) + ")");
        return writer;
    }

    private static void WriteProperty(CodeWriter writer, Module module, string modifiers)
    {
        writer.Summary("The <c>" + module.Path + "</c> module.");
        writer.Line(modifiers + " " + module.Name + "_module " + CSharpText.Identifier(module.Name) + " => default;");
    }

    private static void WriteObject(CodeWriter writer, Module module)
    {
        writer.Summary("Type of the <c>" + module.Path + "</c> module.");
        writer.Open("public readonly struct " + module.Name + "_module");
        writer.Members(module, "public");
        foreach (var below in module.Modules.Values)
        {
            WriteProperty(writer, below, "public");
            WriteObject(writer, below);
        }
        writer.Close();
    }

    private static void WriteStatic(CodeWriter writer, Module module)
    {
        writer.Summary("The <c>" + module.Path + "</c> module.");
        writer.Open("public static class " + CSharpText.Identifier(module.Name));
        writer.Members(module, "public static");
        foreach (var below in module.Modules.Values) WriteStatic(writer, below);
        writer.Close();
    }

    private static string Pascal(string path) =>
        string.Concat(path.Split('.', '_').Where(part => part != "").Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1)));
}
