using System.Collections.Concurrent;
using System.Reflection;
using Keras.Backend;
using Keras.DTypePolicies;
using Keras.Randomness;
using Keras.Saving;

namespace Keras;

/// <summary>A building block of models: state (weights) and a computation from tensors to tensors.</summary>
/// <remarks>
/// Subclasses make their weights in <see cref="build(TensorShape)"/> with <see cref="add_weight"/> and compute in one of the <c>call</c> overloads.
/// Python's <c>layer(x)</c> is <c>layer.Apply(x)</c>. Layers held in fields, also in lists and dictionaries, are found by themselves.
/// See https://keras.io/api/layers/base_layer/.
/// </remarks>
[KerasExport("keras.layers.Layer", "keras.Layer")]
public abstract partial class Layer : Operation, IBuildsFromConfig
{
    private static readonly ConcurrentDictionary<(Type, string), bool> s_overridden = new();

    private static readonly ConcurrentDictionary<Type, PropertyInfo?> s_activations = new();

    private readonly List<Variable> _ownTrainable = [];
    private readonly List<Variable> _ownNonTrainable = [];
    private readonly List<Tensor> _addedLosses = [];

    // How many layers hold losses, and whether any weight ever had a penalty. Most programs have none of either, and a step that must walk
    // through all layers to find that out takes as long as a small layer.
    private static int s_layersWithLosses;
    private static volatile bool s_anyPenalty;

    private bool _trainable;
    private string? _parentPath;
    private DTypePolicy _dtypePolicy;
    private List<TensorShape>? _buildShapes;
    private Config? _buildConfig;

    /// <summary>Sets what every layer has.</summary>
    /// <param name="name">Name; <see langword="null"/> makes one of the class name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes; the global one where <see langword="null"/>.</param>
    /// <param name="activity_regularizer">Penalty on the output.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="autocast">Whether float inputs are brought to the compute dtype.</param>
    protected Layer(string? name = null, bool trainable = true, DTypePolicy? dtype = null, Regularizer? activity_regularizer = null,
        TensorShape? input_shape = null, bool autocast = true) : base(name)
    {
        _trainable = trainable;
        _dtypePolicy = dtype ?? GlobalPolicy.dtype_policy();
        this.activity_regularizer = activity_regularizer;
        this.autocast = autocast;
        InputShapeArgument = input_shape;
        // A class that says what becomes of a mask supports masks.
        supports_masking = IsOverridden(nameof(compute_mask));
    }

    /// <summary>Shape of one sample given to the constructor, for the first layer of a Sequential.</summary>
    internal TensorShape? InputShapeArgument { get; private protected set; }

    /// <summary>Batch size given to the constructor together with the shape; <see langword="null"/> for any.</summary>
    internal int? BatchSizeArgument { get; private protected set; }

    /// <summary>Path of names to this layer; <see langword="null"/> before it is built.</summary>
    public string? path { get; private set; }

    /// <summary>Whether the weights exist.</summary>
    public bool built { get; set; }

    /// <summary>Whether float inputs are brought to the compute dtype.</summary>
    public bool autocast { get; set; }

    /// <summary>Penalty on the output; <see langword="null"/> for none.</summary>
    public Regularizer? activity_regularizer { get; set; }

    /// <summary>Whether the mask of the input is an argument of <c>call</c>; files and drawings of models show it.</summary>
    internal virtual bool TakesMask => IsOverridden(nameof(call), typeof(Tensor), typeof(bool), typeof(Tensor));

    /// <summary>What the layer expects of its first input; <see langword="null"/> for anything.</summary>
    public InputSpec? input_spec { get; set; }

    /// <summary>What the layer expects of each of several inputs; <see langword="null"/> where <see cref="input_spec"/> says it.</summary>
    internal InputSpec[]? InputSpecs { get; set; }

    /// <summary>Whether the layer hands masks on or uses them.</summary>
    public bool supports_masking { get; set; }

    /// <summary>Policy of dtypes; setting a quantized one quantizes a layer that is built.</summary>
    public DTypePolicy dtype_policy
    {
        get => _dtypePolicy;
        set
        {
            if (_dtypePolicy is DTypePolicyMap map && path is not null)
            {
                if (map.ContainsKey(path)) map.Remove(path);
                map[path] = value;
            }
            else _dtypePolicy = value;
            if (value.quantization_mode is { } mode && built && !_quantized) quantize(mode);
        }
    }

    /// <summary>The dtype of the weights.</summary>
    public string dtype => variable_dtype;

    /// <summary>The dtype of computations and outputs.</summary>
    public string compute_dtype => OwnPolicy.compute_dtype;

    /// <summary>The dtype of the weights.</summary>
    public string variable_dtype => OwnPolicy.variable_dtype;

    /// <summary>The dtype to which inputs are brought.</summary>
    public virtual string input_dtype => compute_dtype;

    /// <summary>Whether a call counts as training where neither the caller nor a surrounding call says.</summary>
    internal virtual bool TrainsByDefault => false;

    /// <summary>Whether inputs are converted at all before <c>call</c>.</summary>
    internal virtual bool ConvertsInputs => true;

    /// <summary>Whether training may change the weights; setting it reaches every layer inside.</summary>
    public virtual bool trainable
    {
        get => _trainable;
        set
        {
            _trainable = value;
            foreach (var variable in _ownTrainable) variable.trainable = value;
            foreach (var layer in SubLayers()) layer.trainable = value;
        }
    }

    // ------------------------------------------------------------------ weights

    /// <summary>Makes a weight of this layer.</summary>
    /// <param name="shape">Dimensions; a scalar where <see langword="null"/>.</param>
    /// <param name="initializer">First values; Glorot uniform for floats and zeros for others where <see langword="null"/>.</param>
    /// <param name="dtype">Element type; that of the layer's weights where <see langword="null"/>.</param>
    /// <param name="trainable">Whether gradients may change it.</param>
    /// <param name="autocast">Whether a mixed policy shows it in the compute dtype.</param>
    /// <param name="regularizer">Penalty on its values.</param>
    /// <param name="constraint">Allowed values.</param>
    /// <param name="aggregation">How replicas would be merged.</param>
    /// <param name="overwrite_with_gradient">Whether the gradient replaces the value.</param>
    /// <param name="name">Name, such as <c>kernel</c>.</param>
    /// <returns>The weight.</returns>
    public Variable add_weight(TensorShape? shape = null, Initializer? initializer = null, string? dtype = null, bool trainable = true, bool autocast = true,
        Regularizer? regularizer = null, Constraint? constraint = null, string aggregation = "none", bool overwrite_with_gradient = false, string? name = null)
    {
        if (!built && !IsBuilding && IsInsideBuild()) MarkBuilt([]);
        dtype = dtype is null ? variable_dtype : DTypes.Standardize(dtype);
        initializer ??= DTypes.IsFloat(dtype) ? "glorot_uniform" : "zeros";
        using var scope = OpenNameScope();
        var variable = new Variable(initializer!, shape ?? TensorShape.Scalar, dtype, trainable, autocast, aggregation, name)
        {
            regularizer = regularizer,
            constraint = constraint,
            overwrite_with_gradient = overwrite_with_gradient,
        };
        Track(variable);
        return variable;
    }

    // Python wraps build so that a call of it by the user counts. Here only the stack tells it from a constructor that makes weights; it is looked at
    // for weights that are made before the layer is built, and for no others.
    private bool IsInsideBuild()
    {
        foreach (var frame in new System.Diagnostics.StackTrace(1, false).GetFrames())
        {
            if (frame.GetMethod() is not { } method || method.DeclaringType is not { } type || !type.IsInstanceOfType(this)) continue;
            if (method.IsConstructor) return false;
            if (method.Name == nameof(build)) return true;
        }
        return false;
    }

    /// <summary>Called when a weight gets a penalty.</summary>
    internal static void NotePenalty() => s_anyPenalty = true;

    /// <summary>Makes a weight of this layer, as <see cref="add_weight"/> does.</summary>
    /// <param name="shape">Dimensions.</param>
    /// <param name="initializer">First values.</param>
    /// <param name="dtype">Element type; that of the layer's weights where <see langword="null"/>.</param>
    /// <param name="trainable">Whether gradients may change it.</param>
    /// <param name="autocast">Whether a mixed policy shows it in the compute dtype.</param>
    /// <param name="regularizer">Penalty on its values.</param>
    /// <param name="constraint">Allowed values.</param>
    /// <param name="name">Name, such as <c>kernel</c>.</param>
    /// <returns>The weight.</returns>
    public Variable add_variable(TensorShape shape, Initializer? initializer, string? dtype = null, bool trainable = true, bool autocast = true,
        Regularizer? regularizer = null, Constraint? constraint = null, string? name = null) =>
        add_weight(shape, initializer, dtype, trainable, autocast, regularizer, constraint, name: name);

    internal void Track(Variable variable)
    {
        (variable.trainable ? _ownTrainable : _ownNonTrainable).Add(variable);
    }

    internal void Untrack(Variable variable)
    {
        _ownTrainable.Remove(variable);
        _ownNonTrainable.Remove(variable);
    }

    /// <summary>This layer's own weights, those inside it left out, in the order in which they were made: the trainable ones first.</summary>
    internal IEnumerable<Variable> OwnVariables => _ownTrainable.Concat(_ownNonTrainable).Concat(LayerTracker.LooseVariables(this, _ownTrainable, _ownNonTrainable));

    /// <summary>The layers inside this one, as held in its fields.</summary>
    internal virtual IEnumerable<Layer> SubLayers() => LayerTracker.Layers(this);

    internal IEnumerable<Layer> FlattenLayers(bool includeSelf = true)
    {
        if (includeSelf) yield return this;
        foreach (var layer in SubLayers())
            foreach (var inner in layer.FlattenLayers()) yield return inner;
    }

    /// <summary>All weights: this layer's own, then those of the layers inside.</summary>
    public virtual IReadOnlyList<Variable> weights
    {
        get
        {
            var seen = new HashSet<Variable>(ReferenceEqualityComparer.Instance);
            var all = new List<Variable>();
            CollectWeights(seen, all, false);
            return all;
        }
    }

    private void CollectWeights(HashSet<Variable> seen, List<Variable> into, bool withSeeds)
    {
        foreach (var v in OwnVariables)
            if (seen.Add(v)) into.Add(v);
        if (withSeeds)
            foreach (var generator in LayerTracker.SeedGenerators(this))
                if (seen.Add(generator.state)) into.Add(generator.state);
        foreach (var layer in SubLayers()) layer.CollectWeights(seen, into, withSeeds);
    }

    /// <summary>The weights that training changes.</summary>
    public IReadOnlyList<Variable> trainable_weights => trainable ? [.. weights.Where(v => v.trainable)] : [];

    /// <summary>The weights that training leaves alone.</summary>
    public IReadOnlyList<Variable> non_trainable_weights => trainable ? [.. weights.Where(v => !v.trainable)] : weights;

    /// <summary>All state but that of metrics: this layer's own weights and the states of its seed generators, then those of the layers inside.</summary>
    public virtual IReadOnlyList<Variable> variables
    {
        get
        {
            var all = new List<Variable>();
            CollectWeights(new(ReferenceEqualityComparer.Instance), all, true);
            return all;
        }
    }

    /// <summary>The variables that training changes.</summary>
    public IReadOnlyList<Variable> trainable_variables => trainable_weights;

    /// <summary>The variables that training leaves alone.</summary>
    public IReadOnlyList<Variable> non_trainable_variables => trainable ? [.. variables.Where(v => !v.trainable)] : variables;

    /// <summary>The metrics held by this layer and the layers inside.</summary>
    public virtual keras.metrics metrics => new([.. FlattenLayers().SelectMany(LayerTracker.Metrics).Distinct()]);

    /// <summary>The state of the metrics.</summary>
    public IReadOnlyList<Variable> metrics_variables => [.. metrics.SelectMany(m => m.variables)];

    internal IEnumerable<SeedGenerator> SeedGenerators => FlattenLayers().SelectMany(LayerTracker.SeedGenerators).Distinct();

    /// <summary>Sets the values of all weights.</summary>
    /// <param name="weights">Arrays in the order of <see cref="weights"/>, of the same shapes.</param>
    /// <exception cref="ArgumentException">The number or a shape differs; nothing is changed then.</exception>
    public void set_weights(IReadOnlyList<NumSharp.NDArray> weights)
    {
        var own = this.weights;
        if (own.Count != weights.Count)
            throw new ArgumentException($"You called `set_weights(weights)` on layer '{name}' with a weight list of length {weights.Count}, but the layer was expecting {own.Count} weights.");
        for (var i = 0; i < own.Count; i++)
        {
            TensorShape given = weights[i].shape;
            if (given != own[i].shape)
                throw new ArgumentException($"Layer {name} weight shape {own[i].shape} is not compatible with provided weight shape {given} (weight {i}, '{own[i].path}').");
        }
        using var scope = new TensorScope();
        for (var i = 0; i < own.Count; i++) own[i].assign(Kernel.FromNumpy(weights[i], own[i].dtype));
    }

    /// <summary>Number of values in all weights.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    public long count_params()
    {
        if (!built) throw new InvalidOperationException($"You tried to call `count_params` on layer '{name}', but the layer isn't built. You can build it manually via: `{name}.build(input_shape)`.");
        return weights.Sum(v => v.size);
    }

    // ------------------------------------------------------------------ losses

    /// <summary>Adds a scalar to the loss of the model that contains this layer; call it inside <c>call</c>.</summary>
    /// <param name="loss">A scalar.</param>
    public void add_loss(Tensor loss)
    {
        if (loss is KerasTensor || Recording.Current?.TakesLoss(this, loss) == true) return;
        if (_addedLosses.Count == 0) Interlocked.Increment(ref s_layersWithLosses);
        _addedLosses.Add(loss.keep());
    }

    /// <summary>What was added in the last call, here and in the layers inside, and the penalties on the trainable weights.</summary>
    public virtual keras.losses losses
    {
        get
        {
            var all = new List<Tensor>();
            if (s_layersWithLosses > 0)
                foreach (var layer in FlattenLayers()) all.AddRange(layer._addedLosses);
            if (s_anyPenalty)
                foreach (var variable in trainable_variables)
                    if (variable.regularizer is { } penalty) all.Add(penalty.Apply(SymbolicScope.Active ? variable.Own : variable.Raw));
            return new([.. all]);
        }
    }

    internal void ClearLosses()
    {
        if (s_layersWithLosses == 0) return;
        foreach (var layer in FlattenLayers())
        {
            if (layer._addedLosses.Count == 0) continue;
            layer._addedLosses.Clear();
            Interlocked.Decrement(ref s_layersWithLosses);
        }
    }

    // ------------------------------------------------------------------ build

    /// <summary>Makes the weights for inputs of a shape. Override it and call <see cref="add_weight"/> inside.</summary>
    /// <param name="input_shape">Shape of the input with its batch dimension.</param>
    public virtual void build(TensorShape input_shape)
    {
    }

    /// <summary>Makes the weights for several inputs.</summary>
    /// <param name="input_shapes">Shapes of the inputs, in order.</param>
    public virtual void build(IReadOnlyList<TensorShape> input_shapes)
    {
        if (input_shapes.Count > 0) build(input_shapes[0]);
    }

    /// <summary>Builds once, under the layer's name, and remembers the shapes for saved models.</summary>
    internal void EnsureBuilt(IReadOnlyList<TensorShape> shapes)
    {
        if (built) return;
        using var scope = OpenNameScope();
        using var free = TensorScope.Suspend();
        using var loud = Symbolic.Loud();
        path = NameScope.CurrentPath;
        IsBuilding = true;
        try
        {
            if (shapes.Count == 1) build(shapes[0]);
            else build(shapes);
        }
        finally
        {
            IsBuilding = false;
        }
        _buildShapes = [.. shapes];
        built = true;
        // Frozen before it had weights: they get no gradients either.
        if (!_trainable)
            foreach (var variable in _ownTrainable) variable.trainable = false;
    }

    /// <summary>Whether <see cref="EnsureBuilt"/> is at work: a build called by a user goes through it first, for names and bookkeeping.</summary>
    private protected bool IsBuilding { get; private set; }

    /// <summary>Whether a build is called by hand and not by <see cref="EnsureBuilt"/>, which has then done all of it.</summary>
    private protected bool BuildsByHand(params TensorShape[] shapes)
    {
        if (IsBuilding) return false;
        EnsureBuilt(shapes);
        return true;
    }

    internal void MarkBuilt(IReadOnlyList<TensorShape> shapes)
    {
        if (path is null)
        {
            using var scope = OpenNameScope();
            path = NameScope.CurrentPath;
        }
        if (shapes.Count > 0) _buildShapes ??= [.. shapes];
        built = true;
    }

    /// <summary>The shapes with which the layer was built, for saved models; <see langword="null"/> where it was not.</summary>
    public virtual Config? get_build_config()
    {
        if (_buildConfig is not null) return _buildConfig;
        if (_buildShapes is null) return null;
        return _buildShapes.Count == 1
            ? new Config { ["input_shape"] = Serialization.ToConfig(_buildShapes[0]) }
            : new Config { ["input_shape"] = _buildShapes.Select(s => Serialization.ToConfig(s)).ToList() };
    }

    /// <summary>Builds the layer with recorded shapes.</summary>
    /// <param name="config">What <see cref="get_build_config"/> gave.</param>
    public virtual void build_from_config(Config config)
    {
        // Layers with several inputs have their shapes by name.
        if (config.Get("shapes_dict") is Config shapes)
        {
            _buildConfig = config;
            EnsureBuilt([.. shapes.Values.SelectMany(v => v is System.Collections.IList { Count: > 0 } many && many[0] is System.Collections.IList ? many.Cast<object?>() : [v]).Select(TensorShape.FromConfig)]);
            return;
        }
        var shape = config.Get("input_shape");
        if (shape is System.Collections.IList { Count: > 0 } list && list[0] is System.Collections.IList)
            EnsureBuilt([.. list.Cast<object?>().Select(TensorShape.FromConfig)]);
        else if (shape is System.Collections.IList) EnsureBuilt([TensorShape.FromConfig(shape)]);
    }

    internal NameScope OpenNameScope()
    {
        _parentPath ??= NameScope.CurrentPath;
        return new NameScope(name, this, _parentPath);
    }

    // ------------------------------------------------------------------ call

    /// <summary>Computes the output. Override this one, or one of its siblings with more arguments.</summary>
    /// <param name="inputs">A tensor, or a <see cref="TensorList"/> where the layer was given several.</param>
    protected virtual Tensor call(Tensor inputs) =>
        throw new NotSupportedException($"The layer '{name}' of class {GetType().Name} does not override call. Write: protected override Tensor call(Tensor x, bool training) => …;");

    /// <summary>Computes the output, otherwise in training than in inference.</summary>
    /// <param name="inputs">A tensor, or a <see cref="TensorList"/>.</param>
    /// <param name="training">Whether this is a training step.</param>
    protected virtual Tensor call(Tensor inputs, bool training) => call(inputs);

    /// <summary>Computes the output, and looks at the mask.</summary>
    /// <param name="inputs">A tensor, or a <see cref="TensorList"/>.</param>
    /// <param name="training">Whether this is a training step.</param>
    /// <param name="mask">True where a step of the input counts; <see langword="null"/> for all.</param>
    protected virtual Tensor call(Tensor inputs, bool training, Tensor? mask) => call(inputs, training);

    /// <summary>Computes the output from all arguments, for layers that take more than inputs, training and mask.</summary>
    internal virtual Tensor CallWith(CallArguments arguments, bool training, Tensor? mask) => call(Inputs(arguments), training, mask);

    /// <summary>Python's <c>layer(x)</c>: builds the layer where it is not built, and computes its output.</summary>
    /// <param name="x">A tensor, an array, a list of them, or a symbolic tensor of a functional model.</param>
    /// <param name="training">Whether this is a training step; that of the surrounding call where <see langword="null"/>.</param>
    /// <param name="mask">True where a step of the input counts; that which the input carries where <see langword="null"/>.</param>
    /// <returns>The output: values for values, a symbolic tensor for a symbolic one.</returns>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    public Tensor Apply(Tensor x, bool? training = null, Tensor? mask = null)
    {
        if (training is null && mask is null) return Invoke(x, null, null, null);
        var arguments = new CallArguments(x);
        if (training is not null) arguments.Training = training;
        if (mask is not null) arguments.Kwargs["mask"] = mask;
        return Invoke(x, training, mask, arguments);
    }

    /// <summary>Runs the layer with positional and named arguments, as a functional model recorded them.</summary>
    internal override Tensor ApplyArguments(CallArguments arguments) =>
        Invoke(Inputs(arguments), arguments.Training, arguments.Tensor("mask"), arguments);

    /// <summary>The tensors that the layer was called on: the first argument, or, for layers of several, all positional ones.</summary>
    internal virtual Tensor Inputs(CallArguments arguments) => arguments.First;

    private Tensor Invoke(Tensor x, bool? training, Tensor? mask, CallArguments? arguments)
    {
        // 1. Bring the inputs to the layer's dtype.
        if (ConvertsInputs)
        {
            var converted = ConvertInput(x);
            if (arguments is not null && (!ReferenceEquals(converted, x) || arguments.Tensors().Any(NeedsConversion)))
                arguments = arguments.Map(t => ReferenceEquals(t, x) ? converted : ConvertInput(t));
            x = converted;
        }

        // 2. Check them.
        CheckInputs(x);

        // 3. Make the weights.
        if (!built) BuildFor(x, arguments);

        // 4. Whether this is training: as said, or as in the surrounding call.
        using var context = new CallContext(this, training);

        // 5. The mask: as said, or as the inputs carry it.
        mask ??= MaskOf(x);

        // 6. Symbols: infer the output and record the call.
        if (Nest.IsSymbolic(x) || arguments is not null && arguments.Tensors().Any(t => t is KerasTensor))
            return CallSymbolic(x, arguments ?? new CallArguments(x), context.Training, mask);

        // 7. Values: compute, under the layer's name and, for a mixed policy, with its variables in the compute dtype.
        var outputs = CallEager(x, arguments, context.Training, mask);

        // 8. The penalty on the output, a mean over the batch.
        if (activity_regularizer is { } penalty)
            foreach (var output in Nest.Flatten(outputs))
            {
                var batch = output.ndim > 0 ? output.Dims[0] : 1;
                add_loss(penalty.Apply(output) / (double)batch);
            }

        // 9. The mask of the output.
        if (supports_masking || mask is not null) SetMask(x, outputs, mask);
        return outputs;
    }

    private Tensor CallEager(Tensor x, CallArguments? arguments, bool training, Tensor? mask)
    {
        var mixed = compute_dtype != variable_dtype || AutocastScope.Current is not null;
        using var cast = mixed ? new AutocastScope(autocast && DTypes.IsFloat(compute_dtype) ? compute_dtype : null) : default(AutocastScope?);
        using var names = IsOpen ? null : OpenNameScope();
        // The library's layers free what they make on the way; tensors made by users' code belong to the garbage collector.
        if (!FreesIntermediates) return Compute();
        using var scope = new TensorScope();
        var outputs = Compute();
        foreach (var output in Nest.Flatten(outputs)) scope.Keep(output);
        return outputs;

        Tensor Compute() => Remat is null ? ComputeOnce() : Rematerialized(Remat, ComputeOnce, () => SpecOf(arguments ?? new CallArguments(x), training));

        Tensor ComputeOnce() => arguments is null ? CallPlain(x, training, mask) : CallWith(arguments, training, mask);
    }

    /// <summary>Symbols of the output for arguments with values.</summary>
    private Tensor SpecOf(CallArguments arguments, bool training)
    {
        using var quiet = Symbolic.Quiet();
        return compute_output_spec(arguments.Map(t => t is StringTensor or NoMask ? t : new KerasTensor(t.shape, t.dtype)), training, null);
    }

    /// <inheritdoc/>
    private protected override ActivationFunction? OwnActivation =>
        s_activations.GetOrAdd(GetType(), static t => t.GetProperty("activation") is { } p && p.PropertyType == typeof(ActivationFunction) ? p : null)?.GetValue(this) as ActivationFunction;

    /// <summary>The call without further arguments; the same as <see cref="CallWith"/>, without an object for the arguments.</summary>
    private protected virtual Tensor CallPlain(Tensor x, bool training, Tensor? mask) => OverridesCallWith ? CallWith(new CallArguments(x), training, mask) : call(x, training, mask);

    private bool OverridesCallWith => _overridesCallWith ??= IsOverridden(nameof(CallWith));

    private bool? _overridesCallWith;

    /// <summary>Whether names need no scope because the layer makes no variables after it is built.</summary>
    private bool IsOpen => built && FreesIntermediates;

    /// <summary>Whether intermediate tensors of the call are freed when it ends: true for the layers of this library.</summary>
    private protected bool FreesIntermediates { get; init; }

    private Tensor CallSymbolic(Tensor x, CallArguments arguments, bool training, Tensor? mask)
    {
        Tensor outputs;
        using (Symbolic.Quiet())
        using (OpenNameScope())
        {
            outputs = compute_output_spec(arguments, training, mask);
        }
        // An output that is an input (a layer that changes nothing) becomes a tensor of its own, so that the graph shows the layer.
        var inputs = new HashSet<Tensor>(arguments.Tensors(), ReferenceEqualityComparer.Instance);
        outputs = Nest.Map(outputs, t => inputs.Contains(t) || t.History is not null ? new KerasTensor(t.shape, t.dtype) : t);
        if (!Symbolic.IsQuiet) _ = new Node(this, arguments, outputs);
        if (supports_masking || mask is not null) SetMask(x, outputs, mask);
        return outputs;
    }

    /// <summary>The symbolic output of a symbolic call: by <see cref="compute_output_shape(TensorShape)"/> where the layer overrides it, else by trying <c>call</c> on symbols.</summary>
    internal virtual Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask)
    {
        var x = Inputs(arguments);
        if (x is not (TensorList or TensorDict) && IsOverridden(nameof(compute_output_shape), typeof(TensorShape)))
            return new KerasTensor(compute_output_shape(x.shape), compute_dtype);
        if (x is TensorList list && IsOverridden(nameof(compute_output_shape), typeof(IReadOnlyList<TensorShape>)))
            return new KerasTensor(compute_output_shape([.. list.Select(t => t.shape)]), compute_dtype);
        return CallWith(arguments, training, mask);
    }

    /// <summary>The shape of the output for an input of a shape, batch dimension included.</summary>
    /// <param name="input_shape">Shape of the input; the batch may be unknown.</param>
    public virtual TensorShape compute_output_shape(TensorShape input_shape) => Trial(new KerasTensor(input_shape, InferenceDType)).shape;

    /// <summary>The shape of the output for several inputs.</summary>
    /// <param name="input_shapes">Shapes of the inputs, in order.</param>
    public virtual TensorShape compute_output_shape(IReadOnlyList<TensorShape> input_shapes) =>
        Trial(new TensorList(input_shapes.Select(s => (Tensor)new KerasTensor(s, InferenceDType)))).shape;

    private string InferenceDType => compute_dtype;

    private Tensor Trial(Tensor x)
    {
        using var quiet = Symbolic.Quiet();
        return Invoke(x, null, null, null);
    }

    /// <summary>Shape and dtype of the output, without computing it.</summary>
    /// <param name="inputs">A <see cref="KerasTensor"/>, or a list of them.</param>
    /// <returns>Symbolic tensors that are part of no model.</returns>
    public Tensor compute_output_spec(Tensor inputs) => Trial(Nest.Map(inputs, t => t as KerasTensor ?? new KerasTensor(t.shape, t.dtype)));

    /// <summary>Python's <c>layer(x)</c> on symbolic tensors.</summary>
    /// <param name="inputs">A <see cref="KerasTensor"/>, or a list of them.</param>
    public Tensor symbolic_call(Tensor inputs) => compute_output_spec(inputs);

    /// <summary>The mask of the output, given the mask of the input.</summary>
    /// <param name="inputs">The input.</param>
    /// <param name="previous_mask">Its mask.</param>
    public virtual Tensor? compute_mask(Tensor inputs, Tensor? previous_mask) => previous_mask;

    private bool _saidMaskEnds;

    private void SetMask(Tensor x, Tensor outputs, Tensor? previous)
    {
        if (!supports_masking)
        {
            if (_saidMaskEnds) return;
            _saidMaskEnds = true;
            Utils.IoUtils.Warn($"Layer '{name}' (of type {GetType().Name}) was passed an input with a mask attached to it. However, this layer does not support masking and will therefore destroy the mask information. Downstream layers will not see the mask.");
            return;
        }
        var mask = compute_mask(x, previous);
        if (mask is null) return;
        if (mask is TensorList masks)
        {
            foreach (var (output, m) in Nest.Flatten(outputs).Zip(masks)) output.KerasMask = m is NoMask ? null : m;
        }
        else
        {
            var first = Nest.Flatten(outputs).First();
            first.KerasMask = mask;
        }
    }

    /// <summary>The mask that inputs carry: one tensor, or a list with <see cref="NoMask"/> where an input has none.</summary>
    private static Tensor? MaskOf(Tensor x)
    {
        if (x is not (TensorList or TensorDict)) return x.KerasMask;
        var flat = Nest.Flatten(x).ToArray();
        return flat.Any(t => t.KerasMask is not null) ? new TensorList(flat.Select(t => t.KerasMask ?? NoMask.Instance)) : null;
    }

    private Tensor ConvertInput(Tensor x)
    {
        switch (x)
        {
            case TensorList or TensorDict:
                var changed = false;
                var mapped = Nest.Map(x, t =>
                {
                    var c = ConvertInput(t);
                    changed |= !ReferenceEquals(c, t);
                    return c;
                });
                return changed ? mapped : x;
            case StringTensor or NoMask:
                return x;
        }
        if (!NeedsCast(x)) return x is ScalarTensor s ? s.ToTensor(s.dtype) : x;
        var converted = Ops.cast(x, input_dtype);
        converted.KerasMask = x.KerasMask;
        return converted;
    }

    /// <summary>Only floats are cast: integers may be tokens.</summary>
    private bool NeedsCast(Tensor x) => autocast && DTypes.IsFloat(input_dtype) && DTypes.IsFloat(x.dtype) && x.dtype != input_dtype;

    private bool NeedsConversion(Tensor x) => x is ScalarTensor || x is not (StringTensor or NoMask) && NeedsCast(x);

    private void CheckInputs(Tensor x)
    {
        if (InputSpecs is { } specs)
        {
            var flat = Nest.Flatten(x).ToArray();
            if (flat.Length != specs.Length)
                throw new ArgumentException($"Layer \"{name}\" expects {specs.Length} input(s), but it received {flat.Length} input tensors. Inputs received: {Nest.Shapes(x)}");
            for (var i = 0; i < flat.Length; i++) specs[i].Check(flat[i], name);
        }
        else if (input_spec is { } spec)
        {
            if (x is TensorList { Count: not 1 } list)
                throw new ArgumentException($"Layer \"{name}\" expects 1 input(s), but it received {list.Count} input tensors. Inputs received: {Nest.Shapes(x)}");
            spec.Check(x is TensorList one ? one[0] : x, name);
        }
    }

    private void BuildFor(Tensor x, CallArguments? arguments)
    {
        BuildFromArguments(x, arguments);
        if (!built) EnsureBuilt([.. Nest.Flatten(x).Select(t => t.shape)]);
    }

    /// <summary>Remembers the shapes of several named arguments for saved models.</summary>
    private protected void RecordShapes(Config shapes) => _buildConfig = new Config { ["shapes_dict"] = shapes };

    /// <summary>Lets layers with several kinds of inputs build themselves from all arguments.</summary>
    private protected virtual void BuildFromArguments(Tensor x, CallArguments? arguments)
    {
    }

    internal bool IsOverridden(string method, params Type[] parameters) => IsOverridden(GetType(), method, parameters);

    internal static bool IsOverridden(Type type, string method, params Type[] parameters) =>
        s_overridden.GetOrAdd((type, method + string.Join(',', parameters.Select(p => p.Name))), _ =>
        {
            var found = type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(m => m.Name == method && (parameters.Length == 0 || m.GetParameters().Select(p => p.ParameterType).SequenceEqual(parameters)));
            return found.Any(m => m.DeclaringType != typeof(Layer) && m.DeclaringType != typeof(Model));
        });

    // ------------------------------------------------------------------ config

    /// <summary>Arguments common to all layers: name, trainable, dtype.</summary>
    private protected Config BaseConfig()
    {
        var config = new Config
        {
            ["name"] = name,
            ["trainable"] = trainable,
            ["dtype"] = Serialization.ToConfig(dtype_policy),
        };
        if (activity_regularizer is not null) config["activity_regularizer"] = Serialization.ToConfig(activity_regularizer);
        return config;
    }

    /// <summary>The constructor arguments that make an equal layer, read from the properties of the same names.</summary>
    /// <remarks>Override it where an argument has no property of its name.</remarks>
    public override Config get_config()
    {
        var config = BaseConfig();
        foreach (var (key, value) in ConfigReflection.FromConstructor(this, static n => n is "name" or "trainable" or "dtype")) config[key] = value;
        return config;
    }

    /// <summary>The layer as Keras prints it.</summary>
    public override string ToString() => $"<{KerasRegistry.ClassName(GetType())} name={name}, built={(built ? "True" : "False")}>";
}
