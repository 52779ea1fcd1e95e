using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Conformance.Areas;

/// <summary>Initializers: the very numbers of a seed.</summary>
internal sealed class InitializersArea : IArea
{
    public string Name => "initializers";

    public string? Missing(string name) =>
        name == "get" ? Identifiers.Missing("keras.initializers") : Serialized.Find("keras.initializers", name) is null ? "keras.initializers." + name : null;

    public void Replay(GoldenCase golden, Report report)
    {
        if (golden.Name == "get")
        {
            Identifiers.Replay("keras.initializers", golden, report);
            return;
        }
        var initializer = Serialized.Make<Initializer>(golden.Object());
        // The configuration first: a generator of seeds moves on with each call.
        Serialized.RoundTrip("config", initializer, golden.Object(), report);
        report.Try("call", () =>
        {
            Tensor? values = null;
            var times = golden["calls"] is int n ? n : 1;
            for (var i = 0; i < times; i++) values = initializer.Apply(TensorShape.FromConfig(golden["shape"]), golden["dtype"] as string);
            new Comparer(report).Compare("outputs", golden["outputs"], values);
        });
    }
}
