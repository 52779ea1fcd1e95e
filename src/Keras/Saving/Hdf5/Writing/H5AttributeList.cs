using System.Collections;
using System.Text;

namespace Keras.Saving.Hdf5;

/// <summary>The attributes of a node that is to be written, in order, with unique names.</summary>
internal sealed class H5AttributeList : IReadOnlyList<H5Attribute>
{
    private readonly List<H5Attribute> _items = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public H5Attribute this[int index] => _items[index];

    /// <summary>Adds an attribute.</summary>
    /// <param name="attribute">The attribute; its name must be new.</param>
    public void Add(H5Attribute attribute)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        if (!_names.Add(attribute.Name)) throw new ArgumentException($"There is an attribute '{attribute.Name}' already.", nameof(attribute));
        _items.Add(attribute);
    }

    /// <summary>
    /// Adds a list of names as Keras does: one attribute of strings, or, where the names are more than an object's header holds,
    /// several attributes <c>name0</c>, <c>name1</c>, … of strings of fixed length. The parts are those of numpy's <c>array_split</c>.
    /// </summary>
    /// <param name="name">The name of the attribute, such as <c>layer_names</c>.</param>
    /// <param name="values">The names; none of more than 64512 bytes.</param>
    public void AddNames(string name, IReadOnlyList<string> values)
    {
        // 1. Keras measures the list as an array of strings that are all as long as the longest.
        var longest = values.Count == 0 ? 1 : Math.Max(1, values.Max(Encoding.UTF8.GetByteCount));
        if (longest > H5Attribute.MaxBytes)
            throw new ArgumentException($"A name in '{name}' has {longest} bytes, an HDF5 attribute holds {H5Attribute.MaxBytes} at most. Shorten the name.", nameof(values));
        var perPart = H5Attribute.MaxBytes / longest;
        if (values.Count <= perPart && values.Count * 16L <= H5Attribute.MaxBytes)
        {
            Add(H5Attribute.Strings(name, values));
            return;
        }

        // 2. The first parts get one element more where the list does not divide evenly.
        var parts = Math.Max(2, (values.Count + perPart - 1) / perPart);
        var (size, larger) = Math.DivRem(values.Count, parts);
        for (int part = 0, start = 0; part < parts; part++)
        {
            var count = size + (part < larger ? 1 : 0);
            Add(H5Attribute.FixedStrings(name + part, [.. values.Skip(start).Take(count)], longest));
            start += count;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<H5Attribute> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
