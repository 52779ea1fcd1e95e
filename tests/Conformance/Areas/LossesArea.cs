using Keras.Backend;
using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Conformance.Areas;

/// <summary>Losses, as classes and as functions, with the gradient that reaches the predictions.</summary>
internal sealed class LossesArea : IArea
{
    private const string Suffix = "_function";

    public string Name => "losses";

    public string? Missing(string name)
    {
        if (name == "get") return Identifiers.Missing("keras.losses");
        if (name.EndsWith(Suffix, StringComparison.Ordinal)) return Callable.TryFind("keras.losses." + name[..^Suffix.Length]) is null ? "keras.losses." + name[..^Suffix.Length] : null;
        return Serialized.Find("keras.losses", name) is null ? "keras.losses." + name : null;
    }

    public void Replay(GoldenCase golden, Report report)
    {
        if (golden.Name == "get")
        {
            Identifiers.Replay("keras.losses", golden, report);
            return;
        }

        // 1. The loss or the function.
        Func<Tensor, Tensor, Tensor?, Tensor> compute;
        if (golden["function"] is string function)
        {
            var callable = Callable.Find("keras.losses." + function);
            var kwargs = golden["kwargs"] as Config ?? new Config();
            compute = (y_true, y_pred, _) => (Tensor)callable.Invoke([y_true, y_pred], kwargs)!;
        }
        else
        {
            var loss = Serialized.Make<object>(golden.Object());
            Serialized.RoundTrip("config", loss, golden.Object(), report);
            compute = (y_true, y_pred, weight) => (Tensor)Late.Call(loss, "Apply", [y_true, y_pred, weight])!;
        }

        // 2. Its value and its gradient.
        report.Try("call", () =>
        {
            var compare = new Comparer(report);
            var y_pred = Values.ToTensor(golden["y_pred"]);
            if (golden["mask"] is { } mask) y_pred.KerasMask = Values.ToTensor(mask);
            var weight = golden["sample_weight"] is { } w ? Values.ToTensor(w) : null;
            Gradients.Watch(y_pred);
            using var grad = GradMode.On();
            var outputs = compute(Values.ToTensor(golden["y_true"]), y_pred, weight);
            compare.Compare("outputs", golden["outputs"], outputs);
            compare.CompareGradient("pred_grad", golden["pred_grad"], Gradients.Of(outputs, null, [y_pred])[0]);
        });
    }
}
