using Keras.Backend;

namespace Keras.Layers;

/// <summary>Several cells as one: at each step, each cell takes the output of the one before.</summary>
/// <remarks>The states are a list for each cell. See https://keras.io/api/layers/recurrent_layers/stacked_rnn_cell/.</remarks>
[KerasExport("keras.layers.StackedRNNCells")]
public sealed class StackedRNNCells : RNNCell
{
    /// <summary>Makes the cell.</summary>
    /// <param name="cells">The cells, first to last.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <exception cref="ArgumentException">There is no cell.</exception>
    public StackedRNNCells(IReadOnlyList<RNNCell> cells, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : base(name, trainable, dtype)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count == 0) throw new ArgumentException("StackedRNNCells needs at least one cell. Received: an empty list.");
        this.cells = (RNNCell[])[.. cells];
        FreesIntermediates = true;
    }

    /// <summary>The cells, first to last.</summary>
    public IReadOnlyList<RNNCell> cells { get; }

    private RNNCell[] Cells => (RNNCell[])cells;

    /// <summary>Sizes of the states of all cells, one after the other.</summary>
    public override int[] state_size => [.. Cells.SelectMany(c => c.state_size)];

    /// <inheritdoc/>
    public override int output_size => Cells[^1].output_size;

    internal override bool IsBuiltIn => Array.TrueForAll(Cells, c => c.IsBuiltIn);

    internal override TensorShape[] StateShapes(int? batch) => [.. Cells.SelectMany(c => c.StateShapes(batch))];

    internal override TensorShape OutputShape(TensorShape stepInput) => Cells.Aggregate(stepInput, (shape, cell) => cell.OutputShape(shape));

    /// <inheritdoc/>
    public override Tensor[] get_initial_state(int batch_size) => [.. Cells.SelectMany(c => c.get_initial_state(batch_size))];

    /// <inheritdoc/>
    public override void build(TensorShape input_shape)
    {
        foreach (var cell in Cells)
        {
            cell.EnsureBuilt([input_shape]);
            input_shape = cell.OutputShape(input_shape);
        }
    }

    // A symbolic state of its own stands bare, as Keras infers it; values come in a list.
    internal override IEnumerable<Tensor> Group(Tensor[] states) => Parts(states).Select(p => p.States is [KerasTensor only] ? (Tensor)only : new TensorList(p.States));

    private IEnumerable<(RNNCell Cell, Tensor[] States)> Parts(Tensor[] states)
    {
        var at = 0;
        foreach (var cell in Cells)
        {
            var count = cell.state_size.Length;
            yield return (cell, states[at..(at + count)]);
            at += count;
        }
    }

    internal override void Prepare(Tensor stepInput, Tensor[] states, bool training)
    {
        foreach (var (cell, own) in Parts(states))
        {
            cell.Prepare(stepInput, own, training);
            // The next cell's masks depend on the shape of this one's output alone. A cell of the user may draw random numbers, so it is called as in Keras.
            stepInput = cell.IsBuiltIn ? Kernel.Zeros(cell.OutputShape(stepInput.shape).ToLongs(), cell.compute_dtype) : cell.Step(stepInput, own, training).Output;
        }
    }

    internal override void Forget()
    {
        foreach (var cell in Cells) cell.Forget();
    }

    /// <inheritdoc/>
    protected override (Tensor Output, Tensor[] States) call(Tensor inputs, Tensor[] states, bool training)
    {
        var all = new List<Tensor>(states.Length);
        foreach (var (cell, own) in Parts(states))
        {
            (inputs, var next) = cell.Step(inputs, own, training);
            all.AddRange(next);
        }
        return (inputs, [.. all]);
    }

    internal override Tensor CallWith(CallArguments arguments, bool training, Tensor? mask) => Unwrap(base.CallWith(arguments, training, mask));

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask) => Unwrap(base.compute_output_spec(arguments, training, mask));

    /// <summary>The states of a single cell are not wrapped in one more list.</summary>
    private Tensor Unwrap(Tensor outputs)
    {
        var list = (TensorList)outputs;
        return Cells.Length == 1 && list[1] is TensorList { Count: 1 } states ? new TensorList(list[0], states[0]) : list;
    }
}
