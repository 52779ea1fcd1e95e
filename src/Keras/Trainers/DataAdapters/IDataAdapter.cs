namespace Keras.Trainers;

/// <summary>Gives the batches of one epoch after the other.</summary>
internal interface IDataAdapter
{
    /// <summary>How many batches an epoch has; <see langword="null"/> where only the end of the source tells.</summary>
    int? NumBatches { get; }

    /// <summary>Size of most batches; <see langword="null"/> where it is not known.</summary>
    int? BatchSize { get; }

    /// <summary>The batches of one pass. Tensors of a batch belong to the caller's scope.</summary>
    IEnumerable<Batch> Pass();

    /// <summary>The source itself where its order has a state of its own.</summary>
    PyDataset? Dataset => null;

    void OnEpochBegin();

    void OnEpochEnd();
}
