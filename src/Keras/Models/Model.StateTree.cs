using Keras.Backend;

namespace Keras;

public abstract partial class Model
{
    /// <summary>All state of the model as nested dictionaries, one level for each part of a variable's path.</summary>
    /// <param name="value_format"><c>backend_tensor</c> for tensors, <c>numpy_array</c> for arrays; copies in any case.</param>
    /// <returns>The keys <c>trainable_variables</c>, <c>non_trainable_variables</c>, <c>optimizer_variables</c> and <c>metrics_variables</c>.</returns>
    /// <exception cref="ArgumentException">The format is unknown, or two variables have one path.</exception>
    public Config get_state_tree(string value_format = "backend_tensor")
    {
        if (value_format is not ("backend_tensor" or "numpy_array"))
            throw new ArgumentException($"Invalid `value_format` argument. Expected one of 'numpy_array', 'backend_tensor'. Received: value_format='{value_format}'.");
        var tree = new Config();
        foreach (var (kind, variables) in StateKinds())
        {
            var branch = new Config();
            foreach (var variable in variables) Put(branch, variable, value_format == "numpy_array" ? variable.numpy() : Kernel.Clone(variable.Raw));
            tree[kind] = branch;
        }
        return tree;
    }

    /// <summary>Sets the state of the model from nested dictionaries.</summary>
    /// <param name="state_tree">What <see cref="get_state_tree"/> gave, or a part of it; nothing else changes.</param>
    /// <exception cref="ArgumentException">A key belongs to no kind of state or to no variable, or a shape differs.</exception>
    public void set_state_tree(Config state_tree)
    {
        var kinds = StateKinds().ToDictionary(k => k.Kind, k => k.Variables);
        foreach (var (kind, branch) in state_tree)
        {
            if (!kinds.TryGetValue(kind, out var variables))
                throw new ArgumentException($"Unknown variable name: '{kind}'. Expected one of {string.Join(", ", kinds.Keys)}.");
            if (branch is not Config values) throw new ArgumentException($"The entry '{kind}' of a state tree is a dictionary. Received: {branch?.GetType().Name ?? "null"}.");
            var byPath = variables.ToDictionary(v => v.path);
            foreach (var (path, value) in Leaves(values, ""))
            {
                if (!byPath.TryGetValue(path, out var variable))
                    throw new ArgumentException($"The model '{name}' has no variable '{path}' among its {kind}. It has: {string.Join(", ", byPath.Keys)}.");
                variable.assign(value as Tensor ?? value as NumSharp.NDArray
                    ?? throw new ArgumentException($"The value of '{path}' is a tensor or an array. Received: {value?.GetType().Name ?? "null"}."));
            }
        }
    }

    private IEnumerable<(string Kind, IReadOnlyList<Variable> Variables)> StateKinds() =>
    [
        ("trainable_variables", trainable_variables),
        ("non_trainable_variables", non_trainable_variables),
        ("optimizer_variables", optimizer?.variables ?? []),
        ("metrics_variables", metrics_variables),
    ];

    private static void Put(Config branch, Variable variable, object value)
    {
        var parts = variable.path.Split('/');
        foreach (var part in parts[..^1])
        {
            if (branch.Get(part) is not Config below) branch[part] = below = new Config();
            branch = below;
        }
        if (!branch.TryAdd(parts[^1], value))
            throw new ArgumentException($"The following variable path is found twice in the model: '{variable.path}'. `get_state_tree()` can only be called when all variable paths are unique. " +
                "Make sure to give unique names to your layers (and other objects).");
    }

    private static IEnumerable<(string Path, object? Value)> Leaves(Config branch, string above) =>
        branch.SelectMany(p => p.Value is Config below ? Leaves(below, above + p.Key + "/") : [(above + p.Key, p.Value)]);
}
