using Keras.Backend.Native.Updates;

namespace Keras.Optimizers;

/// <summary>Moves by the sign of a running mean of the gradients (Chen and others, 2023).</summary>
/// <remarks>Use a learning rate 3 to 10 times smaller than for AdamW, and a weight decay as many times larger.</remarks>
[KerasExport("keras.optimizers.Lion")]
public class Lion : Optimizer
{
    private NativeList? _momentums;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learning_rate">The learning rate: a number, a schedule or a function; 0.001 where <see langword="null"/>.</param>
    /// <param name="beta_1">How much of the running mean joins the gradient whose sign is taken; above 0, at most 1.</param>
    /// <param name="beta_2">Decay of the running mean.</param>
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
    public Lion(LearningRate? learning_rate = null, double beta_1 = 0.9, double beta_2 = 0.99, double? weight_decay = null, double? clipnorm = null,
        double? clipvalue = null, double? global_clipnorm = null, bool use_ema = false, double ema_momentum = 0.99,
        int? ema_overwrite_frequency = null, double? loss_scale_factor = null, int? gradient_accumulation_steps = null, string? name = null,
        LearningRate? lr = null, double? decay = null)
        : base(Rate(learning_rate, lr, 0.001), weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, ema_overwrite_frequency,
            loss_scale_factor, gradient_accumulation_steps, name, decay)
    {
        if (beta_1 is not (> 0 and <= 1)) throw new ArgumentException($"Argument `beta_1` must be in the [0, 1] range. Otherwise, the optimizer degenerates to SignSGD. Received: beta_1={beta_1}.");
        this.beta_1 = beta_1;
        this.beta_2 = beta_2;
    }

    /// <summary>How much of the running mean joins the gradient whose sign is taken.</summary>
    public double beta_1 { get; set; }

    /// <summary>Decay of the running mean.</summary>
    public double beta_2 { get; set; }

    /// <inheritdoc/>
    public override void build(IReadOnlyList<Variable> variables)
    {
        if (built) return;
        base.build(variables);
        _momentums = Natives(add_optimizer_variables(variables, "momentum"));
    }

    private protected override void UpdateStep(UpdateBatch batch, float learning_rate) => batch.Apply(new LionRule(learning_rate, beta_1, beta_2), _momentums!);
}
