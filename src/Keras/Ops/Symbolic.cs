using Keras.Backend;

namespace Keras;

/// <summary>Operations on symbolic tensors: shape and dtype of the result by trying the operation on tensors without values, and the node that records it.</summary>
internal static class Symbolic
{
    // Two sizes stand in for an unknown dimension, one after the other: an output dimension that differs is unknown too.
    private const int FirstFill = 83;
    private const int SecondFill = 89;

    [ThreadStatic] private static int t_quiet;

    /// <summary>While open, operations on symbols infer shapes but record no nodes and use up no names: a layer's call is being tried.</summary>
    internal static QuietScope Quiet() => new(true);

    internal static bool IsQuiet => t_quiet > 0;

    /// <summary>While open, the trial of a layer that may be running on this thread does not count: variables being made need real numbers.</summary>
    internal static LoudScope Loud() => new(t_quiet);

    /// <summary>Infers the result of an operation on symbols and records it.</summary>
    /// <param name="className">Keras's class name of the operation, such as <c>Add</c>.</param>
    /// <param name="inputs">The arguments that are tensors, at least one of them symbolic.</param>
    /// <param name="run">The operation on tensors with values, given in the order of <paramref name="inputs"/>.</param>
    /// <param name="config">Its other arguments, for the saved model.</param>
    internal static Tensor Record(string className, Tensor[] inputs, Func<Tensor[], Tensor> run, Config? config = null)
    {
        var outputs = Infer(className, inputs, run);
        return RecordSpec(className, inputs, run, config, outputs);
    }

    /// <summary>Records an operation whose result is known already.</summary>
    internal static Tensor RecordSpec(string className, Tensor[] inputs, Func<Tensor[], Tensor> run, Config? config, Tensor outputs)
    {
        if (t_quiet > 0) return outputs;
        var operation = new OpOperation(className, run, config ?? new Config());
        _ = new Node(operation, new CallArguments([.. inputs]), outputs);
        return outputs;
    }

    internal static Tensor Infer(string what, Tensor[] inputs, Func<Tensor[], Tensor> run)
    {
        try
        {
            using var off = GradMode.Off();
            using var scope = new TensorScope();
            var first = Try(inputs, run, FirstFill);
            if (!inputs.SelectMany(Nest.Flatten).Any(t => t is KerasTensor k && !k.shape.IsFullyDefined))
                return Nest.Map(first, t => new KerasTensor(t.shape, t.dtype));
            var second = Nest.Flatten(Try(inputs, run, SecondFill)).GetEnumerator();
            return Nest.Map(first, t =>
            {
                second.MoveNext();
                return Merge(t, second.Current);
            });
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{what} cannot be applied to symbolic inputs of shapes ({string.Join(", ", inputs.Select(Nest.Shapes))}): {e.Message} " +
                $"(where a dimension is unknown, {FirstFill} or {SecondFill} stood in for it)", e);
        }
    }

    private static KerasTensor Merge(Tensor a, Tensor b)
    {
        int?[] x = a.shape.ToArray(), y = b.shape.ToArray();
        if (x.Length != y.Length) throw new ArgumentException("the number of dimensions of the result depends on an unknown dimension.");
        for (var i = 0; i < x.Length; i++)
            if (x[i] != y[i]) x[i] = null;
        return new KerasTensor(x, a.dtype);
    }

    private static Tensor Try(Tensor[] inputs, Func<Tensor[], Tensor> run, int fill)
    {
        try
        {
            return run([.. inputs.Select(i => Nest.Map(i, t => StandIn(t, fill, Kernel.OnMeta)))]);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException && LacksMetaKernel(e))
        {
            // A few of libtorch's kernels exist for real devices alone: zeros of the same shape tell the result's shape as well.
            return run([.. inputs.Select(i => Nest.Map(i, t => StandIn(t, fill, Kernel.Zeros)))]);
        }
    }

    private static bool LacksMetaKernel(Exception e) =>
        e.Message.Contains("Meta", StringComparison.Ordinal) || e.Message.Contains("meta", StringComparison.Ordinal) || e.Message.Contains("not implemented", StringComparison.OrdinalIgnoreCase);

    private static Tensor StandIn(Tensor t, int fill, Func<long[], string, Tensor> make)
    {
        if (t is ScalarTensor) return t;
        return make([.. t.shape.Select(d => (long)(d ?? fill))], t.dtype);
    }

    internal readonly struct LoudScope : IDisposable
    {
        private readonly int _before;

        internal LoudScope(int before)
        {
            _before = before;
            t_quiet = 0;
        }

        public void Dispose() => t_quiet = _before;
    }

    internal readonly struct QuietScope : IDisposable
    {
        private readonly bool _open;

        internal QuietScope(bool open)
        {
            _open = open;
            if (open) t_quiet++;
        }

        public void Dispose()
        {
            if (_open) t_quiet--;
        }
    }
}
