using Keras.Backend;

namespace Keras;

/// <summary>The computation between symbolic inputs and outputs as an operation, without the state and the training of a model (keras/src/ops/function.py).</summary>
/// <remarks><c>var f = new Function(x, Ops.sigmoid(x + y)); f.Apply(value);</c></remarks>
[KerasExport("keras.Function")]
public sealed class Function : Operation
{
    private readonly FunctionalGraph _graph;
    private readonly Tensor _outputs;

    /// <summary>Makes a function of what was computed on symbols.</summary>
    /// <param name="inputs">A symbol, or a list or dictionary of such.</param>
    /// <param name="outputs">A symbol, or a list or dictionary of such; the inputs must suffice to compute it.</param>
    /// <param name="name">Name of the operation; made of the class name where null.</param>
    /// <exception cref="ArgumentException">There are no inputs or outputs, one of them is no symbol, or the inputs do not suffice.</exception>
    public Function(Tensor inputs, Tensor outputs, string? name = null) : base(name)
    {
        this.inputs = Symbols(inputs, "inputs");
        this.outputs = Symbols(outputs, "outputs");
        _outputs = outputs;
        _graph = new FunctionalGraph(inputs, outputs);
    }

    /// <summary>The symbolic inputs, one after the other.</summary>
    public IReadOnlyList<KerasTensor> inputs { get; }

    /// <summary>The symbolic outputs, one after the other.</summary>
    public IReadOnlyList<KerasTensor> outputs { get; }

    /// <summary>The operations between them, in the order in which they run.</summary>
    public IReadOnlyList<Operation> operations => [.. _graph.Operations];

    /// <summary>Computes the outputs of other inputs.</summary>
    /// <param name="inputs">Tensors in the structure and ranks of the symbols; symbols make the function a node of a larger graph.</param>
    /// <returns>Tensors in the structure of the symbolic outputs.</returns>
    /// <exception cref="ArgumentException">The number of tensors or their shapes are not those of the symbols.</exception>
    public Tensor Apply(Tensor inputs) => ApplyArguments(new CallArguments(inputs));

    /// <summary>As <see cref="Apply"/>, but symbols run through the operations themselves.</summary>
    /// <param name="inputs">Tensors in the structure and ranks of the symbols.</param>
    /// <exception cref="ArgumentException">The number of tensors or their shapes are not those of the symbols.</exception>
    public Tensor call(Tensor inputs) => _graph.Run(Checked(inputs));

    /// <summary>Shapes and dtypes of the outputs.</summary>
    /// <param name="inputs">Symbols.</param>
    /// <exception cref="ArgumentException">The number of tensors or their shapes are not those of the symbols.</exception>
    public Tensor compute_output_spec(Tensor inputs)
    {
        var given = Checked(inputs);
        if (given.Zip(this.inputs).All(p => p.First.shape == p.Second.shape))
            return Nest.Pack(_outputs, outputs.Select(t => (Tensor)new KerasTensor(t.shape, t.dtype)));
        return Symbolic.Infer(name, given, values => _graph.Run(values));
    }

    /// <summary>Shapes of the outputs, one after the other.</summary>
    /// <param name="input_shape">Shapes of the inputs, one after the other.</param>
    /// <exception cref="ArgumentException">The number of shapes or the shapes are not those of the symbols.</exception>
    public IReadOnlyList<TensorShape> compute_output_shape(params TensorShape[] input_shape)
    {
        Tensor[] symbols = [.. input_shape.Select((shape, i) => new KerasTensor(shape, i < inputs.Count ? inputs[i].dtype : "float32"))];
        return [.. Nest.Flatten(compute_output_spec(new TensorList(symbols))).Select(t => t.shape)];
    }

    internal override Tensor ApplyArguments(CallArguments arguments)
    {
        var inputs = (Tensor)arguments.Args[0]!;
        if (!Nest.Flatten(inputs).Any(Nest.IsSymbolic)) return call(inputs);
        var spec = compute_output_spec(inputs);
        if (!Symbolic.IsQuiet) _ = new Node(this, arguments, spec);
        return spec;
    }

    private Tensor[] Checked(Tensor given)
    {
        Tensor[] flat = [.. Nest.Flatten(given)];
        if (flat.Length != inputs.Count)
            throw new ArgumentException($"Function '{name}' takes {inputs.Count} tensors. Received: {flat.Length}. Pass tensors in the structure of the symbolic inputs.", nameof(given));
        for (var i = 0; i < flat.Length; i++)
        {
            var (shape, expected) = (flat[i].shape, inputs[i].shape);
            if (shape.Rank != expected.Rank || shape.Zip(expected).Any(p => p.First is { } a && p.Second is { } b && a != b))
                throw new ArgumentException($"Function '{name}': input {i} has the shape {shape}, but {expected} is expected.", nameof(given));
        }
        return flat;
    }

    private static KerasTensor[] Symbols(Tensor tensors, string what)
    {
        Tensor[] flat = [.. Nest.Flatten(tensors)];
        if (flat.Length == 0) throw new ArgumentException($"{what} cannot be empty. Pass at least one symbolic tensor, such as keras.Input gives.", what);
        return Array.ConvertAll(flat, t => t as KerasTensor
            ?? throw new ArgumentException($"{what} of a Function must be symbolic tensors, such as keras.Input gives. Received: a tensor of values of the shape {t.shape}.", what));
    }
}
