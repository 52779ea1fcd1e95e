using Keras.Backend;

namespace Keras.Losses;

public static partial class LossFunctions
{
    /// <summary>Mean of the squared differences: <c>mean(square(y_true - y_pred), axis=-1)</c>.</summary>
    [KerasExport("keras.losses.mean_squared_error", "keras.metrics.mean_squared_error",
        "keras.losses.mse", "keras.losses.MSE", "keras.metrics.mse", "keras.metrics.MSE")]
    public static Func<Tensor, Tensor, Tensor> mean_squared_error { get; } = MeanSquaredError;

    /// <summary>Mean of the absolute differences: <c>mean(abs(y_true - y_pred), axis=-1)</c>.</summary>
    [KerasExport("keras.losses.mean_absolute_error", "keras.metrics.mean_absolute_error",
        "keras.losses.mae", "keras.losses.MAE", "keras.metrics.mae", "keras.metrics.MAE")]
    public static Func<Tensor, Tensor, Tensor> mean_absolute_error { get; } = MeanAbsoluteError;

    /// <summary>Mean of the differences in percent of the true values, which count as epsilon at least.</summary>
    [KerasExport("keras.losses.mean_absolute_percentage_error", "keras.metrics.mean_absolute_percentage_error",
        "keras.losses.mape", "keras.losses.MAPE", "keras.metrics.mape", "keras.metrics.MAPE")]
    public static Func<Tensor, Tensor, Tensor> mean_absolute_percentage_error { get; } = MeanAbsolutePercentageError;

    /// <summary>Mean of the squared differences of <c>log(y + 1)</c>; values below epsilon count as epsilon.</summary>
    [KerasExport("keras.losses.mean_squared_logarithmic_error", "keras.metrics.mean_squared_logarithmic_error",
        "keras.losses.msle", "keras.losses.MSLE", "keras.metrics.msle", "keras.metrics.MSLE")]
    public static Func<Tensor, Tensor, Tensor> mean_squared_logarithmic_error { get; } = MeanSquaredLogarithmicError;

    /// <summary>The negative cosine of the angle between true and predicted vectors: -1 for one direction, 0 for right angles.</summary>
    [KerasExport("keras.losses.cosine_similarity", Former = ["keras.losses.cosine_proximity", "keras.losses.cosine"])]
    public static AxisFunction cosine_similarity { get; } = CosineSimilarity;

    /// <summary>Squares of small errors and straight lines beyond delta, so that outliers pull less.</summary>
    [KerasExport("keras.losses.huber", "keras.metrics.huber")]
    public static HuberFunction huber { get; } = Huber;

    /// <summary>Mean of the logarithm of the hyperbolic cosine of the error, computed so that large errors do not overflow.</summary>
    [KerasExport("keras.losses.log_cosh", "keras.metrics.log_cosh", "keras.losses.logcosh", "keras.metrics.logcosh")]
    public static Func<Tensor, Tensor, Tensor> log_cosh { get; } = LogCosh;

    internal static Tensor MeanSquaredError(Tensor y_true, Tensor y_pred)
    {
        (y_true, y_pred) = Alike(y_true, y_pred);
        return Ops.mean(Ops.square(Ops.subtract(y_true, y_pred)), -1);
    }

    internal static Tensor MeanAbsoluteError(Tensor y_true, Tensor y_pred)
    {
        (y_true, y_pred) = Alike(y_true, y_pred);
        return Ops.mean(Ops.abs(Ops.subtract(y_true, y_pred)), -1);
    }

    internal static Tensor MeanAbsolutePercentageError(Tensor y_true, Tensor y_pred)
    {
        (y_true, y_pred) = Alike(y_true, y_pred);
        var relative = Ops.divide(Ops.subtract(y_true, y_pred), Ops.maximum(Ops.abs(y_true), KerasConfig.epsilon()));
        return Ops.multiply(Ops.mean(Ops.abs(relative), -1), 100.0);
    }

    internal static Tensor MeanSquaredLogarithmicError(Tensor y_true, Tensor y_pred)
    {
        (y_true, y_pred) = Alike(y_true, y_pred);
        return Ops.mean(Ops.square(Ops.subtract(Log(y_pred), Log(y_true))), -1);

        static Tensor Log(Tensor y) => Ops.log(Ops.add(Ops.maximum(y, KerasConfig.epsilon()), 1.0));
    }

    internal static Tensor CosineSimilarity(Tensor y_true, Tensor y_pred, int axis = -1) => Ops.negative(Cosine(y_true, y_pred, axis));

    /// <summary>The cosine of the angle between vectors along an axis; a zero vector has 0.</summary>
    internal static Tensor Cosine(Tensor y_true, Tensor y_pred, int axis)
    {
        (y_true, y_pred) = Alike(y_true, y_pred);
        return Ops.sum(Ops.multiply(Ops.normalize(y_true, axis: axis), Ops.normalize(y_pred, axis: axis)), axis);
    }

    internal static Tensor Huber(Tensor y_true, Tensor y_pred, double delta = 1.0)
    {
        (y_true, y_pred) = Alike(y_true, y_pred);
        var error = Ops.subtract(y_pred, y_true);
        var size = Ops.abs(error);
        var line = Ops.subtract(Ops.multiply(size, delta), 0.5 * delta * delta);
        return Ops.mean(Ops.where(Ops.less_equal(size, delta), Ops.multiply(Ops.square(error), 0.5), line), -1);
    }

    internal static Tensor LogCosh(Tensor y_true, Tensor y_pred)
    {
        (y_true, y_pred) = Alike(y_true, y_pred);
        // log(cosh(x)) = x + log(1 + exp(-2x)) - log(2).
        var x = Ops.subtract(y_pred, y_true);
        return Ops.mean(Ops.subtract(Ops.add(x, Ops.softplus(Ops.multiply(x, -2.0))), Math.Log(2)), -1);
    }
}
