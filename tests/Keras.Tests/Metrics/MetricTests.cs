using Keras.Backend;
using Keras.Metrics;
using static Keras.keras;

namespace Keras.Tests.Metrics;

public class MetricTests
{
    // ------------------------------------------------------------------ means

    [Fact]
    public void A_mean_gathers_numbers_arrays_and_weights()
    {
        var mean = metrics.Mean();
        mean.update_state(new float[] { 1, 3, 5, 7 });
        Assert.Equal(4, mean.result().item());
        mean.update_state(4.0);
        Assert.Equal(4, mean.result().item());
        Assert.Equal(5, mean.count.numpy().GetAtIndex<float>(0));
        mean.reset_state();
        Assert.Equal(0, mean.result().item());
        Assert.Equal(2, mean.Apply(new float[] { 1, 3, 5, 7 }, sample_weight: new float[] { 1, 1, 0, 0 }).item());
        // The values of one sample are averaged first.
        mean.reset_state();
        mean.update_state(new float[,] { { 1, 3 }, { 5, 7 } });
        Assert.Equal(2, ((Tensor)mean.count).item());
        Assert.Equal(4, mean.result().item());
    }

    [Fact]
    public void The_loss_of_a_batch_weighs_as_many_samples_as_it_has()
    {
        var tracker = metrics.Mean(name: "loss");
        var count = tracker.count;
        tracker.update_state(ops.convert_to_tensor(2f), sample_weight: 32);
        tracker.update_state(ops.convert_to_tensor(1f), sample_weight: 16);
        Assert.Equal((2.0 * 32 + 16) / 48, tracker.result().item(), 1e-6);
        // Who holds the variable sees the number that was added without a native call.
        tracker.update_state(ops.convert_to_tensor(1f), sample_weight: 2);
        Assert.Equal(50, count.value.item());
        Assert.Equal(["loss/total", "loss/count"], tracker.variables.Select(v => v.path));
    }

    [Fact]
    public void A_sum_adds()
    {
        var sum = metrics.Sum();
        sum.update_state(new float[] { 1, 3, 5, 7 });
        Assert.Equal(16, sum.result().item());
        var before = sum.result();
        Assert.Equal(18, sum.Apply(new float[] { 1, 3 }, sample_weight: new float[] { 2, 0 }).item());
        // A result does not follow later batches.
        Assert.Equal(16, before.item());
    }

    [Fact]
    public void Predictions_that_carry_gradients_leave_none_in_the_state()
    {
        Tensor y_pred = ops.convert_to_tensor(new float[,] { { 0.2f, 0.8f } });
        Kernel.RequireGrad(y_pred, true);
        using var on = GradMode.On();
        Metric[] all = [metrics.MeanSquaredError(), metrics.CategoricalAccuracy(), metrics.AUC(), metrics.Precision(), metrics.F1Score(), metrics.R2Score(), metrics.RootMeanSquaredError()];
        foreach (var metric in all)
        {
            metric.update_state(new float[,] { { 0, 1 } }, y_pred * 1.0);
            Assert.False(Kernel.Read("requires_grad", metric.result(), static t => t.requires_grad), metric.name);
        }
    }

    // ------------------------------------------------------------------ identifiers

    [Theory]
    [InlineData("mse", typeof(MeanSquaredError), "mean_squared_error")]
    [InlineData("auc", typeof(AUC), "auc")]
    [InlineData("sparse_categorical_accuracy", typeof(SparseCategoricalAccuracy), "sparse_categorical_accuracy")]
    [InlineData("kullback_leibler_divergence", typeof(MeanMetricWrapper), "mean_metric_wrapper")]
    public void A_name_becomes_a_metric_of_that_name(string identifier, Type type, string prefix)
    {
        Metric metric = identifier!;
        Assert.IsType(type, metric);
        Assert.Equal(identifier, metric.name);
        Assert.Equal(identifier, metric.ToCompileConfig());
        // As in Keras, the state was named before.
        Assert.All(metric.variables, v => Assert.StartsWith(prefix, v.path));
        Assert.Equal(type == typeof(MeanMetricWrapper) ? typeof(ArgumentException) : type, Get(identifier));

        static Type Get(string name)
        {
            try
            {
                return metrics.get(name)!.GetType();
            }
            catch (ArgumentException)
            {
                return typeof(ArgumentException);
            }
        }
    }

    private static Tensor twice(Tensor y_true, Tensor y_pred) => ops.squeeze(y_pred, -1) * 2;

    [Fact]
    public void Functions_and_losses_become_their_means()
    {
        Func<Tensor, Tensor, Tensor> function = twice;
        Metric own = function, known = metrics.mean_absolute_error, loss = losses.MeanSquaredError();
        Assert.Equal("twice", own.name);
        Assert.Equal("mean_absolute_error", known.name);
        Assert.Equal("mean_squared_error", loss.name);
        float[,] zeros = { { 0 }, { 0 } }, y_pred = { { 1 }, { 3 } };
        Assert.Equal(4, own.Apply(zeros, y_pred).item());
        Assert.Equal(2, known.Apply(zeros, y_pred).item());
        Assert.Equal(5, loss.Apply(zeros, y_pred).item());
        Assert.Equal("down", known.Direction);
        Assert.Null(own.Direction);
        Assert.Equal(0.5, new MeanMetricWrapper((y_true, y_pred) => ops.cast(ops.greater(y_pred, 2.0), "float32"), "high").Apply(zeros, y_pred).item());
    }

    [Fact]
    public void An_unknown_name_is_reported_with_those_there_are()
    {
        var e = Assert.Throws<ArgumentException>(() => { Metric _ = "acuracy"; });
        Assert.Contains("'acuracy'", e.Message);
        Assert.Contains("binary_accuracy", e.Message);
        Assert.Null((Metric?)(string?)null);
    }

    [Theory]
    [InlineData(1, 1, typeof(BinaryAccuracy), 0.5)]
    [InlineData(3, 1, typeof(SparseCategoricalAccuracy), 1)]
    [InlineData(3, 3, typeof(CategoricalAccuracy), 1)]
    public void Accuracy_is_chosen_by_the_shapes(int classes, int labels, Type type, double expected)
    {
        Tensor y_pred = ops.reshape(ops.convert_to_tensor(classes == 1 ? new[] { 0.9f, 0.8f } : [0.1f, 0.2f, 0.7f, 0.5f, 0.3f, 0.2f]), (2, classes));
        Tensor y_true = classes == 1 ? new float[,] { { 1 }, { 0 } } : labels == 1 ? new[,] { { 2 }, { 0 } } : new float[,] { { 0, 0, 1 }, { 1, 0, 0 } };
        Metric metric = "acc";
        Assert.Equal(0, metric.result().item());
        Assert.Equal(expected, metric.Apply(y_true, y_pred).item());
        Assert.IsType(type, metric.Resolve(y_true, y_pred));
        Assert.Equal("acc", metric.Resolve(y_true, y_pred).name);
        Assert.Equal("acc", metric.Resolve(y_true, y_pred).ToCompileConfig());
        Assert.Equal(["acc/total", "acc/count"], metric.variables.Select(v => v.path));
        metric.reset_state();
        Assert.Equal(0, metric.result().item());
    }

    // ------------------------------------------------------------------ metrics of users

    private sealed class Spread : Metric
    {
        private readonly Variable _least;
        private readonly Mean _mean = new("inner");
        private readonly List<Metric> _more = [new Sum("listed")];

        public Spread(string? name = "spread", int scale = 1) : base(name: name)
        {
            this.scale = scale;
            _least = add_weight(name: "least", initializer: "ones");
        }

        public int scale { get; }

        public override void update_state(Tensor y_true, Tensor y_pred, Tensor? sample_weight = null)
        {
            _mean.update_state(y_pred);
            _least.assign(ops.minimum(_least, ops.min(y_pred)));
        }

        public override Tensor result() => new TensorDict([new("mean", _mean.result() * scale), new("least", _least.value * scale)]);
    }

    [Fact]
    public void A_metric_of_the_user_holds_variables_and_metrics()
    {
        var spread = new Spread("own/name", 2);
        Assert.Equal(["own>name/least", "inner/total", "inner/count", "listed/total"], spread.variables.Select(v => v.path));
        var result = (TensorDict)spread.Apply(new float[] { 0, 0 }, new float[] { 0.25f, 0.75f });
        Assert.Equal(1, result["mean"].item());
        Assert.Equal(0.5, result["least"].item());
        var config = spread.get_config();
        Assert.Equal(["name", "dtype", "scale"], config.Keys);
        Assert.Equal(2, config["scale"]);

        keras.saving.register_keras_serializable<Spread>("Tests");
        var again = Assert.IsType<Spread>(metrics.deserialize(metrics.serialize(spread)));
        Assert.Equal(2, again.scale);
        Assert.IsType<Spread>(metrics.get("Tests>Spread"));
    }

    [Fact]
    public void Stateless_calls_leave_the_metric_as_it_is()
    {
        var accuracy = metrics.BinaryAccuracy();
        accuracy.update_state(new float[] { 1, 1 }, new float[] { 1, 0 });
        var empty = accuracy.stateless_reset_state();
        Assert.Equal([0, 0], empty.Select(v => v.item()));
        var state = accuracy.stateless_update_state(empty, new float[] { 1, 1, 0 }, new float[] { 1, 1, 1 });
        Assert.Equal([2, 3], state.Select(v => v.item()));
        Assert.Equal(2.0 / 3, accuracy.stateless_result(state).item(), 1e-6);
        Assert.Equal(0.5, accuracy.result().item());
        Assert.Equal([3, 1], metrics.Mean().stateless_update_state([0.0, 0.0], 3.0).Select(v => v.item()));
        Assert.Contains("length 1", Assert.Throws<ArgumentException>(() => accuracy.stateless_result([1.0])).Message);
    }

    [Fact]
    public void Means_do_not_gather_labels_and_predictions()
    {
        Metric mean = metrics.Mean();
        Assert.Throws<NotSupportedException>(() => mean.update_state(1.0, 2.0, null));
    }

    // ------------------------------------------------------------------ configurations

    [Fact]
    public void A_configuration_makes_an_equal_metric()
    {
        var precision = Assert.IsType<Precision>(metrics.deserialize(metrics.serialize(metrics.Precision(thresholds: [0.25, 0.75], class_id: 1))));
        Assert.Equal([0.25, 0.75], precision.thresholds!.Value.ToArray());
        Assert.Equal(1, precision.class_id);
        Assert.Equal(0.5, Assert.IsType<Recall>(metrics.deserialize(metrics.serialize(metrics.Recall(0.5)))).thresholds!.Value.ToArray()[0]);

        var auc = Assert.IsType<AUC>(metrics.deserialize(metrics.serialize(metrics.AUC(thresholds: [0.5, 0.2], curve: "PR", label_weights: [1, 2]))));
        Assert.Equal(4, auc.num_thresholds);
        Assert.Equal(0.2, auc.thresholds[1]);
        Assert.Equal([1, 2], auc.label_weights!);

        var huber = metrics.deserialize(metrics.serialize(new MeanMetricWrapper(metrics.huber, "h", null, new Config { ["delta"] = 0.5 })))!;
        Assert.Equal(0.5 * 2 - 0.125, huber.Apply(new float[,] { { 0 } }, new float[,] { { 2 } }).item(), 1e-6);
        Assert.Equal("h", huber.name);

        var loss = metrics.deserialize(metrics.serialize(new MeanMetricWrapper(losses.MeanSquaredError())))!;
        Assert.Equal(4, loss.Apply(new float[,] { { 0 } }, new float[,] { { 2 } }).item(), 1e-6);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Contains("1.5", Assert.Throws<ArgumentException>(() => metrics.Precision(thresholds: 1.5)).Message);
        Assert.Throws<ArgumentException>(() => metrics.AUC(curve: "LIFT"));
        Assert.Throws<ArgumentException>(() => metrics.AUC(summation_method: "simpson"));
        Assert.Throws<ArgumentException>(() => metrics.AUC(num_thresholds: 1));
        Assert.Throws<ArgumentException>(() => metrics.AUC(num_labels: 2));
        Assert.Throws<ArgumentException>(() => metrics.FBetaScore(beta: 0));
        Assert.Throws<ArgumentException>(() => metrics.F1Score(average: "mean"));
        Assert.Throws<ArgumentException>(() => metrics.F1Score(threshold: 0));
        Assert.Throws<ArgumentException>(() => metrics.R2Score(class_aggregation: "sum"));
        Assert.Throws<ArgumentException>(() => metrics.R2Score(num_regressors: -1));
        Assert.Throws<ArgumentException>(() => metrics.IoU(2, [2]));
        Assert.Throws<ArgumentException>(() => metrics.RecallAtPrecision(1.5));
        Assert.Throws<ArgumentException>(() => metrics.Precision(class_id: 0).update_state(new float[] { 1 }, new float[] { 1 }));
        Assert.Throws<ArgumentException>(() => metrics.AUC(multi_label: true).update_state(new float[] { 1 }, new float[] { 1 }));
        Assert.Throws<ArgumentException>(() => metrics.R2Score().update_state(new float[] { 1 }, new float[] { 1 }));
        Assert.Throws<InvalidOperationException>(() => metrics.F1Score().result());
    }

    // ------------------------------------------------------------------ what cases of random numbers seldom meet

    [Fact]
    public void Predictions_on_a_threshold_and_beyond_it_fall_into_the_right_bucket()
    {
        // By the definition, a prediction counts as positive where it is greater than the threshold.
        float[] y_pred = [0, 0.25f, 0.5f, 0.75f, 1, 1.5f, -0.5f, float.NaN];
        float[] y_true = [1, 1, 1, 1, 1, 1, 1, 1];
        var rates = metrics.RecallAtPrecision(0, num_thresholds: 5);
        rates.update_state(y_true, y_pred);
        Assert.Equal([5, 4, 3, 2, 0], Kernel.ToArray<float>(rates.true_positives.value));
        var counts = metrics.TruePositives(thresholds: [0, 0.3, 0.5, 0.9]);
        counts.update_state(y_true, y_pred);
        Assert.Equal([5, 4, 3, 2], Kernel.ToArray<float>(counts.result()));
    }

    [Fact]
    public void Confusion_matrices_leave_out_classes_out_of_range_and_ignored_ones()
    {
        var iou = metrics.MeanIoU(3, ignore_class: 2);
        iou.update_state(new[] { 0, 1, 2, 5, -1, 1 }, new[] { 0, 1, 1, 1, 1, 0 });
        Assert.Equal([1, 0, 0, 1, 1, 0, 0, 0, 0], Kernel.ToArray<int>(iou.total_cm.value));
        // Class 0: 1 of 2, class 1: 1 of 2; class 2 does not occur.
        Assert.Equal(0.5, iou.result().item(), 1e-6);
        Assert.Throws<ArgumentException>(() => iou.update_state(new[] { 0 }, new[] { 0, 1 }));
    }

    [Fact]
    public void Labels_in_a_column_match_predictions_in_a_row()
    {
        Assert.Equal(0.5, metrics.SparseCategoricalAccuracy().Apply(new[,] { { 1 }, { 0 } }, new[,] { { 0.1f, 0.9f }, { 0.2f, 0.8f } }).item());
        Assert.Equal(0.5, metrics.BinaryAccuracy().Apply(new[] { 1, 0 }, new[,] { { 0.9f }, { 0.8f } }).item());
        Assert.Equal(1, metrics.BinaryAccuracy().Apply(ops.convert_to_tensor(new[] { true }), new[] { 0.9f }).item());
        Assert.Equal([1f], Kernel.ToArray<float>(metrics.sparse_top_k_categorical_accuracy(new[] { 1 }, new[,] { { 0.1f, 0.2f, 0.7f } }, k: 2)));
    }

    [Fact]
    public void Memory_does_not_grow_with_batches()
    {
        using var outer = new TensorScope();
        Tensor y_true = new float[,] { { 0, 1 }, { 1, 0 } }, y_pred = new float[,] { { 0.2f, 0.8f }, { 0.3f, 0.7f } };
        Metric[] all = [metrics.MeanSquaredError(), metrics.BinaryCrossentropy(), metrics.CategoricalAccuracy(), metrics.AUC(), metrics.Recall(), metrics.F1Score(), metrics.CosineSimilarity(), metrics.MeanIoU(2)];
        foreach (var metric in all) metric.update_state(y_true, y_pred);
        var before = TorchSharp.torch.Tensor.TotalCount;
        for (var i = 0; i < 3; i++)
            foreach (var metric in all) metric.update_state(y_true, y_pred);
        Assert.Equal(before, TorchSharp.torch.Tensor.TotalCount);
    }
}
