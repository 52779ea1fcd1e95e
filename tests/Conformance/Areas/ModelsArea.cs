using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Saving;
using Keras.Utils;

namespace Keras.Conformance.Areas;

/// <summary>Whole models: files that real Keras wrote, what they compute, print and draw, and files written from them.</summary>
internal sealed class ModelsArea : IArea
{
    public string Name => "models";

    public string? Missing(string name) => null;

    public void Replay(GoldenCase golden, Report report)
    {
        Naming.Reset();
        Serialized.Require(golden["object"]);
        Serialized.Require(golden["compile"]);

        // 1. The model of the configuration.
        report.Try("object", () => CompareModel(golden, report));

        // 2. Every file that real Keras can load.
        foreach (var file in golden.List("files").Cast<Config>())
        {
            if (file.Get("error") is not null) continue;
            var format = (string)file.Get("format")!;
            var path = Path.Combine(golden.Folder, (string)file.Get("path")!);
            report.Try(format, () => Feeds.Compare($"{format}: outputs", golden["outputs"], Load(golden, format, path).predict_outputs(Feeds.ToData(golden["inputs"])!, verbose: 0), report));
        }

        // 3. What the compiled model prints and draws.
        report.Try("summary", () => CompareTexts(golden, report));

        // 4. Training that goes on.
        if (golden["resumed"] is Config resumed)
            foreach (var (format, after) in resumed)
                if (after is Config { } answer && answer.Get("error") is null) report.Try($"{format}: resumed", () => Resume(golden, format, answer, report));

        // 5. Files of our own, read back.
        foreach (var ending in new[] { ".keras", ".h5", ".weights.h5" }) report.Try("saved as " + ending, () => SaveAndLoad(golden, ending, report));
    }

    private static void CompareModel(GoldenCase golden, Report report)
    {
        var model = Serialized.Make<Model>(golden.Object());
        ConfigComparer.Compare("object.config", golden.Object().Get("config"), ((Config)Serialization.serialize_keras_object(model)!).Get("config"), report);
        Feed(model, golden);
        CompareVariables("weights", golden.List("weights"), model.weights, report);
        var wanted = (Config)golden["params"]!;
        CompareCount("params.total", wanted.Get("total"), model.count_params(), report);
        CompareCount("params.trainable", wanted.Get("trainable"), model.trainable_weights.Sum(w => w.size), report);
    }

    private static Model Load(GoldenCase golden, string format, string path)
    {
        if (format is "keras" or "h5") return ModelSaving.load_model(path, compile: false);
        var model = Serialized.Make<Model>(golden.Object());
        Feed(model, golden);
        model.load_weights(path);
        return model;
    }

    /// <summary>Lets a model whose input shape is not known make its weights.</summary>
    private static void Feed(Model model, GoldenCase golden)
    {
        if (!model.built) _ = model.predict_outputs(Feeds.ToData(golden["inputs"])!, verbose: 0);
    }

    private static Model Compiled(GoldenCase golden, string? format = null)
    {
        var file = golden.List("files").Cast<Config>().First(f => (string)f.Get("format")! == (format ?? "keras"));
        return ModelSaving.load_model(Path.Combine(golden.Folder, (string)file.Get("path")!));
    }

    private static void CompareTexts(GoldenCase golden, Report report)
    {
        var model = Compiled(golden);
        if (golden["optimizer"] is List<object?> state)
        {
            if (model.optimizer is null) report.Add("optimizer", $"{state.Count} variables", "no optimizer");
            else CompareVariables("optimizer", state, [.. Comparer.Items(Late.Get(model.optimizer, "variables"))!.Cast<Variable>()], report);
        }
        CompareText("summary", golden["summary"], Print(model, false), report);
        CompareText("summary_full", golden["summary_full"], Print(model, true), report);
        if (!golden.Has("dot")) return;
        if (Callable.TryFind("keras.utils.model_to_dot") is not { } draw)
        {
            report.Add("dot", "keras.utils.model_to_dot", "no such function");
            return;
        }
        CompareText("dot", golden["dot"], Draw(draw, model, new Config()), report);
        CompareText("dot_full", golden["dot_full"], Draw(draw, model, new Config
        {
            ["show_shapes"] = true,
            ["show_dtype"] = true,
            ["rankdir"] = "LR",
            ["expand_nested"] = true,
            ["show_layer_activations"] = true,
            ["show_trainable"] = true,
        }), report);
    }

    private static string Print(Model model, bool full)
    {
        var text = "";
        model.summary(line_length: 80, print_fn: t => text += t + "\n", expand_nested: full, show_trainable: full);
        return text;
    }

    private static string Draw(Callable draw, Model model, Config options) => draw.Invoke([model], options)?.ToString() ?? "";

    private static void CompareText(string what, object? expected, string got, Report report)
    {
        if (expected is not string text) return;
        string[] want = text.TrimEnd().Split('\n'), have = got.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        for (var i = 0; i < Math.Max(want.Length, have.Length); i++)
        {
            var (a, b) = (i < want.Length ? want[i].TrimEnd() : "(nothing)", i < have.Length ? have[i].TrimEnd() : "(nothing)");
            if (a == b) continue;
            report.Add(what, $" line {i + 1}", $"'{a}'", $"'{b}'");
            return;
        }
    }

    private static void Resume(GoldenCase golden, string format, Config answer, Report report)
    {
        var model = Compiled(golden, format);
        var result = model.train_on_batch(Feeds.ToData(golden["inputs"])!, Feeds.ToData(golden["targets"]));
        var losses = answer.Get("loss") is List<object?> list ? list : [answer.Get("loss")];
        new Comparer(report).Compare($"{format}: resumed.loss", losses, result.Select(v => (object?)v).ToList());
        Feeds.Compare($"{format}: resumed.outputs", answer.Get("outputs"), model.predict_outputs(Feeds.ToData(golden["inputs"])!, verbose: 0), report);
    }

    private static void SaveAndLoad(GoldenCase golden, string ending, Report report)
    {
        var source = golden.List("files").Cast<Config>().First(f => (string)f.Get("format")! == "weights_h5");
        var model = Load(golden, "weights_h5", Path.Combine(golden.Folder, (string)source.Get("path")!));
        var folder = Directory.CreateTempSubdirectory("keras-conformance-").FullName;
        try
        {
            var path = Path.Combine(folder, "model" + ending);
            Model again;
            if (ending == ".weights.h5")
            {
                model.save_weights(path);
                again = Load(golden, "weights_h5", path);
            }
            else
            {
                model.save(path);
                again = ModelSaving.load_model(path);
            }
            var (before, after) = (model.predict_outputs(Feeds.ToData(golden["inputs"])!, verbose: 0), again.predict_outputs(Feeds.ToData(golden["inputs"])!, verbose: 0));
            Feeds.Compare($"saved as {ending}: outputs", golden["outputs"], after, report);

            // Not only within tolerance: nothing is lost on the way.
            if (after.Count != before.Count) report.Add($"saved as {ending}: outputs", $"{before.Count} outputs", $"{after.Count} outputs");
            else
                for (var i = 0; i < before.Count; i++)
                    if (!Bits(before[i]).AsSpan().SequenceEqual(Bits(after[i])))
                        report.Add($"saved as {ending}: output {i}", "the same bits as before", "other bits");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Bits(Tensor values)
    {
        var bytes = new byte[values.size * Backend.DTypes.ByteSize(values.dtype)];
        System.Runtime.InteropServices.Marshal.Copy(Backend.Kernel.DataPointer(values), bytes, 0, bytes.Length);
        GC.KeepAlive(values);
        return bytes;
    }

    internal static void CompareVariables(string what, List<object?> expected, IReadOnlyList<Variable> got, Report report)
    {
        string[] want = [.. expected.Cast<Config>().Select(v => $"{v.Get("path")} {TensorShape.FromConfig(v.Get("shape"))}")];
        string[] have = [.. got.Select(v => $"{v.path} {v.shape}")];
        if (want.Length != have.Length) report.Add(what, $"{want.Length}: {string.Join(", ", want)}", $"{have.Length}: {string.Join(", ", have)}");
        else
            for (var i = 0; i < want.Length; i++)
                if (want[i] != have[i])
                {
                    report.Add($"{what}[{i}]", want[i], have[i]);
                    return;
                }
    }

    private static void CompareCount(string what, object? expected, long got, Report report)
    {
        if (Convert.ToInt64(expected, System.Globalization.CultureInfo.InvariantCulture) != got) report.Add(what, Comparer.Show(expected), Comparer.Show(got));
    }
}
