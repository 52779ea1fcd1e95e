using Keras.Utils;

namespace Keras.Callbacks;

/// <summary>Shows the progress bar. fit, evaluate and predict add it themselves unless verbose is 0.</summary>
[KerasExport("keras.callbacks.ProgbarLogger")]
public sealed class ProgbarLogger : Callback
{
    private long _seen;
    private Progbar? _progbar;
    private long? _target;
    private int _verbose = 1;
    private int _epochs = 1;
    private bool _calledInFit;

    /// <summary>Makes the callback.</summary>
    public ProgbarLogger()
    {
    }

    /// <inheritdoc/>
    public override void set_params(IReadOnlyDictionary<string, object?> @params)
    {
        base.set_params(@params);
        _verbose = @params.GetValueOrDefault("verbose") is int v ? v : 1;
        _epochs = @params.GetValueOrDefault("epochs") is int e ? e : 1;
        _target = @params.GetValueOrDefault("steps") is int s ? s : null;
    }

    /// <inheritdoc/>
    public override void on_train_begin(Logs? logs = null) => _calledInFit = true;

    /// <inheritdoc/>
    public override void on_test_begin(Logs? logs = null)
    {
        // Within fit the epoch's own bar goes on.
        if (_calledInFit) return;
        Reset();
        EnsureBar();
    }

    /// <inheritdoc/>
    public override void on_predict_begin(Logs? logs = null)
    {
        Reset();
        EnsureBar();
    }

    /// <inheritdoc/>
    public override void on_epoch_begin(int epoch, Logs? logs = null)
    {
        Reset();
        EnsureBar();
        if (_verbose > 0 && _epochs > 1) IoUtils.PrintMsg($"Epoch {epoch + 1}/{_epochs}");
    }

    /// <inheritdoc/>
    public override void on_train_batch_end(int batch, Logs? logs = null) => Update(batch, logs);

    /// <inheritdoc/>
    public override void on_test_batch_end(int batch, Logs? logs = null)
    {
        if (!_calledInFit) Update(batch, logs);
    }

    /// <inheritdoc/>
    public override void on_predict_batch_end(int batch, Logs? logs = null) => Update(batch, null);

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null) => Finish(logs);

    /// <inheritdoc/>
    public override void on_test_end(Logs? logs = null)
    {
        if (!_calledInFit) Finish(logs);
    }

    /// <inheritdoc/>
    public override void on_predict_end(Logs? logs = null) => Finish(null);

    private void Reset()
    {
        _seen = 0;
        _progbar = null;
    }

    private void EnsureBar() => _progbar ??= new Progbar(_target, verbose: _verbose, unit_name: "step", stateless_metrics: []);

    private void Update(int batch, Logs? logs)
    {
        EnsureBar();
        _seen = batch + 1;
        if (_verbose == 1) _progbar!.update(_seen, () => Values(logs), finalize: false);
    }

    private void Finish(Logs? logs)
    {
        EnsureBar();
        if (_target is null)
        {
            _target = _seen;
            _progbar!.target = _seen;
        }
        _progbar!.update(_target.Value, Values(logs), finalize: true);
    }

    private static IReadOnlyList<(string, double)> Values(Logs? logs) => logs is null ? [] : [.. logs.Select(p => (p.Key, p.Value))];
}
