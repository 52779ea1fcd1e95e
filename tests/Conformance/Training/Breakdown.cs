namespace Keras.Conformance.Training;

/// <summary>Stops training with an error at the end of an epoch.</summary>
internal sealed class Breakdown(int epoch) : Callback
{
    internal sealed class HappenedException : Exception;

    public override void on_epoch_end(int epoch1, Logs? logs = null)
    {
        if (epoch1 == epoch) throw new HappenedException();
    }
}
