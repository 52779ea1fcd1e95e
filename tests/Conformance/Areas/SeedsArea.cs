using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Saving;
using Keras.Utils;

namespace Keras.Conformance.Areas;

/// <summary>The chain of seeds: what set_random_seed leads to where no seed is given.</summary>
internal sealed class SeedsArea : IArea
{
    private const string SetSeed = "keras.utils.set_random_seed";

    public string Name => "seeds";

    public string? Missing(string name) => Callable.TryFind(SetSeed) is null ? SetSeed : null;

    public void Replay(GoldenCase golden, Report report)
    {
        var compare = new Comparer(report);
        Naming.Reset();
        Callable.Find(SetSeed).Invoke([golden["seed"]], new Config());
        switch (golden.Name)
        {
            case "model":
                foreach (var model in golden.List("models").Cast<Config>()) ReplayModel(model, report, compare);
                var next = PythonRandom.MakeDefaultSeed();
                if (next != Convert.ToInt64(golden["next_seed"], System.Globalization.CultureInfo.InvariantCulture)) report.Add("next_seed", Comparer.Show(golden["next_seed"]), Comparer.Show(next));
                break;
            case "dropout":
                var dropout = Make((Config)golden["layer"]!);
                var ones = Ones(golden["shape"]);
                foreach (var (i, mask) in golden.List("masks").Index()) compare.Compare($"masks[{i}]", mask, dropout.Apply(ones, training: true));
                break;
            case "global":
                var draws = golden.List("draws").Cast<Config>().ToArray();
                foreach (var (i, expected) in golden.List("outputs").Index())
                    compare.Compare($"outputs[{i}]", expected, Callable.Find("keras.random." + draws[i].Get("function")).Invoke([], (Config)draws[i].Get("kwargs")!));
                break;
            default:
                throw new UnsupportedException("seeds/" + golden.Name);
        }
    }

    private static void ReplayModel(Config described, Report report, Comparer compare)
    {
        // 1. The layers in order, then the model around them.
        var layers = ((List<object?>)described.Get("layers")!).Cast<Config>().Select(Make).ToArray();
        var model = new Sequential();
        foreach (var layer in layers) model.add(layer);
        model.build(TensorShape.FromConfig(described.Get("input_shape")));

        // 2. Weights.
        var expected = ((List<object?>)described.Get("weights")!).Cast<Config>().ToArray();
        var weights = model.weights;
        string[] want = [.. expected.Select(w => (string)w.Get("path")!)];
        string[] have = [.. weights.Select(w => w.path)];
        if (!want.SequenceEqual(have)) report.Add("weights", string.Join(", ", want), string.Join(", ", have));
        for (var i = 0; i < Math.Min(want.Length, have.Length); i++) compare.Compare($"weights[{i}]", expected[i].Get("value"), weights[i].Raw);

        // 3. Outputs of training.
        var ones = Ones(described.Get("input_shape"));
        foreach (var (i, output) in ((List<object?>)described.Get("training")!).Index()) compare.Compare($"training[{i}]", output, model.Apply(ones, training: true));
    }

    private static Layer Make(Config described)
    {
        var name = (string)described.Get("class_name")!;
        var type = Serialized.Find("keras.layers", name) ?? throw new UnsupportedException("keras.layers." + name);
        var config = (Config)described.Get("config")!;
        Serialized.Require(config);
        return (Layer)ConfigReflection.Construct(type, Serialized.Copy(config));
    }

    private static Tensor Ones(object? shape) => Backend.Kernel.Full(TensorShape.FromConfig(shape).ToLongs(), 1, "float32");
}
