using System.Globalization;
using Keras.Backend;
using Keras.Saving.State;
using NumSharp;

namespace Keras;

public abstract partial class Layer
{
    /// <summary>The layer's own variables where it saves and loads them in the usual way; <see langword="null"/> where a class does it otherwise.</summary>
    internal IReadOnlyList<Variable>? StateVariables => StateSaver.SavesItself(this, typeof(Layer)) || Change is not null ? null : [.. StoredVariables];

    /// <summary>Whether the layer keeps files beside its variables, such as a vocabulary: those that override <see cref="save_assets"/>.</summary>
    internal bool HasAssets => GetType().GetMethod(nameof(save_assets))!.DeclaringType != typeof(Layer);

    /// <summary>Puts the layer's own variables, not those of layers inside, into a store: numbers as names. Override it together with <see cref="load_own_variables"/>.</summary>
    /// <param name="store">Where to put them.</param>
    public virtual void save_own_variables(IDictionary<string, NDArray> store)
    {
        var index = 0;
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var merged = Change is null ? null : MergedValues();
        foreach (var variable in StoredVariables)
            store[(index++).ToString(CultureInfo.InvariantCulture)] = merged is not null && merged.TryGetValue(variable, out var value) ? value.numpy() : variable.numpy();
    }

    /// <summary>Takes the layer's own variables out of a store that <see cref="save_own_variables"/> filled.</summary>
    /// <param name="store">Where they are.</param>
    /// <exception cref="ArgumentException">The store holds another number of variables, or one of another shape.</exception>
    public virtual void load_own_variables(IReadOnlyDictionary<string, NDArray> store)
    {
        var own = StoredVariables.ToArray();
        if (StateLoader.CountFault(this, own, store.Count) is { } fault) throw new ArgumentException(fault);
        using var scope = new TensorScope();
        for (var i = 0; i < own.Length; i++) own[i].assign(store[i.ToString(CultureInfo.InvariantCulture)]);
        Change?.Clear();
    }

    /// <summary>Writes files that belong to the layer, such as a vocabulary, into a folder of its own in a <c>.keras</c> file.</summary>
    /// <param name="dir_path">The folder.</param>
    public virtual void save_assets(string dir_path)
    {
    }

    /// <summary>Reads the files that <see cref="save_assets"/> wrote.</summary>
    /// <param name="dir_path">The folder.</param>
    public virtual void load_assets(string dir_path)
    {
    }

    /// <summary>Called when the layer's weights were loaded from a file, for what is computed from them.</summary>
    internal virtual void StateLoaded()
    {
    }
}
