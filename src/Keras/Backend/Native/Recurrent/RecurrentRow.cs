namespace Keras.Backend.Native.Recurrent;

/// <summary>Where the values of one sequence at one step lie.</summary>
internal unsafe struct RecurrentRow
{
    /// <summary>Gates after the other, units each.</summary>
    internal float* Gates;

    /// <summary>Units values that the cell keeps for itself.</summary>
    internal float* Memory;

    /// <summary>The state times the recurrent kernel, laid out as the gates; in the backward pass its gradient.</summary>
    internal float* Product;

    /// <summary>The bias of the product; null for none.</summary>
    internal float* Bias;

    /// <summary>The state; in the backward pass its gradient.</summary>
    internal float* State;

    /// <summary>The state before the step.</summary>
    internal float* Previous;

    /// <summary>The output; in the backward pass its gradient.</summary>
    internal float* Output;
}
