using NumSharp;

namespace Keras.Callbacks;

/// <summary>Gathers the results of all epochs; fit returns it.</summary>
[KerasExport("keras.callbacks.History")]
public sealed class History : Callback
{
    /// <summary>Makes an empty history.</summary>
    public History()
    {
    }

    /// <summary>The values of each result, one an epoch: <c>history.history["val_loss"]</c>.</summary>
    public EpochResults history { get; } = new();

    /// <summary>All values of the results that have several, one array an epoch; <see cref="history"/> holds their means.</summary>
    // Porting note: Python keeps numbers and arrays in the same lists.
    public OrderedDictionary<string, List<NDArray>> arrays { get; } = new(StringComparer.Ordinal);

    /// <summary>The epochs, from 0.</summary>
    public List<int> epoch { get; private set; } = [];

    /// <inheritdoc/>
    public override void on_train_begin(Logs? logs = null) => epoch = [];

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        this.epoch.Add(epoch);
        foreach (var (name, value) in logs ?? [])
        {
            if (!history.TryGetValue(name, out var values)) history[name] = values = new EpochValues();
            values.Add(value);
            if (logs!.array(name) is not { } several) continue;
            if (!arrays.TryGetValue(name, out var all)) arrays[name] = all = [];
            all.Add(several);
        }
        model.SetHistory(this);
    }
}
