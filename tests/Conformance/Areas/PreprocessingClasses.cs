using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Legacy.Preprocessing;
using Keras.Saving;
using Keras.Utils;

namespace Keras.Conformance.Areas;

/// <summary>Cases of the classes of keras.preprocessing, and of the listing of folders.</summary>
internal static class PreprocessingClasses
{
    internal static void ImageGenerator(GoldenCase golden, Report report)
    {
        // 1. The generator, fitted where the case says so.
        var generator = (ImageDataGenerator)Make(typeof(ImageDataGenerator), [], Keywords(golden, "config"));
        var arguments = golden["args"] is List<object?> given ? [.. given] : new List<object?>();
        var named = Keywords(golden, "kwargs");
        if (golden["fit"] is Config fit) Late.Call(generator, "fit", [arguments[0]], fit);
        var comparer = new Comparer(report);
        if (golden["mean"] is { } mean) comparer.Compare("mean", mean, generator.mean);
        if (golden["std"] is { } std) comparer.Compare("std", std, generator.std);
        if (golden["whitening"] is { } whitening) comparer.Compare("whitening", whitening, generator.zca_whitening_matrix);

        // 2. Its batches. The case's third argument is the weights, which stand elsewhere in the signature.
        if (golden["file"] is string file) arguments.Insert(0, Path.Combine(golden.Folder, file));
        if (golden["method"] is "flow" && arguments.Count == 3)
        {
            named["sample_weight"] = arguments[2];
            arguments.RemoveAt(2);
        }
        if (golden["numpy_seed"] is int seed) NumpyRandomState.Global.Seed(seed);
        var iterator = (Iterator)Late.Call(generator, golden.Text("method"), arguments, named)!;
        if (golden["batches"] is not List<object?> batches) return;
        var i = 0;
        foreach (var batch in batches.Cast<List<object?>>())
        {
            var got = iterator.Next();
            object?[] parts = [got.X[0], got.Y is [var one] ? (object)one : got.Y, got.SampleWeight];
            for (var p = 0; p < batch.Count; p++) comparer.Compare($"batches[{i}][{p}]", batch[p], parts[p]);
            i++;
        }

        // 3. What it found in a folder.
        if (iterator is not DirectoryIterator directory) return;
        comparer.Compare("filenames", golden["filenames"], directory.filenames.Select(f => f.Replace('\\', '/')).ToList());
        comparer.Compare("class_indices", golden["class_indices"], new Config(directory.class_indices.Select(c => KeyValuePair.Create(c.Key, (object?)c.Value))));
    }

    internal static void Timeseries(GoldenCase golden, Report report)
    {
        var generator = (TimeseriesGenerator)Make(typeof(TimeseriesGenerator), golden.List("args"), Keywords(golden, "kwargs"));
        if (golden["batches"] is not List<object?> batches) return;
        if (generator.num_batches != batches.Count) report.Add("num_batches", Comparer.Show(batches.Count), Comparer.Show(generator.num_batches));
        for (var i = 0; i < batches.Count; i++)
        {
            var batch = generator.GetItem(i);
            new Comparer(report).Compare($"batches[{i}]", batches[i], new List<object?> { batch.x, batch.y });
        }
    }

    internal static void Tokenizer(GoldenCase golden, Report report)
    {
        // 1. What it learns.
        var tokenizer = (Tokenizer)Make(typeof(Tokenizer), [], Keywords(golden, "config"));
        Late.Call(tokenizer, "fit_on_texts", [golden["texts"]]);
        var comparer = new Comparer(report);
        comparer.Compare("word_index", golden["word_index"], Pairs(tokenizer.word_index));
        comparer.Compare("word_counts", golden["word_counts"], Pairs(tokenizer.word_counts));
        comparer.Compare("word_docs", golden["word_docs"], Pairs(tokenizer.word_docs.OrderBy(p => p.Key, StringComparer.Ordinal)));
        comparer.Compare("index_docs", golden["index_docs"], tokenizer.index_docs.OrderBy(p => p.Key).Select(p => new List<object?> { p.Key, p.Value }).ToList());
        comparer.Compare("document_count", golden["document_count"], tokenizer.document_count);

        // 2. What it makes of new texts.
        var sequences = (List<List<int>>)Late.Call(tokenizer, "texts_to_sequences", [golden["new_texts"]])!;
        comparer.Compare("sequences", golden["sequences"], sequences);
        comparer.Compare("texts_again", golden["texts_again"], tokenizer.sequences_to_texts(sequences));
        if (golden["matrices"] is Config matrices)
        {
            foreach (var (mode, wanted) in matrices)
            {
                var refused = ((Config)wanted!).Get("error");
                try
                {
                    var matrix = tokenizer.sequences_to_matrix(sequences, mode);
                    if (refused is null) comparer.Compare($"matrices['{mode}']", ((Config)wanted).Get("outputs"), matrix);
                    else report.Add($"matrices['{mode}']", $"an exception ({refused})", "none");
                }
                catch (ArgumentException e)
                {
                    if (refused is null) report.Add($"matrices['{mode}']", "no exception", Report.Describe(e));
                }
            }
        }

        // 3. JSON: the texts in it hold the same, in an order that Python does not promise; and Python's own is read.
        if (golden["to_json"] is Config json)
        {
            comparer.Compare("to_json", Inner(json), Inner((Config)PythonJson.Parse(tokenizer.to_json(), "to_json")!));
            var restored = Legacy.Preprocessing.Tokenizer.tokenizer_from_json(PythonJson.Dump(json));
            if (golden["restored_sequences"] is { } again) comparer.Compare("restored_sequences", again, Late.Call(restored, "texts_to_sequences", [golden["new_texts"]]));
        }
    }

    internal static void IndexDirectory(GoldenCase golden, Report report)
    {
        var named = Keywords(golden, "kwargs");
        LabelsArgument labels = named.Pop("labels") switch
        {
            List<object?> list => LabelsArgument.Create([.. list.Cast<int>()]),
            var name => (string?)name,
        };
        var root = Path.Combine(golden.Folder, golden.Text("file"));
        var split = named.Pop("validation_split") as double?;
        var subset = named.Pop("subset") as string;
        var names = (named.Pop("class_names") as List<object?>)?.Cast<string>().ToArray();
        var shuffle = named.Pop("shuffle") is not false;
        var seed = named.Pop("seed") is int s ? s : (long?)null;
        // Keras shuffles a list of labels in place, and the case holds it as it was afterwards: back to the order before.
        if (shuffle && labels.Values is { } shuffled && !golden.Has("error"))
        {
            var order = new NumpyRandomState(seed!.Value).Permutation(shuffled.Length);
            var before = new int[shuffled.Length];
            for (var i = 0; i < before.Length; i++) before[order[i]] = shuffled[i];
            labels = LabelsArgument.Create(before);
        }
        if (named.Count > 0) throw new UnsupportedException($"arguments {string.Join(", ", named.Keys)} of index_directory");
        var (paths, numbers, classes) = DatasetUtils.index_directory(root, labels, [.. golden.List("formats").Cast<string>()], names, shuffle, seed, verbose: false);
        (paths, numbers) = DatasetUtils.get_training_or_validation_split(paths, numbers, split, subset);
        var comparer = new Comparer(report);
        if (golden.Has("error")) return;
        comparer.Compare("files", golden["files"], paths.Select(p => Path.GetRelativePath(root, p).Replace('\\', '/')).ToList());
        comparer.Compare("labels", golden["labels"], numbers);
        comparer.Compare("class_names", golden["class_names"], classes);
    }

    private static Config Keywords(GoldenCase golden, string key) => golden[key] is Config config ? new Config(config) : new Config();

    private static object Make(Type type, IReadOnlyList<object?> args, Config kwargs) => Callable.OfConstructor(type).Invoke(args, kwargs)!;

    private static List<List<object?>> Pairs(IEnumerable<KeyValuePair<string, int>> pairs) => [.. pairs.Select(p => new List<object?> { p.Key, p.Value })];

    /// <summary>A tokenizer's JSON with the JSON in its texts read too.</summary>
    private static Config Inner(Config json)
    {
        var config = new Config((Config)json.Get("config")!);
        foreach (var key in config.Keys.ToArray())
            if (config[key] is string text && text.StartsWith('{') && text.EndsWith('}')) config[key] = PythonJson.Parse(text, key);
        return new Config(json) { ["config"] = config };
    }
}
