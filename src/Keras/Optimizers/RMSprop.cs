using Keras.Backend.Native.Updates;

namespace Keras.Optimizers;

/// <summary>Divides the gradient by the root of a running mean of its squares (Hinton, 2012).</summary>
/// <remarks>The momentum is plain, not Nesterov's. The centered version subtracts the square of the mean gradient from the mean square.</remarks>
[KerasExport("keras.optimizers.RMSprop", "keras.optimizers.legacy.RMSprop", "keras.optimizers.rmsprop", Former = ["keras.optimizers.experimental.RMSprop"])]
public class RMSprop : Optimizer
{
    private NativeList? _squares;
    private NativeList? _velocities;
    private NativeList? _means;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learning_rate">The learning rate: a number, a schedule or a function; 0.001 where <see langword="null"/>.</param>
    /// <param name="rho">How much of the means stays in a step.</param>
    /// <param name="momentum">How much of the velocity stays in a step; 0 for none.</param>
    /// <param name="epsilon">Added to the mean square, inside the root.</param>
    /// <param name="centered">Whether gradients are divided by their estimated variance instead of their mean square.</param>
    /// <param name="weight_decay">The part of each variable that is taken away in a step, times the learning rate; <see langword="null"/> for none.</param>
    /// <param name="clipnorm">The largest norm of each gradient; longer ones are shortened to it.</param>
    /// <param name="clipvalue">The largest absolute value in a gradient; others are cut off.</param>
    /// <param name="global_clipnorm">The largest norm of all gradients together.</param>
    /// <param name="use_ema">Whether a running mean of the variables is kept, which takes their place when training ends.</param>
    /// <param name="ema_momentum">How much of the running mean stays in a step.</param>
    /// <param name="ema_overwrite_frequency">After how many steps the running mean takes the variables' place during training; <see langword="null"/> for never.</param>
    /// <param name="loss_scale_factor">What the loss is multiplied with before gradients are taken, and the gradients divided by.</param>
    /// <param name="gradient_accumulation_steps">How many steps gather gradients for one update by their mean; at least 2, <see langword="null"/> for an update at each step.</param>
    /// <param name="name">Name, the first part of the names of the state; made of the class name where <see langword="null"/>.</param>
    /// <param name="lr">Keras 2's name of <paramref name="learning_rate"/>.</param>
    /// <param name="decay">Keras 2's argument; as in Keras 3, it is ignored with a warning. Use <c>keras.optimizers.schedules.InverseTimeDecay</c>.</param>
    /// <exception cref="ArgumentException">An argument lies outside its range, or more than one of the three clippings is asked for.</exception>
    public RMSprop(LearningRate? learning_rate = null, double rho = 0.9, double momentum = 0.0, double epsilon = 1e-7, bool centered = false,
        double? weight_decay = null, double? clipnorm = null, double? clipvalue = null, double? global_clipnorm = null, bool use_ema = false,
        double ema_momentum = 0.99, int? ema_overwrite_frequency = null, double? loss_scale_factor = null, int? gradient_accumulation_steps = null,
        string? name = null, LearningRate? lr = null, double? decay = null)
        : base(Rate(learning_rate, lr, 0.001), weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, ema_overwrite_frequency,
            loss_scale_factor, gradient_accumulation_steps, name, decay)
    {
        this.rho = rho;
        this.momentum = momentum;
        this.epsilon = epsilon;
        this.centered = centered;
    }

    /// <summary>How much of the means stays in a step.</summary>
    public double rho { get; set; }

    /// <summary>How much of the velocity stays in a step.</summary>
    public double momentum { get; set; }

    /// <summary>Added to the mean square.</summary>
    public double epsilon { get; set; }

    /// <summary>Whether gradients are divided by their estimated variance.</summary>
    public bool centered { get; set; }

    /// <inheritdoc/>
    public override void build(IReadOnlyList<Variable> variables)
    {
        if (built) return;
        base.build(variables);
        _squares = Natives(add_optimizer_variables(variables, "velocity"));
        if (momentum > 0) _velocities = Natives(add_optimizer_variables(variables, "momentum"));
        if (centered) _means = Natives(add_optimizer_variables(variables, "average_gradient"));
    }

    private protected override void UpdateStep(UpdateBatch batch, float learning_rate)
    {
        var rule = new RmspropRule(learning_rate, rho, _velocities is null ? 0 : momentum, epsilon, _means is not null);
        NativeList[] slots = [.. new[] { _squares, _means, _velocities }.OfType<NativeList>()];
        batch.Apply(rule, slots);
    }
}
