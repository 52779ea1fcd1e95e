using Keras.Saving;

namespace Keras.Metrics;

/// <summary>What <c>compile(metrics=["accuracy"])</c> means: the binary, sparse or categorical one, as the shapes of the first batch suggest.</summary>
internal sealed class AccuracyByShape : Metric, IConfigValue
{
    private Metric? _resolved;

    internal AccuracyByShape(string identifier) : base(null, identifier)
    {
        Identifier = identifier;
        Direction = "up";
    }

    internal override Metric Resolve(Tensor y_true, Tensor y_pred)
    {
        if (_resolved is not null) return _resolved;
        var last = y_pred.shape[^1];
        if (last == 1) _resolved = new BinaryAccuracy(name);
        else if (y_true.ndim < y_pred.ndim || y_true.shape[^1] == 1 && last > 1) _resolved = new SparseCategoricalAccuracy(name);
        else _resolved = new CategoricalAccuracy(name);
        _resolved.Identifier = Identifier;
        return _resolved;
    }

    public override void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null) => Resolve(y_true, y_pred).update_state(y_true, y_pred, sample_weight);

    public override Tensor result() => _resolved?.result() ?? Ops.cast(0.0, dtype);

    object? IConfigValue.ToConfig() => Identifier;
}
