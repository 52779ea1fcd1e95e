namespace Keras.Callbacks;

/// <summary>Tells when so many batches have passed since the last time, over the borders of epochs.</summary>
internal sealed class BatchCounter(SaveFrequency frequency)
{
    private int _sinceLast;
    private int? _lastBatch;

    internal bool Reached(int batch)
    {
        if (frequency.Batches is not { } every) return false;
        _sinceLast += _lastBatch is null || batch <= _lastBatch ? batch + 1 : batch - _lastBatch.Value;
        _lastBatch = batch;
        if (_sinceLast < every) return false;
        _sinceLast = 0;
        return true;
    }
}
