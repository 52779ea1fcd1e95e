using Keras.Backend;
using Keras.Saving;

namespace Keras.Optimizers;

/// <summary>Scales the loss of another optimizer, so that gradients in half precision do not vanish.</summary>
/// <remarks>
/// The loss is multiplied by a scale and the gradients are divided by it. A step with an infinite or NaN gradient is left out and halves the scale;
/// after <c>dynamic_growth_steps</c> good steps it is doubled.
/// </remarks>
[KerasExport("keras.optimizers.LossScaleOptimizer", "keras.mixed_precision.LossScaleOptimizer")]
public class LossScaleOptimizer : Optimizer
{
    private Variable? _counter;
    private Variable? _scale;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="inner_optimizer">The optimizer that changes the variables. Its own <c>loss_scale_factor</c> is taken away.</param>
    /// <param name="initial_scale">The first scale. A large one shrinks quickly where it is too large.</param>
    /// <param name="dynamic_growth_steps">After how many steps with finite gradients the scale is doubled.</param>
    /// <param name="name">Name; <c>loss_scale_optimizer</c> where <see langword="null"/>.</param>
    public LossScaleOptimizer(Optimizer inner_optimizer, double initial_scale = 32768.0, int dynamic_growth_steps = 2000, string? name = null)
        : base(0.0, name: name)
    {
        this.inner_optimizer = inner_optimizer;
        this.initial_scale = initial_scale;
        this.dynamic_growth_steps = dynamic_growth_steps;
        // Else gradients would be divided twice.
        inner_optimizer.loss_scale_factor = null;
    }

    /// <summary>The optimizer that changes the variables.</summary>
    public Optimizer inner_optimizer { get; }

    /// <summary>The first scale.</summary>
    public double initial_scale { get; }

    /// <summary>After how many steps with finite gradients the scale is doubled.</summary>
    public int dynamic_growth_steps { get; }

    /// <summary>The number of good steps since the scale changed; <see langword="null"/> before the state exists.</summary>
    public Variable? step_counter => _counter;

    /// <summary>The scale; <see langword="null"/> before the state exists.</summary>
    public Variable? dynamic_scale => _scale;

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> variables => [.. OwnVariables, .. inner_optimizer.variables];

    /// <inheritdoc/>
    public override LearningRate learning_rate
    {
        get => inner_optimizer.learning_rate;
        set => inner_optimizer.learning_rate = value;
    }

    /// <inheritdoc/>
    public override Variable iterations => inner_optimizer.iterations;

    /// <inheritdoc/>
    public override void build(IReadOnlyList<Variable> variables)
    {
        if (built) return;
        _counter = add_variable(TensorShape.Scalar, dtype: "int32", name: "step_counter");
        _scale = add_variable(TensorShape.Scalar, new Filled(initial_scale), "float32", name: "dynamic_scale");
        inner_optimizer.build(variables);
        base.build(variables);
    }

    /// <inheritdoc/>
    public override void apply(IReadOnlyList<Tensor?> grads, IReadOnlyList<Variable>? trainable_variables = null)
    {
        if (grads.Count == 0) return;
        BuildFor(grads, trainable_variables);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var scale = Kernel.Peek(_scale!.Raw);

        // 1. A step that is not finite is left out.
        if (!check_finite(grads))
        {
            Kernel.Poke(_counter!.Raw, 0);
            Kernel.Poke(_scale.Raw, scale * 0.5);
            return;
        }

        // 2. The step with the true gradients.
        var known = trainable_variables ?? Trained;
        var unscaled = new Tensor?[grads.Count];
        for (var i = 0; i < unscaled.Length; i++) unscaled[i] = grads[i] is not { } g || known[i].overwrite_with_gradient ? grads[i] : Kernel.Div(g, scale);
        inner_optimizer.apply(unscaled, trainable_variables);

        // 3. The next scale.
        var good = (long)Kernel.Peek(_counter!.Raw);
        if (good == dynamic_growth_steps - 1)
        {
            Kernel.Poke(_counter.Raw, 0);
            Kernel.Poke(_scale.Raw, scale * 2);
        }
        else Kernel.Poke(_counter.Raw, good + 1);
    }

    /// <summary>Whether no gradient holds an infinite value or NaN.</summary>
    /// <param name="grads">Gradients; missing ones count as finite.</param>
    public bool check_finite(IReadOnlyList<Tensor?> grads)
    {
        foreach (var g in grads)
            if (g is not null && !Kernel.IsFinite(g)) return false;
        return true;
    }

    /// <inheritdoc/>
    public override Tensor scale_loss(Tensor loss) => Ops.multiply(loss, _scale is null ? initial_scale : Kernel.Peek(_scale.Raw));

    /// <inheritdoc/>
    public override void finalize_variable_values(IReadOnlyList<Variable> var_list) => inner_optimizer.finalize_variable_values(var_list);

    internal override Optimizer WithLossScale() => this;

    // Porting note: Keras leaves the inner optimizer as it is, so that the call has no effect.
    /// <inheritdoc/>
    public override void exclude_from_weight_decay(IReadOnlyList<Variable>? var_list = null, IReadOnlyList<string>? var_names = null) =>
        inner_optimizer.exclude_from_weight_decay(var_list, var_names);

    /// <inheritdoc/>
    public override Config get_config() => new()
    {
        ["name"] = name,
        ["inner_optimizer"] = Serialization.ToConfig(inner_optimizer),
        ["initial_scale"] = initial_scale,
        ["dynamic_growth_steps"] = dynamic_growth_steps,
    };

    /// <summary>Makes the optimizer of a configuration, also of older ones that hold the arguments of all optimizers.</summary>
    /// <param name="config">What <see cref="get_config"/> gave.</param>
    /// <exception cref="ArgumentException">An argument is not known, or has a value that belongs on the inner optimizer.</exception>
    public static LossScaleOptimizer from_config(Config config)
    {
        config = new Config(config);
        foreach (var (argument, byDefault) in new (string, object?)[]
        {
            ("weight_decay", null), ("clipnorm", null), ("global_clipnorm", null), ("clipvalue", null), ("use_ema", false), ("ema_momentum", 0.99),
            ("ema_overwrite_frequency", null), ("loss_scale_factor", null), ("gradient_accumulation_steps", null),
        })
            if (!Equals(config.Pop(argument) ?? byDefault, byDefault))
                throw new ArgumentException($"LossScaleOptimizer does not support `{argument}`. Instead, set `{argument}` on the `inner_optimizer`.");
        if (config.Pop("dynamic") is false)
            throw new ArgumentException("LossScaleOptimizer no longer supports `dynamic=False`. Instead, simply set `loss_scale_factor` directly on the `inner_optimizer`.");
        return (LossScaleOptimizer)ConfigReflection.Construct(typeof(LossScaleOptimizer), config);
    }
}
