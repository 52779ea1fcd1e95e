namespace Keras.Layers;

/// <summary>Which inputs a locally connected layer connects with which outputs, counted in flattened samples.</summary>
/// <param name="inputs">Sizes of the input.</param>
/// <param name="outputs">Sizes of the output.</param>
/// <param name="kernel">Sizes of the window.</param>
/// <param name="strides">Steps of the window.</param>
/// <param name="same">Whether windows hang over the borders.</param>
/// <param name="channels">Channels of the input.</param>
/// <param name="filters">Channels of the output.</param>
/// <param name="last">Whether the channels come last.</param>
internal sealed class LocalGeometry(int[] inputs, int[] outputs, int[] kernel, int[] strides, bool same, int channels, int filters, bool last)
{
    internal int InputSize => inputs.Aggregate(channels, (a, b) => a * b);

    internal int OutputSize => outputs.Aggregate(filters, (a, b) => a * b);

    /// <summary>The places of implementation 3's weights in the flattened matrix (outputs, inputs), ascending.</summary>
    internal int[] Connections => [.. Pairs().Select(p => p.Output * InputSize + p.Input).Order()];

    /// <summary>One for each connection of the flattened matrix (inputs, outputs), zero elsewhere.</summary>
    internal float[] Mask()
    {
        var mask = new float[(long)InputSize * OutputSize];
        foreach (var (output, input) in Pairs()) mask[(long)input * OutputSize + output] = 1;
        return mask;
    }

    /// <summary>The inputs under the window, place after place; within a window as the kernel of implementation 1 has them: in the order of the input's own axes.</summary>
    internal int[] Windows()
    {
        var result = new List<int>();
        foreach (var place in Positions(outputs))
        {
            var window = Positions([.. kernel]).Select(offset => (int[])[.. offset.Select((o, i) => place[i] * strides[i] + o)]).ToArray();
            if (last)
                foreach (var position in window)
                    for (var c = 0; c < channels; c++) result.Add(Flat(position, inputs, c, channels));
            else
                for (var c = 0; c < channels; c++)
                    foreach (var position in window) result.Add(Flat(position, inputs, c, channels));
        }
        return [.. result];
    }

    private IEnumerable<(int Output, int Input)> Pairs()
    {
        foreach (var place in Positions(outputs))
        {
            // The window's middle lies on the place, or its start where nothing hangs over.
            var starts = place.Select((p, i) => p * strides[i] - (same ? kernel[i] / 2 : 0)).ToArray();
            foreach (var offset in Positions(kernel))
            {
                int[] position = [.. offset.Select((o, i) => starts[i] + o)];
                if (position.Where((p, i) => p < 0 || p >= inputs[i]).Any()) continue;
                for (var c = 0; c < channels; c++)
                    for (var f = 0; f < filters; f++) yield return (Flat(place, outputs, f, filters), Flat(position, inputs, c, channels));
            }
        }
    }

    private int Flat(int[] position, int[] sizes, int channel, int count)
    {
        var place = last ? 0 : channel;
        for (var i = 0; i < sizes.Length; i++) place = place * sizes[i] + position[i];
        return last ? place * count + channel : place;
    }

    private static IEnumerable<int[]> Positions(int[] sizes)
    {
        var total = sizes.Aggregate(1, (a, b) => a * b);
        for (var n = 0; n < total; n++)
        {
            var position = new int[sizes.Length];
            for (int i = sizes.Length - 1, rest = n; i >= 0; i--)
            {
                position[i] = rest % sizes[i];
                rest /= sizes[i];
            }
            yield return position;
        }
    }
}
