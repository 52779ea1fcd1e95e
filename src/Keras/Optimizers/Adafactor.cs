namespace Keras.Optimizers;

/// <summary>Adam with little memory: of a matrix it keeps the mean squares of rows and columns (Shazeer and Stern, 2018).</summary>
/// <remarks>Of variables with two or more dimensions the last two are factored. Keras keeps their product too, for the step.</remarks>
[KerasExport("keras.optimizers.Adafactor", Former = ["keras.optimizers.experimental.Adafactor"])]
public class Adafactor : Optimizer
{
    private Variable?[] _rows = [];
    private Variable?[] _columns = [];
    private Variable?[] _velocities = [];

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learning_rate">The learning rate: a number, a schedule or a function; 0.001 where <see langword="null"/>.</param>
    /// <param name="beta_2_decay">The power of the step by which older squares lose weight.</param>
    /// <param name="epsilon_1">Added to the squares of the gradients.</param>
    /// <param name="epsilon_2">The least size of a variable that scales its steps.</param>
    /// <param name="clip_threshold">The largest root mean square of a step before the learning rate; apart from the three clippings of gradients.</param>
    /// <param name="relative_step">Whether a constant learning rate is lowered to one over the root of the step.</param>
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
    public Adafactor(LearningRate? learning_rate = null, double beta_2_decay = -0.8, double epsilon_1 = 1e-30, double epsilon_2 = 1e-3,
        double clip_threshold = 1.0, bool relative_step = true, double? weight_decay = null, double? clipnorm = null, double? clipvalue = null,
        double? global_clipnorm = null, bool use_ema = false, double ema_momentum = 0.99, int? ema_overwrite_frequency = null,
        double? loss_scale_factor = null, int? gradient_accumulation_steps = null, string? name = null, LearningRate? lr = null,
        double? decay = null)
        : base(Rate(learning_rate, lr, 0.001), weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, ema_overwrite_frequency,
            loss_scale_factor, gradient_accumulation_steps, name, decay)
    {
        this.beta_2_decay = beta_2_decay;
        this.epsilon_1 = epsilon_1;
        this.epsilon_2 = epsilon_2;
        this.clip_threshold = clip_threshold;
        this.relative_step = relative_step;
    }

    /// <summary>The power of the step by which older squares lose weight.</summary>
    public double beta_2_decay { get; set; }

    /// <summary>Added to the squares of the gradients.</summary>
    public double epsilon_1 { get; set; }

    /// <summary>The least size of a variable that scales its steps.</summary>
    public double epsilon_2 { get; set; }

    /// <summary>The largest root mean square of a step before the learning rate.</summary>
    public double clip_threshold { get; set; }

    /// <summary>Whether a constant learning rate is lowered to one over the root of the step.</summary>
    public bool relative_step { get; set; }

    /// <inheritdoc/>
    public override void build(IReadOnlyList<Variable> variables)
    {
        if (built) return;
        base.build(variables);
        (_rows, _columns, _velocities) = (new Variable?[variables.Count], new Variable?[variables.Count], new Variable?[variables.Count]);
        for (var i = 0; i < variables.Count; i++)
        {
            var variable = variables[i];
            if (variable.overwrite_with_gradient) continue;
            int?[] shape = [.. variable.shape];
            if (shape.Length < 2)
            {
                // Keras keeps two numbers without use, outside its own names; they count in files.
                _rows[i] = Track(new Variable(0, trainable: false, dtype: "int32", name: variable.name));
                _columns[i] = Track(new Variable(0, trainable: false, dtype: "int32", name: variable.name));
            }
            else
            {
                _rows[i] = add_variable(shape[..^1], dtype: variable.dtype, name: variable.name);
                _columns[i] = add_variable([.. shape[..^2], shape[^1]], dtype: variable.dtype, name: variable.name);
            }
            _velocities[i] = add_variable_from_reference(variable, "velocity");
        }
    }

    /// <inheritdoc/>
    public override void update_step(Tensor gradient, Variable variable, Tensor learning_rate)
    {
        // 1. How far to go, and how much of the old squares stays.
        var place = IndexOf(variable);
        gradient = Ops.cast(gradient, variable.dtype);
        float step = Iterations() + 1, rate = (float)learning_rate;
        var relative = 1 / MathF.Sqrt(step);
        // Porting note: in Keras a learning rate that is a function is not lowered here, but the next line lowers any rate, so that nothing depends on relative_step.
        var alpha = Ops.maximum(Rms(variable.Raw), epsilon_2) * MathF.Min(rate, relative);
        var keep = 1 - MathF.Pow(step, (float)beta_2_decay);
        var squares = Ops.square(gradient) + epsilon_1;

        // 2. The mean squares.
        var velocity = _velocities[place]!;
        if (variable.ndim >= 2)
        {
            var (row, column) = (_rows[place]!, _columns[place]!);
            row.assign(row.Raw * keep + Ops.mean(squares, axis: -1) * (1 - keep));
            column.assign(column.Raw * keep + Ops.mean(squares, axis: -2) * (1 - keep));
            velocity.assign(Ops.expand_dims(row.Raw / Ops.mean(row.Raw, axis: -1, keepdims: true), -1) * Ops.expand_dims(column.Raw, -2));
        }
        else velocity.assign(velocity.Raw * keep + squares * (1 - keep));

        // 3. The step.
        var update = gradient / Ops.sqrt(velocity.Raw);
        update /= Ops.maximum(Rms(update) / clip_threshold, 1.0);
        variable.assign_sub(alpha * update);
    }

    private static Tensor Rms(Tensor x) => Ops.sqrt(Ops.mean(Ops.square(x)));
}
