using Keras.Backend;
using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Saving;
using Keras.Utils;

namespace Keras.Conformance.Areas;

/// <summary>The models of keras.applications: layers, weights, outputs; their preprocessing; what they refuse.</summary>
internal sealed class ApplicationsArea : IArea
{
    private const string Module = "keras.applications.";

    public string Name => "applications";

    public string? Missing(string name) => name switch
    {
        "preprocess_input" or "decode_predictions" or "errors" => KerasRegistry.Entries.Any(e => e.Names.Any(n => n.StartsWith(Module, StringComparison.Ordinal))) ? null : Module + "*",
        _ => Callable.TryFind(Module + name) is null ? Module + name : null,
    };

    public void Replay(GoldenCase golden, Report report)
    {
        switch (golden.Name)
        {
            case "preprocess_input":
                var callable = Callable.Find($"{Module}{golden.Text("module")}.preprocess_input");
                report.Try("call", () => new Comparer(report).Compare("outputs", golden["outputs"], callable.Invoke([golden["inputs"]], golden.Object("kwargs"))));
                break;
            case "decode_predictions":
                report.Try("call", () => Decode(golden, report));
                break;
            case "errors":
                Refuse(golden, report);
                break;
            default:
                ReplayModel(golden, report);
                break;
        }
    }

    private static void ReplayModel(GoldenCase golden, Report report)
    {
        // 1. The model.
        Naming.Reset();
        var model = (Model)Callable.Find(Module + golden.Name).Invoke([], golden.Object("kwargs"))!;
        var count = model.count_params();
        if (Convert.ToInt64(golden["params"], System.Globalization.CultureInfo.InvariantCulture) != count) report.Add("params", Comparer.Show(golden["params"]), Comparer.Show(count));
        if (golden["weights"] is List<object?> weights) ModelsArea.CompareVariables("weights", weights, model.weights, report);
        if (golden["layers"] is List<object?> layers) CompareLayers(layers, model, report);
        if (golden["outputs"] is not { } expected) return;

        // 2. Its outputs, on weights that a formula gives.
        WeightFormula.Fill(model, Training.ScriptedLogs.Number(golden.Object("weight_formula").Get("gain")));
        foreach (var layer in model.FlattenLayers())
            if (layer.GetType().Name == "Normalization") Late.Call(layer, "finalize_state", []);
        var scale = golden.List("input_scale").Select(Training.ScriptedLogs.Number).ToArray();
        var pixels = Ops.cast(Values.ToTensor(golden["inputs"]), "float32");
        new Comparer(report).Compare("outputs", expected, model.Apply(Ops.add(Ops.multiply(pixels, scale[0]), scale[1]), training: false));
    }

    private static void CompareLayers(List<object?> expected, Model model, Report report)
    {
        string[] want = [.. expected.Cast<List<object?>>().Select(l => $"{l[0]} ({l[1]})")], have = [.. model.layers.Select(l => $"{l.name} ({KerasRegistry.ClassName(l.GetType())})")];
        for (var i = 0; i < Math.Max(want.Length, have.Length); i++)
        {
            var (a, b) = (i < want.Length ? want[i] : "nothing", i < have.Length ? have[i] : "nothing");
            if (a == b) continue;
            report.Add($"layers[{i}]", a, b);
            return;
        }
    }

    private static void Decode(GoldenCase golden, Report report)
    {
        var callable = Callable.Find($"{Module}{golden.Text("module")}.decode_predictions");
        var got = Comparer.Items(callable.Invoke([golden["inputs"]], golden.Object("kwargs")))!.Select(row => (object?)Comparer.Items(row)!.Select(r => (object?)Comparer.Items(r)).ToList()).ToList();
        new Comparer(report).Compare("result", golden["result"], got);
    }

    private static void Refuse(GoldenCase golden, Report report)
    {
        var callable = Callable.Find(golden.Text("function"));
        try
        {
            callable.Invoke([], golden.Object("kwargs"));
        }
        catch (Exception e) when (e is not UnsupportedException)
        {
            return;
        }
        report.Add("call", $"an exception ({golden["error"]})", "none");
    }
}
