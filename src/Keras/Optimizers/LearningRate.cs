using System.Globalization;
using Keras.Backend;
using Keras.Saving;

namespace Keras;

/// <summary>The learning rate of an optimizer: a number that can be changed, a schedule, or a function that gives it.</summary>
/// <remarks>
/// Converts from numbers (<c>learning_rate: 1e-3</c>), schedules and <c>Func&lt;double&gt;</c>, and to the number that counts now:
/// <c>optimizer.learning_rate = optimizer.learning_rate * 0.5;</c>.
/// </remarks>
public sealed class LearningRate : IConfigValue, IFormattable
{
    private readonly double _number;
    private readonly Func<double>? _function;
    private readonly Func<long>? _step;

    private LearningRate(double number) => _number = number;

    private LearningRate(Variable variable) => Variable = variable;

    private LearningRate(Func<double> function) => _function = function;

    private LearningRate(LearningRateSchedule schedule, Func<long>? step)
    {
        Schedule = schedule;
        _step = step;
    }

    /// <summary>Where an optimizer keeps the number; none for a schedule or a function.</summary>
    internal Variable? Variable { get; }

    internal LearningRateSchedule? Schedule { get; }

    /// <summary>A plain number, or one that another optimizer keeps: what an optimizer keeps in a variable of its own.</summary>
    internal bool IsNumber => Schedule is null && _function is null;

    /// <summary>The number that counts now. A schedule that belongs to no optimizer stands at its first step.</summary>
    internal double Value =>
        Variable is not null ? Kernel.Peek(Variable.Raw)
        : Schedule is not null ? Schedule.At(_step?.Invoke() ?? 0)
        : _function is not null ? _function()
        : _number;

    internal static LearningRate Of(Variable variable) => new(variable);

    /// <summary>The same rate for an optimizer, whose steps a schedule counts.</summary>
    internal LearningRate For(Func<long> step) => Schedule is null ? this : new(Schedule, step);

    /// <summary>Changes the number.</summary>
    /// <param name="value">The new learning rate.</param>
    /// <exception cref="InvalidOperationException">The rate is a schedule or a function, or belongs to no optimizer.</exception>
    public void assign(double value)
    {
        if (Variable is null)
            throw new InvalidOperationException(IsNumber
                ? "This learning rate belongs to no optimizer, so that it cannot be changed. Assign to optimizer.learning_rate."
                : "This optimizer was created with a `LearningRateSchedule` object (or a function) as its `learning_rate` constructor argument, hence its learning rate is not settable. " +
                  "If you need the learning rate to be settable, you should instantiate the optimizer with a float `learning_rate` argument.");
        Kernel.Poke(Variable.Raw, value);
    }

    /// <summary>The number that counts now, as an array without dimensions.</summary>
    public NumSharp.NDArray numpy() => ((Tensor)this).numpy();

    /// <summary>The number that counts now.</summary>
    public double item() => Value;

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        // A variable holds a float32; its digits beyond that would be noise.
        Variable is { dtype: "float32" } || Schedule is not null ? ((float)Value).ToString(format, formatProvider) : Value.ToString(format, formatProvider);

    object? IConfigValue.ToConfig() => Schedule is not null ? Serialization.ToConfig(Schedule)
        : _function is not null ? new Config
        {
            ["module"] = _function.Method.DeclaringType?.FullName ?? "builtins",
            ["class_name"] = "function",
            ["config"] = _function.Method.Name,
            ["registered_name"] = _function.Method.Name,
        }
        : Value;

    internal static LearningRate? FromConfig(object? value) => value switch
    {
        null => null,
        LearningRate rate => rate,
        LearningRateSchedule schedule => schedule,
        Func<double> function => function,
        Config config => FromConfig(Serialization.Deserialize(config, typeof(LearningRateSchedule))),
        int or long or float or double => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        Tensor { size: 1 } tensor => tensor.item(),
        _ => throw new ArgumentException($"Argument `learning_rate` should be a number, a LearningRateSchedule, or a function that gives a number. Received instead: learning_rate={ConfigReflection.Show(value)}"),
    };

    /// <summary>A rate that stays until it is changed.</summary>
    public static implicit operator LearningRate(double value) => new(value);

    /// <summary>A rate that follows the steps of the optimizer.</summary>
    public static implicit operator LearningRate(LearningRateSchedule schedule) => new(schedule, null);

    /// <summary>A rate that is asked for at each step.</summary>
    public static implicit operator LearningRate(Func<double> function) => new(function);

    /// <summary>The number that counts now.</summary>
    public static implicit operator double(LearningRate rate) => rate.Value;

    /// <summary>The number that counts now.</summary>
    public static implicit operator Tensor(LearningRate rate) => rate.Variable is not null ? rate.Variable.Raw : Kernel.Full([], rate.Value, KerasConfig.floatx());
}
