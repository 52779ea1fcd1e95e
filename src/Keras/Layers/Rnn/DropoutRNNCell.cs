using Keras.Randomness;

namespace Keras.Layers;

/// <summary>A cell whose inputs and states lose elements at random, the same ones at every step of a pass.</summary>
public abstract class DropoutRNNCell : RNNCell
{
    private SeedGenerator? _seedGenerator;
    private Tensor[]? _inputMasks;
    private Tensor[]? _stateMasks;

    private protected DropoutRNNCell(double dropout, double recurrent_dropout, long? seed, string? name, bool trainable, DTypePolicy? dtype) : base(name, trainable, dtype)
    {
        this.dropout = Math.Min(1.0, Math.Max(0.0, dropout));
        this.recurrent_dropout = Math.Min(1.0, Math.Max(0.0, recurrent_dropout));
        this.seed = seed;
    }

    /// <summary>Makes the source of the masks' seeds. Each cell calls it where Keras does: without a seed, the order of the draws decides the first weights too.</summary>
    private protected void MakeSeedGenerator() => _seedGenerator = new SeedGenerator(seed);

    /// <summary>Part of the input elements that are dropped.</summary>
    public double dropout { get; }

    /// <summary>Part of the state elements that are dropped.</summary>
    public double recurrent_dropout { get; }

    /// <summary>Seed of the masks.</summary>
    public long? seed { get; }

    /// <summary>How many masks a pass needs: one for each gate where the gates are computed apart.</summary>
    private protected virtual int MaskCount => 1;

    internal override void Prepare(Tensor stepInput, Tensor[] states)
    {
        if (dropout > 0) _inputMasks ??= Masks(stepInput, dropout);
        if (recurrent_dropout > 0) _stateMasks ??= Masks(states[0], recurrent_dropout);
    }

    internal override void Forget() => (_inputMasks, _stateMasks) = (null, null);

    private Tensor[] Masks(Tensor like, double rate)
    {
        var ones = Ops.ones_like(like);
        return [.. Enumerable.Range(0, MaskCount).Select(_ => RandomOps.dropout(ones, rate, seed: _seedGenerator))];
    }

    /// <summary>The mask of the inputs for a pass, where it is in use.</summary>
    internal Tensor? InputMask(Tensor stepInput, int gate = 0)
    {
        if (dropout is <= 0 or >= 1) return null;
        _inputMasks ??= Masks(stepInput, dropout);
        return _inputMasks[Math.Min(gate, _inputMasks.Length - 1)];
    }

    /// <summary>The mask of the states for a pass, where it is in use.</summary>
    private protected Tensor? StateMask(Tensor state, int gate = 0)
    {
        if (recurrent_dropout is <= 0 or >= 1) return null;
        _stateMasks ??= Masks(state, recurrent_dropout);
        return _stateMasks[Math.Min(gate, _stateMasks.Length - 1)];
    }
}
