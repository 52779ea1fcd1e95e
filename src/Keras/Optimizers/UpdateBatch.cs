using Keras.Backend;
using Keras.Backend.Native.Updates;

namespace Keras.Optimizers;

/// <summary>The variables that one step changes, with a gradient for each, in the forms that update rules take.</summary>
internal sealed class UpdateBatch
{
    private readonly NativeList _gradients;

    /// <summary>Makes a batch; the gradients are set after.</summary>
    /// <param name="variables">The variables.</param>
    /// <param name="natives">Their memory, in the same order.</param>
    /// <param name="places">Their places in the list for which the optimizer was built; null where they are that list.</param>
    internal UpdateBatch(Variable[] variables, NativeList natives, int[]? places)
    {
        Variables = variables;
        Natives = natives;
        Places = places;
        Gradients = new Tensor[variables.Length];
        _gradients = new NativeList(variables.Length);
    }

    internal Variable[] Variables { get; }

    internal Tensor[] Gradients { get; }

    internal NativeList Natives { get; }

    internal int[]? Places { get; }

    /// <summary>Number of this update, counted from 1.</summary>
    internal long Step { get; set; }

    /// <summary>What every variable is multiplied with before it is changed: weight decay.</summary>
    internal float Decay { get; set; } = 1;

    internal int Place(int index) => Places is null ? index : Places[index];

    /// <summary>The gradients' memory, as they are now.</summary>
    internal NativeList NativeGradients()
    {
        for (var i = 0; i < Gradients.Length; i++) _gradients.Set(i, Gradients[i]);
        return _gradients;
    }

    /// <summary>Changes all variables, in one pass over their memory where it is ordinary memory.</summary>
    /// <param name="rule">The arithmetic.</param>
    /// <param name="slots">The rule's slots, each in the order of the list for which the optimizer was built.</param>
    internal void Apply<TRule>(TRule rule, params ReadOnlySpan<NativeList> slots) where TRule : unmanaged, IUpdateRule
    {
        if (Places is not null)
        {
            var own = new NativeList[slots.Length];
            for (var k = 0; k < own.Length; k++) own[k] = slots[k].At(Places);
            slots = own;
        }
        if (Decay == 1) Kernel.Update(rule, Natives, NativeGradients(), slots);
        else Kernel.Update(new DecayedRule<TRule>(rule, Decay), Natives, NativeGradients(), slots);
    }

    /// <summary>A batch of some of the variables, by their index here.</summary>
    internal UpdateBatch Part(int[] indices)
    {
        var part = new UpdateBatch(Array.ConvertAll(indices, i => Variables[i]), Natives.At(indices), Array.ConvertAll(indices, Place)) { Step = Step, Decay = Decay };
        for (var i = 0; i < indices.Length; i++) part.Gradients[i] = Gradients[indices[i]];
        return part;
    }

    /// <summary>Lets go of the gradients.</summary>
    internal void Clear()
    {
        Array.Clear(Gradients);
        _gradients.Clear();
        Decay = 1;
    }
}
