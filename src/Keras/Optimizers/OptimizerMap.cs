using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Keras.Saving;

namespace Keras.Optimizers;

/// <summary>Which optimizer changes which variable, by paths or regular expressions of paths.</summary>
/// <remarks><c>new OptimizerMap(new Adam()) { ["encoder/.*"] = new SGD() }</c></remarks>
[KerasExport("keras.optimizers.OptimizerMap")]
[SuppressMessage("Naming", "CA1710", Justification = "Keras's name.")]
public class OptimizerMap : IEnumerable<KeyValuePair<string, Optimizer>>, IHasConfig, IConfigValue
{
    private readonly OrderedDictionary<string, Optimizer> _optimizers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);

    /// <summary>Makes the map.</summary>
    /// <param name="default_optimizer">The optimizer of variables that no entry names.</param>
    /// <param name="optimizer_map">Paths or regular expressions, and their optimizers.</param>
    /// <exception cref="ArgumentException">An entry is not allowed.</exception>
    public OptimizerMap(Optimizer default_optimizer, IReadOnlyDictionary<string, Optimizer>? optimizer_map = null)
    {
        this.default_optimizer = default_optimizer;
        foreach (var (key, optimizer) in optimizer_map ?? new Dictionary<string, Optimizer>()) this[key] = optimizer;
    }

    /// <summary>The optimizer of variables that no entry names.</summary>
    public Optimizer default_optimizer { get; }

    /// <summary>Number of entries, without the default.</summary>
    public int Count => _optimizers.Count;

    /// <summary>Paths and regular expressions, in the order in which they were given.</summary>
    public IEnumerable<string> Keys => _optimizers.Keys;

    /// <summary>The optimizers of the entries.</summary>
    public IEnumerable<Optimizer> Values => _optimizers.Values;

    /// <summary>The optimizer of a path: that of the entry of this very text, or of the one whose regular expression matches the whole path, or the default.</summary>
    /// <param name="key">To get: the path of a variable, such as <c>encoder/dense/kernel</c>. To set: a path or a regular expression.</param>
    /// <exception cref="ArgumentException">Several expressions match the path; or an entry is set that exists or must not be in a map.</exception>
    public Optimizer this[string key]
    {
        get
        {
            if (_optimizers.TryGetValue(key, out var named)) return named;
            var matching = _optimizers.Where(e => _patterns[e.Key].IsMatch(key)).ToArray();
            return matching.Length switch
            {
                0 => default_optimizer,
                1 => matching[0].Value,
                _ => throw new ArgumentException($"Multiple optimizers assigned to variable {key}: the entries {string.Join(", ", matching.Select(e => $"'{e.Key}'"))} match it."),
            };
        }
        set
        {
            if (_optimizers.TryGetValue(key, out var known))
                throw new ArgumentException($"'{key}' already exists in the OptimizerMap with value {known}. Please make sure to not use duplicated keys.");
            if (value is LossScaleOptimizer or MultiOptimizer) throw new ArgumentException($"optimizer cannot be {value.GetType().Name}. Received: '{key}' -> {value}.");
            _patterns[key] = Pattern.Whole(key);
            _optimizers.Add(key, value);
        }
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="key">A path or a regular expression.</param>
    /// <param name="optimizer">The optimizer of the variables that it names.</param>
    public void Add(string key, Optimizer optimizer) => this[key] = optimizer;

    /// <summary>Takes an entry away.</summary>
    /// <param name="key">Its path or regular expression.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string key) => _optimizers.Remove(key) && _patterns.Remove(key);

    /// <summary>Python's <c>map(variable)</c>: the optimizer of a variable.</summary>
    /// <param name="variable">A variable of the model.</param>
    public Optimizer Apply(Variable variable) => this[variable.path];

    /// <summary>The arguments that make an equal map.</summary>
    public virtual Config get_config() => new()
    {
        ["default_optimizer"] = Serialization.ToConfig(default_optimizer),
        ["optimizer_map"] = new Config(_optimizers.Select(e => KeyValuePair.Create(e.Key, Serialization.ToConfig(e.Value)))),
    };

    /// <summary>Makes the map of a configuration.</summary>
    /// <param name="config">What <see cref="get_config"/> gave.</param>
    /// <exception cref="ArgumentException">An entry is no optimizer.</exception>
    public static OptimizerMap from_config(Config config)
    {
        var map = new OptimizerMap(Read("default_optimizer", config.Get("default_optimizer")));
        if (config.Get("optimizer_map") is Config entries)
            foreach (var (key, value) in entries) map[key] = Read(key, value);
        return map;

        static Optimizer Read(string key, object? value) => OptimizerLookup.get(value)
            ?? throw new ArgumentException($"The entry '{key}' of an OptimizerMap is no optimizer: {ConfigReflection.Show(value)}.");
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Optimizer>> GetEnumerator() => _optimizers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _optimizers.GetEnumerator();

    // Without this the map would be written as a list.
    object IConfigValue.ToConfig() => Serialization.ObjectToConfig(this);
}
