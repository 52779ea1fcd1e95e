namespace Keras.Tests.Distillation;

using Keras;
using Keras.Backend;
using Keras.Distillation;
using Keras.Tests.Testing;
using NumSharp;
using static Keras.keras;

/// <summary>Training a student with a teacher.</summary>
public class DistillerTests
{
    private static readonly NDArray s_x = np.arange(60).astype(np.float32).reshape(12, 5) / 60f;
    private static readonly NDArray s_y = (np.arange(12) % 3).astype(np.int32);

    private static Sequential Network(string name, int units, int classes = 3) => keras.Sequential(
        [keras.Input(5), layers.Dense(units, activation: "relu", name: name + "_hidden"), layers.Dense(classes, name: name + "_out")], name: name);

    private static (Model Teacher, Model Student) Pair()
    {
        keras.utils.set_random_seed(7);
        return (Network("teacher", 8), Network("student", 8));
    }

    private static double Mse(Tensor a, Tensor b) => (double)Ops.mean(Ops.square(a - b));

    [Fact]
    public void The_loss_is_the_weighted_sum_of_both()
    {
        var (teacher, student) = Pair();
        var distiller = distillation.Distiller(teacher, student, [distillation.LogitsDistillation(2.0, "mse"), distillation.FeatureDistillation("mse", "teacher_hidden", "student_hidden")], [0.5, 3.0], student_loss_weight: 0.25);
        distiller.compile(optimizer: keras.optimizers.SGD(0.1), loss: losses.SparseCategoricalCrossentropy(from_logits: true), metrics: ["accuracy"]);
        // By hand.
        Tensor t = teacher.Apply(s_x), s = student.Apply(s_x);
        var own = (double)losses.SparseCategoricalCrossentropy(from_logits: true).Apply(s_y, s);
        var features = Mse(teacher.layers[0].Apply(s_x), student.layers[0].Apply(s_x));
        var both = 0.5 * Mse(t / 2.0, s / 2.0) + 3.0 * features;

        var results = distiller.evaluate(s_x, s_y, verbose: 0);
        Assert.Equal(own, results["student_loss"], 1e-5);
        Assert.Equal(both, results["distillation_loss"], 1e-5);
        Assert.Equal(0.25 * own + 0.75 * both, results["total_loss"], 1e-5);
        Assert.Equal(results["total_loss"], results["loss"], 1e-5);
        Assert.Contains("accuracy", results.Names);
    }

    [Fact]
    public void Training_changes_the_student_alone_and_brings_it_nearer()
    {
        var (teacher, student) = Pair();
        var before = teacher.get_weights();
        var distiller = distillation.Distiller(teacher, student, distillation.LogitsDistillation(1.0, "mse"), student_loss_weight: 0.0);
        Assert.False(teacher.trainable);
        Assert.Equal(student.trainable_variables.Count, distiller.trainable_variables.Count);
        var far = Mse(teacher.Apply(s_x), student.Apply(s_x));
        distiller.compile(optimizer: keras.optimizers.Adam(0.05), loss: "sparse_categorical_crossentropy");
        var history = distiller.fit(s_x, s_y, epochs: 30, verbose: 0, validation_data: (s_x, s_y));
        Assert.True(Mse(teacher.Apply(s_x), student.Apply(s_x)) < far / 4);
        Assert.All(before.Zip(teacher.get_weights()), p => Assert.True(p.First.array_equal(p.Second)));
        Assert.All(history.history["student_loss"], l => Assert.Equal(0, l));
        Assert.Contains("val_total_loss", history.history.Keys);
        Assert.True(distiller.predict(s_x, verbose: 0).array_equal(student.predict(s_x, verbose: 0)));
    }

    [Fact]
    public void Only_the_targets_count_where_the_student_has_all_the_weight()
    {
        var (teacher, student) = Pair();
        var distiller = distillation.Distiller(teacher, student, distillation.LogitsDistillation(loss: "mse"), student_loss_weight: 1.0);
        distiller.compile(loss: "sparse_categorical_crossentropy");
        Assert.IsType<Keras.Optimizers.Adam>(distiller.optimizer);
        var results = distiller.evaluate(s_x, s_y, verbose: 0);
        Assert.Equal(0, results["distillation_loss"]);
        Assert.Equal(results["student_loss"], results["total_loss"], 1e-6);
    }

    [Fact]
    public void Models_and_losses_that_do_not_fit_are_refused()
    {
        var (teacher, student) = Pair();
        var loss = distillation.LogitsDistillation();
        Assert.Contains("(None, 4)", Assert.Throws<ArgumentException>(() => distillation.Distiller(teacher, Network("other", 4, 4), loss)).Message);
        var wider = keras.Sequential([keras.Input(6), layers.Dense(3)]);
        Assert.Contains("input shapes", Assert.Throws<ArgumentException>(() => distillation.Distiller(teacher, wider, loss)).Message);
        Assert.Contains("between 0.0 and 1.0", Assert.Throws<ArgumentException>(() => distillation.Distiller(teacher, student, loss, student_loss_weight: 1.5)).Message);
        Assert.Contains("(1) must match", Assert.Throws<ArgumentException>(() => distillation.Distiller(teacher, student, [loss, loss], [1.0])).Message);
        Assert.Contains("In student model", Assert.Throws<ArgumentException>(() => distillation.Distiller(teacher, student, distillation.FeatureDistillation("mse", "teacher_hidden", "none"))).Message);
        Assert.Contains("student", Assert.Throws<ArgumentException>(() => distillation.Distiller(teacher, new Own(), distillation.FeatureDistillation("mse", "teacher_hidden", "a"))).Message);
        Assert.True(teacher.trainable);
        var distiller = distillation.Distiller(teacher, student, loss);
        Assert.Contains("'loss'", Assert.Throws<ArgumentException>(() => distiller.compile(optimizer: "adam")).Message);
        var vector = distillation.Distiller(teacher, student, new NoScalar());
        vector.compile(loss: "sparse_categorical_crossentropy");
        Assert.Contains("NoScalar", Assert.Throws<ArgumentException>(() => vector.fit(s_x, s_y, verbose: 0)).Message);
    }

    [Fact]
    public void A_model_with_a_call_of_its_own_can_be_the_student()
    {
        var student = new Own();
        var distiller = distillation.Distiller(Pair().Teacher, student, distillation.LogitsDistillation(2.0, losses.KLDivergence()));
        distiller.compile(loss: losses.SparseCategoricalCrossentropy(from_logits: true));
        var history = distiller.fit(s_x, s_y, epochs: 2, verbose: 0);
        Assert.All(history.history["total_loss"], l => Assert.True(double.IsFinite(l) && l > 0));
        Assert.Equal(2, student.weights.Count);
    }

    [Fact]
    public void A_saved_distiller_goes_on_where_it_was()
    {
        using var folder = new TempFolder();
        var file = folder["distiller.keras"];
        var (teacher, student) = Pair();
        var distiller = distillation.Distiller(teacher, student, [distillation.LogitsDistillation(2.0, losses.KLDivergence()), distillation.FeatureDistillation("mse", "teacher_hidden", "student_hidden")], [1.0, 0.5], 0.3, name: "both");
        distiller.compile(optimizer: keras.optimizers.Adam(0.01), loss: losses.SparseCategoricalCrossentropy(from_logits: true), metrics: ["accuracy"]);
        distiller.fit(s_x, s_y, verbose: 0, shuffle: false);
        distiller.save(file);

        var loaded = Assert.IsType<Distiller>(models.load_model(file));
        Assert.Equal(("both", 0.3), (loaded.name, loaded.student_loss_weight));
        Assert.Equal([1.0, 0.5], loaded.distillation_loss_weights);
        Assert.False(loaded.teacher.trainable);
        Assert.True(distiller.predict(s_x, verbose: 0).array_equal(loaded.predict(s_x, verbose: 0)));
        var a = distiller.fit(s_x, s_y, verbose: 0, shuffle: false).history;
        var b = loaded.fit(s_x, s_y, verbose: 0, shuffle: false).history;
        foreach (var key in new[] { "loss", "student_loss", "distillation_loss", "accuracy" }) Assert.Equal(a[key][0], b[key][0], 1e-6);
    }

    private sealed class NoScalar : DistillationLoss
    {
        public override Tensor compute_loss(Tensor teacher_outputs, Tensor student_outputs) => teacher_outputs - student_outputs;
    }

    private sealed class Own : Model
    {
        private readonly Layer _dense = keras.layers.Dense(3);

        protected override Tensor call(Tensor inputs) => _dense.Apply(inputs);
    }
}
