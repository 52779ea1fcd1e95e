using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Saving;
using Keras.Saving.Hdf5;
using Keras.Utils;

namespace Keras.Conformance.Areas;

/// <summary>The layout of model files: real Keras's file is loaded and saved again, and what was written is compared with what real Keras wrote.</summary>
internal sealed partial class H5StructureArea : IArea
{
    public string Name => "h5_structure";

    public string? Missing(string name) => null;

    public void Replay(GoldenCase golden, Report report)
    {
        // 1. The model as real Keras saved it, with its optimizer. Names of layers that files leave out are made anew.
        Naming.Reset();
        var format = golden.Text("format");
        var source = Path.Combine(golden.Sibling("models"), golden.Text("path"));
        var stem = Ending().Replace(source, "");
        Serialized.Require(ReadConfig(stem + ".keras"));
        // Some models are loaded from one of both formats alone, in real Keras too.
        Model model;
        try
        {
            model = ModelSaving.load_model(stem + ".keras");
        }
        catch (ArgumentException) when (format is "h5" or "legacy_weights_h5")
        {
            Naming.Reset();
            model = ModelSaving.load_model(stem + ".h5");
        }

        // 2. Our own file of it, and its tree.
        var folder = Directory.CreateTempSubdirectory("keras-conformance-").FullName;
        try
        {
            var path = Path.Combine(folder, Path.GetFileName(stem) + format switch { "keras" => ".keras", "weights_h5" => ".weights.h5", _ => ".h5" });
            if (format is "keras" or "h5") model.save(path);
            else model.save_weights(path);
            if (format == "keras") CompareArchive(golden, path, folder, report);
            else CompareTree(golden.Object("tree"), path, report);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Config ReadConfig(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var reader = new StreamReader(archive.GetEntry("config.json")!.Open());
        return Json.ParseObject(reader.ReadToEnd());
    }

    private static void CompareArchive(GoldenCase golden, string path, string folder, Report report)
    {
        using var archive = ZipFile.OpenRead(path);
        string[] want = [.. golden.List("entries").Select(e => (string)e!)], have = [.. archive.Entries.Select(e => e.FullName)];
        if (!want.SequenceEqual(have)) report.Add("entries", string.Join(", ", want), string.Join(", ", have));
        if (golden["compressed"] is bool compressed && compressed != archive.Entries.Any(e => e.CompressedLength < e.Length)) report.Add("compressed", Comparer.Show(compressed), Comparer.Show(!compressed));
        if (ReadText("config.json") is { } config)
        {
            var got = Json.ParseObject(config);
            Renumber(got, []);
            ConfigComparer.Compare("config", golden["config"], got, report);
        }
        if (ReadText("metadata.json") is { } metadata)
        {
            var got = Json.ParseObject(metadata);
            if (got.ContainsKey("date_saved")) got["date_saved"] = "0000-00-00@00:00:00";
            ConfigComparer.Compare("metadata", golden["metadata"], got, report);
        }
        if (archive.GetEntry("model.weights.h5") is not { } weights) return;
        var inner = Path.Combine(folder, "inner.h5");
        weights.ExtractToFile(inner);
        CompareTree(golden.Object("tree"), inner, report);

        string? ReadText(string entry)
        {
            if (archive.GetEntry(entry) is not { } found) return null;
            using var reader = new StreamReader(found.Open());
            return reader.ReadToEnd();
        }
    }

    /// <summary>Numbers of shared objects in the order of their appearance: they are addresses in real Keras.</summary>
    private static void Renumber(object? value, Dictionary<string, int> numbers)
    {
        if (value is List<object?> list)
            foreach (var item in list) Renumber(item, numbers);
        if (value is not Config config) return;
        foreach (var key in config.Keys.ToArray())
        {
            if (key != "shared_object_id")
            {
                Renumber(config[key], numbers);
                continue;
            }
            var id = Convert.ToString(config[key], CultureInfo.InvariantCulture)!;
            if (!numbers.TryGetValue(id, out var number)) numbers[id] = number = numbers.Count + 1;
            config[key] = number;
        }
    }

    private static void CompareTree(Config tree, string path, Report report)
    {
        // 1. The superblock's version stands behind the eight bytes of the signature.
        var version = new byte[9];
        using (var stream = File.OpenRead(path)) stream.ReadExactly(version);
        if (tree.Get("superblock") is int superblock && version[8] != superblock) report.Add("superblock", Comparer.Show(superblock), Comparer.Show((int)version[8]));

        // 2. Groups and datasets by path.
        using var file = Hdf5File.Open(path);
        var groups = new Dictionary<string, H5Group>(StringComparer.Ordinal) { ["/"] = file.Root };
        var datasets = new Dictionary<string, H5Dataset>(StringComparer.Ordinal);
        Collect(file.Root, "", groups, datasets);
        var wantedGroups = ((List<object?>)tree.Get("groups")!).Cast<Config>().ToDictionary(g => (string)g.Get("path")!);
        var wantedDatasets = ((List<object?>)tree.Get("datasets")!).Cast<Config>().ToDictionary(g => (string)g.Get("path")!);
        ComparePaths("groups", wantedGroups.Keys, groups.Keys, report);
        ComparePaths("datasets", wantedDatasets.Keys, datasets.Keys, report);

        // 3. What is in them.
        foreach (var (name, wanted) in wantedGroups)
            if (groups.TryGetValue(name, out var group)) CompareAttributes(name, wanted, group, report);
        foreach (var (name, wanted) in wantedDatasets)
        {
            if (!datasets.TryGetValue(name, out var dataset)) continue;
            var want = $"{wanted.Get("dtype")} {TensorShape.FromConfig(wanted.Get("shape"))}";
            var have = $"{dataset.DType.ToString().ToLowerInvariant()} {(TensorShape)dataset.Shape.ToArray()}";
            if (want != have) report.Add(name, want, have);
            CompareAttributes(name, wanted, dataset, report);
        }
    }

    private static void Collect(H5Group group, string prefix, Dictionary<string, H5Group> groups, Dictionary<string, H5Dataset> datasets)
    {
        foreach (var (name, inner) in group.Groups)
        {
            groups[prefix + name] = inner;
            Collect(inner, prefix + name + "/", groups, datasets);
        }
        foreach (var (name, dataset) in group.Datasets) datasets[prefix + name] = dataset;
    }

    private static void ComparePaths(string what, IEnumerable<string> expected, IEnumerable<string> got, Report report)
    {
        string[] missing = [.. expected.Except(got).Order(StringComparer.Ordinal)], added = [.. got.Except(expected).Order(StringComparer.Ordinal)];
        if (missing.Length + added.Length > 0) report.Add(what, $"{missing.Length} that are missing: {string.Join(", ", missing.Take(6))}", $"{added.Length} others: {string.Join(", ", added.Take(6))}");
    }

    private static void CompareAttributes(string path, Config wanted, H5Object got, Report report)
    {
        var expected = ((List<object?>)wanted.Get("attributes")!).Cast<Config>().ToDictionary(a => (string)a.Get("name")!);
        ComparePaths($"{path}: attributes", expected.Keys, got.Attributes.Names, report);
        foreach (var (name, want) in expected)
            if (got.Attributes.Find(name) is { } have) CompareAttribute($"{path}@{name}", want, have, report);
    }

    private static void CompareAttribute(string what, Config want, H5AttributeValue have, Report report)
    {
        var text = want.Get("dtype") is "string";
        var dtype = have.DType.ToString().ToLowerInvariant();
        if ((string)want.Get("dtype")! != dtype) report.Add(what + ".dtype", (string)want.Get("dtype")!, dtype);
        var shape = want.Get("shape") is null ? "none" : TensorShape.FromConfig(want.Get("shape")).ToString();
        var given = have.Shape is null ? "none" : ((TensorShape)have.Shape.ToArray()).ToString();
        if (shape != given) report.Add(what + ".shape", shape, given);
        if (!text || dtype != "string") return;
        if ((string?)want.Get("encoding") != (have.IsUtf8 ? "utf-8" : "ascii")) report.Add(what + ".encoding", Comparer.Show(want.Get("encoding")), have.IsUtf8 ? "'utf-8'" : "'ascii'");
        if (want.Get("length") as int? != have.FixedLength) report.Add(what + ".length", Comparer.Show(want.Get("length")), Comparer.Show(have.FixedLength));
        switch (want.Get("value"))
        {
            case Config config:
                ConfigComparer.Compare(what, config, Json.ParseObject(have.ReadString()), report);
                break;
            case List<object?> list:
                var strings = have.ReadStrings();
                if (!list.Select(v => v as string).SequenceEqual(strings)) report.Add(what, Comparer.Show(list), Comparer.Show(strings));
                break;
            case var value:
                if (value as string != have.ReadString()) report.Add(what, Comparer.Show(value), Comparer.Show(have.ReadString()));
                break;
        }
    }

    [GeneratedRegex(@"(\.keras|\.weights\.h5|\.legacy\.h5|\.h5)$")]
    private static partial Regex Ending();
}
