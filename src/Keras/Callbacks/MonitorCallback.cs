namespace Keras.Callbacks;

/// <summary>A callback that watches one result and knows whether more or less of it is better.</summary>
public abstract class MonitorCallback : Callback
{
    private double _signedDelta;

    private protected MonitorCallback(string monitor, string mode, double? baseline = null, double min_delta = 0)
    {
        if (mode is not ("auto" or "min" or "max"))
        {
            Utils.IoUtils.Warn($"{GetType().Name} mode '{mode}' is unknown, fallback to auto mode.");
            mode = "auto";
        }
        this.monitor = monitor;
        this.mode = mode;
        best = baseline;
        this.min_delta = Math.Abs(min_delta);
    }

    /// <summary>Name of the result watched.</summary>
    public string monitor { get; }

    /// <summary><c>min</c>, <c>max</c> or <c>auto</c>.</summary>
    public string mode { get; }

    /// <summary>The best value so far; <see langword="null"/> before the first.</summary>
    public double? best { get; private protected set; }

    /// <summary>The least change that counts as better.</summary>
    public double min_delta { get; }

    private bool? UpIsBetter { get; set; }

    /// <summary>Finds out in which direction the result is better. Waits for the first epoch's end: metrics are made with the first batch.</summary>
    private protected void EnsureDirection()
    {
        if (UpIsBetter is not null) return;
        UpIsBetter = mode switch
        {
            "min" => false,
            "max" => true,
            _ => Guess() ?? throw new ArgumentException($"{GetType().Name} callback received monitor={monitor}, but Keras isn't able to automatically determine whether that metric should be maximized or minimized. " +
                "Pass `mode='max'` in order to monitor based on the highest metric value, or pass `mode='min'` in order to use the lowest value."),
        };
        _signedDelta = UpIsBetter.Value ? min_delta : -min_delta;
    }

    private bool? Guess()
    {
        var name = monitor.StartsWith("val_", StringComparison.Ordinal) ? monitor[4..] : monitor;
        bool? found = name == "loss" ? false : null;
        foreach (var metric in model.metrics)
            if (metric.name == name && MetricDirection.Of(metric) is { } up) found = up;
        return found;
    }

    private protected bool IsImprovement(double value, double? reference)
    {
        if (reference is not { } than) return true;
        // As Keras computes it on its engine: the comparison is one of 32-bit floats.
        var shifted = (float)(value - _signedDelta);
        return UpIsBetter == true ? shifted > (float)than : shifted < (float)than;
    }
}
