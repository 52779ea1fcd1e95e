namespace Keras;

/// <summary>Called by fit, evaluate and predict at fixed points; subclass it to watch or steer training.</summary>
/// <remarks>Hooks run outside the training step: numbers are plain, and nothing needs to be freed. See https://keras.io/api/callbacks/base_callback/.</remarks>
[KerasExport("keras.callbacks.Callback")]
public abstract class Callback : AttachedToModel
{
    /// <summary>What fit was called with: verbose, epochs, steps.</summary>
    public IReadOnlyDictionary<string, object?> Params { get; private set; } = new Dictionary<string, object?>();

    /// <summary>Attaches the callback to a model.</summary>
    /// <param name="model">The model.</param>
    public virtual void set_model(Model model) => Attach(model);

    /// <summary>Tells the callback what fit was called with.</summary>
    /// <param name="params">verbose, epochs, steps.</param>
    public virtual void set_params(IReadOnlyDictionary<string, object?> @params) => Params = @params;

    /// <summary>Before an epoch.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="logs">Empty.</param>
    public virtual void on_epoch_begin(int epoch, Logs? logs = null)
    {
    }

    /// <summary>After an epoch, validation included.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="logs">Results of the epoch; what a callback sets here reaches the callbacks after it, and the history.</param>
    public virtual void on_epoch_end(int epoch, Logs? logs = null)
    {
    }

    /// <summary>Alias of <see cref="on_train_batch_begin"/>.</summary>
    public virtual void on_batch_begin(int batch, Logs? logs = null)
    {
    }

    /// <summary>Alias of <see cref="on_train_batch_end"/>.</summary>
    public virtual void on_batch_end(int batch, Logs? logs = null)
    {
    }

    /// <summary>Before a training step.</summary>
    /// <param name="batch">From 0 in each epoch.</param>
    /// <param name="logs">Empty.</param>
    public virtual void on_train_batch_begin(int batch, Logs? logs = null) => on_batch_begin(batch, logs);

    /// <summary>After a training step.</summary>
    /// <param name="batch">From 0 in each epoch.</param>
    /// <param name="logs">Results so far; reading one waits for the step to finish.</param>
    public virtual void on_train_batch_end(int batch, Logs? logs = null) => on_batch_end(batch, logs);

    /// <summary>Before a step of an evaluation.</summary>
    public virtual void on_test_batch_begin(int batch, Logs? logs = null)
    {
    }

    /// <summary>After a step of an evaluation.</summary>
    public virtual void on_test_batch_end(int batch, Logs? logs = null)
    {
    }

    /// <summary>Before a step of a prediction.</summary>
    public virtual void on_predict_batch_begin(int batch, Logs? logs = null)
    {
    }

    /// <summary>After a step of a prediction.</summary>
    public virtual void on_predict_batch_end(int batch, Logs? logs = null)
    {
    }

    /// <summary>Before the first epoch.</summary>
    public virtual void on_train_begin(Logs? logs = null)
    {
    }

    /// <summary>After the last epoch.</summary>
    /// <param name="logs">Results of the last epoch.</param>
    public virtual void on_train_end(Logs? logs = null)
    {
    }

    /// <summary>Before an evaluation, also that of fit.</summary>
    public virtual void on_test_begin(Logs? logs = null)
    {
    }

    /// <summary>After an evaluation, also that of fit.</summary>
    public virtual void on_test_end(Logs? logs = null)
    {
    }

    /// <summary>Before a prediction.</summary>
    public virtual void on_predict_begin(Logs? logs = null)
    {
    }

    /// <summary>After a prediction.</summary>
    public virtual void on_predict_end(Logs? logs = null)
    {
    }
}
