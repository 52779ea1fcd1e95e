using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Conformance.Areas;

/// <summary>The functions of keras.ops.</summary>
internal sealed class OpsArea : IArea
{
    public string Name => "ops";

    public string? Missing(string name) => Find(name) is null ? "keras.ops." + name : null;

    // result_type is a function of keras.backend.
    private static Callable? Find(string name) => Callable.TryFind("keras.ops." + name) ?? Callable.TryFind("keras.backend." + name);

    public void Replay(GoldenCase golden, Report report)
    {
        var function = golden.Text("function");
        var callable = Find(function) ?? throw new UnsupportedException("keras.ops." + function);
        var mode = golden["compare"] switch
        {
            "abs" => Comparer.Mode.Absolute,
            "shape" => Comparer.Mode.Shape,
            _ => Comparer.Mode.Values,
        };
        var args = golden.List("args").Select(Type).ToList();
        var kwargs = new Config(golden.Object("kwargs").Select(p => KeyValuePair.Create(p.Key, Type(p.Value))));
        report.Try("call", () => new Comparer(report).Compare("outputs", golden["outputs"], callable.Invoke(args, kwargs), mode));
    }

    /// <summary>Python's types are given by their names.</summary>
    private static object? Type(object? value) => value is Config { Count: 1 } config && config.Get("type") is string name ? name : value;
}
