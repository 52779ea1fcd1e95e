using Keras.Backend;

namespace Keras.Conformance.Areas;

/// <summary>Weights by a formula of their place, for models too large to store.</summary>
internal static class WeightFormula
{
    internal static void Fill(Model model, double gain)
    {
        var depthwise = model.FlattenLayers().Where(l => l.GetType().Name == "DepthwiseConv2D").SelectMany(l => l.weights).ToHashSet();
        foreach (var (k, weight) in model.weights.Index())
        {
            if (!DTypes.IsFloat(weight.dtype)) continue;
            using var scope = new TensorScope();
            weight.assign(Kernel.Reshape(Kernel.FromArray(Values(weight, (ulong)k, gain, depthwise.Contains(weight)), weight.dtype), weight.shape.ToLongs()));
        }
    }

    private static double[] Values(Variable weight, ulong k, double gain, bool depthwise)
    {
        var name = weight.path[(weight.path.LastIndexOf('/') + 1)..];
        var (scale, shift) = name switch
        {
            "kernel" or "depthwise_kernel" or "pointwise_kernel" => (2 * Math.Sqrt(3 * gain / FanIn(weight, name, depthwise)), 0.0),
            "bias" or "beta" or "moving_mean" => (0.2, 0.0),
            _ => (0.2, 1.0),
        };
        var values = new double[weight.size];
        for (var i = 0; i < values.Length; i++) values[i] = (Uniform((k << 32) + (ulong)i) - 0.5) * scale + shift;
        return values;
    }

    private static double FanIn(Variable weight, string name, bool depthwise)
    {
        var dims = weight.shape.ToLongs();
        var counted = name == "depthwise_kernel" || depthwise ? dims.Take(2) : dims.SkipLast(1);
        return counted.Aggregate(1.0, (a, b) => a * b);
    }

    private static double Uniform(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> 40) / (double)(1 << 24);
    }
}
