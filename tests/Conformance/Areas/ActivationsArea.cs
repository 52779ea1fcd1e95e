using Keras.Backend;
using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Conformance.Areas;

/// <summary>The functions of keras.activations, with gradients.</summary>
internal sealed class ActivationsArea : IArea
{
    public string Name => "activations";

    public string? Missing(string name) => Callable.TryFind("keras.activations." + name) is null ? "keras.activations." + name : null;

    public void Replay(GoldenCase golden, Report report)
    {
        var callable = Callable.Find("keras.activations." + golden.Text("function"));
        var compare = new Comparer(report);
        var inputs = Values.ToTensor(golden["inputs"]);
        var differentiable = golden.Has("input_grads");
        if (differentiable) Gradients.Watch(inputs);
        report.Try("call", () =>
        {
            using var grad = differentiable ? GradMode.On() : GradMode.Off();
            var outputs = (Tensor)callable.Invoke([inputs], golden.Object("kwargs"))!;
            compare.Compare("outputs", golden["outputs"], outputs);
            if (differentiable) compare.CompareGradient("input_grads", golden["input_grads"], Gradients.Of(outputs, golden["cotangents"], [inputs])[0]);
        });
    }
}
