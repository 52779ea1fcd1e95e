using Keras.Backend;
using Keras.Callbacks;
using Keras.Trainers;
using NumSharp;

namespace Keras;

public abstract partial class Model
{
    /// <summary>Trains the model.</summary>
    /// <param name="x">Inputs: an array, several, or a source of batches.</param>
    /// <param name="y">Targets; none where <paramref name="x"/> is a source of batches.</param>
    /// <param name="batch_size">Samples a step; 32 where <see langword="null"/>.</param>
    /// <param name="epochs">The epoch at which training ends.</param>
    /// <param name="verbose">0 silent, 1 progress bar, 2 one line an epoch.</param>
    /// <param name="callbacks">Callbacks.</param>
    /// <param name="validation_split">Part of the rows, the last ones, on which to evaluate instead of training.</param>
    /// <param name="validation_data">Data on which to evaluate after each epoch.</param>
    /// <param name="shuffle">Whether rows are shuffled before each epoch; <c>"batch"</c> shuffles within batches.</param>
    /// <param name="class_weight">Weights of classes.</param>
    /// <param name="sample_weight">Weights of samples.</param>
    /// <param name="initial_epoch">The epoch at which training begins.</param>
    /// <param name="steps_per_epoch">Steps an epoch; until the data ends where <see langword="null"/>.</param>
    /// <param name="validation_steps">Steps an evaluation.</param>
    /// <param name="validation_batch_size">Samples a step of evaluation.</param>
    /// <param name="validation_freq">Evaluate after every so many epochs, or after the epochs of a list, counted from 1.</param>
    /// <returns>The results of all epochs: <c>history.history["loss"]</c>.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">The data does not fit the model or itself; the model is as it was.</exception>
    /// <remarks>Ctrl-C stops training after the current step and leaves the model usable.</remarks>
    public History fit(Data? x = null, Data? y = null, int? batch_size = null, int epochs = 1, Verbose verbose = default, CallbacksArgument? callbacks = null,
        double validation_split = 0.0, ValidationData? validation_data = null, Shuffle? shuffle = null, IReadOnlyDictionary<int, double>? class_weight = null,
        Data? sample_weight = null, int initial_epoch = 0, int? steps_per_epoch = null, int? validation_steps = null, int? validation_batch_size = null,
        ValidationFrequency validation_freq = default)
    {
        RequireCompiled("fit");
        if (KerasConfig.max_epochs() is { } most && most < epochs)
        {
            Utils.IoUtils.Warn($"Limiting epochs to {most}");
            epochs = most;
        }

        // 1. The data, and the part of it that is held back.
        var mode = (shuffle ?? true).Mode;
        var (training, heldBack) = TrainingData(x, y, sample_weight, batch_size, steps_per_epoch, mode, class_weight, validation_split, validation_data is null, validation_batch_size, validation_steps);
        using var source = new EpochSource(training, steps_per_epoch);
        var validationAdapter = heldBack ?? (validation_data is null ? null : Adapter(validation_data.X, validation_data.Y, validation_data.SampleWeight, validation_batch_size ?? batch_size, validation_steps, ShuffleMode.None, null));
        using var validation = validationAdapter is null ? null : new EpochSource(validationAdapter, validation_steps);

        (TrainingSource, ValidationSource) = (source, validation);

        // 2. Build what is not built, with the first batch.
        BuildFrom(source);

        // 3. Callbacks.
        var list = Callbacks(callbacks, verbose, epochs, source.Steps, addHistory: true);
        stop_training = false;
        using var interrupt = new InterruptHandler(() => stop_training = true);
        list.on_train_begin();
        Logs lastLogs = new();

        // 4. Epochs.
        for (var epoch = InitialEpoch ?? initial_epoch; epoch < epochs; epoch++)
        {
            reset_metrics();
            list.on_epoch_begin(epoch);
            Logs logs = new();
            source.Run(
                i => list.on_train_batch_begin(i),
                (_, batch) => logs = train_step(batch),
                i =>
                {
                    list.on_train_batch_end(i, logs);
                    return !stop_training;
                });
            var results = ResultsOf(logs);

            // 5. Evaluation.
            if (validation is not null && validation_freq.IsDue(epoch + 1) && !interrupt.Interrupted)
            {
                var evaluated = Evaluate(validation, list);
                foreach (var name in evaluated.Keys) results.Take("val_" + name, evaluated, name);
            }
            list.on_epoch_end(epoch, results);
            lastLogs = results;
            if (stop_training) break;
        }

        // 6. The end.
        if (epochs > 0) optimizer?.FinalizeValues(TrainableNow());
        list.on_train_end(lastLogs);
        (TrainingSource, ValidationSource) = (null, null);
        return history!;
    }

    /// <summary>Computes loss and metrics on data, without training.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Targets.</param>
    /// <param name="batch_size">Samples a step; 32 where <see langword="null"/>.</param>
    /// <param name="verbose">0 silent, 1 progress bar, 2 one line.</param>
    /// <param name="sample_weight">Weights of samples.</param>
    /// <param name="steps">Steps; until the data ends where <see langword="null"/>.</param>
    /// <param name="callbacks">Callbacks.</param>
    /// <param name="return_dict">Whether the result prints as a dictionary; it has names in both cases.</param>
    /// <returns>The loss, then the metrics in the order of compile.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    public EvaluationResult evaluate(Data? x = null, Data? y = null, int? batch_size = null, Verbose verbose = default, Data? sample_weight = null, int? steps = null,
        CallbacksArgument? callbacks = null, bool return_dict = false)
    {
        RequireCompiled("evaluate");
        using var source = new EpochSource(Adapter(x, y, sample_weight, batch_size, steps, ShuffleMode.None, null), steps);
        BuildFrom(source);
        var list = Callbacks(callbacks, verbose, 1, source.Steps, addHistory: false);
        return Flatten(Evaluate(source, list), return_dict);
    }

    private Logs Evaluate(EpochSource source, CallbackList list)
    {
        stop_evaluating = false;
        source.Reset();
        list.on_test_begin();
        reset_metrics();
        Logs logs = new();
        source.Run(
            i => list.on_test_batch_begin(i),
            (_, batch) =>
            {
                using var off = GradMode.Off();
                logs = test_step(batch);
            },
            i =>
            {
                list.on_test_batch_end(i, logs);
                return !stop_evaluating;
            });
        var results = ResultsOf(logs);
        list.on_test_end(results);
        return results;
    }

    /// <summary>Computes the outputs for data, without training.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="batch_size">Samples a step; 32 where <see langword="null"/>.</param>
    /// <param name="verbose">0 silent, 1 progress bar, 2 one line.</param>
    /// <param name="steps">Steps; until the data ends where <see langword="null"/>.</param>
    /// <param name="callbacks">Callbacks.</param>
    /// <returns>One array with a row for each sample.</returns>
    /// <exception cref="InvalidOperationException">The model has several outputs: use <see cref="predict_outputs"/>.</exception>
    // Porting note: Python returns a list or a dictionary for several outputs; a C# method has one return type.
    public NDArray predict(Data x, int? batch_size = null, Verbose verbose = default, int? steps = null, CallbacksArgument? callbacks = null)
    {
        using var scope = new TensorScope();
        var outputs = Predict(x, batch_size, verbose, steps, callbacks);
        if (outputs is TensorList or TensorDict)
            throw new InvalidOperationException($"The model '{name}' has several outputs. Use predict_outputs, which gives each of them, in place of predict.");
        return Kernel.ToNumpyOwned(outputs);
    }

    /// <summary>Computes the outputs of a model of several outputs, without training.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="batch_size">Samples a step; 32 where <see langword="null"/>.</param>
    /// <param name="verbose">0 silent, 1 progress bar, 2 one line.</param>
    /// <param name="steps">Steps; until the data ends where <see langword="null"/>.</param>
    /// <param name="callbacks">Callbacks.</param>
    /// <returns>The arrays in order; those of a model whose outputs have names can be had by name too.</returns>
    public Predictions predict_outputs(Data x, int? batch_size = null, Verbose verbose = default, int? steps = null, CallbacksArgument? callbacks = null)
    {
        using var scope = new TensorScope();
        return new Predictions(Predict(x, batch_size, verbose, steps, callbacks), Graph?.output_names);
    }

    private Tensor Predict(Data x, int? batch_size, Verbose verbose, int? steps, CallbacksArgument? callbacks)
    {
        // 1. Data and callbacks.
        ArgumentNullException.ThrowIfNull(x);
        using var source = new EpochSource(Adapter(x, null, null, batch_size, steps, ShuffleMode.None, null), steps);
        var list = Callbacks(callbacks, verbose, 1, source.Steps, addHistory: false);

        // 2. Steps.
        stop_predicting = false;
        list.on_predict_begin();
        var parts = new List<Tensor>();
        Logs none = new();
        source.Run(
            i => list.on_predict_batch_begin(i),
            (_, batch) =>
            {
                using var off = GradMode.Off();
                var outputs = predict_step(batch);
                parts.Add(Nest.Map(outputs, t => TensorScope.Current!.Keep(t)));
            },
            i =>
            {
                list.on_predict_batch_end(i, none);
                return !stop_predicting;
            });
        list.on_predict_end();

        // 3. One tensor of all rows.
        if (parts.Count == 0) throw new ArgumentException("The data has no samples to predict.");
        if (parts.Count == 1) return Nest.Map(parts[0], t => t.ndim == 0 ? t : Kernel.Clone(t));
        var columns = parts.Select(p => Nest.Flatten(p).ToArray()).ToArray();
        return Nest.Pack(parts[0], Enumerable.Range(0, columns[0].Length).Select(c => Kernel.Cat([.. columns.Select(r => r[c])], 0)).ToArray());
    }

    /// <summary>One training step on the given samples.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Targets.</param>
    /// <param name="sample_weight">Weights of samples.</param>
    /// <param name="class_weight">Weights of classes.</param>
    /// <param name="return_dict">Whether the result prints as a dictionary.</param>
    /// <returns>The loss and the metrics of this step.</returns>
    public EvaluationResult train_on_batch(Data x, Data? y = null, Data? sample_weight = null, IReadOnlyDictionary<int, double>? class_weight = null, bool return_dict = false)
    {
        RequireCompiled("train_on_batch");
        using var scope = new TensorScope();
        var weight = sample_weight?.ToTensor();
        var (inputs, targets) = Data.ToTensors(x, y);
        if (class_weight is not null)
        {
            if (weight is not null) throw new ArgumentException("Arguments `sample_weight` and `class_weight` cannot be specified at the same time.");
            weight = ClassWeights.ToSampleWeights(targets ?? throw new ArgumentException("`class_weight` needs targets."), class_weight);
        }
        var batch = new Batch(inputs, targets, weight);
        BuildWith(batch);
        reset_metrics();
        return Flatten(train_step(batch).Snapshot(), return_dict);
    }

    /// <summary>Loss and metrics of the given samples, without training.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Targets.</param>
    /// <param name="sample_weight">Weights of samples.</param>
    /// <param name="return_dict">Whether the result prints as a dictionary.</param>
    public EvaluationResult test_on_batch(Data x, Data? y = null, Data? sample_weight = null, bool return_dict = false)
    {
        RequireCompiled("test_on_batch");
        using var scope = new TensorScope();
        var (inputs, targets) = Data.ToTensors(x, y);
        var batch = new Batch(inputs, targets, sample_weight?.ToTensor());
        BuildWith(batch);
        reset_metrics();
        using var off = GradMode.Off();
        return Flatten(test_step(batch).Snapshot(), return_dict);
    }

    /// <summary>The outputs for the given samples, in one step.</summary>
    /// <param name="x">Inputs.</param>
    public NDArray predict_on_batch(Data x)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var outputs = predict_step(new Batch(x.ToTensor(), null, null));
        if (outputs is TensorList or TensorDict)
            throw new InvalidOperationException($"The model '{name}' has several outputs. Use predict_outputs_on_batch, which gives each of them, in place of predict_on_batch.");
        return Kernel.ToNumpy(outputs);
    }

    /// <summary>The outputs of a model of several outputs for the given samples, in one step.</summary>
    /// <param name="x">Inputs.</param>
    /// <returns>The arrays in order; those of a model whose outputs have names can be had by name too.</returns>
    public Predictions predict_outputs_on_batch(Data x)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        return new Predictions(predict_step(new Batch(x.ToTensor(), null, null)), Graph?.output_names);
    }

    /// <summary>The epoch at which a callback wants training to begin.</summary>
    internal int? InitialEpoch { get; set; }

    /// <summary>What <see cref="fit"/> reads while it runs.</summary>
    internal EpochSource? TrainingSource { get; private set; }

    /// <summary>What <see cref="fit"/> evaluates on while it runs.</summary>
    internal EpochSource? ValidationSource { get; private set; }

    private void BuildFrom(EpochSource source)
    {
        var everythingBuilt = FlattenLayers().All(l => l.built) && (_compileLoss?.Built ?? true) && (_compileMetrics?.Built ?? true);
        if (!everythingBuilt) source.Peek(BuildWith);
        if (optimizer is { built: false }) optimizer.build(TrainableNow());
    }

    private CallbackList Callbacks(CallbacksArgument? callbacks, Verbose verbose, int epochs, int? steps, bool addHistory) =>
        callbacks?.List ?? new CallbackList(callbacks?.Callbacks, addHistory, verbose.Level != 0, this,
            new Dictionary<string, object?> { ["verbose"] = verbose.Level, ["epochs"] = epochs, ["steps"] = steps });

    /// <summary>The metrics' own results where the step reported exactly those, else what the step reported.</summary>
    private Logs ResultsOf(Logs logs)
    {
        var own = get_metrics_result();
        return (own.Count > 0 && logs.Count > 0 && own.Keys.SequenceEqual(logs.Keys) ? own : logs).Snapshot();
    }

    private EvaluationResult Flatten(Logs logs, bool asDictionary)
    {
        if (asDictionary) return new EvaluationResult(logs.Keys, logs, true);
        // As in Keras: results under the metrics' own names, as often as a metric has the name; then the others, such as those of several outputs, sorted.
        var own = metrics.Select(m => m.name).ToList();
        var names = own.Where(logs.ContainsKey).Concat(logs.Keys.Where(k => !own.Contains(k)).Order(StringComparer.Ordinal));
        return new EvaluationResult(names, logs, false);
    }

    private static IDataAdapter Adapter(Data? x, Data? y, Data? sampleWeight, int? batchSize, int? steps, ShuffleMode shuffle, IReadOnlyDictionary<int, double>? classWeight)
    {
        if (x is null) throw new ArgumentException("Argument `x` is missing: pass an array, a list or dictionary of arrays, or a PyDataset.");
        if (x.IsArrays)
        {
            using var suspended = TensorScope.Suspend();
            var (inputs, targets) = Data.ToTensors(x, y);
            return new ArrayDataAdapter(inputs, targets, sampleWeight?.ToTensor(), batchSize, shuffle, classWeight, steps);
        }
        if (y is not null) throw new ArgumentException("When providing `x` as a PyDataset or a source of batches, `y` should not be passed. The targets come with the batches.");
        if (sampleWeight is not null) throw new ArgumentException("When providing `x` as a PyDataset or a source of batches, `sample_weight` should not be passed. The weights come with the batches.");
        return x.Dataset is { } dataset ? new PyDatasetAdapter(dataset, shuffle != ShuffleMode.None, classWeight) : new EnumerableDataAdapter(x.Batches!);
    }

    private static (IDataAdapter Training, IDataAdapter? Validation) TrainingData(Data? x, Data? y, Data? sampleWeight, int? batchSize, int? steps, ShuffleMode shuffle,
        IReadOnlyDictionary<int, double>? classWeight, double split, bool maySplit, int? validationBatchSize, int? validationSteps)
    {
        if (split == 0 || !maySplit) return (Adapter(x, y, sampleWeight, batchSize, steps, shuffle, classWeight), null);
        if (split is < 0 or >= 1) throw new ArgumentException($"`validation_split` must be between 0 and 1. Received: validation_split={split}.");
        if (x is null || !x.IsArrays) throw new ArgumentException("Argument `validation_split` is only supported for tensors or NumPy arrays. Pass validation_data instead.");
        using var suspended = TensorScope.Suspend();
        var (inputs, targets) = Data.ToTensors(x, y);
        var whole = new ArrayDataAdapter(inputs, targets, sampleWeight?.ToTensor(), batchSize, shuffle, null);
        return whole.Split(split, shuffle, classWeight, batchSize, steps, validationBatchSize, validationSteps);
    }
}
