namespace Keras.Backend.Native.Recurrent;

/// <summary>The elementwise arithmetic of one step of a recurrent layer; its matrix products are done for it.</summary>
internal unsafe interface IRecurrentCell
{
    /// <summary>How many times the units wide the kernels are.</summary>
    static abstract int Gates { get; }

    /// <summary>Whether <see cref="Forward"/> keeps one more row of units a step for <see cref="Backward"/>, which puts its second gradient there.</summary>
    static abstract bool HasMemory { get; }

    /// <summary>One row of one step.</summary>
    /// <param name="row">Its <see cref="RecurrentRow.Gates"/> hold the inputs' part and take what the gradient needs; <see cref="RecurrentRow.State"/> becomes the next state.</param>
    /// <param name="units">Number of units.</param>
    static abstract void Forward(in RecurrentRow row, long units);

    /// <summary>The gradients of one row of one step.</summary>
    /// <param name="row">
    /// Its <see cref="RecurrentRow.State"/> holds the gradient of the state after the step and takes the part of the state before that does not pass through the recurrent kernel;
    /// <see cref="RecurrentRow.Gates"/> take the gradients of the inputs' part, <see cref="RecurrentRow.Product"/> those of the product with the recurrent kernel.
    /// </param>
    /// <param name="units">Number of units.</param>
    static abstract void Backward(in RecurrentRow row, long units);
}
