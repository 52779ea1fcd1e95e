using Keras.Utils;

namespace Keras.Callbacks;

/// <summary>Lowers the learning rate when a result no longer gets better.</summary>
/// <remarks>See https://keras.io/api/callbacks/reduce_lr_on_plateau/.</remarks>
[KerasExport("keras.callbacks.ReduceLROnPlateau")]
public sealed class ReduceLROnPlateau : MonitorCallback
{
    private int _cooldownCounter;
    private int _wait;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">Name of the result watched.</param>
    /// <param name="factor">What the rate is multiplied by.</param>
    /// <param name="patience">Epochs without improvement before the rate is lowered.</param>
    /// <param name="verbose">1 to say when it is.</param>
    /// <param name="mode"><c>min</c>, <c>max</c>, or <c>auto</c>: by the name.</param>
    /// <param name="min_delta">The least change that counts as better.</param>
    /// <param name="cooldown">Epochs to wait after lowering.</param>
    /// <param name="min_lr">The lowest rate.</param>
    /// <exception cref="ArgumentException">The factor is 1 or more.</exception>
    public ReduceLROnPlateau(string monitor = "val_loss", double factor = 0.1, int patience = 10, int verbose = 0, string mode = "auto", double min_delta = 1e-4,
        int cooldown = 0, double min_lr = 0.0) : base(monitor, mode, min_delta: min_delta)
    {
        if (factor >= 1) throw new ArgumentException($"ReduceLROnPlateau does not support a factor >= 1.0. Received factor={factor}");
        this.factor = factor;
        this.patience = patience;
        this.verbose = verbose;
        this.cooldown = cooldown;
        this.min_lr = min_lr;
    }

    /// <summary>What the rate is multiplied by.</summary>
    public double factor { get; }

    /// <summary>Epochs without improvement before the rate is lowered.</summary>
    public int patience { get; }

    /// <summary>1 to say when the rate is lowered.</summary>
    public int verbose { get; }

    /// <summary>Epochs to wait after lowering.</summary>
    public int cooldown { get; }

    /// <summary>The lowest rate.</summary>
    public double min_lr { get; }

    /// <summary>Epochs since the last improvement.</summary>
    public int wait => _wait;

    /// <summary>Epochs of waiting that remain after the rate was lowered.</summary>
    public int cooldown_counter => _cooldownCounter;

    /// <inheritdoc/>
    public override void on_train_begin(Logs? logs = null)
    {
        best = null;
        _cooldownCounter = 0;
        _wait = 0;
    }

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        EnsureDirection();
        logs ??= [];
        foreach (var (name, optimizer) in OptimizerList.Of(model)) logs[name] = (double)optimizer.learning_rate;
        if (logs.get(monitor) is not { } current)
        {
            IoUtils.Warn($"Learning rate reduction is conditioned on metric `{monitor}` which is not available. Available metrics are: {string.Join(',', logs.Keys)}.");
            return;
        }
        if (in_cooldown())
        {
            _cooldownCounter--;
            _wait = 0;
        }
        if (IsImprovement(current, best))
        {
            best = current;
            _wait = 0;
        }
        else if (!in_cooldown() && ++_wait >= patience)
        {
            var reduced = false;
            var all = OptimizerList.Of(model);
            foreach (var (name, optimizer) in all) reduced |= Reduce(optimizer, epoch, all.Count > 1 ? " " + optimizer.name : "");
            if (reduced)
            {
                _cooldownCounter = cooldown;
                _wait = 0;
            }
        }
    }

    /// <summary>Whether the callback still waits after a reduction.</summary>
    public bool in_cooldown() => _cooldownCounter > 0;

    private bool Reduce(Optimizer optimizer, int epoch, string name)
    {
        var old = (double)optimizer.learning_rate;
        if (old <= (float)min_lr) return false;
        var rate = Math.Max(old * factor, min_lr);
        optimizer.learning_rate = rate;
        if (verbose > 0) IoUtils.PrintMsg($"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing{name} learning rate to {PythonFormat.Repr(rate)}.");
        return true;
    }
}
