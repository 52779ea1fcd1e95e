using System.Numerics;
using Keras.Backend;
using Keras.Saving;

namespace Keras;

/// <summary>A learning rate that depends on the number of steps made.</summary>
/// <remarks>
/// Give one to any optimizer: <c>new Adam(learning_rate: new ExponentialDecay(0.1, 1000, 0.9))</c>.
/// For a schedule of your own override <see cref="call"/>. Properties named as the constructor's parameters make it serializable.
/// </remarks>
[KerasExport("keras.optimizers.schedules.LearningRateSchedule")]
public abstract class LearningRateSchedule : IHasConfig
{
    private readonly bool _isFormula;

    /// <summary>Makes the schedule.</summary>
    protected LearningRateSchedule() => _isFormula = GetType().GetMethod(nameof(call), [typeof(Tensor)])!.DeclaringType == typeof(LearningRateSchedule);

    /// <summary>The rate at a step.</summary>
    /// <param name="step">Number of steps made, from 0: an integer scalar. The schedules of Keras also take several steps at once.</param>
    /// <returns>The rate, of the shape of <paramref name="step"/>.</returns>
    public virtual Tensor call(Tensor step)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var dtype = KerasConfig.floatx();
        var steps = Kernel.ToArray<double>(Kernel.Cast(step, "float64"));
        var rates = dtype == "float64" ? Array.ConvertAll(steps, Formula<double>) : Array.ConvertAll(steps, s => (double)Formula((float)s));
        var result = Kernel.FromArray(rates, dtype);
        return scope.Keep(step.ndim == 1 ? result : Kernel.Reshape(result, step.Dims));
    }

    /// <summary>Python's <c>schedule(step)</c>: the rate at a step.</summary>
    /// <param name="step">Number of steps made, from 0.</param>
    /// <returns>The rate.</returns>
    public Tensor Apply(Tensor step) => call(step);

    /// <summary>The arguments that make an equal schedule.</summary>
    public virtual Config get_config() => ConfigReflection.FromConstructor(this);

    /// <summary>The rate in the precision in which Keras computes it: that of the default float type.</summary>
    private protected virtual T Formula<T>(T step) where T : IFloatingPointIeee754<T> =>
        throw new InvalidOperationException($"Learning rate schedule '{GetType().Name}' must override `call(Tensor step)`.");

    /// <summary>The rate as a number: no tensor is made for the schedules of Keras.</summary>
    internal double At(long step)
    {
        if (_isFormula) return KerasConfig.floatx() == "float64" ? Formula((double)step) : Formula((float)step);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        return Kernel.Peek(call(Kernel.Full([], step, "int32")));
    }
}
