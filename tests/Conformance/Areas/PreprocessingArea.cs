using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Utils;

namespace Keras.Conformance.Areas;

/// <summary>Functions of keras.utils and keras.preprocessing.</summary>
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
        ["ImageDataGenerator"] = "keras.preprocessing.image",
        ["hashing_trick"] = "keras.preprocessing.text",
        ["text_to_word_sequence"] = "keras.preprocessing.text",
        ["Tokenizer"] = "keras.preprocessing.text",
        ["make_sampling_table"] = "keras.preprocessing.sequence",
        ["skipgrams"] = "keras.preprocessing.sequence",
        ["TimeseriesGenerator"] = "keras.preprocessing.sequence",
    };

    public string Name => "preprocessing";

    public string? Missing(string name)
    {
        var full = s_modules.GetValueOrDefault(name, "keras.utils") + "." + name;
        return Callable.TryFind(full) is null ? full : null;
    }

    public void Replay(GoldenCase golden, Report report)
    {
        // 1. The function and its arguments; a file comes first.
        var callable = Callable.Find(golden.Text("function"));
        var arguments = golden["args"] is List<object?> given ? [.. given] : new List<object?>();
        if (golden["file"] is string file) arguments.Insert(0, Path.Combine(golden.Folder, file));
        var named = golden["kwargs"] is Config kwargs ? new Config(kwargs) : new Config();
        // Text has a type of its own here, which stands for NumPy's arrays of objects.
        if (named.Get("dtype") is "object") named.Remove("dtype");
        if (golden["numpy_seed"] is int numpySeed) NumpyRandomState.Global.Seed(numpySeed);
        if (golden["python_seed"] is int pythonSeed) PythonRandom.Global.Seed(pythonSeed);

        // 2. What it gives, or that it refuses.
        object? result;
        try
        {
            result = callable.Invoke(arguments, named);
        }
        catch (Exception e) when (e is not UnsupportedException)
        {
            // What C# refuses by its types needs no exception.
            if (!golden.Has("error")) report.Add("call", "no exception", Report.Describe(e));
            return;
        }
        if (golden["error"] is { } error) report.Add("call", $"an exception ({error})", Comparer.Show(result));
        else new Comparer(report).Compare("outputs", golden["outputs"], result);
    }
}
