using Keras.Saving;
using Keras.Utils;

namespace Keras;

/// <summary>Under which name a function is known: that of its export, or that of its method.</summary>
internal static class FunctionNames
{
    internal static string Of(Delegate function)
    {
        foreach (var entry in KerasRegistry.Entries)
        {
            if (entry.Member is null || !(entry.Names[0].StartsWith("keras.losses.", StringComparison.Ordinal) || entry.Names[0].StartsWith("keras.metrics.", StringComparison.Ordinal))) continue;
            var dot = entry.Names[0].LastIndexOf('.');
            if (KerasRegistry.FindFunction(entry.Names[0][..dot], entry.Names[0][(dot + 1)..]) is { } known && known.Equals(function)) return entry.Names[0][(dot + 1)..];
        }
        return Naming.ToSnakeCase(function.Method.Name);
    }
}
