using Keras.Losses;
using Keras.Saving;

namespace Keras.Metrics;

/// <summary>The weighted mean of what a function makes of true values and predictions.</summary>
/// <remarks><c>compile(metrics: [new MeanMetricWrapper((y_true, y_pred) => …, "mine")])</c> shows a function of your own.</remarks>
[KerasExport("keras.metrics.MeanMetricWrapper")]
public class MeanMetricWrapper : FunctionMetric
{
    private readonly PairFunction? _named;
    private readonly Loss? _loss;

    /// <summary>Wraps a function.</summary>
    /// <param name="fn">Takes true values and predictions, gives a value per sample.</param>
    /// <param name="name">Name in logs; <c>mean_metric_wrapper</c>, numbered, where <see langword="null"/>.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    public MeanMetricWrapper(Func<Tensor, Tensor, Tensor> fn, string? name = null, DTypePolicy? dtype = null) : this((Delegate)fn, name, dtype, null)
    {
    }

    /// <summary>Wraps a function of further arguments, such as <c>keras.metrics.huber</c>.</summary>
    /// <param name="fn">Takes true values, predictions and further arguments, gives a value per sample.</param>
    /// <param name="name">Name in logs; <c>mean_metric_wrapper</c>, numbered, where <see langword="null"/>.</param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <param name="kwargs">Further arguments of the function by name.</param>
    public MeanMetricWrapper(Delegate fn, string? name = null, DTypePolicy? dtype = null, Config? kwargs = null) : this(PairFunction.Of(fn, kwargs), name, dtype)
    {
    }

    private MeanMetricWrapper(PairFunction function, string? name, DTypePolicy? dtype) : base(name, dtype, function.Call)
    {
        _named = function;
        if (LossLookup.IsLossFunction(function.Source)) Direction = "down";
    }

    internal MeanMetricWrapper(Loss loss, string? name = null, DTypePolicy? dtype = null) : base(name, dtype, (y_true, y_pred) => loss.Apply(y_true, y_pred))
    {
        _loss = loss;
        if (loss.GetType().Assembly == typeof(Loss).Assembly) Direction = "down";
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        if (_loss is not null) config["fn"] = Serialization.ToConfig(_loss);
        if (_named is null) return config;
        config["fn"] = Serialization.ToConfig(_named);
        foreach (var (key, value) in _named.Kwargs) config[key] = Serialization.ToConfig(value);
        return config;
    }

    /// <summary>Makes the metric that a configuration describes.</summary>
    /// <param name="config">Name, dtype, the function under <c>fn</c>, and its further arguments.</param>
    /// <exception cref="ArgumentException">There is no function.</exception>
    public static Metric from_config(Config config)
    {
        var rest = new Config(config);
        var name = rest.Pop("name") as string;
        DTypePolicy? dtype = rest.Pop("dtype") as string;
        var fn = rest.Pop("fn");
        return (fn is Config serialized ? Serialization.FromConfig(serialized) : fn) switch
        {
            Delegate function => new MeanMetricWrapper(function, name, dtype, rest),
            Loss loss => new MeanMetricWrapper(loss, name, dtype),
            _ => throw new ArgumentException($"MeanMetricWrapper: the configuration lacks the function 'fn'. Received: {ConfigReflection.Show(config)}."),
        };
    }
}
