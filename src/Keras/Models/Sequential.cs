using Keras.Layers;
using Keras.Saving;

namespace Keras;

/// <summary>A stack of layers, each taking the output of the one before.</summary>
/// <remarks>
/// The shape of the input comes from <c>keras.Input</c>, from an argument <c>input_shape</c> of the first layer, or from the first data.
/// See https://keras.io/guides/sequential_model/.
/// </remarks>
[KerasExport("keras.Sequential", "keras.models.Sequential")]
public partial class Sequential : Model
{
    private readonly List<Layer> _stack = [];
    private Functional? _functional;

    /// <summary>The layer that says what goes in; <see langword="null"/> where the model waits for data.</summary>
    internal InputLayer? EntryLayer => _stack is [InputLayer first, ..] ? first : null;

    /// <summary>Makes a stack.</summary>
    /// <param name="layers">Layers (also a <c>keras.Input</c> first), in order.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="name">Name.</param>
    /// <exception cref="ArgumentException">Two layers have one name.</exception>
    public Sequential(SequentialItem[]? layers = null, bool trainable = true, string? name = null) : base(name, trainable)
    {
        FreesIntermediates = true;
        supports_masking = true;
        if (layers is null || layers.Length == 0) return;
        foreach (var layer in layers) Append(layer.Layer);
        Rebuild();
    }

    /// <summary>Adds a layer at the top.</summary>
    /// <param name="layer">A layer, a model, or a <c>keras.Input</c>.</param>
    /// <param name="rebuild">Whether to build the model at once where the input shape is known.</param>
    /// <exception cref="ArgumentException">The name is taken, or a second input is added.</exception>
    public void add(SequentialItem layer, bool rebuild = true)
    {
        Append(layer.Layer);
        if (rebuild) Rebuild();
        else Unbuild();
    }

    /// <summary>Takes the last layer off.</summary>
    /// <param name="rebuild">Whether to build what remains.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="InvalidOperationException">There is no layer.</exception>
    public Layer pop(bool rebuild = true)
    {
        if (_stack.Count == 0) throw new InvalidOperationException($"The model '{name}' has no layer to take off.");
        var layer = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        Unbuild();
        if (rebuild && _stack.Count > 0) Rebuild();
        return layer;
    }

    /// <inheritdoc/>
    public override keras.layers layers => new([.. _stack is [InputLayer, ..] ? _stack.Skip(1) : _stack]);

    internal IReadOnlyList<Layer> Stack => _stack;

    internal override Functional? Graph => _functional;

    /// <inheritdoc/>
    public override Tensor inputs => _functional?.inputs ?? base.inputs;

    /// <inheritdoc/>
    public override Tensor outputs => _functional?.outputs ?? base.outputs;

    // A stack that was called inside another model keeps the tensors of that call apart from its own.
    /// <inheritdoc/>
    public override Tensor input => _functional is not null ? _functional.input : base.input;

    /// <inheritdoc/>
    public override Tensor output => _functional is not null ? _functional.output : base.output;

    internal override bool ConvertsInputs => _functional is null;

    internal override IEnumerable<Layer> SubLayers() => _stack.Concat(LayerTracker.Layers(this)).Distinct();

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        if (!IsBuilding)
        {
            built = false;
            EnsureBuilt([input_shape]);
            return;
        }
        // 1. The input layer.
        if (_stack.Count == 0) throw new InvalidOperationException($"Sequential model {name} cannot be built because it has no layers. Call `model.add(layer)`.");
        if (_stack[0] is InputLayer input)
        {
            if (input.batch_shape != input_shape)
                throw new ArgumentException($"Sequential model '{name}' has already been configured to use input shape {input.batch_shape}. You cannot build it with input_shape {input_shape}");
        }
        else
        {
            input = new InputLayer(batch_shape: input_shape, dtype: Backend.DTypes.IsFloat(_stack[0].compute_dtype) ? _stack[0].compute_dtype : null);
            _stack.Insert(0, input);
        }
        // 2. Call layer on layer; those that are in the graph already stay as they are.
        var (at, x) = _functional is null ? (1, (Tensor)input.Tensor) : (_built, _functional.output);
        for (; at < _stack.Count; at++) x = _stack[at].Apply(x);
        _built = _stack.Count;
        _functional = new Functional(input.Tensor, x);
        if (!trainable)
            foreach (var layer in _stack) layer.trainable = false;
    }

    private int _built;

    /// <inheritdoc/>
    public override void build(IReadOnlyList<TensorShape> input_shapes)
    {
        // Several inputs: no graph; the layers are called one after the other.
        if (input_shapes.Count == 1) build(input_shapes[0]);
    }

    private void Append(Layer layer)
    {
        // 1. A first layer that knows its input shape brings an input layer.
        if (_stack.Count == 0 && layer is not InputLayer && layer.InputShapeArgument is { } shape)
            _stack.Add(new InputLayer(shape, layer.BatchSizeArgument));
        // 2. Names are unique, and there is one input.
        if (_stack.Any(l => l.name == layer.name && !ReferenceEquals(l, layer)) || _stack.Contains(layer))
            throw new ArgumentException($"All layers added to a Sequential model should have unique names. Name '{layer.name}' is already the name of a layer in this model. Update the `name` argument to pass a unique name.");
        if (layer is InputLayer && _stack is [InputLayer first, ..])
            throw new ArgumentException($"Sequential model '{name}' has already been configured to use input shape {first.batch_shape}. You cannot add a different Input layer to it.");
        _stack.Add(layer);
    }

    private void Rebuild()
    {
        built = false;
        if (_stack.Count < 2) return;
        TensorShape? shape = _stack[0] switch
        {
            InputLayer i => (TensorShape?)i.batch_shape,
            Model { Graph: { } graph } when graph.inputs is not TensorList => graph.input_shape,
            _ => (TensorShape?)null,
        };
        if (shape is { } known) EnsureBuilt([known]);
    }

    private void Unbuild()
    {
        built = false;
        _functional = null;
        _built = 0;
    }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training, Tensor? mask)
    {
        if (_functional is not null)
        {
            if (mask is not null && mask is not TensorList) inputs.KerasMask = mask;
            return _functional.CallAsStack(inputs);
        }
        var x = inputs;
        foreach (var layer in layers) x = layer.Apply(x);
        return x;
    }

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) => call(Inputs(arguments), training, mask);

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask) => null;

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = new Config
        {
            ["name"] = name,
            ["trainable"] = trainable,
            ["dtype"] = Serialization.ToConfig(dtype_policy),
            ["layers"] = _stack.Select(l => (object?)Serialization.LayerToConfig(l)).ToList(),
        };
        if (_functional is not null) config["build_input_shape"] = Serialization.ToConfig(((InputLayer)_stack[0]).batch_shape);
        return config;
    }

    /// <summary>Makes a stack of its configuration.</summary>
    /// <param name="config">What <see cref="get_config"/> gave; a bare list of layers, as Keras 2.2 wrote, under the key <c>layers</c>.</param>
    public static Sequential from_config(Config config)
    {
        var model = new Sequential(name: config.Get("name") as string);
        var waiting = new List<(Layer, Config)>();
        foreach (var item in (System.Collections.IList)(config.Get("layers") ?? throw new ArgumentException("A Sequential configuration must have the keys 'name' and 'layers'.")))
        {
            // 1. The layers are built in the stack, not one by one, so that their weights are named as they were.
            var serialized = item as Config ?? throw new ArgumentException("A Sequential configuration holds something that is no layer.");
            var ownBuild = serialized.Get("class_name") is not ("Sequential" or "Functional" or "Model") ? serialized.Get("build_config") as Config : null;
            if (ownBuild is not null)
            {
                serialized = new Config(serialized);
                serialized.Remove("build_config");
            }
            if (Serialization.Deserialize(serialized, typeof(Layer)) is not Layer layer)
                throw new ArgumentException("A Sequential configuration holds something that is no layer.");
            if (ownBuild is not null) waiting.Add((layer, ownBuild));
            model.add(layer, rebuild: false);
        }

        // 2. Build the stack.
        if (model._stack.Count > 0) model.Rebuild();
        if (!model.built && config.Get("build_input_shape") is { } shape && model._stack.Count > 0 && model._stack[0] is not InputLayer)
            model.EnsureBuilt([TensorShape.FromConfig(shape)]);

        // 3. A stack without a shape of its own may hold layers that have one.
        using (model.OpenNameScope())
            foreach (var (layer, build) in waiting)
                if (!layer.built) layer.build_from_config(build);
        if (config.Get("trainable") is false) model.trainable = false;
        return model;
    }

    /// <inheritdoc/>
    public override Config? get_build_config() => _functional is null ? null : base.get_build_config();

    /// <inheritdoc/>
    public override void build_from_config(Config config)
    {
        if (!built) base.build_from_config(config);
    }
}
