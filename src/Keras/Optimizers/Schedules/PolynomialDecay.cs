namespace Keras.Optimizers.Schedules;

/// <summary>A learning rate that falls to another along a power: <c>(initial - end) * (1 - step / decay_steps) ^ power + end</c>, and stays there.</summary>
[KerasExport("keras.optimizers.schedules.PolynomialDecay")]
public class PolynomialDecay : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="initial_learning_rate">The rate at step 0.</param>
    /// <param name="decay_steps">After how many steps the end is reached.</param>
    /// <param name="end_learning_rate">The rate at the end.</param>
    /// <param name="power">The power; 1 falls along a line.</param>
    /// <param name="cycle">Whether the rate rises and falls again after the end, over the first multiple of <paramref name="decay_steps"/> that is not passed.</param>
    /// <param name="name">Name.</param>
    /// <exception cref="ArgumentException">decay_steps is not positive.</exception>
    public PolynomialDecay(double initial_learning_rate, int decay_steps, double end_learning_rate = 0.0001, double power = 1.0, bool cycle = false, string? name = "PolynomialDecay")
    {
        this.initial_learning_rate = initial_learning_rate;
        this.decay_steps = Check.Steps(decay_steps, nameof(decay_steps));
        this.end_learning_rate = end_learning_rate;
        this.power = power;
        this.cycle = cycle;
        this.name = name;
    }

    /// <summary>The rate at step 0.</summary>
    public double initial_learning_rate { get; }

    /// <summary>After how many steps the end is reached.</summary>
    public int decay_steps { get; }

    /// <summary>The rate at the end.</summary>
    public double end_learning_rate { get; }

    /// <summary>The power.</summary>
    public double power { get; }

    /// <summary>Whether the rate rises and falls again after the end.</summary>
    public bool cycle { get; }

    /// <summary>Name.</summary>
    public string? name { get; }

    private protected override T Formula<T>(T step)
    {
        T steps = T.CreateTruncating(decay_steps), end = T.CreateTruncating(end_learning_rate);
        if (!cycle) step = T.Min(step, steps);
        else if (!T.IsZero(step)) steps *= T.Ceiling(step / steps);
        return (T.CreateTruncating(initial_learning_rate) - end) * T.Pow(T.One - step / steps, T.CreateTruncating(power)) + end;
    }
}
