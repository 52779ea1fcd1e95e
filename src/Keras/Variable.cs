using Keras.Backend;
using Keras.Utils;

namespace Keras;

/// <summary>A tensor that keeps its place and changes its values: the weights of layers, the state of metrics and optimizers.</summary>
/// <remarks>Converts implicitly to <see cref="Tensor"/>, so that <c>ops.matmul(x, kernel)</c> reads its value.</remarks>
[KerasExport("keras.Variable")]
public class Variable
{
    private Tensor? _value;
    private bool _trainable;
    private double _pending;
    private bool _unfilled;
    private Func<Tensor>? _initializer;

    /// <summary>Makes a variable of an initial value.</summary>
    /// <param name="initializer">The first value.</param>
    /// <param name="shape">Dimensions; those of the value where <see langword="null"/>.</param>
    /// <param name="dtype">Element type; that of the value where <see langword="null"/>.</param>
    /// <param name="trainable">Whether gradients and optimizers may change it.</param>
    /// <param name="autocast">Whether layers of a mixed policy see it in their compute dtype.</param>
    /// <param name="aggregation">How replicas would be merged; kept for the config.</param>
    /// <param name="name">Name without a slash.</param>
    /// <exception cref="ArgumentException">The value has another shape than the one given.</exception>
    public Variable(Tensor initializer, TensorShape? shape = null, string? dtype = null, bool trainable = true, bool autocast = true, string aggregation = "none", string? name = null)
        : this(name, initializer.shape, dtype is null ? initializer.dtype : DTypes.Standardize(dtype), trainable, aggregation)
    {
        if (shape is not null && shape != initializer.shape)
            throw new ArgumentException($"The value of the variable '{path}' has the shape {initializer.shape}, but shape={shape} was given. Leave the shape out, or give an initializer.");
        this.autocast = autocast;
        using var scope = new TensorScope();
        _value = Leaf(initializer);
    }

    /// <summary>Makes a variable whose first values an initializer gives.</summary>
    /// <param name="initializer">Gives the first values.</param>
    /// <param name="shape">Dimensions, all known.</param>
    /// <param name="dtype">Element type; the default float type where <see langword="null"/>.</param>
    /// <param name="trainable">Whether gradients and optimizers may change it.</param>
    /// <param name="autocast">Whether layers of a mixed policy see it in their compute dtype.</param>
    /// <param name="aggregation">How replicas would be merged; kept for the config.</param>
    /// <param name="name">Name without a slash.</param>
    /// <exception cref="ArgumentException">A dimension is not known.</exception>
    public Variable(Initializer initializer, TensorShape shape, string? dtype = null, bool trainable = true, bool autocast = true, string aggregation = "none", string? name = null)
        : this(name, shape, DTypes.Standardize(dtype), trainable, aggregation)
    {
        this.autocast = autocast;
        if (!shape.IsFullyDefined)
            throw new ArgumentException($"The shape of a variable must be fully known. Received: shape={shape} for the variable '{path}'. Give the layer an input whose dimensions (other than the batch) are known.");
        Tensor Draw()
        {
            using var loud = Symbolic.Loud();
            return initializer.Apply(shape, this.dtype);
        }
        using var scope = new TensorScope();
        // A model that is being loaded gets its values from the file: they are made only if somebody asks for them before.
        _unfilled = LateValues.Active;
        if (_unfilled) _initializer = Draw;
        _value = _unfilled ? Untouched() : Leaf(Draw());
    }

    private Variable(string? name, TensorShape shape, string dtype, bool trainable, string aggregation)
    {
        this.name = name ?? Naming.AutoName("variable");
        if (this.name.Contains('/')) throw new ArgumentException($"Argument 'name' must not contain the character '/'. Received: name='{this.name}'.");
        var parent = NameScope.CurrentPath;
        path = parent.Length > 0 ? parent + "/" + this.name : this.name;
        this.shape = shape;
        this.dtype = dtype;
        this.aggregation = aggregation;
        _trainable = trainable;
    }

    /// <summary>Name of the variable within its layer, such as <c>kernel</c>.</summary>
    public string name { get; }

    /// <summary>Names of the layers around it and its own, such as <c>dense_1/kernel</c>.</summary>
    public string path { get; internal set; }

    /// <summary>Dimensions.</summary>
    public TensorShape shape { get; }

    /// <summary>Element type.</summary>
    public string dtype { get; }

    /// <summary>How replicas would be merged.</summary>
    public string aggregation { get; }

    /// <summary>Number of dimensions.</summary>
    public int ndim => shape.Rank;

    /// <summary>Number of elements.</summary>
    public long size => shape.NumElements!.Value;

    /// <summary>Keeps the values allowed after each update; <see langword="null"/> for none.</summary>
    public Constraint? constraint { get; set; }

    /// <summary>The penalty on the values that joins the loss; <see langword="null"/> for none.</summary>
    public Regularizer? regularizer
    {
        get;
        set
        {
            field = value;
            if (value is not null) Layer.NotePenalty();
        }
    }

    /// <summary>Whether layers of a mixed policy see it in their compute dtype.</summary>
    public bool autocast { get; set; } = true;

    /// <summary>Whether training puts the gradient in the place of the value, as for the scales of quantized layers.</summary>
    public bool overwrite_with_gradient { get; set; }

    /// <summary>Whether gradients and optimizers may change the values.</summary>
    public bool trainable
    {
        get => _trainable;
        set
        {
            _trainable = value;
            if (_value is not null) Kernel.RequireGrad(_value, value);
        }
    }

    /// <summary>The current value, in the compute dtype inside a layer of a mixed policy.</summary>
    public Tensor value
    {
        get
        {
            var current = Raw;
            return autocast && AutocastScope.Current is { } to && DTypes.IsFloat(dtype) && dtype != to ? Ops.cast(current, to) : current;
        }
    }

    /// <summary>The stored tensor itself: a leaf of the gradient graph.</summary>
    internal Tensor Raw
    {
        get
        {
            var own = Own;
            return StatelessValues.TryGet(this, out var replaced) ? replaced : own;
        }
    }

    /// <summary>The stored tensor, also where a stateless call gives the variable another value.</summary>
    internal Tensor Own
    {
        get
        {
            if (_unfilled) Fill();
            if (_pending != 0) Settle();
            return _value!;
        }
    }

    /// <summary>The tensor that assignments change in place: during a stateless call the values that the caller gave.</summary>
    internal Tensor Target
    {
        get
        {
            Recording.Current?.Changing(this);
            return StatelessValues.Target(this, _value!);
        }
    }

    /// <summary>A part of the value, as of a tensor.</summary>
    /// <param name="index">Place along the first axis.</param>
    public Tensor this[int index] => value[index];

    /// <summary>A part of the value, as of a tensor.</summary>
    /// <param name="key">Places, ranges and axes, as for a tensor.</param>
    public Tensor this[params TensorIndex?[]? key] => value[key];

    /// <summary>The stored tensor, all of whose values are about to be overwritten.</summary>
    internal Tensor Overwritable
    {
        get
        {
            (_unfilled, _pending) = (false, 0);
            return _value!;
        }
    }

    /// <summary>The order in which the axes lie in memory, outermost first; <see langword="null"/> for row-major.</summary>
    internal long[]? Order { get; private set; }

    /// <summary>Lays the values out in another order of the axes. Kernels of convolutions lie as the engine reads them: each step would turn them around otherwise.</summary>
    /// <param name="order">The axes, outermost first.</param>
    internal void Arrange(long[]? order)
    {
        if (order is null) return;
        Order = order;
        using var _ = TensorScope.Suspend();
        using var off = GradMode.Off();
        var before = _value!;
        _value = _unfilled ? Kernel.EmptyArranged(shape.ToLongs(), order, dtype) : Kernel.Arranged(before, order);
        before.Free();
        if (_trainable) Kernel.RequireGrad(_value, true);
    }

    /// <summary>Adds a number when somebody next reads the value: the counters of metrics cost no native call in a step.</summary>
    internal void AddLater(double amount)
    {
        if (Recording.Current is not { IsRepetition: true }) _pending += amount;
    }

    private void Fill()
    {
        _unfilled = false;
        using var scope = new TensorScope();
        Kernel.Assign(_value!, _initializer!());
        _initializer = null;
    }

    private void Settle()
    {
        if (_unfilled) Fill();
        var amount = _pending;
        _pending = 0;
        Kernel.AssignAdd(_value!, amount, 1);
    }

    /// <summary>Sets the values.</summary>
    /// <param name="value">Values of the variable's shape, or a scalar for a variable of any shape where it broadcasts.</param>
    /// <returns>The variable.</returns>
    /// <exception cref="ArgumentException">The shape differs.</exception>
    public Variable assign(Tensor value)
    {
        if (value.shape != shape && !(value.size == 1 && size == 1))
            throw new ArgumentException($"The shape of the target variable and the shape of the target value must match. variable '{path}': shape {shape}, received: shape {value.shape}.");
        Kernel.Assign(Target, value);
        if (!StatelessValues.TryGet(this, out _)) (_unfilled, _pending) = (false, 0);
        return this;
    }

    /// <summary>Adds to the values in place.</summary>
    /// <param name="value">What to add.</param>
    public Variable assign_add(Tensor value)
    {
        if (_unfilled) Fill();
        Kernel.AssignAdd(Target, value, 1);
        return this;
    }

    /// <summary>Subtracts from the values in place.</summary>
    /// <param name="value">What to subtract.</param>
    public Variable assign_sub(Tensor value)
    {
        if (_unfilled) Fill();
        Kernel.AssignAdd(Target, value, -1);
        return this;
    }

    /// <summary>The values as an NDArray of their own.</summary>
    public NumSharp.NDArray numpy() => Kernel.ToNumpy(Raw);

    /// <summary>The variable as Keras prints it.</summary>
    public override string ToString() => $"<Variable path={path}, shape={shape}, dtype={dtype}>";

    /// <summary>The current value.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(variable))]
    public static implicit operator Tensor?(Variable? variable) => variable?.value;

    /// <summary>Elementwise sum.</summary>
    public static Tensor operator +(Variable a, Tensor b) => a.value + b;

    /// <summary>Elementwise difference.</summary>
    public static Tensor operator -(Variable a, Tensor b) => a.value - b;

    /// <summary>Elementwise product.</summary>
    public static Tensor operator *(Variable a, Tensor b) => a.value * b;

    /// <summary>Elementwise quotient.</summary>
    public static Tensor operator /(Variable a, Tensor b) => a.value / b;

    /// <summary>Memory for the values, with nothing in it yet.</summary>
    private Tensor Untouched()
    {
        using var _ = TensorScope.Suspend();
        using var off = GradMode.Off();
        var leaf = Kernel.Empty(shape.ToLongs(), dtype);
        if (_trainable) Kernel.RequireGrad(leaf, true);
        return leaf;
    }

    private Tensor Leaf(Tensor initial)
    {
        // The leaf belongs to the variable: no scope may free it, and nobody else may change it.
        using var _ = TensorScope.Suspend();
        using var off = GradMode.Off();
        var leaf = Kernel.Leaf(initial is ScalarTensor s ? s.ToTensor(dtype) : initial, dtype);
        if (_trainable) Kernel.RequireGrad(leaf, true);
        return leaf;
    }
}
