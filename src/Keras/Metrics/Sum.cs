using Keras.Backend;

namespace Keras.Metrics;

/// <summary>The weighted sum of the values given.</summary>
/// <remarks><c>var m = metrics.Sum(); m.update_state(new float[] { 1, 3, 5, 7 }); m.result()</c> is 16.</remarks>
[KerasExport("keras.metrics.Sum")]
public class Sum : Metric
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public Sum(string? name = "sum", DTypePolicy? dtype = null) : base(dtype, name) =>
        total = add_variable(TensorShape.Scalar, null, this.dtype, name: "total");

    /// <summary>The sum.</summary>
    public Variable total { get; }

    /// <inheritdoc/>
    public override void update_state(Tensor values) => update_state(values, null);

    /// <summary>Gathers values.</summary>
    /// <param name="values">A number, or values of any shape.</param>
    /// <param name="sample_weight">Weights that broadcast to the values; <see langword="null"/> for 1.</param>
    public virtual void update_state(Tensor values, Tensor? sample_weight = null)
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        if (sample_weight is not null) (values, _) = MetricReduction.Samplewise(values, sample_weight, static (x, axes) => Ops.sum(x, axes), dtype);
        MetricReduction.AddSum(total, values, 1);
    }

    /// <summary>Python's <c>metric(values)</c>: gathers values and gives the sum so far.</summary>
    /// <param name="values">A number, or values of any shape.</param>
    /// <param name="sample_weight">Weights that broadcast to the values.</param>
    public Tensor Apply(Tensor values, Tensor? sample_weight = null)
    {
        update_state(values, sample_weight);
        return result();
    }

    /// <summary>Gathers values into state that the caller holds.</summary>
    /// <param name="metric_variables">Values for <see cref="Metric.variables"/>, in their order.</param>
    /// <param name="values">A number, or values of any shape.</param>
    /// <param name="sample_weight">Weights that broadcast to the values.</param>
    /// <returns>The values of the variables after the batch.</returns>
    public IReadOnlyList<Tensor> stateless_update_state(IReadOnlyList<Tensor> metric_variables, Tensor values, Tensor? sample_weight = null) =>
        Stateless<IReadOnlyList<Tensor>>(metric_variables, () => update_state(values, sample_weight), () => [.. variables.Select(v => Kernel.Clone(v.Raw))]);

    /// <inheritdoc/>
    public override void reset_state() => total.assign(0);

    /// <inheritdoc/>
    // A copy: the variable changes in place with the next batch.
    public override Tensor result() => Kernel.Clone(total.Raw);
}
