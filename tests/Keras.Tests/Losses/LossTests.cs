using Keras.Backend;
using Keras.Backend.Native;
using Keras.Losses;
using Keras.Saving;
using static Keras.keras;

namespace Keras.Tests.Losses;

public class LossTests
{
    private static readonly float[,] s_true = { { 0, 1, 0 }, { 0, 0, 1 } };
    private static readonly float[,] s_pred = { { 0.05f, 0.95f, 0 }, { 0.1f, 0.8f, 0.1f } };

    // ------------------------------------------------------------------ what users write

    [Fact]
    public void Classes_are_made_and_called_as_in_Python()
    {
        // >>> keras.losses.CategoricalCrossentropy()([[0, 1, 0], [0, 0, 1]], [[0.05, 0.95, 0], [0.1, 0.8, 0.1]])   # 1.177, as its documentation says
        Assert.Equal(1.1769, losses.CategoricalCrossentropy().Apply(s_true, s_pred).item(), 1e-4);
        Assert.Equal(2.3539, losses.CategoricalCrossentropy(reduction: "sum").Apply(s_true, s_pred).item(), 1e-4);
        Assert.Equal([0.0513f, 2.303f], Values(losses.CategoricalCrossentropy(reduction: losses.Reduction.NONE).Apply(s_true, s_pred)), Close(1e-3f));
        Assert.Equal(0.8136, losses.CategoricalCrossentropy().Apply(s_true, s_pred, sample_weight: new float[] { 0.3f, 0.7f }).item(), 1e-4);
        Assert.Equal(1.1769, losses.SparseCategoricalCrossentropy().Apply(new[] { 1, 2 }, s_pred).item(), 1e-4);
    }

    [Fact]
    public void Functions_are_called_with_their_own_arguments()
    {
        Assert.Equal([0.0513f, 2.303f], Values(losses.categorical_crossentropy(s_true, s_pred)), Close(1e-3f));
        Assert.Equal([0.0513f, 2.303f], Values(losses.sparse_categorical_crossentropy(new[] { 1, 2 }, s_pred, axis: -1)), Close(1e-3f));
        Assert.Equal([0.125f], Values(losses.huber(new float[,] { { 0 } }, new float[,] { { 0.5f } }, delta: 1)));
        Assert.Same(losses.mean_squared_error, losses.mse);
        Assert.Same(losses.mean_squared_error, metrics.MSE);
        Assert.Same(losses.kl_divergence, losses.kullback_leibler_divergence);
    }

    [Fact]
    public void Arrays_of_any_number_type_are_taken()
    {
        NumSharp.NDArray labels = NumSharp.np.array(new byte[] { 1, 2 });
        Assert.Equal(1.1769, losses.SparseCategoricalCrossentropy().Apply(labels, s_pred).item(), 1e-4);
        Assert.Equal(0.25, losses.MeanSquaredError().Apply(new double[] { 0, 0 }, new double[] { 0.5, 0.5 }).item(), 1e-6);
        Assert.Equal("float32", losses.MeanSquaredError().Apply(new double[] { 0, 0 }, new double[] { 0.5, 0.5 }).dtype);
    }

    // ------------------------------------------------------------------ identifiers

    [Theory]
    [InlineData("mse", "mean_squared_error")]
    [InlineData("MAE", "mean_absolute_error")]
    [InlineData("kullback_leibler_divergence", "kl_divergence")]
    [InlineData("logcosh", "log_cosh")]
    public void A_name_becomes_a_loss_that_remembers_it(string identifier, string function)
    {
        Loss loss = identifier!;
        Assert.Equal(identifier, loss.name);
        Assert.Equal(identifier, loss.ToCompileConfig());
        Assert.Equal("sum_over_batch_size", loss.reduction);
        Assert.Equal(function, ((Config)losses.serialize(loss)!).Get("config"));
    }

    [Fact]
    public void A_class_name_becomes_an_object_with_the_defaults()
    {
        Loss loss = "BinaryCrossentropy";
        Assert.False(Assert.IsType<BinaryCrossentropy>(loss).from_logits);
        Assert.Equal("BinaryCrossentropy", loss.ToCompileConfig());
        Assert.Equal("BinaryCrossentropy", ((Config)losses.BinaryCrossentropy().ToCompileConfig()!).Get("class_name"));
    }

    [Fact]
    public void An_unknown_name_is_reported_with_those_there_are()
    {
        var e = Assert.Throws<ArgumentException>(() => { Loss _ = "mean_square_error"; });
        Assert.Contains("'mean_square_error'", e.Message);
        Assert.Contains("mean_squared_error", e.Message);
        Assert.Contains("Huber", e.Message);
        Assert.Null((Loss?)(string?)null);
        Assert.Null(losses.get(null));
        // What Keras 3 does not know by name, get does not find either; compile is kinder to old programs.
        Assert.Throws<ArgumentException>(() => losses.get("logcosh"));
    }

    [Fact]
    public void A_function_of_the_library_keeps_its_name()
    {
        Loss loss = losses.binary_crossentropy;
        Assert.Equal("binary_crossentropy", loss.name);
        Assert.Equal(losses.BinaryCrossentropy().Apply(s_true, s_pred).item(), loss.Apply(s_true, s_pred).item(), 1e-6);
    }

    private static Tensor half_squared(Tensor y_true, Tensor y_pred) => ops.mean(ops.square(y_true - y_pred), axis: -1) * 0.5;

    [Fact]
    public void A_function_of_the_user_is_wrapped()
    {
        Func<Tensor, Tensor, Tensor> function = half_squared;
        Loss loss = function;
        Assert.Equal("half_squared", loss.name);
        Assert.Equal(0.125, loss.Apply(new float[,] { { 0 } }, new float[,] { { 0.5f } }).item(), 1e-6);
        Assert.Equal(0.5, new LossFunctionWrapper((y_true, y_pred) => ops.abs(y_true - y_pred)).Apply(new float[,] { { 0 } }, new float[,] { { 0.5f } }).item(), 1e-6);

        // By its name it is found where the program says what the name means.
        using (keras.saving.custom_object_scope(new Dictionary<string, object> { ["half_squared"] = function }))
        {
            Loss named = "half_squared";
            Assert.Equal(0.125, named.Apply(new float[,] { { 0 } }, new float[,] { { 0.5f } }).item(), 1e-6);
        }
        Assert.Throws<ArgumentException>(() => losses.get("half_squared"));
    }

    [Fact]
    public void A_function_that_is_no_loss_is_refused()
    {
        Func<Tensor, Tensor> one = x => x;
        var e = Assert.Throws<ArgumentException>(() => { Loss _ = one; });
        Assert.Contains("y_true", e.Message);
        // A required argument cannot be guessed.
        Assert.Contains("'q'", Assert.Throws<ArgumentException>(() => { Loss _ = losses.categorical_generalized_cross_entropy; }).Message);
    }

    [Fact]
    public void A_function_found_by_get_gives_a_value_per_sample_and_is_reduced_in_training()
    {
        var found = losses.get("categorical_crossentropy")!;
        Assert.Equal([0.0513f, 2.303f], Values(found.Apply(s_true, s_pred)), Close(1e-3f));
        Assert.Equal(1.1769, found.ForTraining().Apply(s_true, s_pred).item(), 1e-4);
        var huber = losses.Huber();
        Assert.Same(huber, huber.ForTraining());
    }

    [Theory]
    [InlineData(1, 1, false, "binary_crossentropy")]
    [InlineData(3, 1, false, "sparse_categorical_crossentropy")]
    [InlineData(3, 3, true, "categorical_crossentropy")]
    public void Crossentropy_is_chosen_by_the_shapes(int classes, int labels, bool oneHot, string same)
    {
        Tensor y_pred = ops.softmax(ops.reshape(ops.arange(2 * classes, dtype: "float32"), (2, classes)));
        Tensor y_true = oneHot ? ops.one_hot(ops.convert_to_tensor(new[] { 0, 2 }), 3) : ops.reshape(ops.cast(new[] { 0, classes - 1 }, "int32"), (2, labels));
        Loss byShape = "crossentropy", named = same!;
        Assert.Equal(named.Apply(y_true, y_pred).item(), byShape.Apply(y_true, y_pred).item(), 1e-6);
        Assert.Equal("crossentropy", byShape.ToCompileConfig());
    }

    // ------------------------------------------------------------------ configurations

    [Fact]
    public void A_configuration_makes_an_equal_loss()
    {
        var loss = Assert.IsType<Tversky>(losses.deserialize(losses.serialize(losses.Tversky(alpha: 0.3, axis: (1, 2), reduction: "sum"))));
        Assert.Equal(0.3, loss.alpha);
        Assert.Equal("sum", loss.reduction);
        Assert.Equal([1, 2], loss.axis!.Value.ToArray());

        var wrapped = new LossFunctionWrapper(losses.mean_absolute_error, "sum", "mine");
        var again = losses.deserialize(losses.serialize(wrapped))!;
        Assert.Equal("mine", again.name);
        Assert.Equal(2, again.Apply(new float[] { 0, 0 }, new float[] { 1, 3 }).item(), 1e-6);
        Assert.Equal("mean_squared_error", losses.deserialize(new Config { ["class_name"] = "mean_squared_error", ["config"] = new Config() })!.name);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Contains("'average'", Assert.Throws<ArgumentException>(() => losses.MeanSquaredError(reduction: "average")).Message);
        Assert.Throws<ArgumentException>(() => losses.CategoricalGeneralizedCrossEntropy(q: 1));
        Assert.Throws<ArgumentException>(() => losses.CTC().Apply(new[] { 1, 2 }, s_pred));
    }

    // ------------------------------------------------------------------ reduction

    private sealed class Differences(string? reduction = "sum_over_batch_size") : Loss("differences", reduction)
    {
        public bool Masked { get; init; }

        protected override Tensor call(Tensor y_true, Tensor y_pred)
        {
            var values = ops.subtract(y_pred, y_true);
            if (Masked) values.KerasMask = ops.greater(values, 1.0);
            return values;
        }
    }

    [Fact]
    public void A_loss_of_the_user_is_weighed_and_reduced()
    {
        float[] zeros = [0, 0, 0, 0], values = [1, 2, 3, 4], weights = [1, 0, 1, 0];
        Assert.Equal(2.5, new Differences().Apply(zeros, values).item(), 1e-6);
        // The weights do not change what the sum is divided by, unless the reduction says so.
        Assert.Equal(1, new Differences().Apply(zeros, values, weights).item(), 1e-6);
        Assert.Equal(2, new Differences("mean_with_sample_weight").Apply(zeros, values, weights).item(), 1e-6);
        Assert.Equal(4, new Differences("sum").Apply(zeros, values, weights).item(), 1e-6);
        Assert.Equal([1, 0, 3, 0], Values(new Differences(null).Apply(zeros, values, weights)));
    }

    [Fact]
    public void Masks_of_predictions_and_of_values_leave_out_together()
    {
        Tensor y_pred = new float[] { 1, 2, 3, 4 };
        y_pred.KerasMask = ops.convert_to_tensor(new[] { true, true, false, true });
        float[] zeros = [0, 0, 0, 0];
        Assert.Equal((1 + 2 + 4) / 3.0, new Differences().Apply(zeros, y_pred).item(), 1e-6);
        // Values of 1 or less mask themselves: 2 and 4 remain.
        Assert.Equal(3, new Differences { Masked = true }.Apply(zeros, y_pred).item(), 1e-6);
    }

    [Fact]
    public void Nothing_has_no_loss()
    {
        Assert.Equal(0, losses.MeanSquaredError().Apply(ops.zeros((0, 3)), ops.zeros((0, 3))).size);
        Assert.Equal(0, losses.MeanSquaredError().Apply(ops.zeros((0, 2, 3)), ops.zeros((0, 2, 3))).item());
    }

    [Fact]
    public void Lists_and_dictionaries_of_tensors_reach_the_function_whole()
    {
        var loss = new LossFunctionWrapper((y_true, y_pred) =>
        {
            var (truths, predictions) = ((TensorDict)y_true, (TensorDict)y_pred);
            return ops.abs(truths["a"] - predictions["a"]) + ops.abs(truths["b"] - predictions["b"]);
        });
        Tensor y_true = new TensorDict([new("a", new float[] { 1, 2 }), new("b", new float[,] { { 3 }, { 4 } })]);
        Tensor y_pred = new TensorDict([new("a", new float[,] { { 0 }, { 0 } }), new("b", new float[] { 0, 0 })]);
        // Both are brought to columns: |1 - 0| + |3 - 0| and |2 - 0| + |4 - 0|.
        Assert.Equal(5, loss.Apply(y_true, y_pred).item(), 1e-6);
    }

    // ------------------------------------------------------------------ the shorter way

    public static TheoryData<string> Shortcuts => new("mse", "mae", "huber", "bce", "bce logits", "bce smoothed", "cce", "cce logits", "scce", "scce logits", "scce steps");

    /// <summary>The mean of a batch is found in fewer steps where there are no weights; weights of 1 take the way value by value.</summary>
    [Theory]
    [MemberData(nameof(Shortcuts))]
    public void The_mean_of_a_batch_and_its_gradient_are_those_of_the_values(string which)
    {
        var sparse = which.StartsWith("scce", StringComparison.Ordinal);
        TensorShape shape = which == "scce steps" ? (4, 3, 5) : (4, 5);
        Loss loss = which switch
        {
            "mse" => losses.MeanSquaredError(),
            "mae" => losses.MeanAbsoluteError(),
            "huber" => losses.Huber(0.3),
            "bce" => losses.BinaryCrossentropy(),
            "bce logits" => losses.BinaryCrossentropy(from_logits: true),
            "bce smoothed" => losses.BinaryCrossentropy(label_smoothing: 0.2),
            "cce" => losses.CategoricalCrossentropy(),
            "cce logits" => losses.CategoricalCrossentropy(from_logits: true),
            "scce" or "scce steps" => losses.SparseCategoricalCrossentropy(),
            _ => losses.SparseCategoricalCrossentropy(from_logits: true),
        };
        var numbers = Enumerable.Range(0, 60).Select(i => (float)((i * 37 + 11) % 60) / 61 + 0.005f).ToArray();
        Tensor Prediction() => ops.reshape(ops.convert_to_tensor(numbers[..(shape.Rank == 3 ? 60 : 20)]), shape);
        Tensor labels = sparse ? ops.reshape(ops.convert_to_tensor(Enumerable.Range(0, shape.Rank == 3 ? 12 : 4).Select(i => i * 3 % 5).ToArray()), new TensorShape([.. shape[..^1], 1]))
            : ops.one_hot(ops.convert_to_tensor(new[] { 1, 4, 0, 1 }), 5);

        var (value, gradient) = Gradient(p => loss.Apply(labels, p), Prediction());
        var (expected, expectedGradient) = Gradient(p => loss.Apply(labels, p, sample_weight: ops.ones((4, 1))), Prediction());
        Assert.Equal(expected, value, 1e-5);
        Assert.Equal(expectedGradient, gradient, Close(1e-5f));
        Assert.Contains(gradient, g => g != 0);
    }

    [Fact]
    public void The_label_that_libtorch_leaves_out_counts_with_a_loss_of_zero()
    {
        // Keras's torch backend gives 0 for the label -100 and divides by the number of all labels.
        foreach (var from_logits in new[] { false, true })
        {
            var one = losses.SparseCategoricalCrossentropy(from_logits: from_logits).Apply(new[] { 1 }, new[,] { { 0.2f, 0.8f } }).item();
            var two = losses.SparseCategoricalCrossentropy(from_logits: from_logits).Apply(new[] { 1, -100 }, new[,] { { 0.2f, 0.8f }, { 0.5f, 0.5f } }).item();
            Assert.Equal(one / 2, two, 1e-6);
        }
    }

    [Fact]
    public void A_label_that_is_no_class_is_reported()
    {
        foreach (var from_logits in new[] { false, true })
            Assert.Throws<ArgumentException>(() => losses.SparseCategoricalCrossentropy(from_logits: from_logits).Apply(new[] { 1, 7 }, s_pred));
        Assert.Contains("from 0 to 2", Assert.Throws<ArgumentException>(() => losses.CTC().Apply(new[,] { { 1, 7 } }, ops.zeros((1, 4, 3)))).Message);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_reported_and_not_broadcast()
    {
        Assert.Throws<ArgumentException>(() => losses.BinaryCrossentropy().Apply(ops.zeros((4, 3)), ops.zeros((1, 3))));
        var e = Assert.Throws<ArgumentException>(() => losses.CategoricalCrossentropy().Apply(new[] { 1, 2 }, s_pred));
        Assert.Contains("(2, 3)", e.Message);
    }

    [Fact]
    public void A_prediction_that_is_no_number_gives_a_loss_that_is_none()
    {
        var y_pred = new[,] { { float.NaN, 0.5f } };
        Assert.True(double.IsNaN(losses.BinaryCrossentropy().Apply(new float[,] { { 1, 0 } }, y_pred).item()));
        Assert.True(double.IsNaN(losses.CategoricalCrossentropy().Apply(new float[,] { { 1, 0 } }, y_pred).item()));
        Assert.True(double.IsNaN(losses.SparseCategoricalCrossentropy().Apply(new[] { 0 }, y_pred).item()));
    }

    // ------------------------------------------------------------------ symbols

    [Fact]
    public void A_loss_of_symbols_is_a_symbol()
    {
        Tensor y_true = new KerasTensor((null, 3), "float32"), y_pred = new KerasTensor((null, 3), "float32");
        Assert.Equal(TensorShape.Scalar, Assert.IsType<KerasTensor>(losses.BinaryCrossentropy().Apply(y_true, y_pred)).shape);
        Assert.Equal(new TensorShape([null]), Assert.IsType<KerasTensor>(losses.MeanSquaredError(reduction: "none").Apply(y_true, y_pred)).shape);
        Assert.Equal(new TensorShape([null]), losses.hinge(y_true, y_pred).shape);
    }

    [Fact]
    public void Results_outlive_the_scope_of_the_loss()
    {
        var value = losses.KLDivergence().Apply(s_pred, s_pred);
        var none = losses.KLDivergence(reduction: "none").Apply(s_pred, s_pred);
        GC.Collect();
        Assert.Equal(0, value.item(), 1e-6);
        Assert.Equal([0, 0], Values(none), Close(1e-6f));
    }

    private static (double Value, float[] Gradient) Gradient(Func<Tensor, Tensor> loss, Tensor x)
    {
        Kernel.RequireGrad(x, true);
        using var on = GradMode.On();
        var value = loss(x);
        var gradient = SafeGrad.Grad(value.T, [x.T])[0]!;
        GC.KeepAlive(value);
        return (value.item(), Kernel.ToArray<float>(new Tensor(gradient)));
    }

    private static float[] Values(Tensor x) => Kernel.ToArray<float>(Kernel.Contiguous(x));

    private static IEqualityComparer<float> Close(float tolerance) => EqualityComparer<float>.Create((a, b) => Math.Abs(a - b) <= tolerance);
}
