using System.Runtime.CompilerServices;
using Keras.Backend;
using NumSharp;

namespace Keras;

/// <summary>Data for fit, evaluate and predict: an array, several in a list or a dictionary, tensors, or a source of batches.</summary>
/// <remarks>Converts from NDArray, .NET arrays, <see cref="Tensor"/>, lists and dictionaries of them, strings, and <see cref="PyDataset"/>.</remarks>
[CollectionBuilder(typeof(Data), nameof(Create))]
public sealed class Data
{
    private readonly object _value;

    private Data(object value) => _value = value;

    /// <summary>What was given.</summary>
    internal object Value => _value;

    internal PyDataset? Dataset => _value as PyDataset;

    internal IEnumerable<Batch>? Batches => _value as IEnumerable<Batch>;

    /// <summary>Whether <see cref="ToTensor"/> makes tensors that nobody else holds.</summary>
    internal bool OwnsTensor => _value is NDArray || _value is Array and not Data[];

    internal bool IsArrays => _value is not (PyDataset or IEnumerable<Batch>);

    /// <summary>Arrays as tensors on the engine: floats in the default float type, all others as they are.</summary>
    internal Tensor ToTensor()
    {
        return Convert(_value);

        static Tensor Convert(object value) => value switch
        {
            NDArray array => Kernel.FromNumpy(array, array.typecode is NPTypeCode.Double or NPTypeCode.Single or NPTypeCode.Half or NPTypeCode.Decimal ? KerasConfig.floatx() : null),
            StringTensor strings => strings,
            Tensor and (TensorList or TensorDict) => Nest.Map((Tensor)value, t => Convert(t)),
            Tensor tensor => DTypes.IsFloat(tensor.dtype) && tensor.dtype != KerasConfig.floatx() || tensor is ScalarTensor ? Ops.cast(tensor, KerasConfig.floatx()) : tensor,
            string[] strings => new StringTensor(strings),
            IEnumerable<Data> list => new TensorList([.. list.Select(d => d.ToTensor())]),
            Array array => Kernel.FromArray(array, array.GetType().GetElementType() is { } e && (Leaf(e) == typeof(double) || Leaf(e) == typeof(float)) ? KerasConfig.floatx() : null),
            IReadOnlyDictionary<string, Data> named => new TensorDict(named.Select(p => KeyValuePair.Create(p.Key, p.Value.ToTensor()))),
            _ => throw new ArgumentException($"Data of the type {value.GetType()} cannot be used. Pass NDArray, arrays, Tensor, lists or dictionaries of these, or a PyDataset."),
        };

        static Type Leaf(Type type) => type.IsArray ? Leaf(type.GetElementType()!) : type;
    }

    /// <summary>Inputs and targets as tensors; targets that are the very object the inputs are become the same tensor.</summary>
    internal static (Tensor X, Tensor? Y) ToTensors(Data x, Data? y)
    {
        var inputs = x.ToTensor();
        return (inputs, y is not null && ReferenceEquals(x._value, y._value) ? inputs : y?.ToTensor());
    }

    private static Data FromMany(NDArray[] arrays) => new(arrays.Select(a => new Data(a)).ToArray());

    /// <summary>Several arrays, as from a collection expression.</summary>
    public static Data Create(ReadOnlySpan<Data> items) => new(items.ToArray());

    /// <summary>Several arrays in order; a source of batches has none.</summary>
    public IEnumerator<Data> GetEnumerator() => (_value as IEnumerable<Data> ?? [this]).GetEnumerator();

    /// <summary>A source of batches, read once an epoch or for as many steps as asked for.</summary>
    /// <param name="batches">The batches.</param>
    public static Data FromBatches(IEnumerable<Batch> batches) => new(batches);

    /// <summary>A source of batches of inputs and targets.</summary>
    /// <param name="batches">Inputs and targets.</param>
    public static Data FromBatches(IEnumerable<(NDArray x, NDArray y)> batches) => new(batches.Select(b => new Batch(b.x!, b.y)));

    /// <summary>An array.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(array))]
    public static implicit operator Data?(NDArray? array) => array is null ? null : new(array);

    /// <summary>A tensor, or a list or dictionary of tensors.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(tensor))]
    public static implicit operator Data?(Tensor? tensor) => tensor is null ? null : new(tensor);

    /// <summary>A source of batches.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(dataset))]
    public static implicit operator Data?(PyDataset? dataset) => dataset is null ? null : new(dataset);

    /// <summary>A .NET array of numbers, of one or more dimensions.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(array))]
    public static implicit operator Data?(Array? array) => array switch
    {
        null => (Data?)null,
        NDArray[] many => FromMany(many),
        Tensor[] many => new Data(new TensorList(many)),
        Data[] many => new Data(many),
        _ => new Data(array),
    };

    /// <summary>Several arrays.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(arrays))]
    public static implicit operator Data?(NDArray[]? arrays) => arrays is null ? null : FromMany(arrays);

    /// <summary>Several arrays.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(arrays))]
    public static implicit operator Data?(List<NDArray>? arrays) => arrays is null ? null : FromMany([.. arrays]);

    /// <summary>Arrays by name.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(arrays))]
    public static implicit operator Data?(Dictionary<string, NDArray>? arrays) =>
        arrays is null ? null : new(arrays.ToDictionary(p => p.Key, p => (Data)p.Value!));

    /// <summary>Data by name.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(arrays))]
    public static implicit operator Data?(Dictionary<string, Data>? arrays) => arrays is null ? null : new(arrays);

    /// <summary>Tensors by name.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(tensors))]
    public static implicit operator Data?(Dictionary<string, Tensor>? tensors) => tensors is null ? null : new(new TensorDict(tensors));

    /// <summary>Batches, read in order.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(batches))]
    public static implicit operator Data?(List<Batch>? batches) => batches is null ? null : new(batches);
}
