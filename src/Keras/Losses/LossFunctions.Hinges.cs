namespace Keras.Losses;

public static partial class LossFunctions
{
    /// <summary>Mean of <c>maximum(1 - y_true * y_pred, 0)</c>; labels are -1 and 1, and labels of 0 and 1 alone are brought to them.</summary>
    [KerasExport("keras.losses.hinge", "keras.metrics.hinge")]
    public static Func<Tensor, Tensor, Tensor> hinge { get; } = Hinge;

    /// <summary>Mean of <c>square(maximum(1 - y_true * y_pred, 0))</c>; labels as for <see cref="hinge"/>.</summary>
    [KerasExport("keras.losses.squared_hinge", "keras.metrics.squared_hinge")]
    public static Func<Tensor, Tensor, Tensor> squared_hinge { get; } = SquaredHinge;

    /// <summary><c>maximum(neg - pos + 1, 0)</c> with the score of the true class, pos, and the highest score of another, neg.</summary>
    [KerasExport("keras.losses.categorical_hinge", "keras.metrics.categorical_hinge")]
    public static Func<Tensor, Tensor, Tensor> categorical_hinge { get; } = CategoricalHinge;

    internal static Tensor Hinge(Tensor y_true, Tensor y_pred) => Ops.mean(Shortfall(y_true, y_pred), -1);

    internal static Tensor SquaredHinge(Tensor y_true, Tensor y_pred) => Ops.mean(Ops.square(Shortfall(y_true, y_pred)), -1);

    internal static Tensor CategoricalHinge(Tensor y_true, Tensor y_pred)
    {
        (y_true, y_pred) = OneDType(y_true, y_pred);
        var pos = Ops.sum(Ops.multiply(y_true, y_pred), -1);
        var neg = Ops.max(Ops.multiply(Ops.subtract(1.0, y_true), y_pred), -1);
        return Ops.maximum(Ops.add(Ops.subtract(neg, pos), 1.0), 0.0);
    }

    private static Tensor Shortfall(Tensor y_true, Tensor y_pred)
    {
        (y_true, y_pred) = OneDType(y_true, y_pred);
        return Ops.maximum(Ops.subtract(1.0, Ops.multiply(Signs(y_true), y_pred)), 0.0);
    }

    /// <summary>Labels of 0 and 1 as -1 and 1; other labels as they are. No value is read back, so that symbols work too.</summary>
    private static Tensor Signs(Tensor y_true)
    {
        var binary = Ops.all(Ops.logical_or(Ops.equal(y_true, 0), Ops.equal(y_true, 1)));
        return Ops.where(binary, Ops.subtract(Ops.multiply(y_true, 2.0), 1.0), y_true);
    }
}
