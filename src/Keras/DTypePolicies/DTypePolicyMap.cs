using System.Collections;
using System.Text.RegularExpressions;
using Keras.Saving;

namespace Keras.DTypePolicies;

/// <summary>Policies of layers by their paths: each layer that is given the map looks itself up.</summary>
/// <remarks>A key is a path, such as <c>encoder/dense</c>, or a pattern that fits whole paths, such as <c>encoder/.*</c>.</remarks>
[KerasExport("keras.dtype_policies.DTypePolicyMap")]
public sealed class DTypePolicyMap : DTypePolicy, IEnumerable<string>
{
    private readonly OrderedDictionary<string, DTypePolicy> _policies = new(StringComparer.Ordinal);
    private readonly DTypePolicy? _default;

    /// <summary>Makes a map.</summary>
    /// <param name="default_policy">The policy of layers that no key fits; the global one where <see langword="null"/>.</param>
    /// <param name="policy_map">Policies by path or pattern.</param>
    /// <exception cref="ArgumentException">The default is a map itself.</exception>
    public DTypePolicyMap(DTypePolicy? default_policy = null, IReadOnlyDictionary<string, DTypePolicy>? policy_map = null) : base("map", "float32")
    {
        if (default_policy is DTypePolicyMap) throw new ArgumentException("`default_policy` cannot be a `DTypePolicyMap`.");
        _default = default_policy;
        foreach (var (key, policy) in policy_map ?? new Dictionary<string, DTypePolicy>()) _policies.Add(key, policy);
    }

    /// <inheritdoc/>
    public override string name => $"map_{default_policy.name}";

    /// <summary>The policy of layers that no key fits.</summary>
    public DTypePolicy default_policy => _default ?? GlobalPolicy.dtype_policy();

    /// <inheritdoc/>
    public override string compute_dtype => default_policy.compute_dtype;

    /// <inheritdoc/>
    public override string variable_dtype => default_policy.variable_dtype;

    /// <inheritdoc/>
    public override string? quantization_mode => default_policy.quantization_mode;

    /// <summary>The number of keys.</summary>
    public int Count => _policies.Count;

    /// <summary>The policy of a path: that of the key itself, else of the pattern that fits, else the default. Setting one adds a key.</summary>
    /// <param name="key">Path of a layer, or, to set, a path or a pattern.</param>
    /// <exception cref="ArgumentException">Several patterns fit; or the key to be set is there already.</exception>
    public DTypePolicy this[string key]
    {
        get
        {
            if (_policies.TryGetValue(key, out var exact)) return exact;
            string? found = null;
            foreach (var pattern in _policies.Keys)
            {
                if (!Regex.IsMatch(key, $"^(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))) continue;
                if (found is not null)
                    throw new ArgumentException($"Path '{key}' matches multiple dtype policy specification keys: '{found}', '{pattern}'. Please make sure each path only matches at most one dtype policy specification key in the DTypePolicyMap.");
                found = pattern;
            }
            return found is null ? default_policy : _policies[found];
        }
        set
        {
            if (_policies.TryGetValue(key, out var existing))
                throw new ArgumentException($"{key} already exist in the DTypePolicyMap with value {existing}. Please make sure to not use duplicated keys.");
            _policies.Add(key, value);
        }
    }

    /// <summary>Whether a key itself is there.</summary>
    /// <param name="key">A path or a pattern.</param>
    public bool ContainsKey(string key) => _policies.ContainsKey(key);

    /// <summary>Removes a key.</summary>
    /// <param name="key">A path or a pattern.</param>
    /// <returns>Its policy.</returns>
    /// <exception cref="KeyNotFoundException">It is not there.</exception>
    public DTypePolicy Remove(string key) => _policies.Remove(key, out var policy) ? policy : throw new KeyNotFoundException($"There is no policy for '{key}'. Known: {string.Join(", ", _policies.Keys)}.");

    /// <summary>The keys, in the order in which they came.</summary>
    public IEnumerator<string> GetEnumerator() => _policies.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override Config get_config()
    {
        var map = new Config();
        foreach (var (key, policy) in _policies)
        {
            var serialized = (Config)Serialization.ToConfig(policy)!;
            // Without a default of its own the map follows the global policy of the program that loads it, and its policies do too.
            if (_default is null && serialized.Get("config") is Config inner) inner[policy is QuantizedDTypePolicy ? "source_name" : "name"] = null;
            map[key] = serialized;
        }
        return new() { ["default_policy"] = Serialization.ToConfig(_default), ["policy_map"] = map };
    }

    /// <summary>Makes a map of a configuration.</summary>
    /// <param name="config">What <see cref="get_config"/> gave.</param>
    public static new DTypePolicyMap from_config(Config config)
    {
        var map = new Dictionary<string, DTypePolicy>();
        foreach (var (key, policy) in config.Get("policy_map") as Config ?? []) map[key] = DTypePolicyLookup.get(policy);
        return new(config.Get("default_policy") is { } known ? DTypePolicyLookup.get(known) : null, map);
    }

    /// <inheritdoc/>
    public override string ToString() => $"<DTypePolicyMap default_policy={_default?.name ?? "None"}, mapping=[{string.Join(", ", _policies.Select(p => $"('{p.Key}', '{p.Value.name}')"))}]>";

    /// <inheritdoc/>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
