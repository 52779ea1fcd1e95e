using Keras.Backend;

namespace Keras.Metrics;

/// <summary>The weighted mean of the values given.</summary>
/// <remarks><c>var m = metrics.Mean(); m.update_state(new float[] { 1, 3, 5, 7 }); m.result()</c> is 4.</remarks>
[KerasExport("keras.metrics.Mean")]
public class Mean : MeanState
{
    /// <summary>Makes the metric.</summary>
    /// <param name="name">Name in logs.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public Mean(string? name = "mean", DTypePolicy? dtype = null) : base(name, dtype)
    {
    }

    /// <inheritdoc/>
    public override void update_state(Tensor values) => update_state(values, null);

    /// <summary>Gathers values.</summary>
    /// <param name="values">A number, or values of which the first axis is the batch; those of one sample are averaged.</param>
    /// <param name="sample_weight">Weights that broadcast to the values; <see langword="null"/> for 1.</param>
    public virtual void update_state(Tensor values, Tensor? sample_weight = null)
    {
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        Gather(values, sample_weight);
    }

    /// <summary>Python's <c>metric(values)</c>: gathers values and gives the mean so far.</summary>
    /// <param name="values">A number, or values of which the first axis is the batch.</param>
    /// <param name="sample_weight">Weights that broadcast to the values.</param>
    public Tensor Apply(Tensor values, Tensor? sample_weight = null)
    {
        update_state(values, sample_weight);
        return result();
    }

    /// <summary>Gathers values into state that the caller holds.</summary>
    /// <param name="metric_variables">Values for <see cref="Metric.variables"/>, in their order.</param>
    /// <param name="values">A number, or values of which the first axis is the batch.</param>
    /// <param name="sample_weight">Weights that broadcast to the values.</param>
    /// <returns>The values of the variables after the batch.</returns>
    public IReadOnlyList<Tensor> stateless_update_state(IReadOnlyList<Tensor> metric_variables, Tensor values, Tensor? sample_weight = null) =>
        Stateless<IReadOnlyList<Tensor>>(metric_variables, () => update_state(values, sample_weight), () => [.. variables.Select(v => Kernel.Clone(v.Raw))]);
}
