using Keras.Utils;

namespace Keras.Callbacks;

/// <summary>Ends training when the loss is not a finite number.</summary>
/// <remarks>See https://keras.io/api/callbacks/terminate_on_nan/. It reads the loss after every step, which waits for the step to finish.</remarks>
[KerasExport("keras.callbacks.TerminateOnNaN")]
public sealed class TerminateOnNaN : Callback
{
    /// <summary>Makes the callback.</summary>
    /// <param name="raise_error">Whether to throw instead of stopping.</param>
    public TerminateOnNaN(bool raise_error = false) => this.raise_error = raise_error;

    /// <summary>Whether to throw instead of stopping.</summary>
    public bool raise_error { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The loss is not finite and <see cref="raise_error"/> is set.</exception>
    public override void on_batch_end(int batch, Logs? logs = null)
    {
        if (logs?.get("loss") is not { } loss || double.IsFinite(loss)) return;
        if (raise_error) throw new InvalidOperationException($"NaN or Inf loss encountered at batch {batch}. Loss value: {PythonFormat.Repr(loss)}");
        IoUtils.PrintMsg($"Batch {batch}: Invalid loss, terminating training");
        model.stop_training = true;
    }
}
