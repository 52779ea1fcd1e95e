using System.Globalization;

namespace Keras.Utils;

/// <summary>Files of a folder with their labels, and the parts of a validation split (keras/src/utils/dataset_utils.py).</summary>
internal static class DatasetUtils
{
    /// <summary>Lists files below a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="labels">Where labels come from.</param>
    /// <param name="formats">Endings of the files.</param>
    /// <param name="class_names">The folders of the classes in their order, where labels are inferred.</param>
    /// <param name="shuffle">Whether the files are shuffled.</param>
    /// <param name="seed">Seed of the order; null draws one.</param>
    /// <param name="follow_links">Whether links to folders are followed.</param>
    /// <param name="verbose">Whether the number of files is printed.</param>
    /// <exception cref="ArgumentException">The labels or names do not fit the folder.</exception>
    internal static (string[] Paths, int[]? Labels, string[]? ClassNames) index_directory(string directory, LabelsArgument labels, string[] formats, string[]? class_names = null, bool shuffle = true, long? seed = null,
        bool follow_links = false, bool verbose = true)
    {
        // 1. The folders of the classes.
        string[] folders = [""];
        if (labels.IsInferred)
        {
            folders = [.. DirectoryWalk.Folders(directory).Where(name => !name.StartsWith('.'))];
            if (class_names is not null)
            {
                if (class_names.Except(folders).Any())
                    throw new ArgumentException($"The `class_names` passed did not match the names of the subdirectories of the target directory. Expected: {Show(folders)} (or a subset of it), but received: class_names={Show(class_names)}", nameof(class_names));
                folders = class_names;
            }
        }
        else if (class_names is not null)
        {
            throw new ArgumentException(labels.IsNone
                ? "When `labels=None` (no labels), argument `class_names` cannot be specified."
                : "When argument `labels` is specified, argument `class_names` cannot be specified (the `class_names` will be the sorted list of labels).", nameof(class_names));
        }

        // 2. Their files.
        var files = folders.Select(f => DirectoryWalk.Files(Path.Combine(directory, f), formats, follow_links).ToArray()).ToArray();
        string[] paths = [.. files.SelectMany(f => f)];
        int[]? numbers = null;
        string[]? names = null;
        if (labels.IsInferred)
        {
            numbers = [.. files.SelectMany((f, i) => Enumerable.Repeat(i, f.Length))];
            names = folders;
        }
        else if (labels.Values is { } given)
        {
            if (given.Length != paths.Length)
                throw new ArgumentException($"Expected the lengths of `labels` to match the number of files in the target directory. len(labels) is {given.Length} while we found {paths.Length} files in directory {directory}.", nameof(labels));
            numbers = (int[])given.Clone();
            names = [.. given.Distinct().Order().Select(v => v.ToString(CultureInfo.InvariantCulture))];
        }
        if (verbose) IoUtils.PrintMsg(numbers is null ? $"Found {paths.Length} files." : $"Found {paths.Length} files belonging to {names!.Length} classes.");

        // 3. One order for both lists.
        if (shuffle)
        {
            var start = seed ?? NumpyRandomState.Global.RandInt(0, 1_000_000);
            new NumpyRandomState(start).Shuffle<string>(paths);
            if (numbers is not null) new NumpyRandomState(start).Shuffle<int>(numbers);
        }
        return (paths, numbers, names);
    }

    /// <summary>The part of a list that is asked for: the last ones are for validation.</summary>
    /// <exception cref="ArgumentException">There is no such subset.</exception>
    internal static (string[] Samples, int[]? Labels) get_training_or_validation_split(string[] samples, int[]? labels, double? validation_split, string? subset)
    {
        if (validation_split is null or 0) return (samples, labels);
        var validation = (int)(validation_split.Value * samples.Length);
        var training = samples.Length - validation;
        switch (subset)
        {
            case "training":
                IoUtils.PrintMsg($"Using {training} files for training.");
                return (samples[..training], labels?[..training]);
            case "validation":
                IoUtils.PrintMsg($"Using {validation} files for validation.");
                return (samples[training..], labels?[training..]);
            default:
                throw new ArgumentException($"`subset` must be either \"training\" or \"validation\", received: {subset}", nameof(subset));
        }
    }

    /// <summary>Checks the arguments of a validation split.</summary>
    /// <exception cref="ArgumentException">They have no meaning, or not together.</exception>
    internal static void check_validation_split_arg(double? validation_split, string? subset, bool shuffle, long? seed)
    {
        var splits = validation_split is { } part && part != 0;
        if (splits && !(validation_split > 0 && validation_split < 1)) throw new ArgumentException($"`validation_split` must be between 0 and 1, received: {validation_split}", nameof(validation_split));
        if (splits != (subset is not null)) throw new ArgumentException("If `subset` is set, `validation_split` must be set, and inversely.");
        if (subset is not (null or "training" or "validation" or "both")) throw new ArgumentException($"`subset` must be either \"training\", \"validation\" or \"both\", received: {subset}", nameof(subset));
        if (splits && shuffle && seed is null)
            throw new ArgumentException("If using `validation_split` and shuffling the data, you must provide a `seed` argument, to make sure that there is no overlap between the training and validation subset.");
    }

    private static string Show(string[] names) => "[" + string.Join(", ", names.Select(n => $"'{n}'")) + "]";
}
