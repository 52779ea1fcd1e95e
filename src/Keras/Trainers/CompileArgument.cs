using System.Collections;

namespace Keras;

/// <summary>An argument of compile that may be one thing, a list of things or a dictionary of things by output name.</summary>
public abstract class CompileArgument
{
    /// <summary>What the user gave where it is one thing: a name, an object or a function.</summary>
    internal object? Leaf { get; private protected set; }

    internal List<CompileArgument?>? Items { get; private protected set; }

    internal OrderedDictionary<string, CompileArgument?>? Named { get; private protected set; }

    /// <summary>The base class of what is wanted: losses and metrics share names.</summary>
    private protected abstract Type Wanted { get; }

    internal bool IsNested => Items is not null || Named is not null;

    internal IEnumerable<object?> Leaves() =>
        Items is not null ? Items.SelectMany(i => i?.Leaves() ?? [null])
        : Named is not null ? Named.Values.SelectMany(i => i?.Leaves() ?? [null])
        : [Leaf];

    /// <summary>The argument as a configuration holds it.</summary>
    internal object? ToConfig() =>
        Items is not null ? Items.Select(i => i?.ToConfig()).ToList()
        : Named is not null ? new Config(Named.Select(p => KeyValuePair.Create(p.Key, p.Value?.ToConfig())))
        : LeafConfig(Leaf);

    private static object? LeafConfig(object? leaf) => leaf is Delegate d ? Saving.FunctionNames.Of(d) : Saving.Serialization.ToConfig(leaf);

    private protected void Fill(object? value, Func<object?, CompileArgument?> wrap)
    {
        switch (value)
        {
            case Config { Count: > 0 } config when config.ContainsKey("class_name"):
                Leaf = Saving.Serialization.Deserialize(config, Wanted);
                break;
            case Config config:
                Named = new(config.Select(p => KeyValuePair.Create(p.Key, wrap(p.Value))), StringComparer.Ordinal);
                break;
            case IDictionary dictionary:
                Named = new(StringComparer.Ordinal);
                foreach (DictionaryEntry pair in dictionary) Named[(string)pair.Key] = wrap(pair.Value);
                break;
            case string or null or Delegate:
                Leaf = value;
                break;
            case IEnumerable list:
                Items = [.. list.Cast<object?>().Select(wrap)];
                break;
            default:
                Leaf = value;
                break;
        }
    }
}
