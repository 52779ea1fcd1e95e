namespace Keras.Optimizers.Schedules;

/// <summary>A learning rate that falls with time: <c>initial_learning_rate / (1 + decay_rate * step / decay_steps)</c>.</summary>
/// <remarks>With <c>decay_steps: 1</c> this is what the argument <c>decay</c> of Keras 1 and 2 did.</remarks>
[KerasExport("keras.optimizers.schedules.InverseTimeDecay")]
public class InverseTimeDecay : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="initial_learning_rate">The rate at step 0.</param>
    /// <param name="decay_steps">How many steps count as one.</param>
    /// <param name="decay_rate">How much each of them adds to the divisor.</param>
    /// <param name="staircase">Whether the rate falls at once at multiples of <paramref name="decay_steps"/> instead of little by little.</param>
    /// <param name="name">Name.</param>
    /// <exception cref="ArgumentException">decay_steps is not positive.</exception>
    public InverseTimeDecay(double initial_learning_rate, int decay_steps, double decay_rate, bool staircase = false, string? name = "InverseTimeDecay")
    {
        this.initial_learning_rate = initial_learning_rate;
        this.decay_steps = Check.Steps(decay_steps, nameof(decay_steps));
        this.decay_rate = decay_rate;
        this.staircase = staircase;
        this.name = name;
    }

    /// <summary>The rate at step 0.</summary>
    public double initial_learning_rate { get; }

    /// <summary>How many steps count as one.</summary>
    public int decay_steps { get; }

    /// <summary>How much each of them adds to the divisor.</summary>
    public double decay_rate { get; }

    /// <summary>Whether the rate falls in steps.</summary>
    public bool staircase { get; }

    /// <summary>Name.</summary>
    public string? name { get; }

    private protected override T Formula<T>(T step)
    {
        var p = step / T.CreateTruncating(decay_steps);
        if (staircase) p = T.Floor(p);
        return T.CreateTruncating(initial_learning_rate) / (T.One + T.CreateTruncating(decay_rate) * p);
    }
}
