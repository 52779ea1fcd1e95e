using Keras.Callbacks;
using NumSharp;

namespace Keras;

/// <content>Methods of Keras 2 that tutorials call and Keras 3 dropped.</content>
public partial class Model
{
    /// <summary>Trains on batches of a generator.</summary>
    /// <param name="generator">Batches: a PyDataset, an iterator of ImageDataGenerator, a list or an enumeration of batches.</param>
    /// <param name="steps_per_epoch">Batches an epoch; needed where the generator has no end.</param>
    /// <param name="epochs">How often the data are gone through.</param>
    /// <param name="verbose">What is printed.</param>
    /// <param name="callbacks">Called on the way.</param>
    /// <param name="validation_data">Data for the measure after each epoch: a generator, or arrays.</param>
    /// <param name="validation_steps">Batches of the validation data.</param>
    /// <param name="class_weight">Weights of the classes.</param>
    /// <param name="max_queue_size">Kept for Keras 2's signature; a PyDataset has its own.</param>
    /// <param name="workers">Kept for Keras 2's signature; a PyDataset has its own.</param>
    /// <param name="use_multiprocessing">Kept for Keras 2's signature.</param>
    /// <param name="shuffle">Whether the batches of a PyDataset come in random order.</param>
    /// <param name="initial_epoch">Number of the first epoch.</param>
    /// <returns>The history of losses and metrics.</returns>
    [Obsolete("Keras 3 has fit(generator, …) for this.")]
    public History fit_generator(Data generator, int? steps_per_epoch = null, int epochs = 1, Verbose verbose = default, CallbacksArgument? callbacks = null,
        ValidationData? validation_data = null, int? validation_steps = null, IReadOnlyDictionary<int, double>? class_weight = null,
        int max_queue_size = 10, int workers = 1, bool use_multiprocessing = false, bool shuffle = true, int initial_epoch = 0) =>
        fit(generator, epochs: epochs, verbose: verbose, callbacks: callbacks, validation_data: validation_data, shuffle: shuffle, class_weight: class_weight, initial_epoch: initial_epoch,
            steps_per_epoch: steps_per_epoch, validation_steps: validation_steps);

    /// <summary>The loss and the metrics on batches of a generator.</summary>
    /// <param name="generator">Batches.</param>
    /// <param name="steps">How many of them; needed where the generator has no end.</param>
    /// <param name="max_queue_size">Kept for Keras 2's signature.</param>
    /// <param name="workers">Kept for Keras 2's signature.</param>
    /// <param name="use_multiprocessing">Kept for Keras 2's signature.</param>
    /// <param name="verbose">What is printed; nothing by default.</param>
    [Obsolete("Keras 3 has evaluate(generator, …) for this.")]
    public EvaluationResult evaluate_generator(Data generator, int? steps = null, int max_queue_size = 10, int workers = 1, bool use_multiprocessing = false, int verbose = 0) =>
        evaluate(generator, steps: steps, verbose: verbose);

    /// <summary>The outputs for batches of a generator.</summary>
    /// <param name="generator">Batches.</param>
    /// <param name="steps">How many of them; needed where the generator has no end.</param>
    /// <param name="max_queue_size">Kept for Keras 2's signature.</param>
    /// <param name="workers">Kept for Keras 2's signature.</param>
    /// <param name="use_multiprocessing">Kept for Keras 2's signature.</param>
    /// <param name="verbose">What is printed; nothing by default.</param>
    [Obsolete("Keras 3 has predict(generator, …) for this.")]
    public NDArray predict_generator(Data generator, int? steps = null, int max_queue_size = 10, int workers = 1, bool use_multiprocessing = false, int verbose = 0) =>
        predict(generator, steps: steps, verbose: verbose);
}
