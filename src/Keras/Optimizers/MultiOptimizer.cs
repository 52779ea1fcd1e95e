using Keras.Backend;
using Keras.Saving;

namespace Keras.Optimizers;

/// <summary>Changes each variable by an optimizer of its own, as a map or a function says.</summary>
/// <remarks>There is no common learning rate: see <see cref="optimizers"/>.</remarks>
[KerasExport("keras.optimizers.MultiOptimizer")]
public class MultiOptimizer : Optimizer
{
    private readonly List<Optimizer> _inner = [];
    private readonly Dictionary<Variable, Optimizer> _optimizerOf = new(ReferenceEqualityComparer.Instance);
    private readonly Func<Variable, Optimizer> _choose;
    private readonly OptimizerMap? _map;

    /// <summary>Makes the optimizer of a map.</summary>
    /// <param name="optimizer_map">Which optimizer changes which variable.</param>
    /// <param name="loss_scale_factor">What the loss is multiplied with before gradients are taken, and the gradients divided by, for all optimizers inside.</param>
    /// <param name="name">Name; <c>multi_optimizer</c> where <see langword="null"/>.</param>
    public MultiOptimizer(OptimizerMap optimizer_map, double? loss_scale_factor = null, string? name = null) : base(0.0, loss_scale_factor: loss_scale_factor, name: name)
    {
        _map = optimizer_map;
        _choose = optimizer_map.Apply;
        foreach (var optimizer in optimizer_map.Values) Add(optimizer);
        Add(optimizer_map.default_optimizer);
    }

    /// <summary>Makes the optimizer of a function.</summary>
    /// <param name="optimizer_map">Gives the optimizer of a variable; it gives the same object for variables that share one.</param>
    /// <param name="loss_scale_factor">What the loss is multiplied with before gradients are taken, and the gradients divided by, for all optimizers inside.</param>
    /// <param name="name">Name; <c>multi_optimizer</c> where <see langword="null"/>.</param>
    public MultiOptimizer(Func<Variable, Optimizer> optimizer_map, double? loss_scale_factor = null, string? name = null) : base(0.0, loss_scale_factor: loss_scale_factor, name: name) =>
        _choose = optimizer_map;

    /// <summary>The optimizers inside: those of the map in its order, then its default. Those of a function are known once the state exists.</summary>
    public IReadOnlyList<Optimizer> optimizers => _inner;

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> variables => [.. OwnVariables, .. _inner.SelectMany(o => o.variables)];

    /// <summary>Not there: each optimizer inside has its own.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override LearningRate learning_rate
    {
        get => throw new InvalidOperationException("Learning rate cannot be accessed on a MultiOptimizer. Access the learning rate on the individual sub-optimizers instead.");
        set => throw new InvalidOperationException("Learning rate cannot be set on a MultiOptimizer. Set the learning rate on the individual sub-optimizers instead.");
    }

    /// <inheritdoc/>
    public override double? loss_scale_factor
    {
        get => base.loss_scale_factor;
        set
        {
            base.loss_scale_factor = value;
            foreach (var optimizer in _inner) optimizer.loss_scale_factor = value;
        }
    }

    /// <inheritdoc/>
    public override void build(IReadOnlyList<Variable> variables)
    {
        if (built) return;
        // 1. Each variable's optimizer.
        foreach (var variable in variables)
        {
            var optimizer = _choose(variable) ?? throw new ArgumentException($"Optimizer for variable {variable} is not an Optimizer instance. Received: None");
            if (optimizer is LossScaleOptimizer or MultiOptimizer)
                throw new ArgumentException($"{optimizer.GetType().Name} cannot be used inside an MultiOptimizer. Received it for variable {variable}.");
            Add(optimizer);
            _optimizerOf[variable] = optimizer;
        }

        // 2. Their states.
        foreach (var optimizer in _inner)
            if (variables.Where(v => _optimizerOf[v] == optimizer).ToArray() is { Length: > 0 } own) optimizer.build(own);
        base.build(variables);
    }

    /// <inheritdoc/>
    public override void apply(IReadOnlyList<Tensor?> grads, IReadOnlyList<Variable>? trainable_variables = null)
    {
        if (grads.Count == 0) return;
        BuildFor(grads, trainable_variables);
        var known = trainable_variables ?? Trained;
        if (grads.Count != Trained.Count)
            throw new ArgumentException($"Gradients must match trainable variables one-to-one. Received {grads.Count} gradients and {Trained.Count} variables.");
        for (var i = 0; i < known.Count; i++) _ = IndexOf(known[i]);
        foreach (var optimizer in _inner)
        {
            var own = Enumerable.Range(0, known.Count).Where(i => _optimizerOf[known[i]] == optimizer).ToArray();
            if (own.Length > 0) optimizer.apply(Array.ConvertAll(own, i => grads[i]), Array.ConvertAll(own, i => known[i]));
        }
        CountStep();
    }

    /// <inheritdoc/>
    public override void finalize_variable_values(IReadOnlyList<Variable> var_list)
    {
        foreach (var variable in var_list) _ = IndexOf(variable);
        foreach (var optimizer in _inner)
            if (var_list.Where(v => _optimizerOf[v] == optimizer).ToArray() is { Length: > 0 } own) optimizer.finalize_variable_values(own);
    }

    // Porting note: Keras leaves the optimizers inside as they are, so that the call has no effect.
    /// <inheritdoc/>
    public override void exclude_from_weight_decay(IReadOnlyList<Variable>? var_list = null, IReadOnlyList<string>? var_names = null)
    {
        foreach (var optimizer in _inner) optimizer.exclude_from_weight_decay(var_list, var_names);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The optimizer was made of a function, which no file can hold.</exception>
    public override Config get_config() => new()
    {
        ["optimizer_map"] = Serialization.ToConfig(_map ?? throw new InvalidOperationException(
            $"The optimizer '{name}' was made of a function, which no configuration can hold. Make it of an OptimizerMap to save it.")),
        ["loss_scale_factor"] = loss_scale_factor,
        ["name"] = name,
    };

    private void Add(Optimizer optimizer)
    {
        if (_inner.Contains(optimizer)) return;
        optimizer.loss_scale_factor = loss_scale_factor;
        _inner.Add(optimizer);
    }
}
