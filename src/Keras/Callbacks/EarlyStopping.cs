using NumSharp;

namespace Keras.Callbacks;

/// <summary>Stops training when a result no longer gets better.</summary>
/// <remarks>See https://keras.io/api/callbacks/early_stopping/.</remarks>
[KerasExport("keras.callbacks.EarlyStopping")]
public sealed class EarlyStopping : MonitorCallback
{
    private int _wait;
    private int _stoppedEpoch;
    private int _bestEpoch;
    private IReadOnlyList<NDArray>? _bestWeights;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">Name of the result watched.</param>
    /// <param name="min_delta">The least change that counts as better.</param>
    /// <param name="patience">How many epochs without improvement are allowed.</param>
    /// <param name="verbose">1 to say when training stops.</param>
    /// <param name="mode"><c>min</c>, <c>max</c>, or <c>auto</c>: by the name.</param>
    /// <param name="baseline">A value that must be beaten.</param>
    /// <param name="restore_best_weights">Whether the weights of the best epoch come back at the end.</param>
    /// <param name="start_from_epoch">Epochs to wait before watching.</param>
    public EarlyStopping(string monitor = "val_loss", double min_delta = 0, int patience = 0, int verbose = 0, string mode = "auto", double? baseline = null,
        bool restore_best_weights = false, int start_from_epoch = 0) : base(monitor, mode, min_delta: min_delta)
    {
        this.patience = patience;
        this.verbose = verbose;
        this.baseline = baseline;
        this.restore_best_weights = restore_best_weights;
        this.start_from_epoch = start_from_epoch;
    }

    /// <summary>How many epochs without improvement are allowed.</summary>
    public int patience { get; }

    /// <summary>1 to say when training stops.</summary>
    public int verbose { get; }

    /// <summary>A value that must be beaten.</summary>
    public double? baseline { get; }

    /// <summary>Whether the weights of the best epoch come back at the end.</summary>
    public bool restore_best_weights { get; }

    /// <summary>Epochs to wait before watching.</summary>
    public int start_from_epoch { get; }

    /// <summary>Epochs since the last improvement.</summary>
    public int wait => _wait;

    /// <summary>The epoch (from 0) after which training stopped; 0 where it did not.</summary>
    public int stopped_epoch => _stoppedEpoch;

    /// <summary>The best epoch, from 0.</summary>
    public int best_epoch => _bestEpoch;

    /// <inheritdoc/>
    public override void on_train_begin(Logs? logs = null)
    {
        _wait = 0;
        _stoppedEpoch = 0;
        best = null;
        _bestWeights = null;
        _bestEpoch = 0;
    }

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        EnsureDirection();
        if (get_monitor_value(logs) is not { } current) return;
        if (epoch < start_from_epoch) return;
        if (restore_best_weights && _bestWeights is null) Remember(epoch);
        _wait++;
        if (IsImprovement(current, best))
        {
            best = current;
            if (restore_best_weights) Remember(epoch);
            _bestEpoch = epoch;
            if (baseline is null || IsImprovement(current, baseline)) _wait = 0;
            return;
        }
        if (_wait >= patience && epoch > 0)
        {
            _stoppedEpoch = epoch;
            model.stop_training = true;
        }
    }

    /// <summary>The result that is watched; a warning and <see langword="null"/> where it is not among the results.</summary>
    /// <param name="logs">Results of the epoch.</param>
    public double? get_monitor_value(Logs? logs)
    {
        var value = logs?.get(monitor);
        if (value is null) Utils.IoUtils.Warn($"Early stopping conditioned on metric `{monitor}` which is not available. Available metrics are: {string.Join(',', logs?.Keys ?? [])}");
        return value;
    }

    private void Remember(int epoch)
    {
        _bestWeights = model.get_weights();
        _bestEpoch = epoch;
    }

    /// <inheritdoc/>
    public override void on_train_end(Logs? logs = null)
    {
        if (_stoppedEpoch > 0 && verbose > 0) Utils.IoUtils.PrintMsg($"Epoch {_stoppedEpoch + 1}: early stopping");
        if (!restore_best_weights || _bestWeights is null) return;
        if (verbose > 0) Utils.IoUtils.PrintMsg($"Restoring model weights from the end of the best epoch: {_bestEpoch + 1}.");
        model.set_weights(_bestWeights);
    }
}
