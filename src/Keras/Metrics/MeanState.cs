using Keras.Backend;
using Keras.Losses;

namespace Keras.Metrics;

/// <summary>A weighted sum of values and the sum of their weights: the state of every metric that is a mean.</summary>
public abstract class MeanState : Metric
{
    private protected MeanState(string? name, DTypePolicy? dtype) : base(dtype, name)
    {
        total = add_variable(TensorShape.Scalar, null, this.dtype, name: "total");
        count = add_variable(TensorShape.Scalar, null, this.dtype, name: "count");
    }

    /// <summary>The weighted sum of the values.</summary>
    public Variable total { get; }

    /// <summary>The sum of the weights.</summary>
    public Variable count { get; }

    /// <summary>Gathers values, of which each sample's are averaged first.</summary>
    private protected void Gather(Tensor values, Tensor? sampleWeight)
    {
        // Without weights, or with one number for one value, nothing is computed that is not needed.
        if (sampleWeight is null)
        {
            long samples = values.ndim > 0 ? values.Dims[0] : 1, size = values.size;
            if (size > 0 || samples > 0) MetricReduction.AddSum(total, values, samples == size ? 1 : samples / (double)size);
            count.AddLater(samples);
        }
        else if (values.ndim == 0 && sampleWeight is ScalarTensor number)
        {
            MetricReduction.AddSum(total, values, number.Value);
            count.AddLater(number.Value);
        }
        else
        {
            (values, var weights) = MetricReduction.Samplewise(values, sampleWeight, static (x, axes) => Ops.mean(x, axes), dtype);
            MetricReduction.AddSum(total, values, 1);
            MetricReduction.AddSum(count, weights!, 1);
        }
    }

    /// <inheritdoc/>
    public override void reset_state()
    {
        total.assign(0);
        count.assign(0);
    }

    /// <inheritdoc/>
    public override Tensor result()
    {
        using var off = GradMode.Off();
        return Ops.divide_no_nan(total.Raw, count.Raw);
    }
}
