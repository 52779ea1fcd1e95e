namespace Keras.Layers;

/// <summary>A layer that finds its state in data.</summary>
internal interface IAdaptable
{
    /// <summary>Whether state is still to be found, because none was given.</summary>
    bool MayAdapt { get; }

    /// <summary>Finds the state in batches.</summary>
    void AdaptTo(IEnumerable<Tensor> batches);
}
