using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Utils;

namespace Keras.Conformance.Areas;

/// <summary>Functions and classes of keras.utils and keras.preprocessing.</summary>
internal sealed class PreprocessingArea : IArea
{
    private static readonly Dictionary<string, string> s_modules = new()
    {
        ["apply_affine_transform"] = "keras.preprocessing.image",
        ["apply_brightness_shift"] = "keras.preprocessing.image",
        ["apply_channel_shift"] = "keras.preprocessing.image",
        ["random_brightness"] = "keras.preprocessing.image",
        ["random_channel_shift"] = "keras.preprocessing.image",
        ["random_rotation"] = "keras.preprocessing.image",
        ["random_shear"] = "keras.preprocessing.image",
        ["random_shift"] = "keras.preprocessing.image",
        ["random_zoom"] = "keras.preprocessing.image",
        ["smart_resize"] = "keras.preprocessing.image",
        ["hashing_trick"] = "keras.preprocessing.text",
        ["text_to_word_sequence"] = "keras.preprocessing.text",
        ["make_sampling_table"] = "keras.preprocessing.sequence",
        ["skipgrams"] = "keras.preprocessing.sequence",
    };

    /// <summary>Cases of classes have forms of their own.</summary>
    private static readonly Dictionary<string, Action<GoldenCase, Report>> s_classes = new()
    {
        ["ImageDataGenerator"] = PreprocessingClasses.ImageGenerator,
        ["flow_from_directory"] = PreprocessingClasses.ImageGenerator,
        ["Tokenizer"] = PreprocessingClasses.Tokenizer,
        ["TimeseriesGenerator"] = PreprocessingClasses.Timeseries,
        ["index_directory"] = PreprocessingClasses.IndexDirectory,
    };

    public string Name => "preprocessing";

    public string? Missing(string name)
    {
        if (s_classes.ContainsKey(name)) return null;
        var full = s_modules.GetValueOrDefault(name, "keras.utils") + "." + name;
        return Callable.TryFind(full) is null ? full : null;
    }

    public void Replay(GoldenCase golden, Report report)
    {
        if (golden["numpy_seed"] is int numpySeed) NumpyRandomState.Global.Seed(numpySeed);
        if (golden["python_seed"] is int pythonSeed) PythonRandom.Global.Seed(pythonSeed);
        Expect(golden, report, () =>
        {
            if (s_classes.TryGetValue(golden.Name, out var replay)) replay(golden, report);
            else Call(golden, report);
        });
    }

    /// <summary>Runs what a case describes; it refuses where the case says so.</summary>
    internal static void Expect(GoldenCase golden, Report report, Action run)
    {
        try
        {
            run();
        }
        catch (Exception e) when (e is not UnsupportedException)
        {
            // What C# refuses by its types needs no exception.
            if (!golden.Has("error")) report.Add("call", "no exception", Report.Describe(e));
            return;
        }
        if (golden["error"] is { } error) report.Add("call", $"an exception ({error})", "none");
    }

    private static void Call(GoldenCase golden, Report report)
    {
        // 1. The function and its arguments; a file comes first.
        var callable = Callable.Find(golden.Text("function"));
        var arguments = golden["args"] is List<object?> given ? [.. given.Select(a => Pictures.From(a) ?? a)] : new List<object?>();
        var named = golden["kwargs"] is Config kwargs ? new Config(kwargs) : new Config();
        // Text has a type of its own here, which stands for NumPy's arrays of objects.
        if (named.Get("dtype") is "object") named.Remove("dtype");
        string? folder = null;
        if (golden["file"] is string file)
        {
            // A file that the case writes lies in a folder of its own.
            if (golden.Name == "save_img") folder = Directory.CreateTempSubdirectory("keras-conformance-").FullName;
            arguments.Insert(0, Path.Combine(folder ?? golden.Folder, file));
        }

        // 2. What it gives.
        try
        {
            var result = callable.Invoke(arguments, named);
            if (golden.Has("error")) return;
            if (folder is not null) Pictures.CompareWritten(golden, (string)arguments[0]!, report);
            else if (result is Image image) Pictures.Compare("outputs", golden["outputs"], image, report);
            else new Comparer(report).Compare("outputs", golden["outputs"], result);
        }
        finally
        {
            if (folder is not null) Directory.Delete(folder, recursive: true);
        }
    }
}
