using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Randomness;

namespace Keras.Conformance.Areas;

/// <summary>The functions of keras.random: the very numbers of a seed.</summary>
internal sealed class RandomArea : IArea
{
    public string Name => "random";

    public string? Missing(string name) => name == "SeedGenerator" || Callable.TryFind("keras.random." + name) is not null ? null : "keras.random." + name;

    public void Replay(GoldenCase golden, Report report)
    {
        var compare = new Comparer(report);
        var expected = golden.List("outputs");
        if (golden.Name == "SeedGenerator")
        {
            var generator = new SeedGenerator(Convert.ToInt64(golden["seed"], System.Globalization.CultureInfo.InvariantCulture));
            for (var i = 0; i < expected.Count; i++)
                compare.Compare($"outputs[{i}]", expected[i], generator.next(golden["ordered"] is true));
            compare.Compare("state", golden["state"], generator.state.Raw);
            return;
        }
        var callable = Callable.Find("keras.random." + golden.Text("function"));
        var arguments = new Config(golden.Object("kwargs"));
        if (arguments.Pop("seed_generator") is { } seed) arguments["seed"] = new SeedGenerator(Convert.ToInt64(seed, System.Globalization.CultureInfo.InvariantCulture));
        for (var i = 0; i < expected.Count; i++)
        {
            var call = i;
            if (!report.Try("call", () => compare.Compare($"outputs[{call}]", expected[call], callable.Invoke([], arguments)))) return;
        }
    }
}
