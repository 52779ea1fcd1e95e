namespace Keras;

/// <summary>Whether the calls running on this thread are training: a layer inside another follows the outer one.</summary>
internal readonly struct CallContext : IDisposable
{
    [ThreadStatic] private static bool? t_training;
    [ThreadStatic] private static int t_depth;

    private readonly bool? _before;

    internal CallContext(Layer layer, bool? training)
    {
        _before = t_training;
        // Nobody said: as the surrounding call, or else as the layer does by default.
        var asked = training ?? (t_depth > 0 ? t_training : null) ?? layer.DefaultTraining;
        Training = asked ?? false;
        // Outermost: what an earlier call added to the losses belongs to that call.
        if (t_depth == 0) layer.ClearLosses();
        t_training = asked;
        t_depth++;
    }

    internal bool Training { get; }

    public void Dispose()
    {
        t_training = _before;
        t_depth--;
    }
}
