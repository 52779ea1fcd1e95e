namespace Keras.Generators;

/// <summary>Writes the table by which saved files and strings find exported classes and functions.</summary>
internal static class RegistryWriter
{
    /// <summary>Gives the text of the file.</summary>
    public static string Write(IEnumerable<Export> exports)
    {
        var writer = new CodeWriter("Keras.Saving");
        writer.Open("internal static partial class ExportRegistry");
        writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
        writer.Line("internal static void Register() => global::Keras.Saving.KerasRegistry.AddTable(Entries);");
        writer.Line("");
        // Obsolete code may name what is obsolete, even where that is an error elsewhere.
        writer.Line("[global::System.Obsolete]");
        writer.Open("private static global::Keras.Saving.KerasRegistry.Entry[] Entries() => new global::Keras.Saving.KerasRegistry.Entry[]");

        // Overloads are one entry, because the name of a function says nothing of its parameters.
        var lines = exports
            .Where(export => export.Problem is null)
            .Select(export => "new(new string[] { " + string.Join(", ", export.Names.Select(CSharpText.Quoted)) + " }, typeof(" + export.Owner + "), "
                + (export.Member is null ? "null" : CSharpText.Quoted(export.Member)) + "),")
            .Distinct()
            .OrderBy(line => line, StringComparer.Ordinal);
        foreach (var line in lines) writer.Line(line);
        writer.Close(";");
        writer.Close();
        return writer.ToString();
    }
}
