using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Saving;
using Keras.Utils;

namespace Keras.Conformance.Areas;

/// <summary>The cases of <c>get</c>: what a module makes of a name or a configuration.</summary>
internal static class Identifiers
{
    internal static string? Missing(string module) => Callable.TryFind(module + ".get") is null ? module + ".get" : null;

    internal static void Replay(string module, GoldenCase golden, Report report)
    {
        // Each case was made with no name taken.
        Naming.Reset();
        var get = Callable.Find(module + ".get");
        if (golden["object"] is not Config expected)
        {
            // None for None, and an error for a name that means nothing.
            var found = Attempt(get, golden);
            if (found is not (null or Exception)) report.Add("get", "None or an error", Comparer.Show(Serialization.serialize_keras_object(found)));
            return;
        }
        Serialized.Require(expected);
        switch (Attempt(get, golden))
        {
            case Exception e:
                report.Add("get", Comparer.Show(expected), Report.Describe(e));
                break;
            case null:
                report.Add("get", Comparer.Show(expected), "None");
                break;
            case var made:
                Serialized.Compare("get", made, expected, report);
                break;
        }
    }

    private static object? Attempt(Callable get, GoldenCase golden)
    {
        try
        {
            return get.Invoke([golden["identifier"]], new Config());
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException or BindException)
        {
            return e;
        }
    }
}
