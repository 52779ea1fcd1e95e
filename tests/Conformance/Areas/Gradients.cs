using Keras.Backend;
using Keras.Backend.Native;
using Keras.Conformance.Binding;
using Keras.Conformance.Cases;

namespace Keras.Conformance.Areas;

/// <summary>Gradients of sums of outputs, each weighted by its cotangent.</summary>
internal static class Gradients
{
    /// <summary>Lets gradients flow to every float tensor inside.</summary>
    internal static void Watch(Tensor value)
    {
        foreach (var tensor in Nest.Flatten(value))
            if (tensor is not (StringTensor or NoMask or KerasTensor) && DTypes.IsFloat(tensor.dtype)) Kernel.RequireGrad(tensor, true);
    }

    /// <summary>The gradient with respect to each tensor; null where none flows.</summary>
    /// <param name="outputs">The outputs, of any structure.</param>
    /// <param name="cotangents">Their weights in the same structure, null for an output that does not count; null altogether for ones.</param>
    /// <param name="inputs">What to differentiate by.</param>
    internal static Tensor?[] Of(Tensor outputs, object? cotangents, IReadOnlyList<Tensor> inputs)
    {
        var pairs = new List<(Tensor Output, Tensor? Weight)>();
        Pair(outputs, cotangents, cotangents is null, pairs);
        pairs.RemoveAll(p => !Kernel.Read("requires_grad", p.Output, static t => t.requires_grad));
        var gradients = new Tensor?[inputs.Count];
        var sources = Enumerable.Range(0, inputs.Count).Where(i => inputs[i] is not (StringTensor or NoMask) && Kernel.Read("requires_grad", inputs[i], static t => t.requires_grad)).ToArray();
        if (pairs.Count == 0 || sources.Length == 0) return gradients;
        var found = SafeGrad.Grad([.. pairs.Select(p => p.Output.T)], [.. sources.Select(i => inputs[i].T)], [.. pairs.Select(p => p.Weight?.T)]);
        GC.KeepAlive(pairs);
        GC.KeepAlive(inputs);
        for (var i = 0; i < sources.Length; i++)
            if (found[i] is { } gradient) gradients[sources[i]] = new Tensor(gradient);
        return gradients;
    }

    private static void Pair(Tensor output, object? weight, bool ones, List<(Tensor, Tensor?)> pairs)
    {
        switch (output)
        {
            case TensorList list:
                for (var i = 0; i < list.Count; i++) Pair(list[i], weight is List<object?> weights ? weights[i] : null, ones, pairs);
                break;
            case TensorDict dict:
                foreach (var (key, value) in dict) Pair(value, weight is Config config ? config.Get(key) : null, ones, pairs);
                break;
            default:
                if (weight is GoldenArray or List<object?>) pairs.Add((output, Values.ToTensor(weight)));
                else if (ones) pairs.Add((output, null));
                break;
        }
    }
}
