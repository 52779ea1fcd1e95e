using System.Globalization;
using System.IO.Compression;
using System.Text;
using Keras.Saving.Hdf5;

namespace Keras.Saving;

/// <summary>What is in a model file, as text.</summary>
public static class ModelDescription
{
    private const int MaxText = 100;

    /// <summary>Lists what a model file holds: members, configuration, groups with their attributes, arrays with types and shapes. Nothing of it is made or run.</summary>
    /// <param name="filepath">A <c>.keras</c>, <c>.h5</c>, <c>.weights.h5</c> or <c>.weights.json</c> file.</param>
    /// <returns>A tree, one line each.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    [KerasExport("keras.saving.describe")]
    public static string describe(string filepath)
    {
        if (!File.Exists(filepath)) throw new FileNotFoundException($"File not found: filepath={filepath}.", filepath);
        var text = new StringBuilder();
        if (KerasArchive.IsZip(filepath)) Archive(text, filepath);
        else if (filepath.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            Line(text, 0, $"{Path.GetFileName(filepath)} (JSON, {Size(new FileInfo(filepath).Length)})");
            Json(text, 1, PythonJson.Parse(File.ReadAllText(filepath), $"The file '{filepath}'"));
        }
        else
        {
            using var file = Hdf5File.Open(filepath);
            Line(text, 0, $"{Path.GetFileName(filepath)} (HDF5, {Size(new FileInfo(filepath).Length)})");
            Tree(text, 1, file.Root);
        }
        return text.ToString();
    }

    private static void Archive(StringBuilder text, string path)
    {
        using var archive = KerasArchive.Open(path);
        Line(text, 0, $"{Path.GetFileName(path)} (zip archive, {archive.Entries.Count} members, {Size(new FileInfo(path).Length)})");
        foreach (var entry in archive.Entries)
        {
            Line(text, 1, $"{entry.FullName} ({Size(entry.Length)}{(entry.CompressedLength < entry.Length ? ", compressed" : "")})");
            if (entry.FullName is "metadata.json" or "config.json")
                Json(text, 2, PythonJson.Parse(KerasArchive.ReadText(archive, entry.FullName, path), $"The member '{entry.FullName}' of '{path}'"));
            else if (entry.FullName == "model.weights.h5")
            {
                using var weights = KerasArchive.OpenHdf5(archive, path);
                Tree(text, 2, weights.Root);
            }
        }
    }

    /// <summary>A configuration: of a model its layers, of others their keys.</summary>
    private static void Json(StringBuilder text, int depth, object? value)
    {
        if (value is not Config config) return;
        if (config.Get("class_name") is string className && config.Get("config") is Config inner)
        {
            Line(text, depth, $"{className} '{inner.Get("name")}'");
            foreach (var layer in (inner.Get("layers") as System.Collections.IList)?.OfType<Config>() ?? []) Json(text, depth + 1, layer);
            if (config.Get("compile_config") is Config { Count: > 0 } compile) Line(text, depth + 1, "compiled: " + Short(PythonJson.Dump(compile)));
            return;
        }
        foreach (var (key, item) in config) Line(text, depth, $"{key}: {Short(item is string s ? s : PythonJson.Dump(item))}");
    }

    private static void Tree(StringBuilder text, int depth, H5Group group)
    {
        foreach (var name in group.Attributes.Names) Line(text, depth, $"@{name} = {Attribute(group.Attributes.Find(name)!)}");
        foreach (var child in group.Children)
            switch (child)
            {
                case H5Group inner:
                    Line(text, depth, child.Name + "/");
                    Tree(text, depth + 1, inner);
                    break;
                case H5Dataset data:
                    Line(text, depth, $"{child.Name}  {data.TypeDescription} ({string.Join(", ", data.Shape)})");
                    foreach (var name in data.Attributes.Names) Line(text, depth + 1, $"@{name} = {Attribute(data.Attributes.Find(name)!)}");
                    break;
            }
    }

    private static string Attribute(H5AttributeValue value)
    {
        if (value.Shape is null) return "(empty)";
        if (value.DType == H5DType.String)
        {
            var strings = value.ReadStrings();
            return Short(value.Shape.Count == 0 ? strings[0] : $"[{string.Join(", ", strings)}]");
        }
        return value.DType.Size() == 0 ? "(of another type)" : Short($"[{string.Join(", ", value.ReadNumbers().Select(n => n.ToString(CultureInfo.InvariantCulture)))}]");
    }

    /// <summary>One line of a text, without control characters, cut where it is long.</summary>
    private static string Short(string value)
    {
        var line = new string([.. value.Take(MaxText + 1).Select(c => char.IsControl(c) ? ' ' : c)]);
        return line.Length <= MaxText ? line : string.Create(CultureInfo.InvariantCulture, $"{line[..MaxText]}… ({value.Length} characters)");
    }

    private static string Size(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F1} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):F1} MB"),
    };

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', 2 * depth).Append(line).Append('\n');
}
