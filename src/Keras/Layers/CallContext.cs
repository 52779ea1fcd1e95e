namespace Keras;

/// <summary>Whether the calls running on this thread are training: a layer inside another follows the outer one.</summary>
internal readonly struct CallContext : IDisposable
{
    [ThreadStatic] private static bool t_training;
    [ThreadStatic] private static int t_depth;

    private readonly bool _before;

    internal CallContext(Layer layer, bool? training)
    {
        _before = t_training;
        Training = training ?? (t_depth > 0 && t_training);
        // Outermost: what an earlier call added to the losses belongs to that call.
        if (t_depth == 0) layer.ClearLosses();
        t_training = Training;
        t_depth++;
    }

    internal bool Training { get; }

    public void Dispose()
    {
        t_training = _before;
        t_depth--;
    }
}
