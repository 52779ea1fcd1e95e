namespace Keras.Backend;

/// <summary>Beam search over the labels of one sequence: the most probable ones, over all alignments that give them.</summary>
/// <param name="classes">Number of classes, the blank included.</param>
/// <param name="blank">The class that stands for no label.</param>
/// <param name="width">How many label sequences are followed.</param>
internal sealed class CtcBeam(int classes, int blank, int width)
{
    // Label sequences form a tree: a node is its parent's sequence and one label more. Node 0 is the empty sequence.
    private readonly List<(int Parent, int Label)> _nodes = [(-1, -1)];
    private readonly Dictionary<(int, int), int> _children = [];

    /// <summary>Follows a sequence.</summary>
    /// <param name="logs">(time, classes): logarithms of probabilities.</param>
    /// <param name="length">How many steps count; at least the first one does.</param>
    /// <param name="top">How many label sequences are wanted.</param>
    /// <returns>Up to that many, the best first, with the logarithm of their probability.</returns>
    internal List<(int[] Labels, double Score)> Run(ReadOnlySpan<double> logs, int length, int top)
    {
        // 1. The first step: the best classes alone. Of equal ones the lower class comes first, here and below.
        var first = logs[..classes].ToArray();
        var beam = new Dictionary<int, (double Emitted, double Blank)>();
        foreach (var c in Enumerable.Range(0, classes).OrderByDescending(c => first[c]).Take(width))
        {
            if (c == blank) beam[0] = (double.NegativeInfinity, first[c]);
            else beam[Child(0, c)] = (first[c], double.NegativeInfinity);
        }
        // 2. Every further step extends each sequence by each class, and keeps the best.
        for (var t = 1; t < length && (t + 1) * classes <= logs.Length; t++)
        {
            var next = new Dictionary<int, (double Emitted, double Blank)>();
            foreach (var (node, (emitted, blanked)) in beam)
                for (var c = 0; c < classes; c++)
                {
                    var step = logs[t * classes + c];
                    if (c == blank) Join(next, node, double.NegativeInfinity, Add(emitted, blanked) + step);
                    else if (c == _nodes[node].Label)
                    {
                        // The same label again goes on with the last one, unless a blank stood between.
                        Join(next, node, emitted + step, double.NegativeInfinity);
                        Join(next, Child(node, c), blanked + step, double.NegativeInfinity);
                    }
                    else Join(next, Child(node, c), Add(emitted, blanked) + step, double.NegativeInfinity);
                }
            beam = next.OrderByDescending(p => Add(p.Value.Emitted, p.Value.Blank)).ThenBy(p => p.Key).Take(width).ToDictionary();
        }
        // 3. The best ones.
        return [.. beam.Select(p => (Labels: Labels(p.Key), Score: Add(p.Value.Emitted, p.Value.Blank)))
            .Where(p => !double.IsNegativeInfinity(p.Score)).OrderByDescending(p => p.Score).Take(top)];
    }

    private int Child(int node, int label)
    {
        if (_children.TryGetValue((node, label), out var child)) return child;
        child = _nodes.Count;
        _nodes.Add((node, label));
        _children[(node, label)] = child;
        return child;
    }

    private int[] Labels(int node)
    {
        var labels = new List<int>();
        for (; node != 0; node = _nodes[node].Parent) labels.Add(_nodes[node].Label);
        labels.Reverse();
        return [.. labels];
    }

    private static void Join(Dictionary<int, (double Emitted, double Blank)> into, int node, double emitted, double blank)
    {
        var (e, b) = into.TryGetValue(node, out var there) ? there : (double.NegativeInfinity, double.NegativeInfinity);
        into[node] = (Add(e, emitted), Add(b, blank));
    }

    /// <summary>The logarithm of the sum of two numbers given by their logarithms.</summary>
    private static double Add(double a, double b)
    {
        if (double.IsNegativeInfinity(a)) return b;
        if (double.IsNegativeInfinity(b)) return a;
        var (high, low) = a > b ? (a, b) : (b, a);
        return high + Math.Log(1 + Math.Exp(low - high));
    }
}
