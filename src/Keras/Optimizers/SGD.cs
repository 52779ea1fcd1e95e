using Keras.Backend.Native.Updates;

namespace Keras.Optimizers;

/// <summary>Gradient descent, with or without momentum.</summary>
/// <remarks><c>velocity = momentum * velocity - learning_rate * g; w = w + velocity</c>; with Nesterov momentum <c>w = w + momentum * velocity - learning_rate * g</c>.</remarks>
[KerasExport("keras.optimizers.SGD", "keras.optimizers.legacy.SGD", "keras.optimizers.sgd", Former = ["keras.optimizers.experimental.SGD"])]
public class SGD : Optimizer
{
    private NativeList? _velocities;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learning_rate">The learning rate: a number, a schedule or a function; 0.01 where <see langword="null"/>.</param>
    /// <param name="momentum">How much of the velocity stays in a step, from 0 to 1; 0 for plain gradient descent.</param>
    /// <param name="nesterov">Whether the momentum is Nesterov's.</param>
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
    public SGD(LearningRate? learning_rate = null, double momentum = 0.0, bool nesterov = false, double? weight_decay = null, double? clipnorm = null,
        double? clipvalue = null, double? global_clipnorm = null, bool use_ema = false, double ema_momentum = 0.99,
        int? ema_overwrite_frequency = null, double? loss_scale_factor = null, int? gradient_accumulation_steps = null, string? name = null,
        LearningRate? lr = null, double? decay = null)
        : base(Rate(learning_rate, lr, 0.01), weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, ema_overwrite_frequency,
            loss_scale_factor, gradient_accumulation_steps, name, decay)
    {
        if (momentum is not (>= 0 and <= 1)) throw new ArgumentException($"`momentum` must be a float between [0, 1]. Received: momentum={momentum}");
        this.momentum = momentum;
        this.nesterov = nesterov;
    }

    /// <summary>How much of the velocity stays in a step.</summary>
    public double momentum { get; set; }

    /// <summary>Whether the momentum is Nesterov's.</summary>
    public bool nesterov { get; set; }

    /// <inheritdoc/>
    public override void build(IReadOnlyList<Variable> variables)
    {
        if (built) return;
        base.build(variables);
        if (momentum != 0) _velocities = Natives(add_optimizer_variables(variables, "momentum"));
    }

    private protected override void UpdateStep(UpdateBatch batch, float learning_rate)
    {
        if (_velocities is null) batch.Apply(new SgdRule(learning_rate));
        else batch.Apply(new SgdRule(learning_rate, momentum, nesterov), _velocities);
    }
}
