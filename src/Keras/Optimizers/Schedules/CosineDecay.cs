namespace Keras.Optimizers.Schedules;

/// <summary>A learning rate that falls along half a cosine wave, after an optional rise along a line (Loshchilov and Hutter, 2016).</summary>
/// <remarks>
/// The rise takes <c>warmup_steps</c> steps from <c>initial_learning_rate</c> to <c>warmup_target</c>; the fall takes <c>decay_steps</c> more,
/// to <c>alpha</c> times the rate where it began.
/// </remarks>
[KerasExport("keras.optimizers.schedules.CosineDecay", Former = ["keras.experimental.CosineDecay"])]
public class CosineDecay : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="initial_learning_rate">The rate at step 0.</param>
    /// <param name="decay_steps">How many steps the fall takes.</param>
    /// <param name="alpha">The last rate, as a fraction of the one where the fall begins.</param>
    /// <param name="name">Name.</param>
    /// <param name="warmup_target">The rate to rise to first; <see langword="null"/> for no rise.</param>
    /// <param name="warmup_steps">How many steps the rise takes.</param>
    /// <exception cref="ArgumentException">decay_steps is not positive.</exception>
    public CosineDecay(double initial_learning_rate, int decay_steps, double alpha = 0.0, string? name = "CosineDecay", double? warmup_target = null, int warmup_steps = 0)
    {
        this.initial_learning_rate = initial_learning_rate;
        this.decay_steps = Check.Steps(decay_steps, nameof(decay_steps));
        this.alpha = alpha;
        this.name = name;
        this.warmup_target = warmup_target;
        this.warmup_steps = warmup_steps;
    }

    /// <summary>The rate at step 0.</summary>
    public double initial_learning_rate { get; }

    /// <summary>How many steps the fall takes.</summary>
    public int decay_steps { get; }

    /// <summary>The last rate, as a fraction of the one where the fall begins.</summary>
    public double alpha { get; }

    /// <summary>Name.</summary>
    public string? name { get; }

    /// <summary>The rate to rise to first; <see langword="null"/> for no rise.</summary>
    public double? warmup_target { get; }

    /// <summary>How many steps the rise takes.</summary>
    public int warmup_steps { get; }

    private protected override T Formula<T>(T step)
    {
        T first = T.CreateTruncating(initial_learning_rate), steps = T.CreateTruncating(decay_steps);
        if (warmup_target is null) return Fall(first, T.Min(step, steps) / steps);
        T target = T.CreateTruncating(warmup_target.Value), rise = T.CreateTruncating(warmup_steps);
        step = T.Min(step, steps + rise);
        return step < rise ? (target - first) * (step / rise) + first : Fall(target, (step - rise) / steps);

        T Fall(T from, T done)
        {
            var cosine = T.CreateTruncating(0.5) * (T.One + T.Cos(T.Pi * done));
            return from * (T.CreateTruncating(1 - alpha) * cosine + T.CreateTruncating(alpha));
        }
    }
}
