using Keras.Backend;
using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Conformance.Areas;

/// <summary>Regularizers: the penalty and its gradient.</summary>
internal sealed class RegularizersArea : IArea
{
    public string Name => "regularizers";

    public string? Missing(string name) =>
        name == "get" ? Identifiers.Missing("keras.regularizers") : Serialized.Find("keras.regularizers", name) is null ? "keras.regularizers." + name : null;

    public void Replay(GoldenCase golden, Report report)
    {
        if (golden.Name == "get")
        {
            Identifiers.Replay("keras.regularizers", golden, report);
            return;
        }
        var regularizer = Serialized.Make<Regularizer>(golden.Object());
        Serialized.RoundTrip("config", regularizer, golden.Object(), report);
        report.Try("call", () =>
        {
            var compare = new Comparer(report);
            var inputs = Values.ToTensor(golden["inputs"]);
            Gradients.Watch(inputs);
            using var grad = GradMode.On();
            var penalty = regularizer.Apply(inputs);
            compare.Compare("outputs", golden["outputs"], penalty);
            compare.CompareGradient("input_grads", golden["input_grads"], Gradients.Of(penalty, null, [inputs])[0]);
        });
    }
}
