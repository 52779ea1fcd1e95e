namespace Keras.Optimizers.Schedules;

/// <summary>A learning rate that falls along half a cosine wave again and again (Loshchilov and Hutter, 2016).</summary>
/// <remarks>Each period is <c>t_mul</c> times as long as the one before, and begins at <c>m_mul</c> times its rate.</remarks>
[KerasExport("keras.optimizers.schedules.CosineDecayRestarts", Former = ["keras.experimental.CosineDecayRestarts"])]
public class CosineDecayRestarts : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="initial_learning_rate">The rate at step 0.</param>
    /// <param name="first_decay_steps">Length of the first period.</param>
    /// <param name="t_mul">How many times longer each period is than the one before.</param>
    /// <param name="m_mul">The rate at the start of each period, as a multiple of the one before.</param>
    /// <param name="alpha">The last rate of a period, as a fraction of <paramref name="initial_learning_rate"/>.</param>
    /// <param name="name">Name.</param>
    /// <exception cref="ArgumentException">first_decay_steps is not positive.</exception>
    public CosineDecayRestarts(double initial_learning_rate, int first_decay_steps, double t_mul = 2.0, double m_mul = 1.0, double alpha = 0.0, string? name = "SGDRDecay")
    {
        this.initial_learning_rate = initial_learning_rate;
        this.first_decay_steps = Check.Steps(first_decay_steps, nameof(first_decay_steps));
        this.t_mul = t_mul;
        this.m_mul = m_mul;
        this.alpha = alpha;
        this.name = name;
    }

    /// <summary>The rate at step 0.</summary>
    public double initial_learning_rate { get; }

    /// <summary>Length of the first period.</summary>
    public int first_decay_steps { get; }

    /// <summary>The last rate of a period, as a fraction of the first rate.</summary>
    public double alpha { get; }

    /// <summary>Name.</summary>
    public string? name { get; }

    internal double t_mul { get; }

    internal double m_mul { get; }

    private protected override T Formula<T>(T step)
    {
        // 1. The period, and how much of it is over.
        var done = step / T.CreateTruncating(first_decay_steps);
        var growth = T.CreateTruncating(t_mul);
        T period;
        if (growth == T.One)
        {
            period = T.Floor(done);
            done -= period;
        }
        else
        {
            period = T.Floor(T.Log(T.One - done * (T.One - growth)) / T.Log(growth));
            var length = T.Pow(growth, period);
            done = (done - (T.One - length) / (T.One - growth)) / length;
        }

        // 2. The wave.
        T low = T.CreateTruncating(alpha), half = T.CreateTruncating(0.5);
        var cosine = half * T.Pow(T.CreateTruncating(m_mul), period) * (T.One + T.Cos(T.Pi * done));
        return T.CreateTruncating(initial_learning_rate) * ((T.One - low) * cosine + low);
    }
}
