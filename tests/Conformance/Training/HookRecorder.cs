namespace Keras.Conformance.Training;

/// <summary>Writes down every hook that a callback sees, with the names of the results it gets.</summary>
internal sealed class HookRecorder : Callback
{
    internal List<object?> Events { get; } = [];

    public override void on_epoch_begin(int epoch, Logs? logs = null) => Add("on_epoch_begin", epoch, logs);

    public override void on_epoch_end(int epoch, Logs? logs = null) => Add("on_epoch_end", epoch, logs);

    public override void on_train_batch_begin(int batch, Logs? logs = null) => Add("on_train_batch_begin", batch, logs);

    public override void on_train_batch_end(int batch, Logs? logs = null) => Add("on_train_batch_end", batch, logs);

    public override void on_test_batch_begin(int batch, Logs? logs = null) => Add("on_test_batch_begin", batch, logs);

    public override void on_test_batch_end(int batch, Logs? logs = null) => Add("on_test_batch_end", batch, logs);

    public override void on_predict_batch_begin(int batch, Logs? logs = null) => Add("on_predict_batch_begin", batch, logs);

    // Porting note: the results of a step are numbers here, so the outputs of predict are not among them.
    public override void on_predict_batch_end(int batch, Logs? logs = null) => Events.Add(new List<object?> { "on_predict_batch_end", batch, new List<object?> { "outputs" } });

    public override void on_train_begin(Logs? logs = null) => Add("on_train_begin", null, logs);

    public override void on_train_end(Logs? logs = null) => Add("on_train_end", null, logs);

    public override void on_test_begin(Logs? logs = null) => Add("on_test_begin", null, logs);

    public override void on_test_end(Logs? logs = null) => Add("on_test_end", null, logs);

    public override void on_predict_begin(Logs? logs = null) => Add("on_predict_begin", null, logs);

    public override void on_predict_end(Logs? logs = null) => Add("on_predict_end", null, logs);

    private void Add(string hook, int? index, Logs? logs) => Events.Add(new List<object?> { hook, index, (logs?.Keys ?? []).Order(StringComparer.Ordinal).Select(k => (object?)k).ToList() });
}
