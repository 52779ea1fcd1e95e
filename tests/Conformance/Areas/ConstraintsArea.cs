using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Conformance.Areas;

/// <summary>Constraints: the values they allow.</summary>
internal sealed class ConstraintsArea : IArea
{
    public string Name => "constraints";

    public string? Missing(string name) =>
        name == "get" ? Identifiers.Missing("keras.constraints") : Serialized.Find("keras.constraints", name) is null ? "keras.constraints." + name : null;

    public void Replay(GoldenCase golden, Report report)
    {
        if (golden.Name == "get")
        {
            Identifiers.Replay("keras.constraints", golden, report);
            return;
        }
        var constraint = Serialized.Make<Constraint>(golden.Object());
        Serialized.RoundTrip("config", constraint, golden.Object(), report);
        report.Try("call", () => new Comparer(report).Compare("outputs", golden["outputs"], constraint.Apply(Values.ToTensor(golden["inputs"]))));
    }
}
