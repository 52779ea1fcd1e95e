using Keras.Losses;

namespace Keras.Distillation;

/// <summary>Compares the final outputs of teacher and student, both divided by a temperature (keras/src/distillation/distillation_loss.py).</summary>
/// <remarks>
/// With <c>keras.losses.KLDivergence()</c> the outputs are taken for logits: what is compared are their softmax probabilities, and the loss is multiplied by
/// the square of the temperature. Every other loss, and also the function that the name <c>kl_divergence</c> stands for, sees the divided outputs themselves.
/// </remarks>
[KerasExport("keras.distillation.LogitsDistillation")]
public class LogitsDistillation : DistillationLoss
{
    private readonly LossStructure _losses;

    /// <summary>Makes the loss.</summary>
    /// <param name="temperature">What outputs are divided by; more makes the teacher's probabilities softer.</param>
    /// <param name="loss">Name, object or function; for several outputs a list or a dictionary, <see langword="null"/> in it for none. <c>kl_divergence</c> where left out.</param>
    /// <exception cref="ArgumentException">The temperature is not positive, or there is no loss at all.</exception>
    // Porting note: the default is the function, as in Keras: there the name is never taken for the class, so that no softmax is applied and nothing multiplied.
    public LogitsDistillation(double temperature = 3.0, LossArgument? loss = null)
    {
        _losses = new(loss ?? "kl_divergence"!);
        if (_losses.IsEmpty) throw new ArgumentException("At least one loss must be non-`None`.", nameof(loss));
        if (!(temperature > 0)) throw new ArgumentException($"temperature must be positive. Received: temperature={temperature}", nameof(temperature));
        this.temperature = temperature;
    }

    /// <summary>What outputs are divided by.</summary>
    public double temperature { get; }

    /// <summary>The losses as they were given.</summary>
    public LossArgument loss => _losses.Argument;

    /// <inheritdoc/>
    public override Tensor compute_loss(Tensor teacher_outputs, Tensor student_outputs) =>
        LossStructure.Sum(_losses.Map(Nest.Map(teacher_outputs, Scaled), Nest.Map(student_outputs, Scaled), Compare));

    private Tensor Scaled(Tensor x) => Ops.divide(x, temperature);

    private Tensor Compare(Loss loss, Tensor teacher, Tensor student) => loss is KLDivergence
        ? Ops.mean(loss.Apply(Ops.softmax(teacher, axis: -1), Ops.softmax(student, axis: -1))) * (temperature * temperature)
        : Ops.mean(loss.Apply(teacher, student));

    /// <inheritdoc/>
    public override Config get_config() => new() { ["temperature"] = temperature, ["loss"] = _losses.ToConfig() };

    /// <summary>Makes the loss of a configuration.</summary>
    /// <param name="config">What <see cref="get_config"/> gave.</param>
    public static LogitsDistillation from_config(Config config) =>
        new(Convert.ToDouble(config.Get("temperature") ?? 3.0, System.Globalization.CultureInfo.InvariantCulture), LossArgument.From(config.Get("loss")));
}
