using Keras.Backend;
using Keras.Saving;
using Keras.Utils;

namespace Keras;

/// <summary>A number that is gathered over batches: accuracy, a mean error, an area under a curve.</summary>
/// <remarks>Subclasses make their state with <see cref="add_variable"/> and override <c>update_state</c> and <c>result</c>.</remarks>
[KerasExport("keras.metrics.Metric", "keras.Metric")]
public abstract partial class Metric : IHasConfig
{
    private readonly List<Variable> _variables = [];
    private readonly DTypePolicy _policy;

    /// <summary>Names the metric.</summary>
    /// <param name="dtype">The dtype of state and result; the default float type where <see langword="null"/>.</param>
    /// <param name="name">Name in logs; made of the class name where <see langword="null"/>.</param>
    protected Metric(DTypePolicy? dtype = null, string? name = null)
    {
        this.name = name ?? Naming.AutoName(KerasRegistry.ClassName(GetType()));
        _policy = dtype ?? new DTypePolicy(KerasConfig.floatx());
    }

    /// <summary>Name in logs.</summary>
    public string name { get; set; }

    /// <summary>The dtype of state and result.</summary>
    public string dtype => _policy.compute_dtype;

    /// <summary>The state.</summary>
    public virtual IReadOnlyList<Variable> variables => _variables;

    /// <summary>Makes a variable of the state.</summary>
    /// <param name="shape">Dimensions.</param>
    /// <param name="initializer">First values.</param>
    /// <param name="dtype">Element type; that of the metric where <see langword="null"/>.</param>
    /// <param name="aggregation">How replicas would be merged.</param>
    /// <param name="name">Name.</param>
    public Variable add_variable(TensorShape shape, Initializer initializer, string? dtype = null, string aggregation = "sum", string? name = null)
    {
        using var scope = new NameScope(this.name, this);
        var variable = new Variable(initializer, shape, dtype ?? this.dtype, trainable: false, aggregation, name);
        _variables.Add(variable);
        return variable;
    }

    /// <summary>Makes a variable of the state, as <see cref="add_variable"/> does.</summary>
    public Variable add_weight(TensorShape? shape = null, Initializer? initializer = null, string? dtype = null, string? name = null) =>
        add_variable(shape ?? TensorShape.Scalar, (initializer ?? "zeros")!, dtype, name: name);

    /// <summary>Gathers a batch.</summary>
    /// <param name="y_true">True values.</param>
    /// <param name="y_pred">Predictions.</param>
    /// <param name="sample_weight">Weights of the samples.</param>
    public abstract void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null);

    /// <summary>The number gathered so far.</summary>
    public abstract Tensor result();

    /// <summary>Forgets all batches.</summary>
    public virtual void reset_state()
    {
        foreach (var v in variables) v.assign(0);
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

    /// <summary>The arguments that make an equal metric.</summary>
    public virtual Config get_config() => ConfigReflection.FromConstructor(this);

    /// <summary>The metric as Keras prints it.</summary>
    public override string ToString() => $"<{KerasRegistry.ClassName(GetType())} name={name}>";
}
