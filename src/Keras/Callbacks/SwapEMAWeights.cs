using System.Globalization;
using Keras.Optimizers;

namespace Keras.Callbacks;

/// <summary>Evaluates with the running means of the weights that the optimizer keeps (<c>use_ema: true</c>), and trains on with the weights themselves.</summary>
/// <remarks>
/// The values change places; other callbacks must not change either of them. To save models of running means, pass <c>swap_on_epoch: true</c>
/// and put ModelCheckpoint after this callback. See https://keras.io/api/callbacks/swap_ema_weights/.
/// </remarks>
[KerasExport("keras.callbacks.SwapEMAWeights")]
public sealed class SwapEMAWeights : Callback
{
    private bool _swapped;

    /// <summary>Makes the callback.</summary>
    /// <param name="swap_on_epoch">Whether the running means are in place from the end of an epoch to the beginning of the next, for the callbacks after this one.</param>
    public SwapEMAWeights(bool swap_on_epoch = false) => this.swap_on_epoch = swap_on_epoch;

    /// <summary>Whether the running means are in place between epochs.</summary>
    public bool swap_on_epoch { get; }

    /// <inheritdoc/>
    public override void on_epoch_begin(int epoch, Logs? logs = null)
    {
        if (swap_on_epoch) Restore();
    }

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        if (!swap_on_epoch || _swapped) return;
        Swap();
        // Fit ends by copying the running means into the weights: both must hold the means then.
        if (Params.TryGetValue("epochs", out var epochs) && epoch == Convert.ToInt32(epochs, CultureInfo.InvariantCulture) - 1)
            foreach (var optimizer in WithAverages()) optimizer.CopyWeightsToAverages();
    }

    /// <inheritdoc/>
    public override void on_test_begin(Logs? logs = null) => Swap();

    /// <inheritdoc/>
    public override void on_test_end(Logs? logs = null) => Restore();

    /// <inheritdoc/>
    public override void on_predict_begin(Logs? logs = null) => Swap();

    /// <inheritdoc/>
    public override void on_predict_end(Logs? logs = null) => Restore();

    private void Swap()
    {
        if (_swapped) return;
        foreach (var optimizer in WithAverages()) optimizer.SwapAverages();
        _swapped = true;
    }

    private void Restore()
    {
        if (!_swapped) return;
        foreach (var optimizer in WithAverages()) optimizer.SwapAverages();
        _swapped = false;
    }

    /// <summary>The optimizers that keep running means.</summary>
    /// <exception cref="InvalidOperationException">None does.</exception>
    private List<Optimizer> WithAverages()
    {
        var optimizer = model.optimizer is LossScaleOptimizer scaled ? scaled.inner_optimizer : model.optimizer;
        if (optimizer is MultiOptimizer several)
        {
            if (!several.optimizers.Any(o => o.use_ema))
                throw new InvalidOperationException("SwapEMAWeights must be used when at least one inner optimizer has `use_ema=True` set. Received a MultiOptimizer with all inner optimizers having `use_ema=False`.");
            return [.. several.optimizers.Where(o => o.use_ema).Select(Checked)];
        }
        return [Checked(optimizer)];
    }

    private static Optimizer Checked(Optimizer? optimizer) => optimizer is { Averages.Count: > 0 } ? optimizer
        : throw new InvalidOperationException($"SwapEMAWeights must be used when `use_ema=True` is set on the optimizer. Received: use_ema={(optimizer is { use_ema: true } ? "True, but nothing was trained yet" : "False")}");
}
