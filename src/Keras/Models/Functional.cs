using Keras.Backend;
using Keras.Layers;

namespace Keras;

/// <summary>A model that is a graph of layers between symbolic inputs and outputs.</summary>
/// <remarks>See https://keras.io/guides/functional_api/.</remarks>
public partial class Functional : Model
{
    private readonly FunctionalGraph _graph;
    private readonly Tensor _inputs;
    private readonly Tensor _outputs;

    /// <summary>Makes a model of the graph between tensors.</summary>
    /// <param name="inputs">Where values enter.</param>
    /// <param name="outputs">What the model computes.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights; <see langword="null"/> leaves the layers as they are.</param>
    /// <exception cref="ArgumentException">A tensor has values, the graph has a gap, or two layers have one name.</exception>
    public Functional(Tensor inputs, Tensor outputs, string? name = null, bool? trainable = null) : base(name)
    {
        RequireSymbols(inputs, "inputs");
        // Symbols made directly become inputs like those of keras.Input.
        foreach (var given in Nest.Flatten(inputs).Where(x => x.History is null)) _ = new InputLayer(input_tensor: (KerasTensor)given);
        RequireSymbols(outputs, "outputs");
        // Tensors from inside another model as inputs: the nodes between are copied onto new inputs.
        if (Nest.Flatten(inputs).Any(t => !NodeOf(t).IsInput)) (inputs, outputs) = FunctionalGraph.Clone(inputs, outputs);
        _inputs = inputs;
        _outputs = outputs;
        _graph = new FunctionalGraph(inputs, outputs);
        FreesIntermediates = true;
        supports_masking = true;
        MarkBuilt([.. Nest.Flatten(inputs).Select(t => t.shape)]);
        if (trainable is { } t) this.trainable = t;
    }

    /// <inheritdoc/>
    public override keras.layers layers => new([.. _graph.Operations.OfType<Layer>()]);

    internal IReadOnlyList<Operation> Operations => _graph.Operations;

    internal FunctionalGraph FunctionGraph => _graph;

    /// <summary>Repeats the calls of the graph on other inputs, each made by a function.</summary>
    internal Tensor RunThrough(Tensor inputs, Func<Operation, CallArguments, Tensor> call) => _graph.Run([.. Nest.Flatten(inputs)], call);

    internal override Functional? Graph => this;

    /// <inheritdoc/>
    public override Tensor inputs => Flat(_inputs);

    /// <inheritdoc/>
    public override Tensor outputs => Flat(_outputs);

    /// <inheritdoc/>
    public override Tensor input => _inputs;

    /// <inheritdoc/>
    public override Tensor output => _outputs;

    /// <summary>Names of the operations that give the outputs.</summary>
    public IReadOnlyList<string> output_names => [.. Nest.Flatten(_outputs).Select(t => t.History!.Operation.name)];

    /// <summary>Names of the inputs.</summary>
    public IReadOnlyList<string> input_names => [.. Nest.Flatten(_inputs).Select(t => t.History!.Operation.name)];

    internal override bool ConvertsInputs => false;

    internal override IEnumerable<Layer> SubLayers() => _graph.Operations.OfType<Layer>().Concat(LayerTracker.Layers(this)).Distinct();

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
    }

    /// <inheritdoc/>
    public override void build(IReadOnlyList<TensorShape> input_shapes)
    {
    }

    /// <inheritdoc/>
    public override Config? get_build_config() => new() { ["input_shape"] = null };

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training, Tensor? mask)
    {
        var flat = Standardize(inputs);
        if (mask is not null)
        {
            var masks = Nest.Flatten(mask).ToArray();
            for (var i = 0; i < Math.Min(masks.Length, flat.Length); i++) flat[i].KerasMask = masks[i] is NoMask ? null : masks[i];
        }
        return _graph.Run(flat);
    }

    /// <summary>Runs the graph of a stack, whose layers check their inputs themselves: lengths other than that of the first data are allowed, as in Keras.</summary>
    internal Tensor CallAsStack(Tensor inputs) => _graph.Run(Standardize(inputs, checkShapes: false));

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) => call(Inputs(arguments), training, mask);

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask) => null;

    /// <summary>The inputs in the order of the model's own, in its dtypes and ranks.</summary>
    private Tensor[] Standardize(Tensor given, bool checkShapes = true)
    {
        // 1. Which tensor is which input: by name for dictionaries, by place otherwise.
        var expected = Nest.Flatten(_inputs).Cast<KerasTensor>().ToArray();
        Tensor[] flat;
        if (given is TensorDict dict)
        {
            var names = _inputs is TensorDict own
                ? own.Keys.Order(StringComparer.Ordinal).ToArray()
                : [.. expected.Select(t => t.History!.Operation.name)];
            flat = [.. names.Select(n => dict.TryGetValue(n, out var t) ? t
                : throw new ArgumentException($"The model '{name}' needs an input named '{n}'. Received: {string.Join(", ", dict.Keys)}."))];
        }
        else flat = [.. Nest.Flatten(given)];
        if (flat.Length != expected.Length)
            throw new ArgumentException($"Layer \"{name}\" expects {expected.Length} input(s), but it received {flat.Length} input tensors. Inputs received: {Nest.Shapes(given)}");
        // 2. Dtype and rank, input by input.
        for (var i = 0; i < flat.Length; i++) flat[i] = Adjust(flat[i], expected[i], checkShapes);
        return flat;
    }

    private Tensor Adjust(Tensor x, KerasTensor reference, bool checkShapes)
    {
        if (x is StringTensor) return x;
        var mask = x.KerasMask;
        var result = x;
        if (result.dtype != reference.dtype || result is ScalarTensor) result = Ops.cast(result, reference.dtype);
        var want = reference.shape;
        if (result.ndim == want.Rank + 1 && result.shape[^1] == 1) result = Ops.squeeze(result, -1);
        else if (result.ndim == want.Rank - 1 && want[^1] == 1) result = Ops.expand_dims(result, -1);
        if (result.ndim != want.Rank) throw Incompatible(x, reference);
        if (checkShapes && !Fits(result, want)) throw Incompatible(x, reference);
        if (!ReferenceEquals(result, x)) result.KerasMask = mask;
        return result;
    }

    private static bool Fits(Tensor x, TensorShape want)
    {
        if (x is KerasTensor)
        {
            for (var i = 1; i < want.Rank; i++)
                if (want[i] is { } d && x.shape[i] is { } g && d != g) return false;
            return true;
        }
        var dims = x.Dims;
        for (var i = 1; i < dims.Length; i++)
            if (want[i] is { } d && d != dims[i]) return false;
        return true;
    }

    private ArgumentException Incompatible(Tensor x, KerasTensor reference) =>
        new($"Input {reference.name} of model \"{name}\" is incompatible: expected shape={reference.shape}, found shape={x.shape}. " +
            $"Bring the data to the shape {reference.shape[1..]} a sample, for example with reshape.");

    private static Tensor Flat(Tensor structure)
    {
        var flat = Nest.Flatten(structure).ToArray();
        return flat.Length == 1 ? flat[0] : new TensorList(flat);
    }

    private static Node NodeOf(Tensor t) => t.History!.Operation.InboundNodes[t.History.NodeIndex];

    private static void RequireSymbols(Tensor structure, string what)
    {
        foreach (var t in Nest.Flatten(structure))
            if (t is not KerasTensor symbol || symbol.History is null && what == "outputs")
                throw new ArgumentException($"All `{what}` values must be KerasTensors that come from keras.Input or an operation on such. Received: {t}.");
    }
}
