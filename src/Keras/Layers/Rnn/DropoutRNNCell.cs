using Keras.Randomness;

namespace Keras.Layers;

/// <summary>A cell whose inputs and states lose elements at random, the same ones at every step of a pass.</summary>
public abstract class DropoutRNNCell : RNNCell
{
    private SeedGenerator? _seedGenerator;
    private Tensor[]? _inputMasks;
    private Tensor[]? _stateMasks;

    private protected DropoutRNNCell(double dropout, double recurrent_dropout, long? seed, bool seedFirst, string? name, bool trainable, DTypePolicy? dtype) : base(name, trainable, dtype)
    {
        this.dropout = Math.Min(1.0, Math.Max(0.0, dropout));
        this.recurrent_dropout = Math.Min(1.0, Math.Max(0.0, recurrent_dropout));
        this.seed = seed;
        if (seedFirst) _seedGenerator = SeedOrder.Generator(seed);
    }

    /// <summary>Makes the source of the masks' seeds. Cells that draw it last call it: without a seed, the order of the draws decides the first weights too.</summary>
    private protected void MakeSeedGenerator() => _seedGenerator = new SeedGenerator(seed);

    /// <summary>Part of the input elements that are dropped.</summary>
    public double dropout { get; }

    /// <summary>Part of the state elements that are dropped.</summary>
    public double recurrent_dropout { get; }

    /// <summary>Seed of the masks.</summary>
    public long? seed { get; }

    internal override bool IsBuiltIn => true;

    /// <summary>How many masks a pass needs: one for each gate where the gates are computed apart.</summary>
    private protected virtual int MaskCount => 1;

    /// <summary>Whether a rate of 1 drops everything; cells with gates drop nothing then.</summary>
    private protected virtual bool DropsAll => false;

    internal override void Prepare(Tensor stepInput, Tensor[] states, bool training)
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

    private bool InUse(double rate) => rate > 0 && (rate < 1 || DropsAll);

    /// <summary>The inputs of a step with the dropped elements at zero.</summary>
    internal Tensor DropInput(Tensor stepInput, bool training, int gate = 0)
    {
        if (!training || !InUse(dropout)) return stepInput;
        _inputMasks ??= Masks(stepInput, dropout);
        return stepInput * _inputMasks[Math.Min(gate, _inputMasks.Length - 1)];
    }

    /// <summary>The states with the dropped elements at zero.</summary>
    private protected Tensor DropState(Tensor state, bool training, int gate = 0)
    {
        if (!training || !InUse(recurrent_dropout)) return state;
        _stateMasks ??= Masks(state, recurrent_dropout);
        return state * _stateMasks[Math.Min(gate, _stateMasks.Length - 1)];
    }

    /// <summary>The mask of the inputs for a pass, where it is in use.</summary>
    internal Tensor? InputMask(Tensor stepInput)
    {
        if (!InUse(dropout)) return null;
        _inputMasks ??= Masks(stepInput, dropout);
        return _inputMasks[0];
    }
}
