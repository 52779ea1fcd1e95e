using Keras.Utils;

namespace Keras.Callbacks;

/// <summary>Sets the learning rate before each epoch.</summary>
/// <remarks>See https://keras.io/api/callbacks/learning_rate_scheduler/.</remarks>
[KerasExport("keras.callbacks.LearningRateScheduler")]
public sealed class LearningRateScheduler : Callback
{
    /// <summary>Makes the callback.</summary>
    /// <param name="schedule">Gives the rate for an epoch (from 0) and the rate before: <c>(epoch, lr) => …</c>.</param>
    /// <param name="verbose">1 to say what is set.</param>
    public LearningRateScheduler(Func<int, double, double> schedule, int verbose = 0)
    {
        this.schedule = schedule;
        this.verbose = verbose;
    }

    /// <summary>Gives the rate for an epoch and the rate before.</summary>
    public Func<int, double, double> schedule { get; }

    /// <summary>1 to say what is set.</summary>
    public int verbose { get; }

    /// <inheritdoc/>
    public override void on_epoch_begin(int epoch, Logs? logs = null)
    {
        var all = OptimizerList.Of(model);
        foreach (var (_, optimizer) in all)
        {
            var rate = schedule(epoch, (double)optimizer.learning_rate);
            optimizer.learning_rate = rate;
            if (verbose > 0) IoUtils.PrintMsg($"\nEpoch {epoch + 1}: LearningRateScheduler setting {(all.Count > 1 ? optimizer.name + " " : "")}learning rate to {PythonFormat.Repr(rate)}.");
        }
    }

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        if (logs is null) return;
        foreach (var (name, optimizer) in OptimizerList.Of(model)) logs[name] = (double)optimizer.learning_rate;
    }
}
