using Keras.Saving;
using Keras.Saving.Hdf5;
using Keras.Tests.Testing;
using static Keras.keras;

namespace Keras.Tests.Saving.Files;

/// <summary>Files that Keras 1 and 2 wrote for the import tests of another library: all of them load, and give the numbers that Keras had stored beside them.</summary>
public class Dl4jFilesTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-5;

    /// <summary>What no file can bring along: Python's functions and TensorFlow's operations. The error names the class.</summary>
    private static readonly string[] OwnClasses = ["Lambda layer", "Unknown Layer: 'TensorFlowOpLayer'"];

    /// <summary>Two models crop their pictures to nothing, which Keras 3 refuses.</summary>
    private const string CropsToNothing = "Values in `cropping` argument should be smaller";

    private static string Root => SharedData.Model("dl4j");

    [Fact]
    public void EveryModelFileLoads()
    {
        var faults = new List<string>();
        var loaded = 0;
        foreach (var path in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Where(p => p.EndsWith(".h5", StringComparison.Ordinal) || p.EndsWith(".hdf5", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (!IsModel(path)) continue;
            if (Try(path, () => models.load_model(path, compile: false), faults)) loaded++;
        }
        Report(faults);
        Assert.True(loaded > 250, $"Only {loaded} models were found.");
    }

    [Fact]
    public void EveryConfigurationMakesAModel()
    {
        var faults = new List<string>();
        foreach (var path in Directory.EnumerateFiles(Root, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            Try(path, () => models.model_from_json(File.ReadAllText(path)), faults);
        Report(faults);
    }

    [Fact]
    public void StoredPredictionsAreReproduced()
    {
        var faults = new List<string>();
        var compared = 0;
        foreach (var path in Directory.EnumerateFiles(Root, "*_inputs_and_outputs.h5", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var stem = path[..^"_inputs_and_outputs.h5".Length];
            var file = new[] { stem + "_model.h5", stem + ".h5" }.FirstOrDefault(File.Exists);
            if (file is null) continue;
            Try(path, () =>
            {
                Compare(file, path, faults);
                compared++;
            }, faults);
        }
        Report(faults);
        Assert.True(compared > 50, $"Only {compared} files with predictions were found.");
    }

    private static void Compare(string file, string recorded, List<string> faults)
    {
        using var stored = Hdf5File.Open(recorded);
        var model = models.load_model(file, compile: false);
        var inputs = stored.Root.Groups["inputs"].Datasets.Values.Select(d => WeightIO.Tensor(d)).ToArray();
        var data = inputs.Length == 1 ? inputs[0] : new TensorList(inputs);
        if (stored.Root.TryGetGroup("predictions", out var predictions))
        {
            var got = Flat(model.Apply(data, training: false));
            var i = 0;
            foreach (var want in predictions.Datasets.Values) Check($"{recorded}: prediction {want.Name}", want, got[i++], faults);
        }
        if (!stored.Root.TryGetGroup("activations", out var activations)) return;
        foreach (var (name, want) in activations.Datasets)
        {
            if (model.layers.FirstOrDefault(l => l.name == name) is not { } layer) continue;
            var cut = keras.Model(model.inputs, layer.output);
            Check($"{recorded}: activation {name}", want, Flat(cut.Apply(data, training: false))[0], faults);
        }
    }

    private static Tensor[] Flat(Tensor value) => value is TensorList list ? [.. list] : [value];

    private static void Check(string what, H5Dataset want, Tensor got, List<string> faults)
    {
        var expected = WeightIO.Tensor(want);
        if (expected.size != got.size)
        {
            faults.Add($"{what}: shape {expected.shape}, got {got.shape}");
            return;
        }
        var error = Ops.max(Ops.absolute(Ops.subtract(Ops.reshape(expected, new TensorShape(-1)), Ops.reshape(got, new TensorShape(-1))))).item<float>();
        var scale = Math.Max(1, Ops.max(Ops.absolute(expected)).item<float>());
        if (!(error <= Tolerance * scale)) faults.Add($"{what}: off by {error}");
    }

    private static bool IsModel(string path)
    {
        using var file = Hdf5File.Open(path);
        return file.Root.Attributes.HasAttribute("model_config");
    }

    private static bool Try(string path, Action action, List<string> faults)
    {
        try
        {
            action();
            return true;
        }
        catch (ArgumentException e) when (IsNotHereYet(e.Message) || OwnClasses.Any(c => e.Message.Contains(c, StringComparison.Ordinal)) && e.Message.Contains("custom_objects", StringComparison.Ordinal)
            || e.Message.Contains(CropsToNothing, StringComparison.Ordinal))
        {
            return false;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            faults.Add($"{path}: {e.GetType().Name} {e.Message}");
            return false;
        }
    }

    /// <summary>Whether an error names a layer of Keras that this library does not have yet.</summary>
    private static bool IsNotHereYet(string message) =>
        new[] { "Bidirectional", "SimpleRNN", "GRU", "ConvLSTM2D", "ConvLSTM1D", "ConvLSTM3D", "Attention", "TimeDistributed" }
            .Any(n => KerasRegistry.FindClass("keras.layers", n) is null && message.Contains($"Unknown Layer: '{n}'", StringComparison.Ordinal));

    private void Report(List<string> faults)
    {
        foreach (var fault in faults) output.WriteLine(fault);
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n" + string.Join("\n", faults.Take(400).Select(f => f.Replace(Root, "", StringComparison.Ordinal)[..Math.Min(300, f.Replace(Root, "", StringComparison.Ordinal).Length)])));
    }
}
