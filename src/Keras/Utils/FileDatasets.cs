using NumSharp;

namespace Keras.Utils;

/// <summary>What the datasets of folders of pictures, texts and sounds have in common.</summary>
internal static class FileDatasets
{
    /// <summary>How many threads read files ahead.</summary>
    private static readonly int s_workers = Math.Clamp(Environment.ProcessorCount, 2, 8);

    /// <summary>The arguments that all of them take.</summary>
    internal sealed record Options(string Directory, LabelsArgument Labels, string? LabelMode, string[]? ClassNames, int? BatchSize, bool Shuffle, long? Seed, double? ValidationSplit, string? Subset, bool FollowLinks, bool Verbose);

    /// <summary>Makes the dataset of a folder.</summary>
    /// <param name="options">The arguments.</param>
    /// <param name="what">What the files are, for messages.</param>
    /// <param name="formats">Endings of the files.</param>
    /// <param name="load">Reads files; gives numbers or texts.</param>
    /// <exception cref="ArgumentException">An argument has no meaning, or there are no files.</exception>
    internal static Dataset Make(Options options, string what, string[] formats, Func<string[], (NDArray? Numbers, string[]? Texts)> load)
    {
        // 1. The arguments.
        var (labels, mode) = (options.Labels, options.LabelMode);
        if (labels.Values is not null && options.ClassNames is not null) throw new ArgumentException("You can only pass `class_names` if `labels=\"inferred\"`.", "class_names");
        if (mode is not (null or "int" or "categorical" or "binary")) throw new ArgumentException($"`label_mode` argument must be one of \"int\", \"categorical\", \"binary\", or null. Received: label_mode={mode}", "label_mode");
        if (labels.IsNone || mode is null) (labels, mode) = ((string?)null, null);
        DatasetUtils.check_validation_split_arg(options.ValidationSplit, options.Subset, options.Shuffle, options.Seed);

        // 2. The files.
        var seed = options.Seed ?? NumpyRandomState.Global.RandInt(0, 1_000_000);
        var (paths, numbers, names) = DatasetUtils.index_directory(options.Directory, labels, formats, options.ClassNames, options.Shuffle, seed, options.FollowLinks, options.Verbose);
        if (mode == "binary" && names!.Length != 2) throw new ArgumentException($"When passing `label_mode=\"binary\"`, there must be exactly 2 class_names. Received: class_names=[{string.Join(", ", names)}]", "class_names");

        // 3. One part of them, or both.
        if (options.Subset != "both") return Part(options.Subset, options.Shuffle);
        var training = Part("training", options.Shuffle, kind: "training ");
        training.Validation = Part("validation", shuffle: false, kind: "validation ");
        return training;

        Dataset Part(string? subset, bool shuffle, string kind = "")
        {
            var (files, classes) = DatasetUtils.get_training_or_validation_split(paths, numbers, options.ValidationSplit, subset);
            if (files.Length == 0) throw new ArgumentException($"No {kind}{what} found in directory {options.Directory}. Allowed formats: {string.Join(", ", formats)}", "directory");
            var source = new SampleSource([.. Enumerable.Range(0, files.Length)], indices =>
            {
                var (x, texts) = load(Array.ConvertAll(indices, i => files[i]));
                return new(x, texts, mode is null ? null : Targets(Array.ConvertAll(indices, i => classes![i]), mode, names!.Length), null);
            }, shuffle ? seed : null);
            return new Dataset(source, options.BatchSize, s_workers, names, files);
        }
    }

    private static NDArray Targets(int[] classes, string mode, int count) => mode switch
    {
        "binary" => new NDArray(Array.ConvertAll(classes, c => (float)c), new Shape(classes.Length, 1)),
        "categorical" => NumericalUtils.to_categorical(classes, count).astype(NPTypeCode.Single),
        _ => new NDArray(classes, new Shape(classes.Length)),
    };
}
