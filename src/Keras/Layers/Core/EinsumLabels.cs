namespace Keras.Layers;

/// <summary>The letters of the terms of an equation, with letters of their own for the axes of an ellipsis.</summary>
internal sealed class EinsumLabels
{
    /// <summary>Takes an equation apart.</summary>
    /// <param name="equation">An equation that is known to be valid.</param>
    /// <param name="rank">Number of dimensions of the input.</param>
    internal EinsumLabels(string equation, int rank)
    {
        var terms = equation.Split([",", "->"], StringSplitOptions.None);
        var free = string.Concat("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".Where(c => !equation.Contains(c)).Take(Math.Max(0, rank - terms[0].Replace("...", "", StringComparison.Ordinal).Length)));
        var full = Array.ConvertAll(terms, t => t.Replace("...", free, StringComparison.Ordinal));
        (Input, Kernel, Output) = (full[0], full[1], full[2]);
    }

    internal string Input { get; }

    internal string Kernel { get; }

    internal string Output { get; }

    /// <summary>The equation from the output's gradient and the kernel to the input's gradient.</summary>
    internal string Gradient => $"{Output},{Kernel}->{Input}";

    /// <summary>The equation itself, in letters alone.</summary>
    internal string Equation => $"{Input},{Kernel}->{Output}";

    /// <summary>Axes of a term that the product sums over.</summary>
    internal int[] Reduced(string term) => [.. Enumerable.Range(0, term.Length).Where(i => !Output.Contains(term[i]))];

    /// <summary>Brings a scale with the axes of a term, reduced to 1 where the product sums, to the axes of the output.</summary>
    internal Tensor ToOutput(Tensor scale, string term)
    {
        var order = Output.Where(term.Contains).Select(c => term.IndexOf(c)).Concat(Reduced(term)).ToArray();
        TensorShape shape = Output.Select(c => term.Contains(c) ? scale.shape[term.IndexOf(c)] : 1).ToArray();
        return Ops.reshape(Ops.transpose(scale, [.. order]), shape);
    }

    /// <summary>Brings a scale of the output's axes back to those of the kernel.</summary>
    internal Tensor ToKernel(Tensor scale)
    {
        var kept = string.Concat(Output.Where(Kernel.Contains));
        var narrow = Ops.reshape(scale, (int?[])[.. kept.Select(c => scale.shape[Output.IndexOf(c)])]);
        var ordered = Ops.transpose(narrow, [.. Kernel.Where(kept.Contains).Select(c => kept.IndexOf(c))]);
        var at = 0;
        return Ops.reshape(ordered, (int?[])[.. Kernel.Select(c => kept.Contains(c) ? ordered.shape[at++] : 1)]);
    }

    /// <summary>The shape of the kernel's scale on the axes of the output.</summary>
    internal TensorShape ScaleShape(TensorShape kernel) => (int?[])[.. Output.Select(c => Kernel.Contains(c) ? kernel[Kernel.IndexOf(c)] : 1)];
}
