using Keras.Saving;

namespace Keras.Losses;

/// <summary>A loss made of a function of true values and predictions that gives one value per sample.</summary>
/// <remarks><c>compile(loss: new LossFunctionWrapper((y_true, y_pred) => …))</c> trains with a function of your own.</remarks>
public class LossFunctionWrapper : Loss, IConfigValue
{
    private readonly PairFunction? _named;
    private readonly bool _isFunction;

    /// <summary>Wraps a function.</summary>
    /// <param name="fn">Takes true values and predictions, gives a value per sample.</param>
    /// <param name="reduction">What becomes of the values, as in <see cref="Loss"/>.</param>
    /// <param name="name">Name; <c>loss_function_wrapper</c>, numbered, where <see langword="null"/>.</param>
    /// <param name="dtype">The dtype of the computation.</param>
    public LossFunctionWrapper(Func<Tensor, Tensor, Tensor> fn, string? reduction = "sum_over_batch_size", string? name = null, DTypePolicy? dtype = null)
        : base(name, reduction, dtype)
    {
        _named = PairFunction.Of(fn);
        Function = fn;
    }

    private protected LossFunctionWrapper(string? name, string? reduction, DTypePolicy? dtype, Func<Tensor, Tensor, Tensor> function) : base(name, reduction, dtype)
    {
        Function = function;
        FreesIntermediates = true;
    }

    /// <summary>A loss that stands for a function: named and saved as the function is.</summary>
    internal LossFunctionWrapper(PairFunction function, string? reduction = "sum_over_batch_size", string? name = null, DTypePolicy? dtype = null)
        : base(name ?? function.Name, reduction, dtype)
    {
        _named = function;
        _isFunction = true;
        Function = function.Call;
    }

    /// <summary>The function.</summary>
    internal Func<Tensor, Tensor, Tensor> Function { get; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor y_true, Tensor y_pred)
    {
        // Values of equal structure are brought to equal ranks pair by pair.
        if (y_pred is TensorList or TensorDict)
        {
            var truths = Nest.Flatten(y_true).ToArray();
            var predictions = Nest.Flatten(y_pred).ToArray();
            if (truths.Length != predictions.Length)
                throw new ArgumentException($"The loss '{name}' received {truths.Length} tensors in y_true and {predictions.Length} in y_pred; they must have one structure.");
            var pairs = truths.Zip(predictions, (t, p) => LossReduction.SameRank(t, p)).ToArray();
            return Function(Nest.Pack(y_true, pairs.Select(p => p.Item1)), Nest.Pack(y_pred, pairs.Select(p => p.Item2)));
        }
        (y_true, y_pred) = LossReduction.SameRank(y_true, y_pred);
        return Function(y_true, y_pred);
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        if (_named is null) return config;
        config["fn"] = Serialization.ToConfig(_named);
        foreach (var (key, value) in _named.Kwargs) config[key] = Serialization.ToConfig(value);
        return config;
    }

    /// <summary>Makes the wrapper that a configuration describes.</summary>
    /// <param name="config">The function under <c>fn</c>, name, reduction, and further arguments of the function.</param>
    internal static LossFunctionWrapper FromWrapperConfig(Config config)
    {
        var rest = new Config(config);
        var function = Serialization.FromConfig(rest.Pop("fn")) as Delegate
            ?? throw new ArgumentException("LossFunctionWrapper: the configuration lacks the function 'fn'.");
        var name = rest.Pop("name") as string;
        var reduction = rest.ContainsKey("reduction") ? rest.Pop("reduction") as string : "sum_over_batch_size";
        var dtype = rest.Pop("dtype") as string;
        return new(PairFunction.Of(function, rest), reduction, name, dtype);
    }

    internal override Loss ForTraining() => _isFunction && reduction == "none" ? new LossFunctionWrapper(_named!) { Identifier = Identifier } : this;

    object IConfigValue.ToConfig() => _isFunction ? Serialization.FunctionToConfig(_named!.Source) : Serialization.ObjectToConfig(this);
}
