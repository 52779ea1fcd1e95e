namespace Keras.Callbacks;

/// <summary>Calls functions at the hooks of training.</summary>
/// <remarks>See https://keras.io/api/callbacks/lambda_callback/.</remarks>
[KerasExport("keras.callbacks.LambdaCallback")]
public sealed class LambdaCallback : Callback
{
    private readonly Action<int, Logs?>? _epochBegin;
    private readonly Action<int, Logs?>? _epochEnd;
    private readonly Action<Logs?>? _trainBegin;
    private readonly Action<Logs?>? _trainEnd;
    private readonly Action<int, Logs?>? _batchBegin;
    private readonly Action<int, Logs?>? _batchEnd;

    /// <summary>Makes the callback.</summary>
    /// <param name="on_epoch_begin">Before an epoch: epoch, logs.</param>
    /// <param name="on_epoch_end">After an epoch: epoch, logs.</param>
    /// <param name="on_train_begin">Before training: logs.</param>
    /// <param name="on_train_end">After training: logs.</param>
    /// <param name="on_train_batch_begin">Before a step: batch, logs.</param>
    /// <param name="on_train_batch_end">After a step: batch, logs.</param>
    public LambdaCallback(Action<int, Logs?>? on_epoch_begin = null, Action<int, Logs?>? on_epoch_end = null, Action<Logs?>? on_train_begin = null,
        Action<Logs?>? on_train_end = null, Action<int, Logs?>? on_train_batch_begin = null, Action<int, Logs?>? on_train_batch_end = null)
    {
        (_epochBegin, _epochEnd, _trainBegin, _trainEnd) = (on_epoch_begin, on_epoch_end, on_train_begin, on_train_end);
        (_batchBegin, _batchEnd) = (on_train_batch_begin, on_train_batch_end);
    }

    /// <inheritdoc/>
    public override void on_epoch_begin(int epoch, Logs? logs = null) => _epochBegin?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null) => _epochEnd?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void on_train_begin(Logs? logs = null) => _trainBegin?.Invoke(logs);

    /// <inheritdoc/>
    public override void on_train_end(Logs? logs = null) => _trainEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void on_train_batch_begin(int batch, Logs? logs = null) => _batchBegin?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void on_train_batch_end(int batch, Logs? logs = null) => _batchEnd?.Invoke(batch, logs);
}
