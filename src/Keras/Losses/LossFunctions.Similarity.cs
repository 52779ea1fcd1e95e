using Keras.Backend;

namespace Keras.Losses;

public static partial class LossFunctions
{
    /// <summary>1 - the Dice coefficient: twice the overlap divided by the sum of both.</summary>
    [KerasExport("keras.losses.dice")]
    public static DiceFunction dice { get; } = Dice;

    /// <summary>1 - the Tversky index: the overlap divided by itself and the weighted misses.</summary>
    [KerasExport("keras.losses.tversky")]
    public static TverskyFunction tversky { get; } = Tversky;

    /// <summary>Circle loss of embeddings: similar within a class, unlike between classes (https://arxiv.org/abs/2002.10857).</summary>
    [KerasExport("keras.losses.circle")]
    public static CircleFunction circle { get; } = Circle;

    internal static Tensor Dice(Tensor y_true, Tensor y_pred, Axes? axis = null)
    {
        (y_true, y_pred) = OneDType(y_true, y_pred);
        var overlap = Ops.sum(Ops.multiply(y_true, y_pred), axis);
        var both = Ops.add(Ops.add(Ops.sum(y_true, axis), Ops.sum(y_pred, axis)), KerasConfig.epsilon());
        return Ops.subtract(1.0, Ops.divide(Ops.multiply(overlap, 2.0), both));
    }

    internal static Tensor Tversky(Tensor y_true, Tensor y_pred, double alpha = 0.5, double beta = 0.5, Axes? axis = null)
    {
        (y_true, y_pred) = OneDType(y_true, y_pred);
        var overlap = Ops.sum(Ops.multiply(y_true, y_pred), axis);
        var missed = Ops.sum(Ops.multiply(Ops.subtract(1.0, y_pred), y_true), axis);
        var wrong = Ops.sum(Ops.multiply(y_pred, Ops.subtract(1.0, y_true)), axis);
        var all = Ops.add(Ops.add(Ops.add(overlap, Ops.multiply(missed, alpha)), Ops.multiply(wrong, beta)), KerasConfig.epsilon());
        return Ops.subtract(1.0, Ops.divide(overlap, all));
    }

    internal static Tensor Circle(Tensor y_true, Tensor y_pred, Tensor? ref_labels = null, Tensor? ref_embeddings = null, bool remove_diagonal = true,
        double gamma = 80, double margin = 0.4)
    {
        y_pred = Ops.convert_to_tensor(y_pred);
        y_true = Ops.cast(y_true, "int32");
        var references = ref_embeddings is null ? y_pred : Ops.convert_to_tensor(ref_embeddings);
        var labels = ref_labels is null ? y_true : Ops.cast(ref_labels, "int32");
        // 1. Cosine distances of all pairs.
        var distances = Ops.maximum(Ops.subtract(1.0, Ops.matmul(y_pred, Ops.transpose(references))), 0.0);
        // 2. Pairs of one class, and pairs of two.
        var (same, other) = Pairs(y_true, labels, remove_diagonal);
        // 3. Weighted logits: how far each pair is from where it should be.
        var positive = Ops.multiply(
            Ops.multiply(Ops.maximum(Ops.multiply(Ops.add(distances, margin), Ops.cast(same, distances.dtype)), 0.0), -gamma), Ops.subtract(margin, distances));
        var negative = Ops.multiply(
            Ops.multiply(Ops.maximum(Ops.multiply(Ops.subtract(1 + margin, distances), Ops.cast(other, distances.dtype)), 0.0), gamma), Ops.subtract(1 - margin, distances));
        // 4. The loss of each sample.
        var p = Ops.logsumexp(Ops.where(same, positive, double.NegativeInfinity), 1);
        var n = Ops.logsumexp(Ops.where(other, negative, double.NegativeInfinity), 1);
        var values = Ops.softplus(Ops.add(p, n));
        values.KerasMask = Ops.greater(values, 0.0);
        return values;
    }

    private static (Tensor Same, Tensor Other) Pairs(Tensor labels, Tensor references, bool removeDiagonal)
    {
        if (labels.ndim == 1) labels = Ops.expand_dims(labels, -1);
        if (references.ndim == 1) references = Ops.expand_dims(references, -1);
        var same = Ops.equal(labels, Ops.transpose(references));
        var other = Ops.logical_not(same);
        if (removeDiagonal)
        {
            int rows = labels.shape[0] ?? throw Unknown(), columns = references.shape[0] ?? throw Unknown();
            same = Ops.logical_and(same, Ops.logical_not(Ops.eye(rows, columns, dtype: "bool")));
        }
        return (same, other);

        ArgumentException Unknown() => new($"circle needs a known batch size to leave out the diagonal. Received: y_true.shape={labels.shape}.");
    }
}
