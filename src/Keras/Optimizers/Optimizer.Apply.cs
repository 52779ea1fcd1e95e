using Keras.Backend;
using Keras.Backend.Native.Updates;
using Keras.Optimizers;
using Keras.Utils;

namespace Keras;

public abstract partial class Optimizer
{
    private UpdateBatch? _all;
    private NativeList? _averageNatives;
    private NativeList? _gatheredNatives;
    private int[]? _averaged;
    private bool _perVariable;

    /// <summary>Applies one gradient to each variable.</summary>
    /// <param name="grads_and_vars">Pairs of a gradient, <see langword="null"/> where none flows, and its variable.</param>
    public void apply_gradients(IEnumerable<(Tensor? grad, Variable variable)> grads_and_vars)
    {
        var pairs = grads_and_vars.ToArray();
        apply(Array.ConvertAll(pairs, p => p.grad), Array.ConvertAll(pairs, p => p.variable));
    }

    /// <summary>Applies one gradient to each variable.</summary>
    /// <param name="grads">Gradients, <see langword="null"/> where none flows. An empty list does nothing.</param>
    /// <param name="trainable_variables">The variables, in the same order; those for which the optimizer was built where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">All gradients are missing, there is not one for each variable, or a variable is not known.</exception>
    /// <exception cref="InvalidOperationException">No variables are given, and the optimizer is not built.</exception>
    public virtual void apply(IReadOnlyList<Tensor?> grads, IReadOnlyList<Variable>? trainable_variables = null)
    {
        if (grads.Count == 0) return;
        // 1. The variables.
        BuildFor(grads, trainable_variables);
        using var names = new NameScope(name, this);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var batch = Gather(grads, trainable_variables ?? _trained);
        if (batch is not null)
        {
            try
            {
                // 2. The true gradients.
                if (loss_scale_factor is { } factor)
                    for (var i = 0; i < batch.Gradients.Length; i++) batch.Gradients[i] = Kernel.Div(batch.Gradients[i], factor);

                // 3. The update.
                Update(batch);
                UpdateAverages();
                foreach (var variable in batch.Variables)
                    if (variable.constraint is { } constraint) variable.assign(constraint.Apply(variable));
            }
            finally
            {
                batch.Clear();
            }
        }

        // 4. The count.
        CountStep();
    }

    /// <summary>Changes one variable by its gradient. Override this in an optimizer of your own.</summary>
    /// <param name="gradient">The gradient, of the shape of the variable.</param>
    /// <param name="variable">The variable to change, by <see cref="assign_sub"/> or the like.</param>
    /// <param name="learning_rate">The learning rate that counts now, a scalar.</param>
    public virtual void update_step(Tensor gradient, Variable variable, Tensor learning_rate)
    {
        var place = IndexOf(variable);
        var one = new UpdateBatch([variable], Natives([variable]), [place]) { Step = Iterations() + 1 };
        one.Gradients[0] = gradient;
        UpdateStep(one, (float)Kernel.Peek(learning_rate));
    }

    /// <summary>Does what <see cref="apply"/> does, but changes neither the model's variables nor the state: they are given and returned as tensors.</summary>
    /// <param name="optimizer_variables">Values of <see cref="variables"/>.</param>
    /// <param name="grads">Gradients.</param>
    /// <param name="trainable_variables">Values of the variables for which the optimizer was built.</param>
    /// <returns>The new values of the model's variables, and those of the state.</returns>
    /// <exception cref="InvalidOperationException">The optimizer is not built.</exception>
    /// <exception cref="ArgumentException">There is not one value for each variable.</exception>
    public (IReadOnlyList<Tensor> trainable_variables, IReadOnlyList<Tensor> optimizer_variables) stateless_apply(
        IReadOnlyList<Tensor> optimizer_variables, IReadOnlyList<Tensor?> grads, IReadOnlyList<Tensor> trainable_variables)
    {
        // 1. Check.
        if (!built)
            throw new InvalidOperationException($"To call `stateless_apply`, {GetType().Name} must be built (i.e. its variables must have been created). You can build it via `optimizer.build(trainable_variables)`.");
        var state = variables;
        if (optimizer_variables.Count != state.Count)
            throw new ArgumentException($"Argument `optimizer_variables` must be a list of tensors corresponding 1:1 to {GetType().Name}().variables. " +
                $"Received list with length {optimizer_variables.Count}, but expected {state.Count} variables.");
        if (trainable_variables.Count != _trained.Length)
            throw new ArgumentException("Argument `trainable_variables` must be a list of tensors corresponding 1:1 to the trainable variables list that the optimizer was built with. " +
                $"Received len(trainable_variables) == {trainable_variables.Count} whereas the optimizer was built with {_trained.Length} variables.");

        // 2. The step, on the variables themselves, which get their values back.
        Variable[] all = [.. _trained, .. state];
        Tensor[] given = [.. trainable_variables, .. optimizer_variables];
        using var off = GradMode.Off();
        var before = Array.ConvertAll(all, v => Kernel.Clone(v.Raw));
        Tensor[] after;
        try
        {
            for (var i = 0; i < all.Length; i++) all[i].assign(given[i]);
            apply(grads);
            after = Array.ConvertAll(all, v => Kernel.Clone(v.Raw));
        }
        finally
        {
            for (var i = 0; i < all.Length; i++) all[i].assign(before[i]);
        }
        foreach (var copy in before) copy.Free();
        return (after[.._trained.Length], after[_trained.Length..]);
    }

    /// <summary>Changes all variables of a batch. Overridden by the optimizers of Keras, which change them together.</summary>
    private protected virtual void UpdateStep(UpdateBatch batch, float learning_rate) =>
        throw new InvalidOperationException($"The optimizer '{GetType().Name}' must override `update_step(Tensor gradient, Variable variable, Tensor learning_rate)`.");

    /// <summary>Called once before the variables of an update are changed.</summary>
    private protected virtual void BeginUpdate(long step)
    {
    }

    /// <summary>Weight decay of a batch: at once, or left to the update's own pass over memory.</summary>
    private protected virtual void ApplyWeightDecay(UpdateBatch batch, float learning_rate)
    {
        if (weight_decay is not { } decay) return;
        _decays ??= Array.ConvertAll(_trained, UsesWeightDecay);
        if (!_perVariable && !_decays.Contains(false)) batch.Decay = 1 - (float)decay * learning_rate;
        else DecayNow(batch, learning_rate, decay, _decays);
    }

    /// <summary>Weight decay of those variables of a batch that are marked in the list for which the optimizer was built.</summary>
    private protected static void DecayNow(UpdateBatch batch, float learning_rate, double decay, bool[] decays)
    {
        var chosen = Enumerable.Range(0, batch.Variables.Length).Where(i => decays[batch.Place(i)]).ToArray();
        if (chosen.Length == 0) return;
        var some = batch.Natives.At(chosen);
        Kernel.Update(ScaleRule.WeightDecay(learning_rate, decay), some, some);
    }

    /// <summary>Builds the optimizer at its first step, and checks that there is a gradient for each variable.</summary>
    private protected void BuildFor(IReadOnlyList<Tensor?> grads, IReadOnlyList<Variable>? trainable_variables)
    {
        if (trainable_variables is null)
        {
            if (!built)
                throw new InvalidOperationException("When passing `grads` without `variables`, the optimizer must already be built on a list of variables. Call `optimizer.build(trainable_variables)` first.");
            if (grads.Count != _trained.Length)
                throw new ArgumentException("When passing `grads` as a list of gradient tensors, the gradients must match `optimizer.variables` one-to-one. " +
                    $"Received a list of {grads.Count} gradients, but the optimizer is tracking {_trained.Length} trainable variables.");
            return;
        }
        if (grads.Count != trainable_variables.Count)
            throw new ArgumentException($"Gradients must match trainable variables one-to-one. Received {grads.Count} gradients and {trainable_variables.Count} variables.");
        if (built) return;
        using var names = new NameScope(name, this);
        build(trainable_variables);
    }

    /// <summary>The shortened gradients, where a clipping is asked for.</summary>
    internal void ClipGradients(Span<Tensor> gradients)
    {
        // What is short enough stays as it is: to multiply it by one would cost a pass over memory.
        if (clipnorm is > 0)
        {
            var limit = (float)clipnorm.Value;
            foreach (ref var g in gradients)
            {
                var norm = MathF.Sqrt((float)Kernel.SquaredNorm(g));
                if (!(norm <= limit)) g = Kernel.Mul(g, (double)limit / norm);
            }
        }
        else if (global_clipnorm is > 0)
        {
            var limit = (float)global_clipnorm.Value;
            double sum = 0;
            foreach (var g in gradients) sum += Kernel.SquaredNorm(g);
            var norm = MathF.Sqrt((float)sum);
            if (norm <= limit) return;
            // An infinite norm makes all gradients NaN, as in Keras: the step shows that something is wrong.
            var scale = limit / norm + (norm - norm);
            foreach (ref var g in gradients) g = Kernel.Mul(g, (double)scale);
        }
        else if (clipvalue is > 0)
        {
            foreach (ref var g in gradients) g = Kernel.Clamp(g, -clipvalue, clipvalue);
        }
    }

    private void Prepare()
    {
        // An override by a user counts even in a subclass of an optimizer that changes all variables together.
        _perVariable = GetType().GetMethod(nameof(update_step), [typeof(Tensor), typeof(Variable), typeof(Tensor)])!.DeclaringType != typeof(Optimizer);
        _all = new UpdateBatch(_trained, Natives(_trained), null);
        if (_averages.Length > 0)
        {
            _averageNatives = Natives(_averages);
            if (_averages.Contains(null)) _averaged = [.. Enumerable.Range(0, _averages.Length).Where(i => _averages[i] is not null)];
        }
        if (_gathered.Length > 0) _gatheredNatives = Natives(_gathered);
    }

    // Null where no gradient is left to apply.
    private UpdateBatch? Gather(IReadOnlyList<Tensor?> grads, IReadOnlyList<Variable> variables)
    {
        // 1. All variables in their order, each with a gradient: the batch made once for all steps.
        var all = _all!;
        var complete = variables.Count == _trained.Length;
        for (var i = 0; complete && i < _trained.Length; i++)
        {
            complete = grads[i] is not null && ReferenceEquals(variables[i], _trained[i]) && !_trained[i].overwrite_with_gradient;
            if (complete) all.Gradients[i] = grads[i]!;
        }
        if (complete)
        {
            all.Step = Iterations() + 1;
            return all;
        }
        all.Clear();

        // 2. Else those that have one.
        var places = new List<int>(variables.Count);
        var given = new List<Tensor>(variables.Count);
        List<string>? missing = null;
        var any = false;
        for (var i = 0; i < variables.Count; i++)
        {
            var place = IndexOf(variables[i]);
            if (grads[i] is not { } gradient)
            {
                (missing ??= []).Add(variables[i].path);
                continue;
            }
            any = true;
            if (variables[i].overwrite_with_gradient) Overwrite(variables[i], gradient, place);
            else
            {
                places.Add(place);
                given.Add(gradient);
            }
        }
        if (!any) throw new ArgumentException($"No gradients provided for any variable. Received none for: {string.Join(", ", missing!)}.");
        if (missing is not null)
            IoUtils.WarnOnce($"Gradients do not exist for variables ['{string.Join("', '", missing)}'] when minimizing the loss. If using `model.compile()`, did you forget to provide a `loss` argument?");
        if (places.Count == 0) return null;
        int[] chosen = [.. places];
        var some = new UpdateBatch(Array.ConvertAll(chosen, p => _trained[p]), all.Natives.At(chosen), chosen) { Step = Iterations() + 1 };
        given.CopyTo(some.Gradients);
        return some;
    }

    private bool IsUpdateStep => gradient_accumulation_steps is not { } steps || (RawIterations() + 1) % steps == 0;

    private void Update(UpdateBatch batch)
    {
        // 1. Gradients of several steps: their sum until the last, then their mean.
        var last = IsUpdateStep;
        if (_gatheredNatives is not null)
        {
            Kernel.Update(new GatherRule(last ? gradient_accumulation_steps!.Value : 1), _gatheredNatives.At(batch.Places), batch.NativeGradients());
            if (!last) return;
            for (var i = 0; i < batch.Gradients.Length; i++) batch.Gradients[i] = _gathered[batch.Place(i)]!.Raw;
        }

        // 2. The update.
        var rate = (float)_learningRate.Value;
        ClipGradients(batch.Gradients);
        ApplyWeightDecay(batch, rate);
        BeginUpdate(batch.Step);
        if (_perVariable)
            for (var i = 0; i < batch.Variables.Length; i++) update_step(batch.Gradients[i], batch.Variables[i], (double)rate);
        else UpdateStep(batch, rate);

        // 3. The next sum starts from zero.
        foreach (var sum in _gathered) Kernel.Assign(sum!.Raw, 0);
    }

    private void UpdateAverages()
    {
        if (_averageNatives is null) return;
        var updates = Iterations();
        Kernel.Update(new EmaRule(updates == 0 ? 0 : ema_momentum), _averageNatives.At(_averaged), _all!.Natives.At(_averaged));
        if (ema_overwrite_frequency is { } frequency && (updates + 1) % frequency == 0) OverwriteWithAverages(_trained);
    }

    private void OverwriteWithAverages(IReadOnlyList<Variable> variables)
    {
        foreach (var variable in variables)
            if (_averages[IndexOf(variable)] is { } average) variable.assign(average.Raw);
    }

    // A variable whose "gradient" is its next value, such as the scales of 8-bit training.
    private void Overwrite(Variable variable, Tensor value, int place)
    {
        if (_gathered.Length == 0)
        {
            variable.assign(value);
            return;
        }
        var largest = Ops.maximum(value, _gathered[place]!.Raw);
        if (IsUpdateStep)
        {
            variable.assign(largest);
            _gathered[place]!.assign(0);
        }
        else _gathered[place]!.assign(largest);
    }
}
