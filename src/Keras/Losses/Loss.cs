using System.Diagnostics.CodeAnalysis;
using Keras.Backend;
using Keras.Losses;
using Keras.Saving;
using Keras.Utils;

namespace Keras;

/// <summary>What training makes small: a number that says how far predictions are from the true values.</summary>
/// <remarks>
/// Subclasses override <see cref="call"/>, which gives one value per sample (or per time step, or pixel); <see cref="Apply"/> weighs and reduces them.
/// Converts from a name (<c>"mse"</c>, <c>"MeanSquaredError"</c>), and from a function of <c>keras.losses</c> or one of your own.
/// See https://keras.io/api/losses/.
/// </remarks>
[KerasExport("keras.losses.Loss", "keras.Loss")]
public abstract class Loss : IHasConfig
{
    private readonly DTypePolicy _policy;

    /// <summary>Sets what every loss has.</summary>
    /// <param name="name">Name; made of the class name where <see langword="null"/>.</param>
    /// <param name="reduction">
    /// What becomes of the values of the samples: <c>sum_over_batch_size</c> or <c>mean</c> (their mean over all elements), <c>sum</c>,
    /// <c>mean_with_sample_weight</c> (the sum divided by the sum of the weights), <c>none</c> or <see langword="null"/> (they are given as they are).
    /// </param>
    /// <param name="dtype">The dtype of the computation; the default float type where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The reduction is none of these.</exception>
    protected Loss(string? name = null, string? reduction = "sum_over_batch_size", DTypePolicy? dtype = null)
    {
        this.name = name ?? Naming.AutoName(KerasRegistry.ClassName(GetType()));
        this.reduction = LossReduction.Standardize(reduction);
        _policy = dtype ?? new DTypePolicy(KerasConfig.floatx());
    }

    /// <summary>Name of the loss.</summary>
    public string name { get; set; }

    /// <summary>What becomes of the values of the samples.</summary>
    public string? reduction { get; }

    /// <summary>The dtype of the computation.</summary>
    public string dtype => _policy.compute_dtype;

    /// <summary>The name from which the loss was converted, as the user wrote it; <see langword="null"/> for an object.</summary>
    internal string? Identifier { get; set; }

    /// <summary>Whether the temporaries of <see cref="call"/> may be freed when it returns: in the library's own losses, which keep none.</summary>
    private protected bool FreesIntermediates { get; init; }

    /// <summary>Whether integer labels stay integers instead of being brought to <see cref="dtype"/>.</summary>
    private protected virtual bool KeepsIntegerLabels => false;

    /// <summary>One loss value per sample.</summary>
    /// <param name="y_true">True values, in the dtype of the loss.</param>
    /// <param name="y_pred">Predictions, in the dtype of the loss.</param>
    /// <returns>Values, usually of the shape of the predictions without the last axis.</returns>
    protected abstract Tensor call(Tensor y_true, Tensor y_pred);

    /// <summary>The mean over the whole batch in fewer steps than value by value, where the loss knows a way; else <see langword="null"/>.</summary>
    private protected virtual Tensor? MeanOfBatch(Tensor y_true, Tensor y_pred) => null;

    /// <summary>Python's <c>loss(y_true, y_pred)</c>: computes, weighs and reduces.</summary>
    /// <param name="y_true">True values: an array, a tensor, or a list or dictionary of them.</param>
    /// <param name="y_pred">Predictions. A Keras mask that they carry leaves out the masked steps.</param>
    /// <param name="sample_weight">A weight per sample, or per value; <see langword="null"/> for 1.</param>
    /// <returns>A scalar, or with the reduction <c>none</c> a value per sample.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Apply(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null)
    {
        if (!FreesIntermediates || Nest.IsSymbolic(y_true) || Nest.IsSymbolic(y_pred)) return Compute(y_true, y_pred, sample_weight);
        using var scope = new TensorScope();
        return scope.Keep(Compute(y_true, y_pred, sample_weight));
    }

    private Tensor Compute(Tensor y_true, Tensor y_pred, Tensor? sample_weight)
    {
        // 1. One dtype.
        var masked = y_pred is TensorList or TensorDict ? null : y_pred.KerasMask;
        y_pred = Convert(y_pred, false);
        y_true = Convert(y_true, KeepsIntegerLabels);

        // 2. The mean of everything, which is what most training steps ask for.
        if (sample_weight is null && masked is null && reduction is "sum_over_batch_size" or "mean" && MeanOfBatch(y_true, y_pred) is { } mean) return mean;

        // 3. The values, and the mask of predictions and values together.
        var values = call(y_true, y_pred);
        var mask = (masked, values.KerasMask) switch
        {
            (null, var own) => own,
            (var given, null) => given,
            var (given, own) => Ops.logical_and(given, own),
        };

        // 4. Weights and reduction.
        return LossReduction.ReduceWeighted(values, sample_weight, mask, reduction, dtype);
    }

    private Tensor Convert(Tensor x, bool keepIntegers) => x switch
    {
        TensorList or TensorDict => Nest.Map(x, t => Convert(t, keepIntegers)),
        _ when keepIntegers && DTypes.IsInt(x.dtype) => Ops.convert_to_tensor(x),
        _ => Ops.cast(x, dtype),
    };

    /// <summary>The arguments that make an equal loss: name, reduction, and those of the subclass.</summary>
    // Porting note: as in Keras, the dtype is not among them.
    public virtual Config get_config()
    {
        var config = BaseConfig();
        foreach (var (key, value) in ConfigReflection.FromConstructor(this, static n => n is "name" or "reduction" or "dtype")) config[key] = value;
        return config;
    }

    private protected Config BaseConfig() => new() { ["name"] = name, ["reduction"] = reduction };

    /// <summary>What a compile configuration holds of this loss: the name that the user gave, or the serialized object.</summary>
    internal object? ToCompileConfig() => Identifier ?? Serialization.ToConfig(this);

    /// <summary>The loss as training uses it: a function that <c>keras.losses.get</c> found gives one value per sample, training needs their mean.</summary>
    internal virtual Loss ForTraining() => this;

    internal static Loss? FromConfig(object? value) => LossLookup.Find(value);

    /// <summary>The loss as Keras prints it.</summary>
    public override string ToString() => $"<{KerasRegistry.ClassName(GetType())} name={name}>";

    /// <summary>The loss of a name, as <c>compile(loss=...)</c> understands it: functions, their short names (<c>mse</c>), classes.</summary>
    /// <exception cref="ArgumentException">No loss has the name; the message lists those there are.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Loss?(string? name) => name is null ? null : LossLookup.Find(name);

    /// <summary>A loss of a function of true values and predictions; one of <c>keras.losses</c> keeps its name.</summary>
    [return: NotNullIfNotNull(nameof(function))]
    public static implicit operator Loss?(Delegate? function) => function is null ? null : new LossFunctionWrapper(PairFunction.Of(function));
}
