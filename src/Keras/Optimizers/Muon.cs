using Keras.Backend.Native.Updates;

namespace Keras.Optimizers;

/// <summary>Steps of matrices made orthogonal (Jordan and others, 2024), with AdamW for all other variables.</summary>
/// <remarks>Only variables of two dimensions take Muon's step, embeddings and those named in <c>exclude_layers</c> excepted: name the output layer there. See https://github.com/KellerJordan/Muon and Liu and others, 2025.</remarks>
[KerasExport("keras.optimizers.Muon")]
public class Muon : Optimizer
{
    private NativeList? _momentumNatives;
    private NativeList? _velocityNatives;
    private Variable?[] _momentums = [];
    private bool[] _byAdam = [];
    private bool[]? _adamDecays;
    private bool[]? _muonDecays;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learning_rate">The learning rate: a number, a schedule or a function; 0.001 where <see langword="null"/>.</param>
    /// <param name="adam_beta_1">Decay of AdamW's first moment.</param>
    /// <param name="adam_beta_2">Decay of AdamW's second moment.</param>
    /// <param name="adam_weight_decay">Weight decay of the variables that take AdamW's step; <see langword="null"/> for none.</param>
    /// <param name="epsilon">Added to the root of AdamW's second moment.</param>
    /// <param name="weight_decay">Weight decay of the variables that take Muon's step; <see langword="null"/> for none.</param>
    /// <param name="clipnorm">The largest norm of each gradient; longer ones are shortened to it.</param>
    /// <param name="clipvalue">The largest absolute value in a gradient; others are cut off.</param>
    /// <param name="global_clipnorm">The largest norm of all gradients together.</param>
    /// <param name="use_ema">Whether a running mean of the variables is kept, which takes their place when training ends.</param>
    /// <param name="ema_momentum">How much of the running mean stays in a step.</param>
    /// <param name="ema_overwrite_frequency">After how many steps the running mean takes the variables' place during training; <see langword="null"/> for never.</param>
    /// <param name="loss_scale_factor">What the loss is multiplied with before gradients are taken, and the gradients divided by.</param>
    /// <param name="gradient_accumulation_steps">How many steps gather gradients for one update by their mean; at least 2, <see langword="null"/> for an update at each step.</param>
    /// <param name="name">Name, the first part of the names of the state; made of the class name where <see langword="null"/>.</param>
    /// <param name="exclude_layers">Regular expressions: variables in whose path one of them is found take AdamW's step.</param>
    /// <param name="exclude_embeddings">Whether embeddings take AdamW's step.</param>
    /// <param name="muon_a">First coefficient of the iteration that makes a matrix orthogonal.</param>
    /// <param name="muon_b">Second coefficient.</param>
    /// <param name="muon_c">Third coefficient.</param>
    /// <param name="adam_lr_ratio">AdamW's learning rate, as a multiple of the learning rate.</param>
    /// <param name="momentum">How much of the velocity stays in a step.</param>
    /// <param name="ns_steps">Number of iterations (of Newton and Schulz).</param>
    /// <param name="nesterov">Whether the momentum is Nesterov's.</param>
    /// <param name="rms_rate">Scales steps so that the learning rates of Adam fit; <see langword="null"/> for no scaling.</param>
    /// <param name="lr">Keras 2's name of <paramref name="learning_rate"/>.</param>
    /// <param name="decay">Keras 2's argument; as in Keras 3, it is ignored with a warning. Use <c>keras.optimizers.schedules.InverseTimeDecay</c>.</param>
    /// <exception cref="ArgumentException">An argument lies outside its range, or more than one of the three clippings is asked for.</exception>
    public Muon(LearningRate? learning_rate = null, double adam_beta_1 = 0.9, double adam_beta_2 = 0.999, double? adam_weight_decay = 0.004,
        double epsilon = 1e-7, double? weight_decay = 0.004, double? clipnorm = null, double? clipvalue = null, double? global_clipnorm = null,
        bool use_ema = false, double ema_momentum = 0.99, int? ema_overwrite_frequency = null, double? loss_scale_factor = null,
        int? gradient_accumulation_steps = null, string? name = null, IReadOnlyList<string>? exclude_layers = null, bool exclude_embeddings = true,
        double muon_a = 3.4445, double muon_b = -4.7750, double muon_c = 2.0315, double adam_lr_ratio = 1, double momentum = 0.95, int ns_steps = 5,
        bool nesterov = true, double? rms_rate = 0.2, LearningRate? lr = null, double? decay = null)
        : base(Rate(learning_rate, lr, 0.001), weight_decay, clipnorm, clipvalue, global_clipnorm, use_ema, ema_momentum, ema_overwrite_frequency,
            loss_scale_factor, gradient_accumulation_steps, name, decay)
    {
        this.adam_beta_1 = adam_beta_1;
        this.adam_beta_2 = adam_beta_2;
        this.adam_weight_decay = adam_weight_decay;
        this.epsilon = epsilon;
        this.exclude_layers = exclude_layers ?? [];
        this.exclude_embeddings = exclude_embeddings;
        this.muon_a = muon_a;
        this.muon_b = muon_b;
        this.muon_c = muon_c;
        this.adam_lr_ratio = adam_lr_ratio;
        this.momentum = momentum;
        this.ns_steps = ns_steps;
        this.nesterov = nesterov;
        this.rms_rate = rms_rate;
    }

    /// <summary>Decay of AdamW's first moment.</summary>
    public double adam_beta_1 { get; set; }

    /// <summary>Decay of AdamW's second moment.</summary>
    public double adam_beta_2 { get; set; }

    /// <summary>Weight decay of the variables that take AdamW's step.</summary>
    public double? adam_weight_decay { get; set; }

    /// <summary>Added to the root of AdamW's second moment.</summary>
    public double epsilon { get; set; }

    /// <summary>Regular expressions of the paths of variables that take AdamW's step.</summary>
    public IReadOnlyList<string> exclude_layers { get; set; }

    /// <summary>Whether embeddings take AdamW's step.</summary>
    public bool exclude_embeddings { get; set; }

    /// <summary>First coefficient of the iteration.</summary>
    public double muon_a { get; set; }

    /// <summary>Second coefficient of the iteration.</summary>
    public double muon_b { get; set; }

    /// <summary>Third coefficient of the iteration.</summary>
    public double muon_c { get; set; }

    /// <summary>AdamW's learning rate, as a multiple of the learning rate.</summary>
    public double adam_lr_ratio { get; set; }

    /// <summary>How much of the velocity stays in a step.</summary>
    public double momentum { get; set; }

    /// <summary>Number of iterations.</summary>
    public int ns_steps { get; set; }

    /// <summary>Whether the momentum is Nesterov's.</summary>
    public bool nesterov { get; set; }

    /// <summary>Scales steps so that the learning rates of Adam fit.</summary>
    public double? rms_rate { get; set; }

    /// <inheritdoc/>
    public override void build(IReadOnlyList<Variable> variables)
    {
        if (built) return;
        base.build(variables);
        var patterns = exclude_layers.Select(Pattern.Of).ToArray();
        _byAdam = [.. variables.Select(v => v.ndim != 2
            || exclude_embeddings && v.path.Contains("embedding", StringComparison.OrdinalIgnoreCase)
            || patterns.Any(p => p.IsMatch(v.path)))];
        _momentums = new Variable?[variables.Count];
        var velocities = new Variable?[variables.Count];
        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i].overwrite_with_gradient) continue;
            _momentums[i] = add_variable_from_reference(variables[i], "momentum");
            if (_byAdam[i]) velocities[i] = add_variable_from_reference(variables[i], "velocity");
        }
        _momentumNatives = Natives(_momentums);
        _velocityNatives = Natives(velocities);
    }

    /// <inheritdoc/>
    public override void exclude_from_weight_decay(IReadOnlyList<Variable>? var_list = null, IReadOnlyList<string>? var_names = null)
    {
        base.exclude_from_weight_decay(var_list, var_names);
        _adamDecays = _muonDecays = null;
    }

    private protected override void ApplyWeightDecay(UpdateBatch batch, float learning_rate)
    {
        _adamDecays ??= [.. Trained.Select((v, i) => _byAdam[i] && UsesWeightDecay(v))];
        _muonDecays ??= [.. Trained.Select((v, i) => !_byAdam[i] && UsesWeightDecay(v))];
        if (adam_weight_decay is { } first) DecayNow(batch, learning_rate, first, _adamDecays);
        if (weight_decay is { } second) DecayNow(batch, learning_rate, second, _muonDecays);
    }

    private protected override void UpdateStep(UpdateBatch batch, float learning_rate)
    {
        // 1. AdamW.
        int[] all = [.. Enumerable.Range(0, batch.Variables.Length)];
        int[] byAdam = [.. all.Where(i => _byAdam[batch.Place(i)])];
        if (byAdam.Length > 0)
            batch.Part(byAdam).Apply(new AdamRule(batch.Step, learning_rate * (float)adam_lr_ratio, adam_beta_1, adam_beta_2, epsilon), _momentumNatives!, _velocityNatives!);

        // 2. Muon.
        foreach (var i in all)
            if (!_byAdam[batch.Place(i)]) MuonStep(batch.Gradients[i], batch.Variables[i], learning_rate, _momentums[batch.Place(i)]!);
    }

    private void MuonStep(Tensor gradient, Variable variable, float learning_rate, Variable m)
    {
        m.assign_add(gradient + m.Raw * (momentum - 1));
        var update = Orthogonal(nesterov ? gradient + m.Raw * momentum : m.Raw) * learning_rate;
        if (rms_rate is { } rate) update = update * MathF.Sqrt(Math.Max((int)variable.shape[0]!, (int)variable.shape[1]!)) * rate;
        variable.assign_sub(update);
    }

    // The orthogonal matrix near the given one, roughly: a quintic iteration with a steep slope at zero (Newton and Schulz) takes the singular values to about 1.
    private Tensor Orthogonal(Tensor x)
    {
        var tall = x.shape[0] > x.shape[1];
        if (tall) x = Ops.transpose(x);
        x /= Ops.sqrt(Ops.sum(Ops.square(x))) + 1e-7;
        for (var i = 0; i < ns_steps; i++)
        {
            var a = Ops.matmul(x, Ops.transpose(x));
            var b = a * muon_b + Ops.matmul(a * muon_c, a);
            x = x * muon_a + Ops.matmul(b, x);
        }
        return tall ? Ops.transpose(x) : x;
    }
}
