using Keras.Backend.Native.Updates;

namespace Keras.Optimizers;

/// <summary>Divides the gradient by the root of the sum of all its squares (Duchi and others, 2011).</summary>
/// <remarks>Use a larger learning rate than with other optimizers; 1.0 is that of the paper.</remarks>
[KerasExport("keras.optimizers.Adagrad", "keras.optimizers.legacy.Adagrad", Former = ["keras.optimizers.experimental.Adagrad", "keras.optimizers.adagrad"])]
public class Adagrad : Optimizer
{
    private NativeList? _squares;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learning_rate">The learning rate: a number, a schedule or a function; 0.001 where <see langword="null"/>.</param>
    /// <param name="initial_accumulator_value">What the sums start from; not negative.</param>
    /// <param name="epsilon">Added to the sum, inside the root.</param>
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
    public Adagrad(LearningRate? learning_rate = null, double initial_accumulator_value = 0.1, double epsilon = 1e-7, double? weight_decay = null,
        double? clipnorm = null, double? clipvalue = null, double? global_clipnorm = null, bool use_ema = false, double ema_momentum = 0.99,
        int? ema_overwrite_frequency = null, double? loss_scale_factor = null, int? gradient_accumulation_steps = null, string? name = null,
        LearningRate? lr = null, double? decay = null)
        : base(Rate(learning_rate, lr, 0.001), weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, ema_overwrite_frequency,
            loss_scale_factor, gradient_accumulation_steps, name, decay)
    {
        this.initial_accumulator_value = initial_accumulator_value;
        this.epsilon = epsilon;
    }

    /// <summary>What the sums start from.</summary>
    public double initial_accumulator_value { get; set; }

    /// <summary>Added to the sum.</summary>
    public double epsilon { get; set; }

    /// <inheritdoc/>
    public override void build(IReadOnlyList<Variable> variables)
    {
        if (built) return;
        base.build(variables);
        _squares = Natives(add_optimizer_variables(variables, "accumulator", new Filled(initial_accumulator_value)));
    }

    private protected override void UpdateStep(UpdateBatch batch, float learning_rate) => batch.Apply(new AdagradRule(learning_rate, epsilon), _squares!);
}
