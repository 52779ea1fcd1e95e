using System.Text.Json;
using Keras.Backend;
using Keras.Randomness;

namespace Keras.Trainers;

/// <summary>The batches of one epoch after the other, for a given number of steps or until the data ends (keras/src/trainers/epoch_iterator.py).</summary>
internal sealed class EpochSource : IDisposable
{
    private readonly IDataAdapter _adapter;
    private readonly int? _stepsPerEpoch;
    private IEnumerator<Batch>? _current;
    private int _seen;
    private int? _found;
    private Config? _start;

    internal EpochSource(IDataAdapter adapter, int? stepsPerEpoch)
    {
        if (stepsPerEpoch is <= 0) throw new ArgumentException($"The number of steps must be positive. Received: {stepsPerEpoch}.");
        if (KerasConfig.max_steps_per_epoch() is { } most && (stepsPerEpoch is null || most < stepsPerEpoch))
        {
            Utils.IoUtils.Warn($"Limiting steps_per_epoch to {most}");
            stepsPerEpoch = most;
        }
        _adapter = adapter;
        _stepsPerEpoch = stepsPerEpoch;
        _found = adapter.NumBatches;
    }

    /// <summary>How many steps an epoch has; <see langword="null"/> until the data has ended once.</summary>
    internal int? Steps => _stepsPerEpoch ?? _found;

    /// <summary>The first batch, for building the model; the data starts over afterwards, as far as it can.</summary>
    internal void Peek(Action<Batch> use)
    {
        using (var batches = _adapter.Pass().GetEnumerator())
        {
            using var scope = new TensorScope();
            if (batches.MoveNext())
            {
                use(batches.Current);
                batches.Current.Release();
            }
        }
        _adapter.OnEpochEnd();
    }

    /// <summary>Forgets how far the data was read: the next pass begins at its start.</summary>
    internal void Reset()
    {
        _current?.Dispose();
        _current = null;
        _found = _adapter.NumBatches;
        _seen = 0;
    }

    /// <summary>Runs one epoch.</summary>
    /// <param name="step">Called with each step's number and batch, inside a scope that frees what the step makes; <see langword="false"/> stops the epoch.</param>
    /// <param name="before">Called before each step, outside the scope.</param>
    /// <param name="after">Called after each step, outside the scope; <see langword="false"/> stops the epoch.</param>
    internal void Run(Action<int> before, Action<int, Batch> step, Func<int, bool> after)
    {
        _adapter.OnEpochBegin();
        // 1. A pass of its own for each epoch, unless the number of steps is given: then the pass goes on.
        if (_current is null || _stepsPerEpoch is null) Restart();
        // 2. The steps.
        for (var i = 0; _stepsPerEpoch is null || i < _stepsPerEpoch; i++)
        {
            if (_found is { } count && _seen >= count)
            {
                if (_stepsPerEpoch is not null) WarnShort();
                break;
            }
            bool more;
            using (var scope = new TensorScope())
            {
                if (more = _current!.MoveNext())
                {
                    before(i);
                    var batch = _current.Current;
                    step(i, batch);
                    batch.Release();
                }
            }
            if (!more)
            {
                if (_found is null && _stepsPerEpoch is null) _found = _seen;
                else WarnShort();
                _current!.Dispose();
                _current = null;
                break;
            }
            _seen++;
            if (!after(i)) return;
        }
        // 3. Keras makes the next pass here already, which moves the random generator on.
        if (_found is { } n && _seen >= n) Restart();
        _adapter.OnEpochEnd();
    }

    /// <summary>How far the data was read, between two epochs.</summary>
    internal Config State() => new()
    {
        ["dataset"] = _adapter.Dataset?.PassState,
        ["seen"] = _seen,
        ["start"] = _current is null ? null : _start,
    };

    /// <summary>Goes on where another source of the same data was. The generators of the process are left as they happen to be.</summary>
    /// <param name="state">Its <see cref="State"/>.</param>
    internal void Restore(JsonElement state)
    {
        Reset();
        // 1. A pass that goes on after the epoch: it is made again from its start.
        if (IsResumable && state.GetProperty("start") is { ValueKind: JsonValueKind.Object } start)
        {
            RandomStates.Restore(start);
            Restart();
            for (var seen = state.GetProperty("seen").GetInt32(); _seen < seen; _seen++)
            {
                using var scope = new TensorScope();
                if (!_current!.MoveNext()) break;
                _current.Current.Release();
            }
        }

        // 2. What the order of the next passes depends on.
        if (_adapter.Dataset is { } dataset && state.GetProperty("dataset") is { ValueKind: JsonValueKind.Object } own) dataset.RestorePass(own);
    }

    /// <summary>Whether a pass may go on in the next epoch, and can be made again.</summary>
    private bool IsResumable => _stepsPerEpoch is not null && _adapter.NumBatches is not null;

    private void Restart()
    {
        if (IsResumable) _start = RandomStates.Capture();
        _current?.Dispose();
        _current = _adapter.Pass().GetEnumerator();
        _seen = 0;
    }

    private static void WarnShort() => Utils.IoUtils.Warn("Your input ran out of data; interrupting training. Make sure that your dataset or generator can generate at least `steps_per_epoch * epochs` batches.");

    public void Dispose() => _current?.Dispose();
}
