using System.Diagnostics.CodeAnalysis;
using Keras.Backend;
using Keras.Losses;
using Keras.Metrics;
using Keras.Saving;
using Keras.Utils;

namespace Keras;

/// <summary>A number that is gathered over batches: accuracy, a mean error, an area under a curve.</summary>
/// <remarks>
/// Subclasses make their state with <see cref="add_variable"/> and override <see cref="update_state(Tensor, Tensor, Tensor?)"/> and <see cref="result"/>.
/// Metrics held in fields are found by themselves: their state is part of this one's.
/// Converts from a name (<c>"accuracy"</c>), from a function of <c>keras.metrics</c> or one of your own, and from a loss.
/// See https://keras.io/api/metrics/.
/// </remarks>
[KerasExport("keras.metrics.Metric", "keras.Metric")]
public abstract class Metric : IHasConfig
{
    private readonly List<Variable> _variables = [];
    private readonly DTypePolicy _policy;

    /// <summary>Names the metric.</summary>
    /// <param name="dtype">The dtype of the computation and of most of the state; the default float type where <see langword="null"/>.</param>
    /// <param name="name">Name in logs; made of the class name where <see langword="null"/>.</param>
    protected Metric(DTypePolicy? dtype = null, string? name = null)
    {
        this.name = name ?? Naming.AutoName(KerasRegistry.ClassName(GetType()));
        _policy = dtype ?? new DTypePolicy(KerasConfig.floatx());
    }

    /// <summary>Name in logs.</summary>
    public string name { get; set; }

    /// <summary>The dtype of the computation.</summary>
    public string dtype => _policy.compute_dtype;

    /// <summary>The state: that of this metric, then that of the metrics inside.</summary>
    public virtual IReadOnlyList<Variable> variables => [.. _variables.Concat(LayerTracker.LooseVariables(this, _variables)).Concat(LayerTracker.Metrics(this).SelectMany(m => m.variables))];

    /// <summary>The name from which the metric was converted, as the user wrote it; <see langword="null"/> for an object.</summary>
    internal string? Identifier { get; set; }

    /// <summary>Whether training should raise the number (<c>up</c>) or lower it (<c>down</c>); <see langword="null"/> where the metric does not say.</summary>
    internal string? Direction { get; private protected set; }

    /// <summary>Makes a variable of the state.</summary>
    /// <param name="shape">Dimensions.</param>
    /// <param name="initializer">First values; zeros where <see langword="null"/>.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="aggregation">How replicas would be merged.</param>
    /// <param name="name">Name.</param>
    /// <returns>A variable that no gradient changes.</returns>
    public Variable add_variable(TensorShape shape, Initializer? initializer, string? dtype = null, string aggregation = "sum", string? name = null)
    {
        using var scope = new NameScope(this.name.Replace('/', '>'), this);
        var variable = initializer is null
            ? new Variable(Ops.zeros(shape, DTypes.Standardize(dtype)), dtype: dtype, trainable: false, aggregation: aggregation, name: name)
            : new Variable(initializer, shape, dtype, trainable: false, aggregation: aggregation, name: name);
        _variables.Add(variable);
        return variable;
    }

    /// <summary>Makes a variable of the state, as <see cref="add_variable"/> does.</summary>
    /// <param name="shape">Dimensions; a scalar where <see langword="null"/>.</param>
    /// <param name="initializer">First values; zeros where <see langword="null"/>.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    public Variable add_weight(TensorShape? shape = null, Initializer? initializer = null, string? dtype = null, string? name = null) =>
        add_variable(shape ?? TensorShape.Scalar, initializer, dtype, name: name);

    /// <summary>Gathers a batch.</summary>
    /// <param name="y_true">True values.</param>
    /// <param name="y_pred">Predictions.</param>
    /// <param name="sample_weight">Weights of the samples; <see langword="null"/> for 1.</param>
    public virtual void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null) =>
        throw new NotSupportedException($"The metric '{name}' of class {GetType().Name} does not gather true values and predictions. Override update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight), or call its update_state with the arguments that it takes.");

    /// <summary>Gathers values as they are, for a metric that takes no pairs: <c>Mean</c> and <c>Sum</c>.</summary>
    /// <param name="values">The values.</param>
    /// <exception cref="NotSupportedException">The metric compares true values with predictions.</exception>
    public virtual void update_state(Tensor values) =>
        throw new NotSupportedException($"The metric '{name}' of class {GetType().Name} compares true values with predictions. Call update_state(y_true, y_pred).");

    /// <summary>The number gathered so far.</summary>
    /// <returns>Usually a scalar; some metrics give a value per class, or a <see cref="TensorDict"/> of several.</returns>
    public abstract Tensor result();

    /// <summary>Forgets all batches.</summary>
    public virtual void reset_state()
    {
        foreach (var v in variables) v.assign(v.size == 1 ? 0 : Ops.zeros(v.shape, v.dtype));
    }

    /// <summary>Python's <c>metric(y_true, y_pred)</c>: gathers a batch and gives the number so far.</summary>
    /// <param name="y_true">True values.</param>
    /// <param name="y_pred">Predictions.</param>
    /// <param name="sample_weight">Weights of the samples.</param>
    public Tensor Apply(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null)
    {
        update_state(y_true, y_pred, sample_weight);
        return result();
    }

    /// <summary>Gathers a batch into state that the caller holds; the metric's own state stays as it is.</summary>
    /// <param name="metric_variables">Values for <see cref="variables"/>, in their order.</param>
    /// <param name="y_true">True values.</param>
    /// <param name="y_pred">Predictions.</param>
    /// <param name="sample_weight">Weights of the samples.</param>
    /// <returns>The values of the variables after the batch.</returns>
    /// <exception cref="ArgumentException">The number of values differs.</exception>
    public IReadOnlyList<Tensor> stateless_update_state(IReadOnlyList<Tensor> metric_variables, Tensor y_true, Tensor y_pred, Tensor? sample_weight = null) =>
        Stateless(metric_variables, () => update_state(y_true, y_pred, sample_weight), Values);

    /// <summary>The number that state held by the caller gives.</summary>
    /// <param name="metric_variables">Values for <see cref="variables"/>, in their order.</param>
    /// <exception cref="ArgumentException">The number of values differs.</exception>
    public Tensor stateless_result(IReadOnlyList<Tensor> metric_variables) => Stateless(metric_variables, static () => { }, result);

    /// <summary>The state of a metric that gathered nothing.</summary>
    public IReadOnlyList<Tensor> stateless_reset_state() => Stateless(Values(), reset_state, Values);

    /// <summary>Runs with other values in the variables, and puts their own back.</summary>
    private protected T Stateless<T>(IReadOnlyList<Tensor> values, Action change, Func<T> read)
    {
        var own = variables;
        if (values.Count != own.Count)
            throw new ArgumentException($"Argument `metric_variables` must be a list of tensors corresponding 1:1 to {GetType().Name}().variables. Received list with length {values.Count}, but expected {own.Count} variables.");
        var before = Values();
        try
        {
            for (var i = 0; i < own.Count; i++) own[i].assign(values[i]);
            change();
            return read();
        }
        finally
        {
            for (var i = 0; i < own.Count; i++) own[i].assign(before[i]);
        }
    }

    private IReadOnlyList<Tensor> Values() => [.. variables.Select(v => Kernel.Clone(v.Raw))];

    /// <summary>The metric that compile uses for a model of such outputs: "accuracy" stands for one of three.</summary>
    internal virtual Metric Resolve(Tensor y_true, Tensor y_pred) => this;

    /// <summary>What a compile configuration holds of this metric: the name that the user gave, or the serialized object.</summary>
    internal object? ToCompileConfig() => Identifier ?? Serialization.ToConfig(this);

    /// <summary>The arguments that make an equal metric: name, dtype, and those of the subclass.</summary>
    public virtual Config get_config()
    {
        var config = BaseConfig();
        foreach (var (key, value) in ConfigReflection.FromConstructor(this, static n => n is "name" or "dtype")) config[key] = value;
        return config;
    }

    private protected Config BaseConfig() => new() { ["name"] = name, ["dtype"] = dtype };

    internal static Metric? FromConfig(object? value) => MetricLookup.Find(value);

    /// <summary>The metric as Keras prints it.</summary>
    public override string ToString() => $"<{KerasRegistry.ClassName(GetType())} name={name}>";

    /// <summary>The metric of a name, as <c>compile(metrics=...)</c> understands it; its name in logs is the one given.</summary>
    /// <exception cref="ArgumentException">No metric has the name; the message lists those there are.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Metric?(string? name) => name is null ? null : MetricLookup.Find(name);

    /// <summary>The mean of a function of true values and predictions; one of <c>keras.metrics</c> keeps its name.</summary>
    [return: NotNullIfNotNull(nameof(function))]
    public static implicit operator Metric?(Delegate? function) => function is null ? null : MetricLookup.Find(function);

    /// <summary>The mean of a loss.</summary>
    [return: NotNullIfNotNull(nameof(loss))]
    public static implicit operator Metric?(Loss? loss) => loss is null ? null : MetricLookup.Find(loss);
}
