using Keras.Backend;
using Keras.Backend.Native.Updates;

namespace Keras.Optimizers;

/// <summary>Adam with Nesterov momentum (Dozat, 2015).</summary>
[KerasExport("keras.optimizers.Nadam", Former = ["keras.optimizers.experimental.Nadam", "keras.optimizers.nadam"])]
public class Nadam : Optimizer
{
    private NativeList? _momentums;
    private NativeList? _velocities;
    private Variable? _product;
    private float _before = 1;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learning_rate">The learning rate: a number, a schedule or a function; 0.001 where <see langword="null"/>.</param>
    /// <param name="beta_1">Decay of the first moment, the running mean of the gradients.</param>
    /// <param name="beta_2">Decay of the second moment, the running mean of their squares.</param>
    /// <param name="epsilon">Added to the root of the second moment: the "epsilon hat" of Kingma and Ba, before section 2.1.</param>
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
    public Nadam(LearningRate? learning_rate = null, double beta_1 = 0.9, double beta_2 = 0.999, double epsilon = 1e-7, double? weight_decay = null,
        double? clipnorm = null, double? clipvalue = null, double? global_clipnorm = null, bool use_ema = false, double ema_momentum = 0.99,
        int? ema_overwrite_frequency = null, double? loss_scale_factor = null, int? gradient_accumulation_steps = null, string? name = null,
        LearningRate? lr = null, double? decay = null)
        : base(Rate(learning_rate, lr, 0.001), weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, ema_overwrite_frequency,
            loss_scale_factor, gradient_accumulation_steps, name, decay)
    {
        this.beta_1 = beta_1;
        this.beta_2 = beta_2;
        this.epsilon = epsilon;
    }

    /// <summary>Decay of the first moment.</summary>
    public double beta_1 { get; set; }

    /// <summary>Decay of the second moment.</summary>
    public double beta_2 { get; set; }

    /// <summary>Added to the root of the second moment.</summary>
    public double epsilon { get; set; }

    /// <inheritdoc/>
    public override void build(IReadOnlyList<Variable> variables)
    {
        if (built) return;
        base.build(variables);
        var slots = add_optimizer_variables(variables, ["momentum", "velocity"]);
        _momentums = Natives(slots[0]);
        _velocities = Natives(slots[1]);
        _product = Track(new Variable(1.0, trainable: false, dtype: variables.Count > 0 ? variables[0].dtype : KerasConfig.floatx()));
    }

    private protected override void BeginUpdate(long step)
    {
        _before = (float)Kernel.Peek(_product!.Raw);
        Kernel.Poke(_product.Raw, Rule(step, 0).Product);
    }

    private protected override void UpdateStep(UpdateBatch batch, float learning_rate) => batch.Apply(Rule(batch.Step, learning_rate), _momentums!, _velocities!);

    /// <summary>What the product of the momentums is after some steps.</summary>
    /// <param name="steps">How many.</param>
    internal float ProductAfter(long steps)
    {
        var product = 1f;
        for (long step = 1; step <= steps && product > 0; step++) product = new NadamRule(step, product, 0, beta_1, beta_2, epsilon).Product;
        return product;
    }

    /// <summary>The variable that keeps the product of the momentums; <see langword="null"/> until it is built.</summary>
    internal Variable? Product => _product;

    private NadamRule Rule(long step, float learning_rate) => new(step, _before, learning_rate, beta_1, beta_2, epsilon);
}
