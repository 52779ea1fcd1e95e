namespace Keras.Optimizers;

/// <summary>Follow the regularized leader: sparse linear models for online learning (McMahan and others, 2013).</summary>
/// <remarks><c>sigma = (n ^ -power - n_before ^ -power) / learning_rate; z = z + g - sigma * w; w = (clip(z, -l1, l1) - z) / ((beta + n ^ -power) / learning_rate + 2 * l2)</c>, with <c>n</c> the sum of the squared gradients.</remarks>
[KerasExport("keras.optimizers.Ftrl", "keras.optimizers.legacy.Ftrl", Former = ["keras.optimizers.experimental.Ftrl"])]
public class Ftrl : Optimizer
{
    private IReadOnlyList<Variable?> _squares = [];
    private IReadOnlyList<Variable?> _linears = [];

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learning_rate">The learning rate: a number, a schedule or a function; 0.001 where <see langword="null"/>.</param>
    /// <param name="learning_rate_power">How the learning rate falls with the sum of squares; not positive, 0 for a fixed rate.</param>
    /// <param name="initial_accumulator_value">What the sums of squares start from; not negative.</param>
    /// <param name="l1_regularization_strength">Strength of the L1 penalty, which makes variables exactly zero; not negative.</param>
    /// <param name="l2_regularization_strength">Strength of the L2 penalty, which steadies the steps; not negative.</param>
    /// <param name="l2_shrinkage_regularization_strength">Strength of an L2 penalty on the size of the variables, added to the gradient; not negative.</param>
    /// <param name="beta">The beta of the paper.</param>
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
    public Ftrl(LearningRate? learning_rate = null, double learning_rate_power = -0.5, double initial_accumulator_value = 0.1,
        double l1_regularization_strength = 0.0, double l2_regularization_strength = 0.0, double l2_shrinkage_regularization_strength = 0.0,
        double beta = 0.0, double? weight_decay = null, double? clipnorm = null, double? clipvalue = null, double? global_clipnorm = null,
        bool use_ema = false, double ema_momentum = 0.99, int? ema_overwrite_frequency = null, double? loss_scale_factor = null,
        int? gradient_accumulation_steps = null, string? name = null, LearningRate? lr = null, double? decay = null)
        : base(Rate(learning_rate, lr, 0.001), weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, ema_overwrite_frequency,
            loss_scale_factor, gradient_accumulation_steps, name, decay)
    {
        NotNegative(initial_accumulator_value, nameof(initial_accumulator_value));
        if (learning_rate_power > 0) throw new ArgumentException($"`learning_rate_power` needs to be negative or zero. Received: learning_rate_power={learning_rate_power}.");
        NotNegative(l1_regularization_strength, nameof(l1_regularization_strength));
        NotNegative(l2_regularization_strength, nameof(l2_regularization_strength));
        NotNegative(l2_shrinkage_regularization_strength, nameof(l2_shrinkage_regularization_strength));
        this.learning_rate_power = learning_rate_power;
        this.initial_accumulator_value = initial_accumulator_value;
        this.l1_regularization_strength = l1_regularization_strength;
        this.l2_regularization_strength = l2_regularization_strength;
        this.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength;
        this.beta = beta;
    }

    /// <summary>How the learning rate falls with the sum of squares.</summary>
    public double learning_rate_power { get; set; }

    /// <summary>What the sums of squares start from.</summary>
    public double initial_accumulator_value { get; set; }

    /// <summary>Strength of the L1 penalty.</summary>
    public double l1_regularization_strength { get; set; }

    /// <summary>Strength of the L2 penalty.</summary>
    public double l2_regularization_strength { get; set; }

    /// <summary>Strength of the L2 penalty that is added to the gradient.</summary>
    public double l2_shrinkage_regularization_strength { get; set; }

    /// <summary>The beta of the paper.</summary>
    public double beta { get; set; }

    /// <inheritdoc/>
    public override void build(IReadOnlyList<Variable> variables)
    {
        if (built) return;
        base.build(variables);
        var slots = add_optimizer_variables(variables, ["accumulator", "linear"], [new Filled(initial_accumulator_value), null]);
        (_squares, _linears) = (slots[0], slots[1]);
    }

    /// <inheritdoc/>
    public override void update_step(Tensor gradient, Variable variable, Tensor learning_rate)
    {
        // 1. The sums.
        var place = IndexOf(variable);
        var (squares, linear) = (_squares[place]!, _linears[place]!);
        gradient = Ops.cast(gradient, variable.dtype);
        var rate = (float)learning_rate;
        var power = -learning_rate_power;
        var sum = squares.Raw + Ops.square(gradient);
        var root = Ops.power(sum, power);
        var sigma = (root - Ops.power(squares.Raw, power)) / rate;
        linear.assign_add(gradient + 2 * l2_shrinkage_regularization_strength * variable.Raw - sigma * variable.Raw);

        // 2. The variable that they make best.
        var l2 = (float)l2_regularization_strength + (float)beta / (2 * rate);
        var quadratic = root / rate + 2 * l2;
        variable.assign((Ops.clip(linear.Raw, -l1_regularization_strength, l1_regularization_strength) - linear.Raw) / quadratic);
        squares.assign(sum);
    }

    private static void NotNegative(double value, string name)
    {
        if (value < 0) throw new ArgumentException($"`{name}` needs to be positive or zero. Received: {name}={value}.");
    }
}
