using System.Collections;
using Keras.Backend;
using Keras.Saving.Hdf5;
using Keras.Saving.State;

namespace Keras.Saving;

/// <summary>The weights of a file as nested configurations: objects by name, and in them weights by name, which are tensors.</summary>
internal static class WeightTree
{
    /// <summary>Keras reads no larger weight into an editor.</summary>
    private const long MaxBytes = 1L << 32;

    private const string Own = "vars";

    /// <summary>Reads all weights below a group. Groups without any are left out.</summary>
    /// <param name="group">The group.</param>
    /// <param name="names">Takes the names of objects by path.</param>
    /// <param name="path">Where the group is.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds links.</exception>
    // Porting note: a model's own weights are read like those of its layers; Keras makes an object 'vars' of them, which fits no model.
    internal static Config Read(H5Group group, Dictionary<string, string> names, string path = "")
    {
        var result = new Config();
        RefuseLinks(group);
        if (group.TryGetGroup(Own, out var own))
        {
            if (own.Attributes.Find("name") is { DType: H5DType.String } name && name.ReadStrings() is [var text, ..]) names[path] = text;
            RefuseLinks(own);
            foreach (var dataset in own.Children.OfType<H5Dataset>()) result[dataset.Name] = Values(dataset);
        }
        foreach (var child in group.Children)
        {
            if (child is H5Dataset dataset) result[dataset.Name] = Values(dataset);
            else if (child is H5Group inner && child.Name != Own && Read(inner, names, StateSaver.Join(path, child.Name)) is { Count: > 0 } part) result[child.Name] = part;
        }
        return result;
    }

    private static void RefuseLinks(H5Group group)
    {
        if (group.SoftLinks.FirstOrDefault() is { } link)
            throw new InvalidDataException($"Not allowed: H5 file with SoftLink. The file '{group.File.Name}' has the link '{link}' in '{group.Path}'; copy the data into its place.");
    }

    private static Tensor Values(H5Dataset dataset)
    {
        if (dataset.ByteLength > MaxBytes)
            throw new InvalidDataException($"HDF5 dataset too large to load safely: '{dataset.Path}' of '{dataset.File.Name}' has {dataset.ByteLength} bytes; the limit is {MaxBytes}.");
        using var free = TensorScope.Suspend();
        return WeightIO.Tensor(dataset);
    }

    /// <summary>The tree of a file that holds the weights.</summary>
    internal static H5GroupNode Write(Config weights)
    {
        var root = new H5GroupNode();
        Write(weights, root, "");
        return root;
    }

    private static void Write(Config weights, H5GroupNode root, string path)
    {
        foreach (var (name, value) in weights)
        {
            if (value is Config inner)
            {
                Write(inner, root, StateSaver.Join(path, name));
                continue;
            }
            var tensor = (Tensor)value!;
            var node = H5DatasetNode.FromPointer(WeightIO.TypeOf(tensor.dtype), [.. tensor.Dims], Kernel.DataPointer(tensor), tensor.size * DTypes.ByteSize(tensor.dtype), tensor);
            if (tensor.dtype == "bfloat16") node.Attributes.Add(H5Attribute.String("dtype", "bfloat16", utf8: true));
            root.Group(StateSaver.Join(path, Own)).Add(name, node);
        }
    }

    /// <summary>The weights that a file of a model would hold, by shape alone.</summary>
    internal static Config Expected(Model model)
    {
        var root = new Config();
        foreach (var entry in StateSaver.Collect(model))
        {
            if (entry.Variables.Count == 0) continue;
            var at = root;
            foreach (var part in entry.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                if (at.Get(part) is not Config next) at[part] = next = [];
                at = next;
            }
            foreach (var (key, data) in entry.Variables.OrderBy(v => v.Key, StringComparer.Ordinal)) at[key] = new TensorShape([.. data.Shape.Select(d => (int?)d)]);
        }
        return root;
    }

    /// <summary>The shape of a weight of either kind.</summary>
    internal static TensorShape Shape(object? weight) => weight is TensorShape shape ? shape : ((Tensor)weight!).shape;

    /// <summary>Weights of the user, as tensors of their own that lie row by row.</summary>
    internal static Config Copy(IDictionary weights)
    {
        using var free = TensorScope.Suspend();
        var copy = new Config();
        foreach (DictionaryEntry pair in weights)
        {
            var tensor = (Tensor)pair.Value!;
            copy[(string)pair.Key] = Kernel.Leaf(tensor is ScalarTensor s ? s.ToTensor(s.dtype) : tensor, tensor.dtype);
        }
        return copy;
    }
}
