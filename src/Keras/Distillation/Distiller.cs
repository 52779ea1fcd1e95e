using Keras.Backend;
using Keras.Metrics;
using Keras.Saving;
using Keras.Trainers;

namespace Keras.Distillation;

/// <summary>Trains a small model, the student, on the targets and on what a trained model, the teacher, says (keras/src/distillation/distiller.py).</summary>
/// <remarks>
/// The loss is <c>student_loss_weight · student loss + (1 - student_loss_weight) · distillation loss</c>. The teacher is frozen; predictions are the student's.
/// See https://keras.io/api/distillation/distiller/.
/// </remarks>
[KerasExport("keras.distillation.Distiller")]
public class Distiller : Model
{
    private const string Final = "final_output";

    // Models of the same layers that give the outputs in the middle too; null where no layer is named.
    private readonly Model? _teacherFeatures;
    private readonly Model? _studentFeatures;
    private LossStructure? _studentLoss;

    /// <summary>Makes the model; the teacher cannot be trained any more then.</summary>
    /// <param name="teacher">A trained model.</param>
    /// <param name="student">The model to train, with the same inputs and outputs.</param>
    /// <param name="distillation_losses">One loss, or a list.</param>
    /// <param name="distillation_loss_weights">The weight of each loss of a list; 1 where <see langword="null"/>.</param>
    /// <param name="student_loss_weight">How much the student's own loss counts, from 0 to 1.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <exception cref="ArgumentException">The models do not fit each other or a loss, or a weight is out of range.</exception>
    public Distiller(Model teacher, Model student, DistillationLosses distillation_losses, IReadOnlyList<double>? distillation_loss_weights = null,
        double student_loss_weight = 0.5, string name = "distiller", bool trainable = true, DTypePolicy? dtype = null) : base(name, trainable, dtype)
    {
        // 1. The models.
        if (teacher is null) throw new ArgumentException("Teacher must be a keras.Model, got None.", nameof(teacher));
        if (student is null) throw new ArgumentException("Student must be a keras.Model, got None.", nameof(student));
        RequireLike(teacher, student);
        this.teacher = teacher;
        this.student = student;

        // 2. The losses and their weights.
        if (!(student_loss_weight is >= 0 and <= 1))
            throw new ArgumentException($"student_loss_weight must be between 0.0 and 1.0, got {student_loss_weight}", nameof(student_loss_weight));
        if (distillation_losses is null)
            throw new ArgumentException("'distillation_losses' cannot be `None`. Provide a distillation loss (e.g., LogitsDistillation or FeatureDistillation) or a list of distillation losses.", nameof(distillation_losses));
        var weights = distillation_losses.IsOne ? null : distillation_loss_weights;
        if (weights is not null && weights.Count != distillation_losses.Count)
            throw new ArgumentException($"Number of distillation_loss_weights ({weights.Count}) must match number of distillation_losses ({distillation_losses.Count})", nameof(distillation_loss_weights));
        this.student_loss_weight = student_loss_weight;
        this.distillation_losses = distillation_losses;
        this.distillation_loss_weights = weights ?? [.. Enumerable.Repeat(1.0, distillation_losses.Count)];
        foreach (var loss in distillation_losses) loss.validate_model_compatibility(teacher, student);

        // 3. What computes the features.
        _teacherFeatures = FeaturesOf(teacher, distillation_losses.Select(l => l.teacher_layer_name));
        _studentFeatures = FeaturesOf(student, distillation_losses.Select(l => l.student_layer_name));
        teacher.trainable = false;
    }

    /// <summary>The model that is learned from; frozen.</summary>
    public Model teacher { get; }

    /// <summary>The model that is trained, for use on its own afterwards.</summary>
    public Model student { get; }

    /// <summary>What compares the two.</summary>
    public IReadOnlyList<DistillationLoss> distillation_losses { get; }

    /// <summary>The weights of the losses.</summary>
    public IReadOnlyList<double> distillation_loss_weights { get; }

    /// <summary>How much the student's own loss counts.</summary>
    public double student_loss_weight { get; }

    /// <summary>The mean of the student's own loss.</summary>
    public Mean student_loss_tracker { get; } = new(name: "student_loss");

    /// <summary>The mean of the distillation loss.</summary>
    public Mean distillation_loss_tracker { get; } = new(name: "distillation_loss");

    /// <summary>The mean of both together.</summary>
    public Mean total_loss_tracker { get; } = new(name: "total_loss");

    // ------------------------------------------------------------------ checks

    private static void RequireLike(Model teacher, Model student)
    {
        if (teacher.Graph is null || student.Graph is null) return;
        RequireLike("input", teacher.inputs, student.inputs);
        RequireLike("output", teacher.outputs, student.outputs);
    }

    private static void RequireLike(string what, Tensor ofTeacher, Tensor ofStudent)
    {
        Tensor[] first = [.. Nest.Flatten(ofTeacher)], second = [.. Nest.Flatten(ofStudent)];
        if (first.Length != second.Length)
            throw new ArgumentException($"Teacher and student have different numbers of {what}s. Teacher: {first.Length}, Student: {second.Length}.");
        foreach (var (t, s) in first.Zip(second))
        {
            var shapes = $"Teacher: {t.shape}, Student: {s.shape}.";
            if (t.ndim != s.ndim) throw new ArgumentException($"Teacher and student {what} shapes have different dimensions. {shapes}");
            if (t.shape.Zip(s.shape).Any(d => d.First is { } a && d.Second is { } b && a != b))
                throw new ArgumentException($"Teacher and student {what} shapes are incompatible. {shapes} All dimensions must match.");
            if (t.dtype != s.dtype) throw new ArgumentException($"Teacher and student {what} dtypes must match. Teacher: {t.dtype}, Student: {s.dtype}.");
        }
    }

    private static Model? FeaturesOf(Model model, IEnumerable<string?> layers)
    {
        string[] names = [.. layers.OfType<string>().Where(n => n.Length > 0).Distinct()];
        if (names.Length == 0) return null;
        if (model.Graph is null) throw new ArgumentException($"Cannot create feature extractor for {model.name}. The model has no symbolic inputs: build it, or write it as a Functional or Sequential model.");
        var outputs = new Dictionary<string, Tensor> { [Final] = model is Sequential ? model.layers[^1].output : model.output };
        foreach (var name in names) outputs[name] = model.get_layer(name: name).output;
        return Create(model.inputs, outputs, name: $"{model.name}_multi_feature_extractor");
    }

    // ------------------------------------------------------------------ training

    /// <summary>Configures training.</summary>
    /// <param name="optimizer">Trains the student; <c>adam</c> where <see langword="null"/>.</param>
    /// <param name="loss">The student's own loss: name, object or function; for several outputs nested as they are. Required.</param>
    /// <param name="loss_weights">As for every model.</param>
    /// <param name="metrics">Metrics of the student's outputs.</param>
    /// <param name="weighted_metrics">Metrics that see sample weights.</param>
    /// <param name="run_eagerly">Kept for Keras's signature.</param>
    /// <param name="steps_per_execution">Only 1 is possible.</param>
    /// <param name="jit_compile">Kept for Keras's signature.</param>
    /// <param name="auto_scale_loss">As for every model.</param>
    /// <exception cref="ArgumentException">There is no loss, or a name is not known.</exception>
    public override void compile(Optimizer? optimizer = null, LossArgument? loss = null, LossWeights? loss_weights = null, MetricsArgument? metrics = null,
        MetricsArgument? weighted_metrics = null, bool run_eagerly = false, int steps_per_execution = 1, object? jit_compile = null, bool auto_scale_loss = true)
    {
        if (loss is null) throw new ArgumentException("'loss' cannot be `None`. Pass the loss by which the student learns from the targets.", nameof(loss));
        var structure = new LossStructure(loss);
        base.compile(optimizer ?? "adam"!, null, loss_weights, metrics, weighted_metrics, run_eagerly, steps_per_execution, jit_compile, auto_scale_loss);
        _studentLoss = structure;
    }

    /// <inheritdoc/>
    // Porting note: Keras leaves the student's loss out, and cannot compile a loaded distiller.
    public override Config? get_compile_config()
    {
        var config = base.get_compile_config();
        if (config is not null) config["loss"] = _studentLoss!.Argument.ToConfig();
        return config;
    }

    /// <summary>The student's predictions.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="training">Whether this is a training step.</param>
    /// <param name="mask">True where a step of the input counts.</param>
    protected override Tensor call(Tensor inputs, bool training, Tensor? mask) => student.Apply(inputs, training, mask);

    /// <inheritdoc/>
    /// <remarks><paramref name="sample_weight"/> has no effect, as in Keras.</remarks>
    /// <exception cref="InvalidOperationException">The distiller is not compiled, or a feature cannot be found.</exception>
    /// <exception cref="ArgumentException">The outputs do not fit a loss.</exception>
    public override Tensor compute_loss(Tensor? x = null, Tensor? y = null, Tensor? y_pred = null, Tensor? sample_weight = null, bool training = true)
    {
        if (_studentLoss is null) throw new InvalidOperationException("You must call `compile()` before calling `compute_loss()`.");
        y_pred ??= Apply(x ?? throw new ArgumentException("compute_loss needs the inputs, or the predictions for them."), training: training);

        // 1. What the student says of the targets.
        Tensor student = student_loss_weight > 0 && y is not null ? StudentLoss(y, y_pred) : 0.0;

        // 2. What the teacher says.
        Tensor distillation = student_loss_weight < 1 ? DistillationLoss(x, y_pred) : 0.0;

        // 3. Both.
        var total = Ops.add(Ops.multiply(student_loss_weight, student), Ops.multiply(1.0 - student_loss_weight, distillation));
        Track(student_loss_tracker, student);
        Track(distillation_loss_tracker, distillation);
        Track(total_loss_tracker, total);
        return total;
    }

    private Tensor StudentLoss(Tensor y, Tensor y_pred)
    {
        var values = _studentLoss!.Map(y, y_pred, static (loss, truth, prediction) => loss.Apply(truth, prediction));
        if (values.Count == 0) return 0.0;
        var loss = LossStructure.Sum(values);
        return loss.ndim > 0 ? Ops.mean(loss) : loss;
    }

    private Tensor DistillationLoss(Tensor? x, Tensor y_pred)
    {
        if (x is null) throw new ArgumentException("compute_loss needs the inputs: the teacher is asked about them.");
        var ofTeacher = _teacherFeatures is null ? new TensorDict([KeyValuePair.Create(Final, teacher.Apply(x, training: false))]) : (TensorDict)_teacherFeatures.Apply(x, training: false);
        var ofStudent = _studentFeatures is null ? new TensorDict([KeyValuePair.Create(Final, y_pred)]) : (TensorDict)_studentFeatures.Apply(x, training: true);
        Tensor total = 0.0;
        foreach (var (loss, weight) in distillation_losses.Zip(distillation_loss_weights))
        {
            // As in Keras, the teacher's layer decides: without one the final outputs are compared.
            var byLayer = loss.teacher_layer_name is not null;
            var first = byLayer ? Feature(loss, ofTeacher, loss.teacher_layer_name) : ofTeacher[Final];
            var second = byLayer ? Feature(loss, ofStudent, loss.student_layer_name) : y_pred;
            loss.validate_outputs(first, second);
            var value = loss.compute_loss(first, second);
            if (value.ndim > 0)
                throw new ArgumentException($"Distillation loss {loss.GetType().Name} returned a non-scalar loss with shape {value.shape}. The compute_loss method must return a scalar tensor.");
            total = Ops.add(total, Ops.multiply(weight, value));
        }
        return total;
    }

    private static Tensor Feature(DistillationLoss loss, TensorDict features, string? layer) =>
        features.TryGetValue(string.IsNullOrEmpty(layer) ? Final : layer, out var feature) ? feature
            : throw new InvalidOperationException($"Failed to extract features for {loss.GetType().Name} targeting teacher layer '{loss.teacher_layer_name}' and student layer '{loss.student_layer_name}': " +
                $"layer '{layer}' not found. Available: {string.Join(", ", features.Keys)}.");

    private static void Track(Mean tracker, Tensor value)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        tracker.update_state(value is ScalarTensor ? value : Kernel.Detach(value));
    }

    // ------------------------------------------------------------------ config

    /// <inheritdoc/>
    public override Config get_config() => new()
    {
        ["name"] = name,
        ["trainable"] = trainable,
        ["dtype"] = Serialization.ToConfig(dtype_policy),
        ["teacher"] = Serialization.ToConfig(teacher),
        ["student"] = Serialization.ToConfig(student),
        ["distillation_losses"] = distillation_losses.Select(Serialization.ToConfig).ToList(),
        ["distillation_loss_weights"] = distillation_loss_weights.Cast<object?>().ToList(),
        ["student_loss_weight"] = student_loss_weight,
    };

    /// <summary>Makes the distiller of a configuration.</summary>
    /// <param name="config">What <see cref="get_config"/> gave.</param>
    /// <exception cref="ArgumentException">The configuration describes no distiller.</exception>
    public static Distiller from_config(Config config)
    {
        T Part<T>(string key) where T : class => Serialization.FromConfig(config.Get(key)) as T
            ?? throw new ArgumentException($"The configuration of a Distiller needs '{key}'. Received: {string.Join(", ", config.Keys)}.");
        DistillationLoss[] losses = [.. Part<List<object?>>("distillation_losses").Select(l => l as DistillationLoss ?? throw new ArgumentException($"'distillation_losses' holds {l ?? "null"}, which is no distillation loss."))];
        return new(Part<Model>("teacher"), Part<Model>("student"), losses,
            (double[]?)ConfigReflection.ConvertTo(typeof(double[]), config.Get("distillation_loss_weights")),
            Convert.ToDouble(config.Get("student_loss_weight") ?? 0.5, System.Globalization.CultureInfo.InvariantCulture),
            config.Get("name") as string ?? "distiller", config.Get("trainable") as bool? ?? true,
            (DTypePolicy?)ConfigReflection.ConvertTo(typeof(DTypePolicy), config.Get("dtype")));
    }
}
