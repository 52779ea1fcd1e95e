using System.Collections;
using System.Runtime.CompilerServices;
using Keras.Backend;
using Keras.Layers;
using Keras.Saving;
using Keras.Utils;

namespace Keras;

/// <summary>Prepares a table: each named column in its own way, crossed where wanted, and all of them as one array.</summary>
/// <remarks>
/// <c>adapt</c> finds vocabularies, means and boundaries; then the object is called on a dictionary of columns, or used inside a model by
/// <see cref="get_inputs"/> and <see cref="get_encoded_features"/>. See https://keras.io/api/utils/feature_space/.
/// </remarks>
[KerasExport("keras.utils.FeatureSpace")]
public sealed class FeatureSpace : Layer
{
    /// <summary>Rows of a batch when arrays are adapted to.</summary>
    private const int BatchRows = 32;

    private readonly Dictionary<string, Layer> _preprocessors = [];
    private readonly Dictionary<string, Layer> _crossers = [];
    private readonly Dictionary<string, Layer> _one_hot_encoders = [];
    private readonly Dictionary<string, Tensor> _inputs = [];
    private Tensor? _encoded;
    private bool _adapted;

    /// <summary>Makes the object.</summary>
    /// <param name="features">How each column is treated: a name such as <c>float_normalized</c>, or what <see cref="feature"/> and its siblings give.</param>
    /// <param name="output_mode"><c>concat</c>: one array. <c>dict</c>: an array for each feature.</param>
    /// <param name="crosses">Features to be crossed, as tuples of names or as <see cref="cross"/> gives them.</param>
    /// <param name="crossing_dim">Number of values of a crossed feature.</param>
    /// <param name="hashing_dim">Number of bins of a feature that is hashed.</param>
    /// <param name="num_discretization_bins">Number of bins of a feature that is put into bins.</param>
    /// <param name="name">Name.</param>
    /// <exception cref="ArgumentException">There are no features, a treatment or mode is unknown, or a cross names an unknown feature.</exception>
    public FeatureSpace(Dictionary<string, Feature> features, string output_mode = "concat", IReadOnlyList<Cross>? crosses = null, int crossing_dim = 32, int hashing_dim = 32,
        int num_discretization_bins = 32, string? name = null) : base(name)
    {
        if (features is not { Count: > 0 }) throw new ArgumentException("The `features` argument cannot be None or empty.");
        if (output_mode is not ("dict" or "concat"))
            throw new ArgumentException($"Invalid value for argument `output_mode`. Expected one of {{'dict', 'concat'}}. Received: output_mode={output_mode}");
        this.crossing_dim = crossing_dim;
        this.hashing_dim = hashing_dim;
        this.num_discretization_bins = num_discretization_bins;
        this.output_mode = output_mode;

        // 1. The features.
        this.features = features.ToDictionary(p => p.Key, p => Standardize(p.Key, p.Value));
        foreach (var (key, value) in this.features)
        {
            _inputs[key] = Layers.Inputs.Input((TensorShape)1, dtype: value.dtype, name: key);
            _preprocessors[key] = value.preprocessor;
        }

        // 2. The crosses.
        foreach (var given in crosses ?? [])
        {
            if (given.feature_names.Any(n => !features.ContainsKey(n)))
                throw new ArgumentException($"All features referenced in the `crosses` argument should be present in the `features` dict. Received unknown features: ({string.Join(", ", given.feature_names)})");
            var cross = given.crossing_dim is null ? new Cross(given.feature_names, crossing_dim) : given;
            Crosses.Add(cross);
            _crossers[cross.name] = new HashedCrossing(cross.crossing_dim!.Value, name: cross.name);
        }
        built = true;
        FreesIntermediates = true;
    }

    /// <summary>How each column is treated.</summary>
    public IReadOnlyDictionary<string, Feature> features { get; }

    /// <summary>One array or an array for each feature.</summary>
    public string output_mode { get; }

    /// <summary>The crossed features.</summary>
    public IReadOnlyList<Cross> crosses => Crosses;

    private List<Cross> Crosses { get; } = [];

    /// <summary>Number of values of a crossed feature.</summary>
    public int crossing_dim { get; }

    /// <summary>Number of bins of a feature that is hashed.</summary>
    public int hashing_dim { get; }

    /// <summary>Number of bins of a feature that is put into bins.</summary>
    public int num_discretization_bins { get; }

    /// <summary>The layer that prepares each feature.</summary>
    public IReadOnlyDictionary<string, Layer> preprocessors => _preprocessors;

    internal override bool ConvertsInputs => false;

    // ------------------------------------------------------------------ features

    /// <summary>Features to be crossed.</summary>
    /// <param name="feature_names">Their names.</param>
    /// <param name="crossing_dim">Number of values of the new feature.</param>
    /// <param name="output_mode"><c>int</c> or <c>one_hot</c>.</param>
    public static Cross cross(IEnumerable<string> feature_names, int crossing_dim, string output_mode = "one_hot") => new(feature_names, crossing_dim, output_mode);

    /// <summary>A feature that a layer of your choice prepares.</summary>
    /// <param name="dtype">Element type of the input.</param>
    /// <param name="preprocessor">The layer.</param>
    /// <param name="output_mode"><c>int</c>, <c>one_hot</c> or <c>float</c>.</param>
    public static Feature feature(string dtype, Layer preprocessor, string output_mode) => new(dtype, preprocessor, output_mode);

    /// <summary>Numbers as they are.</summary>
    /// <param name="name">Name.</param>
    public static Feature @float(string? name = null) => new("float32", new Identity(dtype: "float32", name: Inner(name, "float")), "float");

    /// <summary>Numbers times a scale plus an offset.</summary>
    /// <param name="scale">The scale.</param>
    /// <param name="offset">The offset.</param>
    /// <param name="name">Name.</param>
    public static Feature float_rescaled(double scale = 1.0, double offset = 0.0, string? name = null) => new("float32", new Rescaling(scale, offset, name: Inner(name, "float_rescaled")), "float");

    /// <summary>Numbers brought to mean 0 and variance 1.</summary>
    /// <param name="name">Name.</param>
    public static Feature float_normalized(string? name = null) => new("float32", new Normalization(-1, name: Inner(name, "float_normalized")), "float");

    /// <summary>Numbers put into bins.</summary>
    /// <param name="num_bins">Number of bins, whose boundaries are found in data.</param>
    /// <param name="bin_boundaries">Boundaries, in place of a number of bins.</param>
    /// <param name="output_mode"><c>int</c> or <c>one_hot</c>.</param>
    /// <param name="name">Name.</param>
    public static Feature float_discretized(int? num_bins, double[]? bin_boundaries = null, string output_mode = "one_hot", string? name = null) =>
        new("float32", new Discretization(bin_boundaries, num_bins, name: Inner(name, "float_discretized")), output_mode);

    /// <summary>Integers that stand for categories, by their places in a vocabulary.</summary>
    /// <param name="max_tokens">The most integers that the vocabulary may have.</param>
    /// <param name="num_oov_indices">Number of places for unknown ones.</param>
    /// <param name="output_mode"><c>int</c> or <c>one_hot</c>.</param>
    /// <param name="name">Name.</param>
    public static Feature integer_categorical(int? max_tokens = null, int num_oov_indices = 1, string output_mode = "one_hot", string? name = null) =>
        new("int32", new IntegerLookup(max_tokens, num_oov_indices, name: Inner(name, "integer_categorical")), output_mode);

    /// <summary>Words that stand for categories, by their places in a vocabulary.</summary>
    /// <param name="max_tokens">The most words that the vocabulary may have.</param>
    /// <param name="num_oov_indices">Number of places for unknown ones.</param>
    /// <param name="output_mode"><c>int</c> or <c>one_hot</c>.</param>
    /// <param name="name">Name.</param>
    public static Feature string_categorical(int? max_tokens = null, int num_oov_indices = 1, string output_mode = "one_hot", string? name = null) =>
        new("string", new StringLookup(max_tokens, num_oov_indices, name: Inner(name, "string_categorical")), output_mode);

    /// <summary>Words hashed into bins.</summary>
    /// <param name="num_bins">Number of bins.</param>
    /// <param name="output_mode"><c>int</c> or <c>one_hot</c>.</param>
    /// <param name="name">Name.</param>
    public static Feature string_hashed(int num_bins, string output_mode = "one_hot", string? name = null) => new("string", new Hashing(num_bins, name: Inner(name, "string_hashed")), output_mode);

    /// <summary>Integers hashed into bins.</summary>
    /// <param name="num_bins">Number of bins.</param>
    /// <param name="output_mode"><c>int</c> or <c>one_hot</c>.</param>
    /// <param name="name">Name.</param>
    public static Feature integer_hashed(int num_bins, string output_mode = "one_hot", string? name = null) => new("int32", new Hashing(num_bins, name: Inner(name, "integer_hashed")), output_mode);

    private static string Inner(string? name, string kind) => (name ?? Naming.AutoName(kind)) + "_preprocessor";

    private Feature Standardize(string name, Feature feature) => feature.Kind switch
    {
        null => feature,
        "float" => @float(name),
        "float_normalized" => float_normalized(name),
        "float_rescaled" => float_rescaled(name: name),
        "float_discretized" => float_discretized(num_discretization_bins, name: name),
        "integer_categorical" => integer_categorical(name: name),
        "string_categorical" => string_categorical(name: name),
        "integer_hashed" => integer_hashed(hashing_dim, name: name),
        "string_hashed" => string_hashed(hashing_dim, name: name),
        var kind => throw new ArgumentException($"Invalid feature type: {kind}. Expected one of float, float_normalized, float_rescaled, float_discretized, integer_categorical, string_categorical, integer_hashed, string_hashed."),
    };

    // ------------------------------------------------------------------ adapt

    private IEnumerable<(string Name, IAdaptable Layer)> Adaptable => _preprocessors.Where(p => p.Value is IAdaptable { MayAdapt: true }).Select(p => (p.Key, (IAdaptable)p.Value));

    /// <summary>Finds what the features need: vocabularies, means, boundaries.</summary>
    /// <param name="dataset">The columns by name, or batches of them.</param>
    /// <exception cref="ArgumentException">The data have no names, or a column is missing.</exception>
    public void adapt(Data dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        switch (dataset.Value)
        {
            case TensorDict:
            case IReadOnlyDictionary<string, Data>:
                var columns = (TensorDict)dataset.ToTensor();
                AdaptAll(name => Slices(Column(columns, name)));
                break;
            case IEnumerable<Batch> batches:
                AdaptAll(name => batches.Select(b => Column(b.x, name)));
                break;
            case PyDataset source:
                var count = source.num_batches ?? throw new ArgumentException("adapt() needs a dataset with an end.");
                AdaptAll(name => Enumerable.Range(0, count).Select(i => Column(source.GetItem(i).x, name)));
                break;
            default:
                throw new ArgumentException("`adapt()` can only be called on columns by name, or on batches of such. Write: feature_space.adapt(new Dictionary<string, Data> { [\"age\"] = ages });");
        }
    }

    /// <summary>Finds what the features need in batches.</summary>
    /// <param name="batches">Batches of columns by name.</param>
    [OverloadResolutionPriority(-1)]
    public void adapt(IEnumerable<Dictionary<string, Tensor>> batches) => AdaptAll(name => batches.Select(b => Column(new TensorDict(b), name)));

    private void AdaptAll(Func<string, IEnumerable<Tensor>> column)
    {
        foreach (var (name, layer) in Adaptable) layer.AdaptTo(column(name).Select(AsColumn));
        _adapted = true;
        _encoded = null;
        get_encoded_features();
    }

    private static Tensor Column(Tensor table, string name) => table is not TensorDict dict ? throw new ArgumentException("`adapt()` of a FeatureSpace needs batches of columns by name. Received: columns without names.")
        : dict.TryGetValue(name, out var column) ? column : throw new ArgumentException($"The data have no column '{name}'. Received: {string.Join(", ", dict.Keys)}.");

    private static Tensor AsColumn(Tensor x) => x.ndim switch
    {
        0 => Reshaped(x, (1, 1)),
        1 => Reshaped(x, ((int)x.Dims[0], 1)),
        _ => x,
    };

    private static Tensor Reshaped(Tensor x, TensorShape shape) => x is StringTensor texts ? new StringTensor([.. texts.Values], shape) : Ops.reshape(x, shape);

    /// <summary>Rows in batches, as Keras takes them: several single values, or the values of one row.</summary>
    private static IEnumerable<Tensor> Slices(Tensor column)
    {
        var flat = Reshaped(column, (int)column.size);
        var rows = (int)column.Dims[0];
        var step = column.ndim == 1 ? BatchRows : rows == 0 ? 1 : (int)column.size / rows;
        for (var start = 0; start < column.size; start += step)
        {
            var size = (int)Math.Min(step, column.size - start);
            yield return flat is StringTensor texts ? new StringTensor([.. texts.Values.Skip(start).Take(size)]) : Kernel.Narrow(flat, 0, start, size);
        }
    }

    // ------------------------------------------------------------------ call

    /// <summary>The symbolic inputs, one a feature, of shape (batch, 1).</summary>
    public IReadOnlyDictionary<string, Tensor> get_inputs()
    {
        CheckAdapted();
        return _inputs;
    }

    /// <summary>The symbolic result of the symbolic inputs: one tensor, or a dictionary in the mode <c>dict</c>.</summary>
    /// <exception cref="InvalidOperationException">adapt was not called yet.</exception>
    public Tensor get_encoded_features()
    {
        CheckAdapted();
        return _encoded ??= Encode(_inputs);
    }

    private void CheckAdapted()
    {
        if (_adapted) return;
        if (Adaptable.Any()) throw new InvalidOperationException("You need to call `.adapt(dataset)` on the FeatureSpace before you can start using it.");
        _adapted = true;
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs)
    {
        get_encoded_features();
        if (inputs is not TensorDict table) throw new ArgumentException($"A FeatureSpace can only be called with a dict. Received: data of shape {Nest.Shapes(inputs)}");
        // 1. One row alone becomes a batch of one.
        var alone = table.Values.Any(x => x is not KerasTensor && x.ndim == 0);
        var columns = features.Keys.ToDictionary(n => n, n => Column(table, n) is KerasTensor symbol ? symbol : AsColumn(Column(table, n)));
        var encoded = Encode(columns);
        if (!alone) return encoded;
        // 2. And a row again.
        return Nest.Map(encoded, t => t.ndim > 1 && t.Dims[0] == 1 ? Ops.squeeze(t, 0) : t);
    }

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) => call(arguments.First);

    private Tensor Encode(IReadOnlyDictionary<string, Tensor> columns)
    {
        // 1. Each feature, then the crosses, both in the order of their names.
        var prepared = features.Keys.Order(StringComparer.Ordinal).ToDictionary(n => n, n => _preprocessors[n].Apply(columns[n]));
        var all = prepared.Select(p => (Name: p.Key, Value: p.Value, Mode: features[p.Key].output_mode)).ToList();
        foreach (var cross in Crosses.OrderBy(c => c.name, StringComparer.Ordinal))
            all.Add((cross.name, _crossers[cross.name].Apply(new TensorList(cross.feature_names.Select(n => prepared[n]))), cross.output_mode));

        // 2. One-hot where wanted.
        var encoded = all.Select(f => (f.Name, Value: f.Mode == "one_hot" ? Encoder(f.Name, f.Value).Apply(f.Value) : f.Value)).ToList();
        if (output_mode == "dict") return new TensorDict(encoded.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        if (encoded.FirstOrDefault(f => f.Value.dtype == "string" || DTypes.IsInt(f.Value.dtype)) is { Name: { } name } raw)
            throw new ArgumentException($"Cannot concatenate features because feature '{name}' has not been encoded (it has dtype {raw.Value.dtype}). Consider using `output_mode='dict'`.");
        return Ops.concatenate([.. encoded.Select(f => f.Value)], -1);
    }

    private Layer Encoder(string name, Tensor value)
    {
        if (_one_hot_encoders.TryGetValue(name, out var known)) return known;
        if (!DTypes.IsInt(value.dtype))
            throw new ArgumentException($"Feature '{name}' has `output_mode='one_hot'`. Thus its preprocessor should return an integer dtype. Instead it returns a {value.dtype} dtype.");
        var count = (_preprocessors.GetValueOrDefault(name) ?? _crossers[name]) switch
        {
            IntegerLookup lookup => lookup.vocabulary_size(),
            StringLookup lookup => lookup.vocabulary_size(),
            CategoryEncoding encoding => encoding.num_tokens,
            Discretization bins => bins.num_bins ?? bins.bin_boundaries!.Count + 1,
            HashedCrossing crossing => crossing.num_bins,
            Hashing hashing => hashing.num_bins,
            _ => throw new ArgumentException($"Feature '{name}' has `output_mode='one_hot'`. However it isn't a standard feature and the dimensionality of its output space is not known, thus it cannot be one-hot encoded. Try using `output_mode='int'`."),
        };
        return _one_hot_encoders[name] = new CategoryEncoding(count, "multi_hot");
    }

    // ------------------------------------------------------------------ saving

    /// <inheritdoc/>
    public override Config get_config() => new()
    {
        ["features"] = new Config(features.Select(p => KeyValuePair.Create(p.Key, (object?)p.Value.Serialize()))),
        ["output_mode"] = output_mode,
        ["crosses"] = Crosses.Select(c => (object?)c.Serialize()).ToList(),
        ["crossing_dim"] = crossing_dim,
        ["hashing_dim"] = hashing_dim,
        ["num_discretization_bins"] = num_discretization_bins,
    };

    /// <summary>Makes the object of a configuration.</summary>
    /// <param name="config">What get_config gave.</param>
    public static FeatureSpace from_config(Config config)
    {
        var plain = new Config(config);
        var features = (plain.Pop("features") as Config ?? throw new ArgumentException("The configuration of a FeatureSpace has no features.")).ToDictionary(p => p.Key, p => Feature.FromConfig(p.Value));
        plain["features"] = features;
        plain["crosses"] = (plain.Pop("crosses") as IList)?.Cast<object?>().Select(Cross.FromConfig).ToArray();
        return (FeatureSpace)ConfigReflection.Construct(typeof(FeatureSpace), plain);
    }

    /// <inheritdoc/>
    public override Config? get_build_config() => new(features.Select(p => KeyValuePair.Create(p.Key, (object?)p.Value.preprocessor.get_build_config())));

    /// <inheritdoc/>
    public override void build_from_config(Config config)
    {
        foreach (var (name, build) in config)
            if (build is Config shapes && _preprocessors.TryGetValue(name, out var layer) && !layer.built) layer.build_from_config(shapes);
        _adapted = true;
    }
}
