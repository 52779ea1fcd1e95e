using System.Collections;
using System.Runtime.CompilerServices;

namespace Keras;

/// <summary>The <c>keras</c> namespaces: with <c>using Keras; using static Keras.keras;</c> a program reads as its Python original.</summary>
/// <remarks>
/// <c>layers</c>, <c>metrics</c> and <c>losses</c> are the modules and, at the same time, the types of the properties of these names:
/// so <c>layers.Dense(10)</c> also works inside a subclass of Model, which inherits a property <c>layers</c>.
/// </remarks>
public static partial class keras
{
    /// <summary>The module of layers, and a list of layers.</summary>
    [CollectionBuilder(typeof(keras), nameof(LayersOf))]
    public sealed partial class layers : IReadOnlyList<Layer>
    {
        private readonly Layer[] _items;

        internal layers(Layer[] items) => _items = items;

        /// <summary>The layer at a place; <c>^1</c> for the last.</summary>
        public Layer this[int index] => _items[index];

        /// <summary>How many layers there are.</summary>
        public int Count => _items.Length;

        /// <summary>Part of the list, as in <c>model.layers[..^4]</c>.</summary>
        public layers Slice(int start, int length) => new(_items.AsSpan(start, length).ToArray());

        /// <inheritdoc/>
        public IEnumerator<Layer> GetEnumerator() => ((IEnumerable<Layer>)_items).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

        /// <summary>The list as Python prints it.</summary>
        public override string ToString() => Utils.PythonText.List(_items);
    }

    /// <summary>The module of metrics, and a list of metrics.</summary>
    [CollectionBuilder(typeof(keras), nameof(MetricsOf))]
    public sealed partial class metrics : IReadOnlyList<Metric>
    {
        private readonly Metric[] _items;

        internal metrics(Metric[] items) => _items = items;

        /// <summary>The metric at a place.</summary>
        public Metric this[int index] => _items[index];

        /// <summary>How many metrics there are.</summary>
        public int Count => _items.Length;

        /// <inheritdoc/>
        public IEnumerator<Metric> GetEnumerator() => ((IEnumerable<Metric>)_items).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

        /// <summary>The list as Python prints it.</summary>
        public override string ToString() => Utils.PythonText.List(_items);
    }

    /// <summary>The module of losses, and a list of loss values.</summary>
    [CollectionBuilder(typeof(keras), nameof(LossesOf))]
    public sealed partial class losses : IReadOnlyList<Tensor>
    {
        private readonly Tensor[] _items;

        internal losses(Tensor[] items) => _items = items;

        /// <summary>The loss at a place.</summary>
        public Tensor this[int index] => _items[index];

        /// <summary>How many losses there are.</summary>
        public int Count => _items.Length;

        /// <inheritdoc/>
        public IEnumerator<Tensor> GetEnumerator() => ((IEnumerable<Tensor>)_items).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

        /// <summary>The list as Python prints it.</summary>
        public override string ToString() => Utils.PythonText.List(_items);
    }

    /// <summary>A list of layers from a collection expression.</summary>
    public static layers LayersOf(ReadOnlySpan<Layer> items) => new(items.ToArray());

    /// <summary>A list of metrics from a collection expression.</summary>
    public static metrics MetricsOf(ReadOnlySpan<Metric> items) => new(items.ToArray());

    /// <summary>A list of losses from a collection expression.</summary>
    public static losses LossesOf(ReadOnlySpan<Tensor> items) => new(items.ToArray());
}
