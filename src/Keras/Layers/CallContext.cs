namespace Keras;

/// <summary>Whether the calls running on this thread are training: a layer inside another follows the outer one.</summary>
internal readonly struct CallContext : IDisposable
{
    // null: nobody has said so far.
    [ThreadStatic] private static bool? t_training;
    [ThreadStatic] private static bool t_defaulted;
    [ThreadStatic] private static int t_depth;

    private readonly bool? _before;

    internal CallContext(Layer layer, bool? training)
    {
        _before = t_depth > 0 ? t_training : null;
        // What is said comes first, then what the surrounding call is, then what the layer takes a call for.
        var said = training ?? _before;
        if (said is null && layer.TrainsByDefault)
        {
            said = true;
            t_defaulted = true;
        }
        Training = said ?? false;
        // Outermost: what an earlier call added to the losses belongs to that call.
        if (t_depth == 0) layer.ClearLosses();
        t_training = said;
        t_depth++;
    }

    // A call that is computed again: inside of it, nothing is outermost.
    private CallContext(bool? said)
    {
        _before = t_training;
        t_training = said;
        t_depth++;
    }

    internal bool Training { get; }

    /// <summary>What has been said so far on this thread.</summary>
    internal static bool? Said => t_depth > 0 ? t_training : null;

    /// <summary>Opens the context of an earlier call once more.</summary>
    internal static CallContext Again(bool? said) => new(said);

    public void Dispose()
    {
        t_depth--;
        // As in Keras, what a layer took its call for holds for the layers after it, too.
        t_training = _before ?? (t_defaulted && t_depth > 0 ? true : null);
        if (t_depth == 0) t_defaulted = false;
    }
}
