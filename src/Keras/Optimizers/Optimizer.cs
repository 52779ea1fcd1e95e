using Keras.Backend;
using Keras.Optimizers;
using Keras.Saving;
using Keras.Utils;

namespace Keras;

/// <summary>Changes variables by their gradients.</summary>
/// <remarks>
/// Converts from the name of an optimizer: <c>optimizer: "adam"</c>.
/// For an optimizer of your own override <see cref="build"/>, where <see cref="add_variable_from_reference"/> makes the state, and <see cref="update_step"/>.
/// </remarks>
[KerasExport("keras.optimizers.Optimizer", "keras.Optimizer", "keras.optimizers.legacy.Optimizer")]
public abstract partial class Optimizer : IHasConfig
{
    /// <summary>The arguments that all optimizers have, in the order of Keras's configurations.</summary>
    private static readonly string[] BaseArguments =
    [
        "name", "learning_rate", "weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "use_ema", "ema_momentum", "ema_overwrite_frequency",
        "loss_scale_factor", "gradient_accumulation_steps",
    ];

    private LearningRate _learningRate;
    private double? _lossScaleFactor;

    /// <summary>Takes the arguments that all optimizers have.</summary>
    /// <param name="learning_rate">The learning rate: a number, a schedule or a function.</param>
    /// <param name="weight_decay">The part of each variable that is taken away in a step, times the learning rate; <see langword="null"/> for none.</param>
    /// <param name="clipnorm">The largest norm of each gradient; longer ones are shortened to it.</param>
    /// <param name="clipvalue">The largest absolute value in a gradient; others are cut off.</param>
    /// <param name="global_clipnorm">The largest norm of all gradients together.</param>
    /// <param name="use_ema">Whether a running mean of the variables is kept, which takes their place when training ends.</param>
    /// <param name="ema_momentum">How much of the running mean stays in a step.</param>
    /// <param name="ema_overwrite_frequency">After how many steps the running mean takes the variables' place during training; <see langword="null"/> for never.</param>
    /// <param name="loss_scale_factor">What the loss is multiplied with before gradients are taken, and the gradients divided by; against underflow in half precision.</param>
    /// <param name="gradient_accumulation_steps">How many steps gather gradients for one update by their mean; at least 2, <see langword="null"/> for an update at each step.</param>
    /// <param name="name">Name, the first part of the names of the state; made of the class name where <see langword="null"/>.</param>
    /// <param name="decay">Keras 2's argument; as in Keras 3, it is ignored with a warning. Use <c>keras.optimizers.schedules.InverseTimeDecay</c>.</param>
    /// <exception cref="ArgumentException">An argument lies outside its range, or more than one of the three clippings is asked for.</exception>
    protected Optimizer(LearningRate learning_rate, double? weight_decay = null, double? clipnorm = null, double? clipvalue = null, double? global_clipnorm = null,
        bool use_ema = false, double ema_momentum = 0.99, int? ema_overwrite_frequency = null, double? loss_scale_factor = null,
        int? gradient_accumulation_steps = null, string? name = null, double? decay = null)
    {
        // 1. Check.
        if (decay is not (null or 0)) IoUtils.WarnOnce("Argument `decay` is no longer supported and will be ignored. Pass learning_rate: new InverseTimeDecay(rate, 1, decay) instead.");
        if (gradient_accumulation_steps is < 2 and not 0)
            throw new ArgumentException($"`gradient_accumulation_steps` must be an integer >= 2. Received: gradient_accumulation_steps={gradient_accumulation_steps}");
        if (use_ema && ema_momentum is not (>= 0 and <= 1))
            throw new ArgumentException($"`ema_momentum` must be in the range [0, 1]. Received: ema_momentum={ema_momentum}");
        if (use_ema && ema_overwrite_frequency < 0)
            throw new ArgumentException($"`ema_overwrite_frequency` must be an integer >= 1 or None. Received: ema_overwrite_frequency={ema_overwrite_frequency}");
        if ((clipnorm is null ? 0 : 1) + (clipvalue is null ? 0 : 1) + (global_clipnorm is null ? 0 : 1) > 1)
            throw new ArgumentException("Only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be set. " +
                $"Received: clipnorm={ConfigReflection.Show(clipnorm)}, clipvalue={ConfigReflection.Show(clipvalue)}, global_clipnorm={ConfigReflection.Show(global_clipnorm)}");

        // 2. Keep.
        this.name = name ?? Naming.AutoName(KerasRegistry.ClassName(GetType()));
        this.weight_decay = weight_decay;
        this.clipnorm = clipnorm;
        this.clipvalue = clipvalue;
        this.global_clipnorm = global_clipnorm;
        this.use_ema = use_ema;
        this.ema_momentum = ema_momentum;
        this.ema_overwrite_frequency = ema_overwrite_frequency is 0 ? null : ema_overwrite_frequency;
        _lossScaleFactor = loss_scale_factor;
        this.gradient_accumulation_steps = gradient_accumulation_steps is 0 ? null : gradient_accumulation_steps;

        // 3. The state that every optimizer has.
        using var scope = new NameScope(this.name, this);
        _iterations = Track(new Variable(0, trainable: false, dtype: "int32", aggregation: "only_first_replica", name: "iteration"));
        _learningRate = learning_rate.IsNumber
            ? LearningRate.Of(Track(new Variable(learning_rate.Value, trainable: false, dtype: KerasConfig.floatx(), aggregation: "only_first_replica", name: "learning_rate")))
            : learning_rate.For(RawIterations);
    }

    /// <summary>Name, the first part of the names of the state.</summary>
    public string name { get; }

    /// <summary>Whether the state exists.</summary>
    public bool built { get; private protected set; }

    /// <summary>The part of each variable that is taken away in a step, times the learning rate.</summary>
    public double? weight_decay { get; set; }

    /// <summary>The largest norm of each gradient.</summary>
    public double? clipnorm { get; set; }

    /// <summary>The largest absolute value in a gradient.</summary>
    public double? clipvalue { get; set; }

    /// <summary>The largest norm of all gradients together.</summary>
    public double? global_clipnorm { get; set; }

    /// <summary>Whether a running mean of the variables is kept.</summary>
    public bool use_ema { get; }

    /// <summary>How much of the running mean stays in a step.</summary>
    public double ema_momentum { get; set; }

    /// <summary>After how many steps the running mean takes the variables' place during training.</summary>
    public int? ema_overwrite_frequency { get; set; }

    /// <summary>What the loss is multiplied with before gradients are taken, and the gradients divided by.</summary>
    public virtual double? loss_scale_factor
    {
        get => _lossScaleFactor;
        set => _lossScaleFactor = value;
    }

    /// <summary>How many steps gather gradients for one update.</summary>
    public int? gradient_accumulation_steps { get; }

    /// <summary>The learning rate that counts now. It converts to a number, and numbers and schedules can be assigned.</summary>
    /// <exception cref="InvalidOperationException">A number is assigned while the rate is a schedule or a function.</exception>
    public virtual LearningRate learning_rate
    {
        get => _learningRate;
        set
        {
            if (value.IsNumber)
            {
                _learningRate.assign(value.Value);
                return;
            }
            if (_learningRate.Variable is { } old) _variables.Remove(old);
            _learningRate = value.For(RawIterations);
        }
    }

    /// <summary>Keras 2's name of <see cref="learning_rate"/>.</summary>
    public LearningRate lr
    {
        get => learning_rate;
        set => learning_rate = value;
    }

    /// <summary>The loss as its gradients are to be computed: multiplied by the loss scale, where there is one.</summary>
    /// <param name="loss">The loss.</param>
    /// <returns>A tensor of the same shape; <paramref name="loss"/> itself where nothing is to be multiplied.</returns>
    public virtual Tensor scale_loss(Tensor loss) => loss_scale_factor is { } factor ? Ops.multiply(loss, factor) : loss;

    /// <summary>As <see cref="scale_loss"/>, with the gradient recorded.</summary>
    internal virtual Tensor Scale(Tensor loss)
    {
        using var on = GradMode.On();
        return scale_loss(loss);
    }

    /// <summary>What remains to do when training ends: with <see cref="use_ema"/> the running means take the variables' place.</summary>
    /// <param name="var_list">The variables that were trained.</param>
    /// <exception cref="ArgumentException">The optimizer was not built for these variables.</exception>
    public virtual void finalize_variable_values(IReadOnlyList<Variable> var_list)
    {
        if (!use_ema) return;
        if (var_list.Count != _averages.Length)
            throw new ArgumentException($"The length of model variables ({var_list.Count}) to override does not match the length of model variables stored in the optimizer ({_averages.Length}). " +
                "Please check if the optimizer was called on your model.");
        OverwriteWithAverages(var_list);
    }

    internal virtual void FinalizeValues(IReadOnlyList<Variable> variables) => finalize_variable_values(variables);

    /// <summary>This optimizer with its loss scaled, for training in half precision.</summary>
    internal virtual Optimizer WithLossScale() => new LossScaleOptimizer(this, name: "loss_scale_optimizer");

    /// <summary>The arguments that make an equal optimizer, without its state.</summary>
    public virtual Config get_config()
    {
        // The arguments of all optimizers first, as Keras orders them; then those of the class. A class of yours may lack some of the first.
        var own = ConfigReflection.FromConstructor(this, static n => n is "lr" or "decay");
        var config = new Config();
        foreach (var key in BaseArguments)
            if (own.TryGetValue(key, out var value)) config[key] = value;
        foreach (var (key, value) in own) config.TryAdd(key, value);
        return config;
    }

    /// <summary>The optimizer as Keras prints it.</summary>
    public override string ToString() => $"<{KerasRegistry.ClassName(GetType())} name={name}>";

    /// <summary>The optimizer of a name, with its defaults.</summary>
    /// <exception cref="ArgumentException">No optimizer has the name.</exception>
    public static implicit operator Optimizer?(string? name) => name is null ? null : OptimizerLookup.Named(name);

    /// <summary>The learning rate of a constructor's arguments: Keras 2 called it <c>lr</c>.</summary>
    private protected static LearningRate Rate(LearningRate? learning_rate, LearningRate? lr, double byDefault)
    {
        if (learning_rate is not null && lr is not null) throw new ArgumentException("Received both `learning_rate` and `lr`, which mean the same. Pass `learning_rate` alone.");
        return learning_rate ?? lr ?? byDefault;
    }
}
