namespace Keras.Saving;

/// <summary>The names of functions that users pass as values.</summary>
internal static class FunctionNames
{
    private static readonly string[] s_modules = ["keras.losses.", "keras.metrics.", "keras.activations."];

    /// <summary>The public name of an exported function, without its module; the method's own name for a function of the user.</summary>
    internal static string Of(Delegate function)
    {
        foreach (var entry in KerasRegistry.Entries)
        {
            if (entry.Member is null || Array.Find(s_modules, m => entry.Names[0].StartsWith(m, StringComparison.Ordinal)) is not { } module) continue;
            var name = entry.Names[0][module.Length..];
            if (KerasRegistry.FindFunction(module[..^1], name) is { } known && known.Equals(function)) return name;
        }
        return Plain(function.Method.Name);
    }

    /// <summary>The compiler calls a local function <c>&lt;Main&gt;g__name|0_0</c> and a lambda <c>&lt;Main&gt;b__0</c>.</summary>
    private static string Plain(string method)
    {
        if (!method.StartsWith('<')) return method;
        var start = method.IndexOf(">g__", StringComparison.Ordinal);
        if (start < 0) return "lambda";
        var name = method[(start + 4)..];
        var end = name.IndexOf('|');
        return end < 0 ? name : name[..end];
    }
}
