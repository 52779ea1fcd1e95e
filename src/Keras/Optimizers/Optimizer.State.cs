using Keras.Backend;
using Keras.Backend.Native.Updates;
using Keras.Optimizers;
using NumSharp;

namespace Keras;

public abstract partial class Optimizer
{
    private readonly List<Variable> _variables = [];
    private readonly Variable _iterations;
    private readonly Dictionary<Variable, int> _places = new(ReferenceEqualityComparer.Instance);
    private Variable[] _trained = [];
    private Variable?[] _averages = [];
    private Variable?[] _gathered = [];
    private Variable? _updates;
    private HashSet<Variable>? _undecayed;
    private System.Text.RegularExpressions.Regex? _undecayedNames;
    private bool[]? _decays;

    /// <summary>The state: number of steps, learning rate (where it is a number), and what the algorithm keeps of each variable.</summary>
    public virtual IReadOnlyList<Variable> variables => _variables;

    /// <summary>How many updates were made. With <see cref="gradient_accumulation_steps"/> several steps are one update.</summary>
    public virtual Variable iterations
    {
        get
        {
            if (gradient_accumulation_steps is null) return _iterations;
            // The number of updates follows from that of the steps: it is no state of its own.
            _updates ??= new Variable(0, trainable: false, dtype: "int32", name: "iteration");
            Kernel.Poke(_updates.Raw, Iterations());
            return _updates;
        }
    }

    /// <summary>The running means of the model's variables, in the order for which the optimizer was built; empty without <see cref="use_ema"/>.</summary>
    internal IReadOnlyList<Variable?> Averages => _averages;

    /// <summary>Lets the variables and their running means change places.</summary>
    internal void SwapAverages()
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        for (var i = 0; i < _averages.Length; i++)
        {
            if (_averages[i] is not { } average) continue;
            var before = Ops.copy(_trained[i].Raw);
            _trained[i].assign(average.Raw);
            average.assign(before);
        }
    }

    /// <summary>Sets the running means to the values of the variables.</summary>
    internal void CopyWeightsToAverages()
    {
        using var off = GradMode.Off();
        for (var i = 0; i < _averages.Length; i++) _averages[i]?.assign(_trained[i].Raw);
    }

    /// <summary>The variables that the optimizer was built for.</summary>
    private protected IReadOnlyList<Variable> Trained => _trained;

    /// <summary>The state that belongs to this optimizer itself, not to one inside.</summary>
    private protected IReadOnlyList<Variable> OwnVariables => _variables;

    /// <summary>Number of steps, counting those that only gather gradients: what schedules see.</summary>
    private protected long RawIterations() => (long)Kernel.Peek(_iterations.Raw);

    private protected long Iterations() => RawIterations() / (gradient_accumulation_steps ?? 1);

    private protected void CountStep() => Kernel.Poke(_iterations.Raw, RawIterations() + 1);

    /// <summary>Makes the state for the variables to be changed. Does nothing the second time.</summary>
    /// <param name="variables">The variables.</param>
    public virtual void build(IReadOnlyList<Variable> variables)
    {
        if (built) return;
        if (use_ema) _averages = [.. add_optimizer_variables(variables, "average")];
        if (gradient_accumulation_steps is not null) _gathered = [.. variables.Select(v => add_variable_from_reference(v, "gradient_accumulator"))];
        _trained = [.. variables];
        for (var i = 0; i < _trained.Length; i++) _places[_trained[i]] = i;
        Prepare();
        built = true;
    }

    /// <summary>Makes a variable of the state.</summary>
    /// <param name="shape">Dimensions.</param>
    /// <param name="initializer">First values; zeros where <see langword="null"/>.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="aggregation">How replicas would be merged.</param>
    /// <param name="layout">Kept for Keras's signature.</param>
    /// <param name="name">Name.</param>
    /// <returns>The variable.</returns>
    public Variable add_variable(TensorShape shape, Initializer? initializer = null, string? dtype = null, string aggregation = "none", object? layout = null, string? name = null)
    {
        using var names = new NameScope(this.name, this);
        using var scope = new TensorScope();
        var type = DTypes.Standardize(dtype);
        return Track(initializer is null
            ? new Variable(Kernel.Zeros([.. shape.Select(d => (long)d!)], type), trainable: false, dtype: type, aggregation: aggregation, name: name)
            : new Variable(initializer, shape, type, trainable: false, aggregation: aggregation, name: name));
    }

    /// <summary>Makes a variable of the state that is like a variable of the model: of its shape and dtype, and named after it.</summary>
    /// <param name="reference_variable">The variable of the model.</param>
    /// <param name="name">What the state is, such as <c>momentum</c>: the last part of its name.</param>
    /// <param name="initializer">First values; zeros where <see langword="null"/>.</param>
    /// <returns>The variable.</returns>
    public Variable add_variable_from_reference(Variable reference_variable, string? name = null, Initializer? initializer = null)
    {
        var state = add_variable(reference_variable.shape, initializer, reference_variable.dtype, name: $"{reference_variable.path.Replace('/', '_')}_{name ?? "var"}");
        // One pass over the memory of both needs the same order of axes.
        state.Arrange(reference_variable.Order);
        return state;
    }

    /// <summary>Makes a variable of the state for each variable of the model.</summary>
    /// <param name="trainable_variables">The variables of the model.</param>
    /// <param name="name">What the state is, such as <c>momentum</c>.</param>
    /// <param name="initializer">First values; zeros where <see langword="null"/>.</param>
    /// <returns>One variable each; <see langword="null"/> for a variable that gradients replace instead of changing.</returns>
    public IReadOnlyList<Variable?> add_optimizer_variables(IReadOnlyList<Variable> trainable_variables, string name, Initializer? initializer = null) =>
        add_optimizer_variables(trainable_variables, [name], [initializer])[0];

    /// <summary>Makes several variables of the state for each variable of the model, all those of the first before those of the second.</summary>
    /// <param name="trainable_variables">The variables of the model.</param>
    /// <param name="name">What the state is, such as <c>momentum</c> and <c>velocity</c>.</param>
    /// <param name="initializer">First values of each kind; zeros where <see langword="null"/>.</param>
    /// <returns>A list of variables for each kind.</returns>
    /// <exception cref="ArgumentException">There are not as many initializers as names.</exception>
    public IReadOnlyList<IReadOnlyList<Variable?>> add_optimizer_variables(IReadOnlyList<Variable> trainable_variables, IReadOnlyList<string> name, IReadOnlyList<Initializer?>? initializer = null)
    {
        if (initializer is not null && initializer.Count != name.Count)
            throw new ArgumentException($"The number of initializers must match the number of names. Received: {initializer.Count} initializers for {name.Count} names.");
        var kinds = new Variable?[name.Count][];
        for (var k = 0; k < kinds.Length; k++) kinds[k] = new Variable?[trainable_variables.Count];
        for (var i = 0; i < trainable_variables.Count; i++)
            for (var k = 0; k < kinds.Length; k++)
                kinds[k][i] = trainable_variables[i].overwrite_with_gradient ? null : add_variable_from_reference(trainable_variables[i], name[k], initializer?[k]);
        return kinds;
    }

    /// <summary>Sets a variable of the model or of the state.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="value">Its new values.</param>
    public void assign(Variable variable, Tensor value) => variable.assign(value);

    /// <summary>Adds to a variable of the model or of the state.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="value">What to add.</param>
    public void assign_add(Variable variable, Tensor value) => variable.assign_add(value);

    /// <summary>Subtracts from a variable of the model or of the state.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="value">What to subtract.</param>
    public void assign_sub(Variable variable, Tensor value) => variable.assign_sub(value);

    /// <summary>Sets the values of <see cref="variables"/>.</summary>
    /// <param name="weights">One value each, in order.</param>
    /// <exception cref="InvalidOperationException">The state does not exist yet.</exception>
    /// <exception cref="ArgumentException">A value has another shape than its variable.</exception>
    public virtual void set_weights(IReadOnlyList<Tensor> weights)
    {
        if (!built)
            throw new InvalidOperationException("You are calling `set_weights()` on an optimizer that has not yet been built. " +
                "Please call `optimizer.build(trainable_variables)` to create the optimizer weights before calling `set_weights()`.");
        var own = variables;
        for (var i = 0; i < Math.Min(own.Count, weights.Count); i++)
        {
            if (own[i].shape != weights[i].shape && !(own[i].size == 1 && weights[i].size == 1))
                throw new ArgumentException($"Optimizer variable {own[i].path} has shape {own[i].shape} not compatible with provided weight shape {weights[i].shape}.");
            own[i].assign(weights[i]);
        }
    }

    /// <summary>Puts the state into a store: numbers as names, in the order of <see cref="variables"/>.</summary>
    /// <param name="store">Where to put it.</param>
    public virtual void save_own_variables(IDictionary<string, NDArray> store)
    {
        var own = variables;
        for (var i = 0; i < own.Count; i++) store[i.ToString(System.Globalization.CultureInfo.InvariantCulture)] = own[i].numpy();
    }

    /// <summary>Takes the state out of a store that <see cref="save_own_variables"/> filled. A store of another size is skipped with a warning.</summary>
    /// <param name="store">Where it is.</param>
    public virtual void load_own_variables(IReadOnlyDictionary<string, NDArray> store)
    {
        var own = variables;
        if (store.Count != own.Count)
        {
            Utils.IoUtils.Warn($"Skipping variable loading for optimizer '{name}', because it has {own.Count} variables whereas the saved optimizer has {store.Count} variables. " +
                (own.Count == 0 ? "This is likely because the optimizer has not been called/built yet." : ""));
            return;
        }
        using var scope = new TensorScope();
        for (var i = 0; i < own.Count; i++) own[i].assign(store[i.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
    }

    /// <summary>Keeps variables from weight decay. Call it before training.</summary>
    /// <param name="var_list">Variables to keep from it.</param>
    /// <param name="var_names">Words: variables in whose name one of them is found are kept from it, such as <c>bias</c>.</param>
    public virtual void exclude_from_weight_decay(IReadOnlyList<Variable>? var_list = null, IReadOnlyList<string>? var_names = null)
    {
        _undecayed = var_list is null ? null : new(var_list, ReferenceEqualityComparer.Instance);
        _undecayedNames = var_names is null or { Count: 0 } ? null : Pattern.Of(string.Join('|', var_names.Distinct()));
        _decays = null;
    }

    /// <summary>Whether weight decay applies to a variable.</summary>
    private protected bool UsesWeightDecay(Variable variable) =>
        _undecayed?.Contains(variable) != true && _undecayedNames?.IsMatch(variable.name) != true;

    /// <summary>The place of a variable in the list for which the optimizer was built, which is that of its state.</summary>
    /// <param name="variable">A variable of the model.</param>
    /// <exception cref="ArgumentException">The optimizer does not know the variable.</exception>
    protected int IndexOf(Variable variable) => _places.TryGetValue(variable, out var place) ? place
        : throw new ArgumentException($"Unknown variable: {variable}. This optimizer can only be called for the variables it was originally built with. " +
            "When working with a new set of variables, you should recreate a new optimizer instance.");

    /// <summary>The state of one kind as the fused updates take it.</summary>
    private protected static NativeList Natives(IReadOnlyList<Variable?> variables) => NativeList.Of(variables);

    /// <summary>Adds a variable to the state.</summary>
    private protected Variable Track(Variable variable)
    {
        _variables.Add(variable);
        return variable;
    }
}
