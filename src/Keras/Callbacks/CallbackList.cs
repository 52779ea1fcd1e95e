using System.Reflection;

namespace Keras.Callbacks;

/// <summary>Several callbacks as one: the user's, then the history, then the progress bar.</summary>
[KerasExport("keras.callbacks.CallbackList")]
public sealed class CallbackList : Callback
{
    private readonly List<Callback> _callbacks;
    private readonly Callback[] _trainBatchBegin;
    private readonly Callback[] _trainBatchEnd;

    /// <summary>Makes the list.</summary>
    /// <param name="callbacks">The user's callbacks.</param>
    /// <param name="add_history">Whether to add a history where there is none.</param>
    /// <param name="add_progbar">Whether to add a progress bar where there is none.</param>
    /// <param name="model">The model to attach them to.</param>
    /// <param name="params">What fit was called with.</param>
    public CallbackList(IEnumerable<Callback>? callbacks = null, bool add_history = false, bool add_progbar = false, Model? model = null,
        IReadOnlyDictionary<string, object?>? @params = null)
    {
        _callbacks = [.. callbacks ?? []];
        History = _callbacks.OfType<History>().FirstOrDefault();
        if (History is null && add_history) _callbacks.Add(History = new History());
        if (add_progbar && !_callbacks.OfType<ProgbarLogger>().Any()) _callbacks.Add(new ProgbarLogger());
        // Hooks of every step are called on those alone that have one.
        _trainBatchBegin = [.. _callbacks.Where(c => Overrides(c, nameof(on_train_batch_begin)) || Overrides(c, nameof(on_batch_begin)))];
        _trainBatchEnd = [.. _callbacks.Where(c => Overrides(c, nameof(on_train_batch_end)) || Overrides(c, nameof(on_batch_end)))];
        if (model is not null) set_model(model);
        if (@params is not null) set_params(@params);
    }

    /// <summary>The callbacks, in the order in which they are called.</summary>
    public IReadOnlyList<Callback> callbacks => _callbacks;

    internal History? History { get; }

    private static bool Overrides(Callback callback, string hook) =>
        callback.GetType().GetMethod(hook, BindingFlags.Instance | BindingFlags.Public, [typeof(int), typeof(Logs)])!.DeclaringType != typeof(Callback);

    /// <summary>Adds a callback at the end.</summary>
    /// <param name="callback">The callback.</param>
    public void append(Callback callback) => _callbacks.Add(callback);

    /// <inheritdoc/>
    public override void set_params(IReadOnlyDictionary<string, object?> @params)
    {
        base.set_params(@params);
        foreach (var c in _callbacks) c.set_params(@params);
    }

    /// <inheritdoc/>
    public override void set_model(Model model)
    {
        base.set_model(model);
        if (History is not null) model.SetHistory(History);
        foreach (var c in _callbacks) c.set_model(model);
    }

    /// <inheritdoc/>
    public override void on_epoch_begin(int epoch, Logs? logs = null)
    {
        foreach (var c in _callbacks) c.on_epoch_begin(epoch, logs);
    }

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        foreach (var c in _callbacks) c.on_epoch_end(epoch, logs);
    }

    /// <inheritdoc/>
    public override void on_train_batch_begin(int batch, Logs? logs = null)
    {
        foreach (var c in _trainBatchBegin) c.on_train_batch_begin(batch, logs);
    }

    /// <inheritdoc/>
    public override void on_train_batch_end(int batch, Logs? logs = null)
    {
        foreach (var c in _trainBatchEnd) c.on_train_batch_end(batch, logs);
    }

    /// <inheritdoc/>
    public override void on_test_batch_begin(int batch, Logs? logs = null)
    {
        foreach (var c in _callbacks) c.on_test_batch_begin(batch, logs);
    }

    /// <inheritdoc/>
    public override void on_test_batch_end(int batch, Logs? logs = null)
    {
        foreach (var c in _callbacks) c.on_test_batch_end(batch, logs);
    }

    /// <inheritdoc/>
    public override void on_predict_batch_begin(int batch, Logs? logs = null)
    {
        foreach (var c in _callbacks) c.on_predict_batch_begin(batch, logs);
    }

    /// <inheritdoc/>
    public override void on_predict_batch_end(int batch, Logs? logs = null)
    {
        foreach (var c in _callbacks) c.on_predict_batch_end(batch, logs);
    }

    /// <inheritdoc/>
    public override void on_train_begin(Logs? logs = null)
    {
        foreach (var c in _callbacks) c.on_train_begin(logs);
    }

    /// <inheritdoc/>
    public override void on_train_end(Logs? logs = null)
    {
        foreach (var c in _callbacks) c.on_train_end(logs);
    }

    /// <inheritdoc/>
    public override void on_test_begin(Logs? logs = null)
    {
        foreach (var c in _callbacks) c.on_test_begin(logs);
    }

    /// <inheritdoc/>
    public override void on_test_end(Logs? logs = null)
    {
        foreach (var c in _callbacks) c.on_test_end(logs);
    }

    /// <inheritdoc/>
    public override void on_predict_begin(Logs? logs = null)
    {
        foreach (var c in _callbacks) c.on_predict_begin(logs);
    }

    /// <inheritdoc/>
    public override void on_predict_end(Logs? logs = null)
    {
        foreach (var c in _callbacks) c.on_predict_end(logs);
    }
}
