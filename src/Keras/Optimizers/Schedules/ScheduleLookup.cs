using Keras.Saving;

namespace Keras.Optimizers.Schedules;

/// <summary>Schedules and their configurations.</summary>
public static class ScheduleLookup
{
    /// <summary>The configuration of a schedule.</summary>
    /// <param name="learning_rate_schedule">A schedule.</param>
    /// <returns>Module, class name and arguments.</returns>
    [KerasExport("keras.optimizers.schedules.serialize")]
    public static Config serialize(LearningRateSchedule learning_rate_schedule) => Serialization.ObjectToConfig(learning_rate_schedule);

    /// <summary>Makes the schedule that a configuration describes.</summary>
    /// <param name="config">A configuration as <see cref="serialize"/> gives it; module and registered name may be missing.</param>
    /// <param name="custom_objects">Names of your own classes.</param>
    /// <exception cref="ArgumentException">The class is not known or no schedule, or an argument has a wrong form.</exception>
    [KerasExport("keras.optimizers.schedules.deserialize")]
    public static LearningRateSchedule deserialize(Config config, Dictionary<string, object>? custom_objects = null)
    {
        using var scope = custom_objects is null ? null : new CustomObjectScope(custom_objects);
        return Serialization.Deserialize(config, typeof(LearningRateSchedule)) as LearningRateSchedule
            ?? throw new ArgumentException($"The configuration describes no learning rate schedule: {ConfigReflection.Show(config)}.");
    }
}
