using System.Runtime.CompilerServices;
using Keras.Backend;
using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Saving;

namespace Keras.Conformance.Areas;

/// <summary>Layers: build, set weights, call, differentiate; shapes, masks, state, losses and configurations.</summary>
internal sealed class LayersArea : IArea
{
    public string Name => "layers";

    public string? Missing(string name) => Serialized.Find("keras.layers", name) is null ? "keras.layers." + name : null;

    public void Replay(GoldenCase golden, Report report)
    {
        var compare = new Comparer(report);
        var serialized = golden.Object();

        // 1. The layer, and its configuration.
        var layer = Serialized.Make<Layer>(serialized);
        Serialized.RoundTrip("config", layer, serialized, report);

        // 2. The inputs, with masks.
        var inputs = Inputs(golden);
        var differentiable = golden.Has("cotangents");
        if (differentiable) Gradients.Watch(inputs);
        var arguments = Arguments(golden, inputs, differentiable);

        // 3. State from data.
        if (golden["adapt"] is { } data) Adapt(layer, data);

        // 4. Weights. A layer that sets up its state by itself may find them in the same order already.
        if (!layer.built) BuildFor(layer, inputs, arguments);
        if (!layer.built) layer.EnsureBuilt([.. Nest.Flatten(inputs).Select(t => t.shape)]);
        if (!SetWeights(layer, golden, report, compare)) return;

        // 5. The call.
        Tensor? outputs = null;
        var called = report.Try("call", () =>
        {
            using var grad = differentiable ? GradMode.On() : GradMode.Off();
            var times = golden["calls"] is int n ? n : 1;
            for (var i = 0; i < times; i++) outputs = layer.ApplyArguments(arguments);
        });
        if (!called || outputs is null) return;

        // 6. What it gave.
        compare.Compare("outputs", golden["outputs"], outputs);
        CompareMasks(compare, "output_masks", golden["output_masks"], outputs);
        if (golden["losses"] is List<object?> losses) compare.Compare("losses", losses, layer.losses.Select(l => (object?)l).ToList());
        CompareState(compare, golden, layer);

        // 7. Gradients.
        if (differentiable) report.Try("gradients", () => CompareGradients(compare, golden, layer, inputs, arguments, outputs));

        // 8. Shapes without values.
        report.Try("compute_output_shape", () => CompareShape(layer, golden, report));
        report.Try("symbolic call", () => CompareSymbolic(serialized, golden, report));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "BuildFor")]
    private static extern void BuildFor(Layer layer, Tensor x, CallArguments? arguments);

    private static Tensor Inputs(GoldenCase golden)
    {
        var inputs = Values.ToTensor(golden["inputs"]);
        switch (golden["input_masks"])
        {
            case null:
                break;
            case List<object?> masks:
                var flat = Nest.Flatten(inputs).ToArray();
                for (var i = 0; i < flat.Length; i++)
                    if (masks[i] is not null) flat[i].KerasMask = Values.ToTensor(masks[i]);
                break;
            case var mask:
                inputs.KerasMask = Values.ToTensor(mask);
                break;
        }
        return inputs;
    }

    private static CallArguments Arguments(GoldenCase golden, Tensor inputs, bool differentiable)
    {
        var arguments = new CallArguments(inputs);
        if (golden["call"] is not Config call) return arguments;
        foreach (var (key, value) in call)
        {
            if (value is null) continue;
            object? argument = value is GoldenArray or List<object?> ? Values.ToTensor(value) : value;
            if (differentiable && argument is Tensor tensor) Gradients.Watch(tensor);
            if (key == "training") arguments.Training = (bool)value;
            else arguments.Kwargs[key] = argument;
        }
        return arguments;
    }

    private static void Adapt(Layer layer, object data)
    {
        var method = layer.GetType().GetMethods().Where(m => m.Name == "adapt" && !m.IsGenericMethod && m.GetParameters().Length > 0).OrderBy(m => m.GetParameters().Length).FirstOrDefault()
            ?? throw new UnsupportedException($"{layer.GetType().Name}.adapt");
        var parameters = method.GetParameters();
        object?[] arguments = [parameters[0].ParameterType == typeof(Data) ? Feeds.ToData(data) : Values.Convert(data, parameters[0].ParameterType, out _), .. parameters.Skip(1).Select(ConfigReflection.DefaultOf)];
        method.Invoke(layer, arguments);
    }

    /// <summary>Sets drawn weights, or compares those that the layer made itself.</summary>
    private static bool SetWeights(Layer layer, GoldenCase golden, Report report, Comparer compare)
    {
        var wanted = golden.List("weights").Cast<Config>().ToArray();
        var weights = layer.weights;
        string[] expected = [.. wanted.Select(w => $"{w.Get("path")} {Comparer.Show(w.Get("value"))}")];
        string[] got = [.. weights.Select(w => $"{w.path} {w.dtype} {w.shape}")];
        if (!expected.SequenceEqual(got)) report.Add("weights", string.Join(", ", expected), string.Join(", ", got));
        if (weights.Count != wanted.Length) return false;
        for (var i = 0; i < wanted.Length; i++)
        {
            var value = wanted[i].Get("value");
            if (golden["weights_drawn"] is not true)
            {
                compare.Compare($"weights[{i}]", value, weights[i].Raw);
                continue;
            }
            var index = i;
            if (!report.Try($"weights[{i}]", () => weights[index].assign(Values.ToTensor(value)))) return false;
        }
        return true;
    }

    private static void CompareMasks(Comparer compare, string what, object? expected, Tensor outputs)
    {
        if (expected is List<object?> masks)
        {
            var flat = outputs is TensorList list ? list.ToArray() : [outputs];
            compare.Compare(what, masks, flat.Select(t => t is TensorList ? null : (object?)t.KerasMask).ToList());
        }
        else if (outputs is TensorList list)
        {
            // One mask, or none, for several outputs stands with the first.
            for (var i = 0; i < list.Count; i++)
                if (list[i] is not TensorList) compare.Compare($"{what}[{i}]", i == 0 ? expected : null, list[i].KerasMask);
        }
        else if (outputs is not TensorDict) compare.Compare(what, expected, outputs.KerasMask);
    }

    private static void CompareState(Comparer compare, GoldenCase golden, Layer layer)
    {
        var what = golden.Has("weights_after") ? "weights_after" : "weights (unchanged)";
        var expected = golden.List(golden.Has("weights_after") ? "weights_after" : "weights").Cast<Config>().ToArray();
        var weights = layer.weights;
        for (var i = 0; i < Math.Min(weights.Count, expected.Length); i++) compare.Compare($"{what}[{i}]", expected[i].Get("value"), weights[i].Raw);
    }

    private static void CompareGradients(Comparer compare, GoldenCase golden, Layer layer, Tensor inputs, CallArguments arguments, Tensor outputs)
    {
        // 1. What to differentiate by: inputs, arguments, weights.
        var sources = new List<(string What, object? Expected, Tensor Source)>();
        Collect("input_grads", golden["input_grads"], inputs, sources);
        if (golden["call_grads"] is Config callGrads)
            foreach (var (key, expected) in callGrads)
                if (arguments.Kwargs.Get(key) is Tensor argument) Collect($"call_grads['{key}']", expected, argument, sources);
        var weights = layer.weights;
        if (golden["weight_grads"] is List<object?> weightGrads)
            for (var i = 0; i < weights.Count; i++) sources.Add(($"weight_grads[{i}]", weightGrads[i], weights[i].Raw));

        // 2. All at once.
        var gradients = Gradients.Of(outputs, golden["cotangents"], [.. sources.Select(s => s.Source)]);
        for (var i = 0; i < gradients.Length; i++) compare.CompareGradient(sources[i].What, sources[i].Expected, gradients[i]);
    }

    private static void Collect(string what, object? expected, Tensor source, List<(string, object?, Tensor)> sources)
    {
        switch (source)
        {
            case TensorList list:
                for (var i = 0; i < list.Count; i++) Collect($"{what}[{i}]", expected is List<object?> items ? items[i] : null, list[i], sources);
                break;
            case TensorDict dict:
                foreach (var (key, value) in dict) Collect($"{what}['{key}']", expected is Config config ? config.Get(key) : null, value, sources);
                break;
            default:
                if (source is not (StringTensor or NoMask)) sources.Add((what, expected, source));
                break;
        }
    }

    private static void CompareShape(Layer layer, GoldenCase golden, Report report)
    {
        if (golden["output_shape"] is not List<object?> expected || golden["input_shapes"] is not List<object?> given) return;
        // A layer of several outputs tells them by its symbolic call, which is compared below.
        if (expected.Any(e => e is List<object?>)) return;
        var several = given.Count > 0 && given.All(g => g is List<object?>);
        object got;
        if (several) got = layer.compute_output_shape([.. given.Select(TensorShape.FromConfig)]);
        else got = layer.compute_output_shape(TensorShape.FromConfig(given));
        var want = TensorShape.FromConfig(expected);
        if (!want.Equals(got)) report.Add("compute_output_shape", want.ToString(), got.ToString()!);
    }

    /// <summary>Calls a new layer on symbols of the same shapes: what a functional model does.</summary>
    private static void CompareSymbolic(Config serialized, GoldenCase golden, Report report)
    {
        if (golden["output_shape"] is not { } expected) return;
        var layer = Serialized.Make<Layer>(serialized);
        var inputs = Symbols(golden["input_shapes"], golden["inputs"]);
        var arguments = new CallArguments(inputs);
        if (golden["call"] is Config call)
            foreach (var (key, value) in call)
            {
                if (value is null) continue;
                if (key == "training") arguments.Training = (bool)value;
                else arguments.Kwargs[key] = value is GoldenArray or List<object?> ? Symbols(null, value) : value;
            }
        var outputs = layer.ApplyArguments(arguments);
        // Keras's compute_output_shape knows nothing of further arguments of the call, such as reverse, nor a dictionary from a list of dimensions:
        // then the outputs themselves tell the shapes.
        var oneShape = expected is List<object?> dims && dims.All(d => d is null or int);
        if (oneShape && (golden["outputs"] is List<object?> or Config || golden["outputs"] is GoldenArray output && output.Shape.Length != ((List<object?>)expected).Count))
            expected = ShapesOf(golden["outputs"])!;
        CompareSymbols("symbolic call", expected, golden["outputs"], outputs, report);
    }

    /// <summary>The shapes of values, with the batch unknown.</summary>
    private static object? ShapesOf(object? values) => values switch
    {
        GoldenArray array => array.Shape.Select((d, i) => i == 0 ? null : (object?)(int)d).ToList(),
        List<object?> list => list.Select(ShapesOf).ToList(),
        Config dict => new Config(dict.Select(p => KeyValuePair.Create(p.Key, ShapesOf(p.Value)))),
        _ => values,
    };

    private static Tensor Symbols(object? shapes, object? value) => value switch
    {
        GoldenArray array => new KerasTensor(shapes is List<object?> dims ? TensorShape.FromConfig(dims) : new TensorShape([.. array.Shape.Select((d, i) => i == 0 ? (int?)null : (int)d)]), array.DType),
        GoldenStrings strings => new KerasTensor(new TensorShape([.. strings.Shape.Select((d, i) => i == 0 ? (int?)null : (int)d)]), "string"),
        List<object?> list => new TensorList([.. list.Select((v, i) => v is null ? NoMask.Instance : Symbols(shapes is List<object?> s ? s[i] : null, v))]),
        Config dict => new TensorDict(dict.Select(p => KeyValuePair.Create(p.Key, Symbols((shapes as Config)?.Get(p.Key), p.Value)))),
        _ => throw new InvalidDataException($"No symbol stands for {Comparer.Show(value)}."),
    };

    private static void CompareSymbols(string what, object? shape, object? values, Tensor got, Report report)
    {
        switch (shape, got)
        {
            case (Config shapes, TensorDict dict):
                foreach (var (key, inner) in shapes)
                {
                    if (dict.TryGetValue(key, out var item)) CompareSymbols($"{what}['{key}']", inner, (values as Config)?.Get(key), item, report);
                    else report.Add($"{what}['{key}']", Comparer.Show(inner), "no such output");
                }
                break;
            case (List<object?> shapes, TensorList list) when shapes.All(s => s is List<object?>):
                if (shapes.Count != list.Count) report.Add(what, $"{shapes.Count} outputs", $"{list.Count} outputs");
                else
                    for (var i = 0; i < shapes.Count; i++) CompareSymbols($"{what}[{i}]", shapes[i], (values as List<object?>)?[i], list[i], report);
                break;
            case (List<object?> dims, KerasTensor tensor) when dims.All(d => d is null or int):
                var want = TensorShape.FromConfig(dims);
                if (want != tensor.shape) report.Add(what + ".shape", want.ToString(), tensor.shape.ToString());
                if (values is GoldenArray array && array.DType != tensor.dtype) report.Add(what + ".dtype", array.DType, tensor.dtype);
                break;
            default:
                report.Add(what, Comparer.Show(shape), Comparer.Show(got));
                break;
        }
    }
}
