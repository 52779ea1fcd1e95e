using System.Runtime.CompilerServices;
using Keras.Backend;
using TorchSharp;

namespace Keras;

/// <summary>An array of numbers that the engine computes on; every operation of <c>keras.ops</c> takes and gives tensors.</summary>
/// <remarks>
/// Nothing needs <c>using</c>: a tensor that nobody holds is freed by the garbage collector, and what a training step makes is freed when the step ends.
/// Converts implicitly from numbers, .NET arrays and NDArray; <see cref="numpy"/> gives the NDArray back.
/// A number converts weakly, as in Python: <c>x * 2.5</c> keeps the dtype of <c>x</c>.
/// </remarks>
[CollectionBuilder(typeof(Tensor), nameof(Create))]
public partial class Tensor
{
    /// <summary>Below this many bytes a tensor is not reported to the garbage collector: the call would cost more than the memory.</summary>
    private const long PressureThreshold = 65536;

    private torch.Tensor? _native;
    private TensorScope? _scope;
    private long _pressure;
    private long[]? _dims;
    private string? _dtype;

    internal Tensor(torch.Tensor native)
    {
        _native = native;
        _scope = TensorScope.Current;
        if (_scope is not null)
        {
            GC.SuppressFinalize(this);
            _scope.Add(this);
        }
        else ReportPressure();
    }

    private protected Tensor() => GC.SuppressFinalize(this);

    /// <summary>Takes back what the tensor reported to the garbage collector.</summary>
    ~Tensor()
    {
        if (_pressure > 0) GC.RemoveMemoryPressure(_pressure);
    }

    /// <summary>The engine's tensor. Callers keep this object alive until the native call returns.</summary>
    internal torch.Tensor T => (Recording.Any ? Recording.Resolve(this, _native) : _native) ?? Materialize();

    /// <summary>The scope that will free the tensor; <see langword="null"/> where none will.</summary>
    internal TensorScope? Scope => _scope;

    /// <summary>The mask that layers hand on: true where a step of the sequence counts; <see langword="null"/> for none.</summary>
    internal Tensor? KerasMask { get; set; }

    /// <summary>Where this tensor came from in a functional model; <see langword="null"/> for one with values.</summary>
    internal virtual KerasHistory? History => null;

    /// <summary>Whether this is a plain C# number, whose dtype gives way to that of the other operand.</summary>
    internal virtual bool IsWeak => false;

    internal virtual string PromotionDType => dtype;

    /// <summary>The dimensions; in a symbolic tensor some may be unknown.</summary>
    public virtual TensorShape shape => new(Dims);

    /// <summary>Number of dimensions.</summary>
    public virtual int ndim
    {
        get
        {
            if (_dims is not null) return _dims.Length;
            var count = (int)T.Dimensions;
            GC.KeepAlive(this);
            return count;
        }
    }

    /// <summary>Name of the element type, such as <c>float32</c>.</summary>
    public virtual string dtype => _dtype ??= DTypes.Name(T.dtype);

    /// <summary>Number of elements.</summary>
    /// <exception cref="InvalidOperationException">The tensor is symbolic.</exception>
    public virtual long size
    {
        get
        {
            long n = 1;
            foreach (var d in Dims) n *= d;
            return n;
        }
    }

    internal virtual long[] Dims
    {
        get
        {
            if (_dims is not null) return _dims;
            _dims = T.shape;
            GC.KeepAlive(this);
            return _dims;
        }
    }

    private protected virtual torch.Tensor Materialize() =>
        throw new ObjectDisposedException(nameof(Tensor),
            "This tensor was freed when the step that made it ended. To keep its values, take x.numpy() or x.keep() inside the step.");

    /// <summary>What a collection expression means where a tensor is expected: numbers make a tensor of one dimension, tensors make a list.</summary>
    /// <param name="items">The items.</param>
    public static Tensor Create(ReadOnlySpan<Tensor> items)
    {
        if (items.Length == 0) return new TensorList();
        foreach (var item in items)
            if (item is not ScalarTensor) return new TensorList(items.ToArray());
        var numbers = new double[items.Length];
        var integers = true;
        for (var i = 0; i < items.Length; i++)
        {
            var scalar = (ScalarTensor)items[i];
            numbers[i] = scalar.Value;
            integers &= scalar.IsInteger;
        }
        return Kernel.FromArray(numbers, integers ? "int32" : KerasConfig.floatx());
    }

    /// <summary>The parts along the first axis, or the tensors of a list.</summary>
    public virtual IEnumerator<Tensor> GetEnumerator()
    {
        for (var i = 0; i < Dims[0]; i++) yield return this[i];
    }

    /// <summary>Takes two outputs apart.</summary>
    public void Deconstruct(out Tensor first, out Tensor second) => (first, second) = (Part(0, 2), Part(1, 2));

    /// <summary>Takes three outputs apart.</summary>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third) => (first, second, third) = (Part(0, 3), Part(1, 3), Part(2, 3));

    /// <summary>Takes four outputs apart.</summary>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third, out Tensor fourth) =>
        (first, second, third, fourth) = (Part(0, 4), Part(1, 4), Part(2, 4), Part(3, 4));

    /// <summary>Takes five outputs apart.</summary>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third, out Tensor fourth, out Tensor fifth) =>
        (first, second, third, fourth, fifth) = (Part(0, 5), Part(1, 5), Part(2, 5), Part(3, 5), Part(4, 5));

    private Tensor Part(int index, int count)
    {
        var found = this is TensorList list ? list.Count : shape[0] ?? count;
        if (found != count) throw new InvalidOperationException($"The value has {found} parts, but is taken apart into {count}.");
        return this[index];
    }

    /// <summary>Lets the tensor outlive the training step in which it was made.</summary>
    /// <returns>The tensor itself.</returns>
    public Tensor keep()
    {
        var scope = _scope;
        if (scope is not null) MoveTo(scope, null);
        return this;
    }

    internal void MoveTo(TensorScope from, TensorScope? to)
    {
        if (_scope != from) return;
        _scope = to;
        if (to is not null) to.Add(this);
        else ReportPressure();
        if (KerasMask is { } mask) mask.MoveTo(from, to);
    }

    /// <summary>Takes the tensor out of a scope that owns it: whoever does so frees it.</summary>
    internal bool LeaveScope(TensorScope scope)
    {
        if (_scope != scope) return false;
        _scope = null;
        return true;
    }

    internal void CloseScope(TensorScope scope)
    {
        if (_scope != scope) return;
        _scope = null;
        Free();
    }

    /// <summary>Frees the native memory now. Only for tensors that no user can hold.</summary>
    internal void Free()
    {
        _native?.Dispose();
        _native = null;
        if (_pressure > 0)
        {
            GC.RemoveMemoryPressure(_pressure);
            _pressure = 0;
        }
        GC.SuppressFinalize(this);
    }

    internal bool IsFreed => _native is null;

    private protected void SetNative(torch.Tensor native)
    {
        _native = native;
        _dims = null;
        _dtype = null;
    }

    private void ReportPressure()
    {
        var bytes = size * DTypes.ByteSize(dtype);
        if (bytes > PressureThreshold)
        {
            _pressure = bytes;
            GC.AddMemoryPressure(bytes);
            GC.ReRegisterForFinalize(this);
        }
        else GC.SuppressFinalize(this);
    }

    /// <summary>The values as an NDArray that shares nothing with the tensor's later changes.</summary>
    /// <returns>An array of the same shape; bfloat16 becomes float32, which NumSharp can hold.</returns>
    public virtual NumSharp.NDArray numpy() => Kernel.ToNumpy(this);

    /// <summary>The value of a tensor of one element.</summary>
    /// <typeparam name="T1">The number type wanted; the value is converted.</typeparam>
    /// <exception cref="InvalidOperationException">The tensor has another number of elements.</exception>
    public T1 item<T1>() where T1 : unmanaged => (T1)Convert.ChangeType(Kernel.Item(this), typeof(T1), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The value of a tensor of one element.</summary>
    public double item() => Kernel.Item(this);

    /// <summary>The tensor as Keras prints it: values and dtype.</summary>
    public override string ToString() => Kernel.Describe(this);

    /// <summary>The value of a tensor of one element.</summary>
    public static explicit operator float(Tensor x) => (float)Kernel.Item(x);

    /// <summary>The value of a tensor of one element.</summary>
    public static explicit operator double(Tensor x) => Kernel.Item(x);

    /// <summary>The value of a tensor of one element.</summary>
    public static explicit operator int(Tensor x) => checked((int)Kernel.Item(x));

    /// <summary>The value of a tensor of one element: whether it is not zero.</summary>
    public static explicit operator bool(Tensor x) => Kernel.Item(x) != 0;

    /// <summary>A weak integer scalar.</summary>
    public static implicit operator Tensor(int value) => new ScalarTensor(value);

    /// <summary>A weak integer scalar.</summary>
    public static implicit operator Tensor(long value) => new ScalarTensor(value);

    /// <summary>A weak float scalar.</summary>
    public static implicit operator Tensor(double value) => new ScalarTensor(value);

    /// <summary>A weak float scalar.</summary>
    public static implicit operator Tensor(float value) => new ScalarTensor((double)value);

    /// <summary>A boolean scalar.</summary>
    public static implicit operator Tensor(bool value) => new ScalarTensor(value);

    /// <summary>A copy of an NDArray, of the same dtype.</summary>
    public static implicit operator Tensor(NumSharp.NDArray array) => Kernel.FromNumpy(array, null);

    /// <summary>A copy of an array.</summary>
    public static implicit operator Tensor(float[] array) => Kernel.FromArray(array);

    /// <summary>A copy of an array.</summary>
    public static implicit operator Tensor(float[,] array) => Kernel.FromArray(array);

    /// <summary>A copy of an array.</summary>
    public static implicit operator Tensor(float[,,] array) => Kernel.FromArray(array);

    /// <summary>A copy of an array.</summary>
    public static implicit operator Tensor(float[,,,] array) => Kernel.FromArray(array);

    /// <summary>A copy of an array; as Keras does with Python's floats, its values become the default float type.</summary>
    public static implicit operator Tensor(double[] array) => Kernel.FromArray(array, KerasConfig.floatx());

    /// <summary>A copy of an array in the default float type.</summary>
    public static implicit operator Tensor(double[,] array) => Kernel.FromArray(array, KerasConfig.floatx());

    /// <summary>A copy of an array.</summary>
    public static implicit operator Tensor(int[] array) => Kernel.FromArray(array);

    /// <summary>A copy of an array.</summary>
    public static implicit operator Tensor(int[,] array) => Kernel.FromArray(array);

    /// <summary>A copy of an array.</summary>
    public static implicit operator Tensor(int[,,] array) => Kernel.FromArray(array);

    /// <summary>A copy of an array.</summary>
    public static implicit operator Tensor(long[] array) => Kernel.FromArray(array);

    /// <summary>A copy of an array.</summary>
    public static implicit operator Tensor(bool[] array) => Kernel.FromArray(array);

    /// <summary>A copy of an array.</summary>
    public static implicit operator Tensor(byte[] array) => Kernel.FromArray(array);

    /// <summary>Strings, for layers that take text.</summary>
    public static implicit operator Tensor(string[] array) => new StringTensor(array);

    /// <summary>Strings in rows and columns.</summary>
    public static implicit operator Tensor(string[,] array) => new StringTensor([.. array.Cast<string>()], (array.GetLength(0), array.GetLength(1)));

    /// <summary>The tensors of a list as one argument, for operations of several inputs.</summary>
    public static implicit operator Tensor(Tensor[] tensors) => new TensorList(tensors);

    /// <summary>The tensors of a list as one argument, for operations of several inputs.</summary>
    public static implicit operator Tensor(List<Tensor> tensors) => new TensorList(tensors.ToArray());

    /// <summary>The tensors of a dictionary as one argument, for models of named inputs.</summary>
    public static implicit operator Tensor(Dictionary<string, Tensor> tensors) => new TensorDict(tensors);
}
