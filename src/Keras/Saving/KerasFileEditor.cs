using System.Globalization;
using System.Text;
using Keras.Saving.Hdf5;
using Keras.Utils;

namespace Keras.Saving;

/// <summary>Shows, compares and changes the weights of a file, for models that have changed since it was written (keras/src/saving/file_editor.py).</summary>
/// <remarks>
/// Objects are named by their paths in the file (<c>layers/dense_2</c>), or by their names where there is one of the name. The file itself stays as it is:
/// <see cref="save"/> writes another. What is read stays in memory.
/// </remarks>
[KerasExport("keras.saving.KerasFileEditor")]
public sealed class KerasFileEditor
{
    private const string Red = "38;5;160";
    private const string Green = "38;5;28";
    private const string Blue = "38;5;33";
    private const string Bold = "1";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Opens a file and prints what it is.</summary>
    /// <param name="filepath">A <c>.keras</c> or <c>.weights.h5</c> file.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or has links.</exception>
    public KerasFileEditor(string filepath)
    {
        this.filepath = filepath;
        var archive = filepath.EndsWith(".keras", StringComparison.Ordinal);
        if (!archive && !filepath.EndsWith(".weights.h5", StringComparison.Ordinal))
            throw new ArgumentException($"Invalid filename: expected a `.keras` `.weights.h5` extension. Received: filepath={filepath}", nameof(filepath));
        if (!File.Exists(filepath)) throw new FileNotFoundException($"File not found: filepath={filepath}.", filepath);
        if (archive)
        {
            using var zip = KerasArchive.Open(filepath);
            config = Json(zip, "config.json");
            metadata = Json(zip, "metadata.json");
            using var file = KerasArchive.OpenHdf5(zip, filepath);
            weights_dict = WeightTree.Read(file.Root, _names);
        }
        else
        {
            using var file = Hdf5File.Open(filepath);
            weights_dict = WeightTree.Read(file.Root, _names);
        }
        Print($"Keras model file {Style($"'{filepath}'", Blue)}");
        if (metadata is not null) Print($"Saved with Keras {Style($"{metadata.Get("keras_version")}", Blue)} - date: {Style($"{metadata.Get("date_saved")}", Blue)}");
    }

    /// <summary>The file.</summary>
    public string filepath { get; }

    /// <summary>The configuration of the model; <see langword="null"/> for a file of weights alone.</summary>
    public Config? config { get; }

    /// <summary>Version and date of the file; <see langword="null"/> for a file of weights alone.</summary>
    public Config? metadata { get; }

    /// <summary>The weights: objects are configurations, weights are tensors.</summary>
    public Config weights_dict { get; }

    private Config Json(System.IO.Compression.ZipArchive zip, string member) => PythonJson.Parse(KerasArchive.ReadText(zip, member, filepath), $"The member '{member}' of '{filepath}'") as Config
        ?? throw new InvalidDataException($"The member '{member}' of '{filepath}' is not an object.");

    // ------------------------------------------------------------------ show

    /// <summary>Prints the objects and weights as a tree.</summary>
    public void summary()
    {
        Print("Weights structure");
        Structure(weights_dict, "  ", "", isFirst: true);
    }

    private void Structure(Config weights, string prefix, string path, bool isFirst)
    {
        var index = 0;
        foreach (var (key, value) in weights)
        {
            var isLast = ++index == weights.Count;
            var connector = isFirst ? "> " : isLast ? "└─ " : "├─ ";
            isFirst = false;
            if (value is Config inner)
            {
                var own = State.StateSaver.Join(path, key);
                // Porting note: Keras looks the name up under another path than it stores it, and never shows one.
                Print($"{prefix}{connector}{Style(key, Bold)}{(_names.TryGetValue(own, out var name) && name.Length > 0 ? $" ('{name}')" : "")}");
                Structure(inner, prefix + (isLast ? "    " : "│   "), own, isFirst: false);
            }
            else
            {
                var tensor = (Tensor)value!;
                Print($"{prefix}{connector}{Style(key, Bold)}: shape={tensor.shape}, dtype={tensor.dtype}");
            }
        }
    }

    // ------------------------------------------------------------------ compare

    /// <summary>Prints what differs between the file and a model.</summary>
    /// <param name="reference_model">A built model.</param>
    /// <returns><c>status</c> (<c>success</c> or <c>error</c>), <c>error_count</c> (differences), and <c>match_count</c> (weights that both have).</returns>
    // Porting note: Keras counts again, at each level, what it has counted above; here everything is counted once.
    public Config compare(Model reference_model)
    {
        Print("Running comparison");
        var reference = WeightTree.Expected(reference_model);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (errors, matches) = Compare(weights_dict, reference, "", "saved file", "reference model", seen);
        errors += Compare(reference, weights_dict, "", "reference model", "saved file", seen).Errors;
        Print("─────────────────────");
        if (errors == 0)
        {
            Print($"{Style("Comparison successful:", Bold + ";" + Green)}{Style(" saved file is compatible with the reference model", Green)}");
            Print($"    Found {Count(matches, "matching weight")}");
        }
        else Print($"{Style($"Found {Count(errors, "error")}:", Bold + ";" + Red)}{Style(" saved file is not compatible with the reference model", Red)}");
        return new Config { ["status"] = errors == 0 ? "success" : "error", ["error_count"] = errors, ["match_count"] = matches };
    }

    private static (int Errors, int Matches) Compare(Config target, Config reference, string path, string targetName, string referenceName, HashSet<string> seen)
    {
        var (errors, matches) = (0, 0);
        foreach (var (key, expected) in reference)
        {
            var inner = $"{path}/{key}";
            if (seen.Contains(inner)) continue;
            var found = target.Get(key);
            var kind = expected is Config ? "Object" : "Weight";
            if (found is null || found is Config != expected is Config)
            {
                errors++;
                seen.Add(inner);
                Print($"{Style($"...{kind} ", Red)}{Style(inner, Bold + ";" + Red)}{Style($" present in {referenceName}, missing from {targetName}", Red)}");
                if (expected is Config missing) Print($"    In {referenceName}, {inner} contains the following keys: [{string.Join(", ", missing.Keys.Select(k => $"'{k}'"))}]");
            }
            else if (expected is Config part)
            {
                var (e, m) = Compare((Config)found, part, inner, targetName, referenceName, seen);
                errors += e;
                matches += m;
            }
            else if (WeightTree.Shape(found) != WeightTree.Shape(expected))
            {
                errors++;
                seen.Add(inner);
                Print($"{Style("...Weight shape mismatch for ", Red)}{Style(inner, Bold + ";" + Red)}");
                Print($"    In {referenceName}: shape={WeightTree.Shape(expected)}");
                Print($"    In {targetName}: shape={WeightTree.Shape(found)}");
            }
            else matches++;
        }
        return (errors, matches);
    }

    // ------------------------------------------------------------------ edit

    /// <summary>Gives an object another name.</summary>
    /// <param name="object_name">Path or name of the object.</param>
    /// <param name="new_name">The name, not a path. What had it is replaced.</param>
    /// <exception cref="ArgumentException">There is no such object or several, or the new name is a path.</exception>
    public void rename_object(string object_name, string new_name)
    {
        if (new_name.Contains('/')) throw new ArgumentException($"Argument `target_name` should be a leaf name, not a full path name. Received: target_name='{new_name}'", nameof(new_name));
        var (parent, name) = Find(object_name);
        var value = parent.Pop(name);
        parent[new_name] = value;
    }

    /// <summary>Removes an object.</summary>
    /// <param name="object_name">Path or name of the object.</param>
    /// <exception cref="ArgumentException">There is no such object, or several.</exception>
    public void delete_object(string object_name)
    {
        var (parent, name) = Find(object_name);
        parent.Remove(name);
    }

    /// <summary>Adds an object.</summary>
    /// <param name="object_path">Its path, such as <c>layers/dense_2</c>; all but the last part is there already.</param>
    /// <param name="weights">Its weights by name, such as <c>new() { ["0"] = kernel, ["1"] = bias }</c>.</param>
    /// <exception cref="ArgumentException">A part of the path is not there.</exception>
    public void add_object(string object_path, Dictionary<string, Tensor> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var parts = object_path.Split('/');
        var at = weights_dict;
        foreach (var part in parts[..^1])
            at = at.Get(part) as Config ?? throw new ArgumentException($"Path '{string.Join('/', parts[..^1])}' not found in model.", nameof(object_path));
        at[parts[^1]] = WeightTree.Copy(weights);
    }

    /// <summary>Removes a weight of an object.</summary>
    /// <param name="object_name">Path or name of the object.</param>
    /// <param name="weight_name">Name of the weight, such as <c>0</c>.</param>
    /// <exception cref="ArgumentException">There is no such object or weight.</exception>
    public void delete_weight(string object_name, string weight_name)
    {
        var weights = FindObject(object_name);
        if (!weights.Remove(weight_name))
            throw new ArgumentException($"Weight {weight_name} not found in object {object_name}. Weights found: [{string.Join(", ", weights.Keys.Select(k => $"'{k}'"))}]", nameof(weight_name));
    }

    /// <summary>Adds weights to an object; those of the same names are replaced.</summary>
    /// <param name="object_name">Path or name of the object.</param>
    /// <param name="weights">Weights by name.</param>
    /// <exception cref="ArgumentException">There is no such object, or several.</exception>
    public void add_weights(string object_name, Dictionary<string, Tensor> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var target = FindObject(object_name);
        foreach (var (name, value) in WeightTree.Copy(weights)) target[name] = value;
    }

    private Config FindObject(string name)
    {
        var (parent, key) = Find(name);
        return parent[key] as Config ?? throw new ArgumentException($"'{name}' is a weight, not an object. Give the name of the object that has it.", nameof(name));
    }

    private (Config Parent, string Name) Find(string name)
    {
        // 1. A path.
        if (name.Contains('/'))
        {
            var parts = name.Split('/');
            var at = weights_dict;
            foreach (var part in parts[..^1])
                at = at.Get(part) as Config ?? throw new ArgumentException($"Path '{name}' not found in model.", nameof(name));
            return at.ContainsKey(parts[^1]) ? (at, parts[^1]) : throw new ArgumentException($"Path '{name}' not found in model.", nameof(name));
        }

        // 2. A name that occurs once.
        var found = Having(weights_dict, name).Take(2).ToArray();
        return found switch
        {
            [var parent] => (parent, name),
            [] => throw new ArgumentException($"Source name '{name}' does not appear in the model. Use `editor.summary()` to list all objects.", nameof(name)),
            _ => throw new ArgumentException($"Name '{name}' occurs more than once in the model; try passing a complete path", nameof(name)),
        };
    }

    private static IEnumerable<Config> Having(Config at, string name)
    {
        if (at.ContainsKey(name)) yield return at;
        foreach (var inner in at.Values.OfType<Config>())
            foreach (var found in Having(inner, name)) yield return found;
    }

    // ------------------------------------------------------------------ save

    /// <summary>Writes the weights as they are now.</summary>
    /// <param name="filepath">A <c>.weights.h5</c> file.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    public void save(string filepath)
    {
        if (!filepath.EndsWith(".weights.h5", StringComparison.Ordinal))
            throw new ArgumentException($"Invalid `filepath` argument: expected a `.weights.h5` extension. Received: filepath={filepath}", nameof(filepath));
        Hdf5Writer.Write(filepath, WeightTree.Write(weights_dict));
    }

    /// <summary>The same as <see cref="save"/>.</summary>
    /// <param name="filepath">A <c>.weights.h5</c> file.</param>
    public void resave_weights(string filepath) => save(filepath);

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Style(string text, string code) => RichTable.Style(text, code);

    private static void Print(string line)
    {
        var color = IoUtils.is_interactive_logging_enabled() && IoUtils.WritesToConsole && Terminal.UsesColor;
        IoUtils.PrintMsg(Terminal.Fit(RichTable.Resolve(line, color)));
    }
}
