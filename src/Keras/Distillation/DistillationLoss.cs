using Keras.Saving;
using Keras.Trees;

namespace Keras.Distillation;

/// <summary>How far a student's outputs are from its teacher's: override <see cref="compute_loss"/> (keras/src/distillation/distillation_loss.py).</summary>
[KerasExport("keras.distillation.DistillationLoss")]
public abstract class DistillationLoss : IHasConfig
{
    /// <summary>The layer of the teacher whose output is compared; its final outputs where <see langword="null"/>.</summary>
    public virtual string? teacher_layer_name => null;

    /// <summary>The layer of the student whose output is compared; its final outputs where <see langword="null"/>.</summary>
    public virtual string? student_layer_name => null;

    /// <summary>The loss of a batch.</summary>
    /// <param name="teacher_outputs">What the teacher, or its layer, gave: a tensor, a list or a dictionary.</param>
    /// <param name="student_outputs">What the student, or its layer, gave.</param>
    /// <returns>A scalar.</returns>
    public abstract Tensor compute_loss(Tensor teacher_outputs, Tensor student_outputs);

    /// <summary>Throws where the outputs cannot be compared.</summary>
    /// <param name="teacher_outputs">The teacher's.</param>
    /// <param name="student_outputs">The student's.</param>
    /// <exception cref="ArgumentException">They are nested in different ways.</exception>
    public virtual void validate_outputs(Tensor teacher_outputs, Tensor student_outputs) => TreeApi.assert_same_structure(teacher_outputs, student_outputs);

    /// <summary>Throws where the models have not what the loss needs.</summary>
    /// <param name="teacher">The teacher.</param>
    /// <param name="student">The student.</param>
    public virtual void validate_model_compatibility(Model teacher, Model student)
    {
    }

    /// <summary>The constructor arguments that make an equal loss, read from the properties of the same names.</summary>
    public virtual Config get_config() => ConfigReflection.FromConstructor(this);

    Config IHasConfig.get_config() => get_config();
}
