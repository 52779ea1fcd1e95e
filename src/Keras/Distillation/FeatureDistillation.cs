using Keras.Trees;

namespace Keras.Distillation;

/// <summary>Compares what layers inside teacher and student compute (keras/src/distillation/distillation_loss.py).</summary>
[KerasExport("keras.distillation.FeatureDistillation")]
public class FeatureDistillation : DistillationLoss
{
    private readonly LossStructure _losses;

    /// <summary>Makes the loss.</summary>
    /// <param name="loss">Name, object or function; for several outputs a list or a dictionary, <see langword="null"/> in it for none. <c>mse</c> where left out.</param>
    /// <param name="teacher_layer_name">Layer of the teacher; its final outputs where <see langword="null"/>, and the student's too.</param>
    /// <param name="student_layer_name">Layer of the student; its final outputs where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">There is no loss at all.</exception>
    public FeatureDistillation(LossArgument? loss = null, string? teacher_layer_name = null, string? student_layer_name = null)
    {
        _losses = new(loss ?? "mse"!);
        if (_losses.IsEmpty) throw new ArgumentException("The `loss` argument in `FeatureDistillation` must contain at least one non-`None` value.", nameof(loss));
        this.teacher_layer_name = teacher_layer_name;
        this.student_layer_name = student_layer_name;
    }

    /// <summary>The losses as they were given.</summary>
    public LossArgument loss => _losses.Argument;

    /// <inheritdoc/>
    public override string? teacher_layer_name { get; }

    /// <inheritdoc/>
    public override string? student_layer_name { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A layer is named and a model is no graph of layers, or has no layer of the name.</exception>
    public override void validate_model_compatibility(Model teacher, Model student)
    {
        if (teacher_layer_name is null && student_layer_name is null) return;
        string[] withoutGraph = [.. new[] { ("teacher", teacher), ("student", student) }.Where(m => m.Item2.Graph is null).Select(m => m.Item1)];
        if (withoutGraph.Length > 0)
            throw new ArgumentException($"FeatureDistillation with specific layer names requires Functional or Sequential models that are built. The {string.Join(" and ", withoutGraph)} model(s) have no symbolic inputs and outputs. " +
                "Use Functional or Sequential models, or FeatureDistillation without layer names (to distill final outputs only), or LogitsDistillation.");
        RequireLayer("teacher", teacher, teacher_layer_name);
        RequireLayer("student", student, student_layer_name);
    }

    private static void RequireLayer(string role, Model model, string? layer)
    {
        try
        {
            if (layer is not null) model.get_layer(name: layer);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"In {role} model: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The outputs are nested in different ways, or otherwise than the losses.</exception>
    public override void validate_outputs(Tensor teacher_outputs, Tensor student_outputs)
    {
        base.validate_outputs(teacher_outputs, student_outputs);
        try
        {
            _losses.RequireSameStructure(teacher_outputs);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"Loss structure mismatch. The losses must be nested as the outputs are. Error: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override Tensor compute_loss(Tensor teacher_outputs, Tensor student_outputs) =>
        LossStructure.Sum(_losses.Map(teacher_outputs, student_outputs, static (loss, teacher, student) => Ops.mean(loss.Apply(teacher, student))));

    /// <inheritdoc/>
    public override Config get_config() => new() { ["loss"] = _losses.ToConfig(), ["teacher_layer_name"] = teacher_layer_name, ["student_layer_name"] = student_layer_name };

    /// <summary>Makes the loss of a configuration.</summary>
    /// <param name="config">What <see cref="get_config"/> gave.</param>
    public static FeatureDistillation from_config(Config config) =>
        new(LossArgument.From(config.Get("loss")), config.Get("teacher_layer_name") as string, config.Get("student_layer_name") as string);
}
