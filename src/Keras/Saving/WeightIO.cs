using Keras.Backend;
using Keras.Saving.Hdf5;

namespace Keras.Saving;

/// <summary>Values of variables to and from datasets of HDF5 files.</summary>
internal static class WeightIO
{
    internal static H5DType TypeOf(string dtype) => dtype switch
    {
        "float32" => H5DType.Float32,
        "float64" => H5DType.Float64,
        "float16" => H5DType.Float16,
        "bfloat16" => H5DType.BFloat16,
        "int8" => H5DType.Int8,
        "int16" => H5DType.Int16,
        "int32" => H5DType.Int32,
        "int64" => H5DType.Int64,
        "uint8" => H5DType.UInt8,
        "bool" => H5DType.Bool,
        _ => throw new NotSupportedException($"A variable of the dtype {dtype} cannot be saved in an HDF5 file."),
    };

    /// <summary>A dataset over the memory of a variable, which is read when the file is written.</summary>
    internal static H5DatasetNode Node(Variable variable)
    {
        var bytes = variable.size * DTypes.ByteSize(variable.dtype);
        if (variable.Order is null) return H5DatasetNode.FromPointer(TypeOf(variable.dtype), variable.shape.ToLongs(), Kernel.DataPointer(variable.Raw), bytes, variable);
        // Files are row-major: a kernel is turned while it is written.
        var raw = variable.Raw;
        if (ArrangedKernel.Of(variable.shape.ToLongs(), variable.Order, DTypes.ByteSize(variable.dtype), Kernel.ArrangedPointer(raw, variable.Order)) is { } kernel)
        {
            return new H5DatasetNode(TypeOf(variable.dtype), variable.shape.ToLongs(), stream =>
            {
                kernel.Write(stream);
                GC.KeepAlive(raw);
            });
        }
        // The copy lives as long as the node.
        using var free = TensorScope.Suspend();
        var rows = Kernel.Leaf(variable.Raw, variable.dtype);
        return H5DatasetNode.FromPointer(TypeOf(variable.dtype), variable.shape.ToLongs(), Kernel.DataPointer(rows), bytes, rows);
    }

    /// <summary>The shape of a dataset.</summary>
    internal static TensorShape Shape(H5Dataset dataset) => new([.. dataset.Shape.Select(d => (int?)(d <= int.MaxValue ? (int)d
        : throw new InvalidDataException($"The dataset '{dataset.Path}' of '{dataset.File.Name}' has the shape ({string.Join(", ", dataset.Shape)}), which no weight has; the file is damaged.")))]);

    /// <summary>Reads a dataset into a variable of the same shape, straight into its memory where the types agree.</summary>
    internal static void Read(H5Dataset dataset, Variable variable)
    {
        if (dataset.DType == TypeOf(variable.dtype) && variable.Order is null)
        {
            var bytes = dataset.ByteLength;
            dataset.ReadInto(Kernel.DataPointer(variable.Overwritable), bytes);
            GC.KeepAlive(variable);
            return;
        }
        if (dataset.DType == TypeOf(variable.dtype) && variable.Order is { } order && dataset.IsPlain)
        {
            var kernel = ArrangedKernel.Of(variable.shape.ToLongs(), order, DTypes.ByteSize(variable.dtype), Kernel.ArrangedPointer(variable.Overwritable, order));
            if (kernel is not null)
            {
                _ = dataset.ByteLength;
                kernel.Read(dataset);
                GC.KeepAlive(variable);
                return;
            }
        }
        using var scope = new TensorScope();
        variable.assign(Tensor(dataset));
    }

    /// <summary>The values of a dataset as a tensor.</summary>
    internal static Tensor Tensor(H5Dataset dataset)
    {
        var dtype = dataset.DType switch
        {
            H5DType.Float16 => "float16",
            H5DType.BFloat16 => "bfloat16",
            H5DType.Float32 => "float32",
            H5DType.Float64 => "float64",
            H5DType.Int8 => "int8",
            H5DType.Int16 => "int16",
            H5DType.Int32 => "int32",
            H5DType.Int64 => "int64",
            H5DType.UInt8 => "uint8",
            H5DType.Bool => "bool",
            // libtorch has no unsigned types above 8 bits: they are read as signed ones of the same size, which hold every value that occurs.
            H5DType.UInt16 => "int16",
            H5DType.UInt32 => "int32",
            H5DType.UInt64 => "int64",
            _ => throw new InvalidDataException($"The dataset '{dataset.Name}' holds {dataset.TypeDescription}, expected numbers."),
        };
        var tensor = Kernel.Empty([.. dataset.Shape], dtype);
        dataset.ReadInto(Kernel.DataPointer(tensor), dataset.ByteLength);
        GC.KeepAlive(tensor);
        return tensor;
    }
}
