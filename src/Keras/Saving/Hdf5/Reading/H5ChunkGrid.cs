namespace Keras.Saving.Hdf5;

/// <summary>The chunks of a dataset, seen as cells of a grid.</summary>
internal sealed class H5ChunkGrid
{
    private readonly int[] _order;
    private readonly long[] _maxCells;

    /// <summary>Creates the grid of a dataset.</summary>
    /// <param name="source">The file.</param>
    /// <param name="space">The shape of the dataset.</param>
    /// <param name="layout">The layout of the dataset.</param>
    /// <param name="elementSize">The bytes of an element.</param>
    public H5ChunkGrid(H5Source source, H5Dataspace space, H5Layout layout, int elementSize)
    {
        // 1. The chunk.
        Source = source;
        Layout = layout;
        Shape = space.Shape!;
        MaxShape = space.MaxShape;
        Chunk = layout.Chunk;
        ElementSize = elementSize;
        if (Chunk.Length != Shape.Length || Chunk.Length == 0) throw source.Fault("the chunks of a dataset have other dimensions than the dataset; the file is damaged");
        long bytes = elementSize;
        foreach (var dimension in Chunk)
        {
            if (dimension < 1 || dimension > MaxChunkBytes / bytes) throw source.Fault($"a chunk has the shape ({string.Join(", ", Chunk)}), chunks of up to 1 GB can be read");
            bytes *= dimension;
        }
        ChunkBytes = (int)bytes;

        // 2. The cells. The product fits, because the dataset's elements do.
        Cells = new long[Shape.Length];
        for (var i = 0; i < Shape.Length; i++) Cells[i] = CellsOf(Shape[i], Chunk[i]);
        Count = Cells.Aggregate(1L, (a, b) => a * b);

        // 3. The order in which newer indexes number the cells: that of the greatest shape, the dimension without a limit being the slowest.
        var unlimited = Math.Max(0, Array.IndexOf(MaxShape, -1L));
        _order = [unlimited, .. Enumerable.Range(0, Shape.Length).Where(i => i != unlimited)];
        _maxCells = [.. MaxShape.Select((m, i) => m < 0 ? long.MaxValue : CellsOf(Math.Max(m, Shape[i]), Chunk[i]))];
    }

    /// <summary>The most bytes of a chunk.</summary>
    public const long MaxChunkBytes = 1 << 30;

    /// <summary>The file.</summary>
    public H5Source Source { get; }

    /// <summary>The layout of the dataset.</summary>
    public H5Layout Layout { get; }

    /// <summary>The shape of the dataset.</summary>
    public long[] Shape { get; }

    /// <summary>The shape that the dataset can grow to; -1 for no limit.</summary>
    public long[] MaxShape { get; }

    /// <summary>The shape of a chunk.</summary>
    public long[] Chunk { get; }

    /// <summary>The bytes of an element.</summary>
    public int ElementSize { get; }

    /// <summary>The bytes of a chunk without filters.</summary>
    public int ChunkBytes { get; }

    /// <summary>How many chunks there are along each dimension.</summary>
    public long[] Cells { get; }

    /// <summary>How many chunks there are.</summary>
    public long Count { get; }

    /// <summary>How many chunks the greatest shape has; null where they are past 2^63.</summary>
    public long? MaxCount
    {
        get
        {
            long count = 1;
            foreach (var cells in _maxCells)
            {
                if (cells > long.MaxValue / Math.Max(1, count)) return null;
                count *= cells;
            }
            return count;
        }
    }

    /// <summary>The place of the chunk that newer indexes give a number; null where it is outside of the dataset.</summary>
    /// <param name="number">The number.</param>
    public long[]? StartOf(long number)
    {
        var start = new long[Shape.Length];
        for (var i = _order.Length - 1; i >= 0; i--)
        {
            var dimension = _order[i];
            var cell = i == 0 ? number : number % Math.Max(1, _maxCells[dimension]);
            if (i > 0) number /= Math.Max(1, _maxCells[dimension]);
            if (cell >= Cells[dimension]) return null;
            start[dimension] = cell * Chunk[dimension];
        }
        return start;
    }

    private static long CellsOf(long dimension, long chunk) => dimension / chunk + (dimension % chunk == 0 ? 0 : 1);

    /// <summary>Whether the dataset has an element in the chunk that starts at an index. One that shrank may keep chunks outside of it.</summary>
    public bool Contains(long[] start)
    {
        for (var i = 0; i < start.Length; i++)
            if (start[i] >= Shape[i]) return false;
        return true;
    }

    /// <summary>Whether a chunk sticks out over the edge of the dataset.</summary>
    public bool IsPartial(long[] start)
    {
        for (var i = 0; i < start.Length; i++)
            if (start[i] > Shape[i] - Chunk[i]) return true;
        return false;
    }

    /// <summary>Copies a chunk into the dataset.</summary>
    /// <param name="start">The chunk's place.</param>
    /// <param name="chunk">Its bytes.</param>
    /// <param name="dataset">The first byte of the dataset.</param>
    public unsafe void Copy(long[] start, ReadOnlySpan<byte> chunk, byte* dataset)
    {
        // 1. What of the chunk is inside, and how far apart rows are.
        var rank = Shape.Length;
        Span<long> size = stackalloc long[rank], from = stackalloc long[rank], to = stackalloc long[rank], index = stackalloc long[rank];
        long fromStride = ElementSize, toStride = ElementSize, target = 0;
        for (var i = rank - 1; i >= 0; i--)
        {
            size[i] = Math.Min(Chunk[i], Shape[i] - start[i]);
            (from[i], to[i]) = (fromStride, toStride);
            target += start[i] * toStride;
            fromStride *= Chunk[i];
            toStride *= Shape[i];
        }

        // 2. Row by row, the last dimension being a row.
        index.Clear();
        var row = (int)(size[rank - 1] * ElementSize);
        while (true)
        {
            long source = 0, destination = target;
            for (var i = 0; i < rank - 1; i++)
            {
                source += index[i] * from[i];
                destination += index[i] * to[i];
            }
            chunk.Slice((int)source, row).CopyTo(new Span<byte>(dataset + destination, row));
            var dimension = rank - 2;
            while (dimension >= 0 && ++index[dimension] == size[dimension]) index[dimension--] = 0;
            if (dimension < 0) return;
        }
    }
}
