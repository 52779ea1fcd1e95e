using Keras.Saving;

namespace Keras.Optimizers.Schedules;

/// <summary>A learning rate that is constant between boundaries: <c>values[i]</c> up to and including step <c>boundaries[i]</c>, the last value after all.</summary>
[KerasExport("keras.optimizers.schedules.PiecewiseConstantDecay")]
public class PiecewiseConstantDecay : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="boundaries">Increasing steps.</param>
    /// <param name="values">The rates, one more than there are boundaries.</param>
    /// <param name="name">Name.</param>
    /// <exception cref="ArgumentException">There is not one more value than there are boundaries, or there is no boundary.</exception>
    public PiecewiseConstantDecay(IReadOnlyList<double> boundaries, IReadOnlyList<double> values, string? name = "PiecewiseConstant")
    {
        if (boundaries.Count == 0) throw new ArgumentException("Argument `boundaries` must hold at least one step. Received: boundaries=[]. For a constant rate pass the number itself as learning_rate.");
        if (boundaries.Count != values.Count - 1)
            throw new ArgumentException("The length of boundaries should be 1 less than the length of values. " +
                $"Received: boundaries={ConfigReflection.Show(boundaries)} of length {boundaries.Count}, and values={ConfigReflection.Show(values)} of length {values.Count}.");
        this.boundaries = [.. boundaries];
        this.values = [.. values];
        this.name = name;
    }

    /// <summary>The steps after which the rate changes.</summary>
    public IReadOnlyList<double> boundaries { get; }

    /// <summary>The rates.</summary>
    public IReadOnlyList<double> values { get; }

    /// <summary>Name.</summary>
    public string? name { get; }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = base.get_config();
        // Boundaries are steps: they stay integers in files.
        config["boundaries"] = boundaries.Select(b => b == Math.Truncate(b) && Math.Abs(b) < long.MaxValue ? (object?)(long)b : b).ToList();
        return config;
    }

    private protected override T Formula<T>(T step)
    {
        // Porting note: the value of the first interval that holds the step. Keras adds up the values of all intervals that do,
        // which is the same where the boundaries increase.
        for (var i = 0; i < boundaries.Count; i++)
            if (step <= T.CreateTruncating(boundaries[i])) return T.CreateTruncating(values[i]);
        return T.CreateTruncating(values[^1]);
    }
}
