using Keras.Backend;
using Keras.Trainers;

namespace Keras;

public abstract partial class Model
{
    /// <summary>One training step on a batch. Override it to train in another way.</summary>
    /// <param name="data">The batch: <c>var (x, y, sample_weight) = data;</c>.</param>
    /// <returns>Results to show; <see cref="get_metrics_result"/> gives those of compile.</returns>
    public virtual Logs train_step(Batch data)
    {
        var (x, y, sample_weight) = data;
        // 1. Predictions and loss, with gradients recorded.
        Tensor y_pred, loss;
        using (GradMode.On())
        {
            y_pred = Apply(x, training: true);
            loss = compute_loss(x, y, y_pred, sample_weight, training: true);
        }
        TrackLoss(loss, x);

        // 2. Gradients, and the update.
        var variables = TrainableNow();
        if (variables.Length > 0)
        {
            if (optimizer is not null)
            {
                var scaled = optimizer.Scale(loss);
                optimizer.apply(Kernel.Gradients(scaled, variables), variables);
            }
        }
        else Utils.IoUtils.Warn("The model does not have any trainable weights.");

        // 3. Metrics.
        return compute_metrics(x, y, y_pred, sample_weight);
    }

    /// <summary>One step of an evaluation. Override it to evaluate in another way.</summary>
    /// <param name="data">The batch.</param>
    public virtual Logs test_step(Batch data)
    {
        var (x, y, sample_weight) = data;
        var y_pred = Apply(x, training: false);
        if (_compileLoss is not null || HasOwnLoss)
        {
            var loss = compute_loss(x, y, y_pred, sample_weight, training: false);
            TrackLoss(loss, x);
        }
        return compute_metrics(x, y, y_pred, sample_weight);
    }

    /// <summary>One step of a prediction. Override it to predict in another way.</summary>
    /// <param name="data">The batch.</param>
    public virtual Tensor predict_step(Batch data) => Apply(data.x, training: false);

    private void TrackLoss(Tensor loss, Tensor x)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        _lossTracker?.update_state(Kernel.Detach(loss), sample_weight: BatchSizeOf(x));
        _lossTracked = true;
    }

    private bool _lossTracked;

    private bool HasOwnLoss => losses.Count > 0 || IsOverridden(nameof(compute_loss));

    /// <summary>The loss of a batch: that of compile, and what layers added.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Targets.</param>
    /// <param name="y_pred">Predictions.</param>
    /// <param name="sample_weight">Weights of the samples.</param>
    /// <param name="training">Whether this is a training step.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="InvalidOperationException">There is no loss at all.</exception>
    public virtual Tensor compute_loss(Tensor? x = null, Tensor? y = null, Tensor? y_pred = null, Tensor? sample_weight = null, bool training = true)
    {
        Tensor? total = null;
        if (_compileLoss is not null && y_pred is not null)
        {
            if (y is null) throw new InvalidOperationException("The model was compiled with a loss, but there are no targets. Pass y, or compile without a loss and use add_loss.");
            total = _compileLoss.Compute(y, y_pred, sample_weight);
        }
        foreach (var loss in losses)
        {
            var value = loss.ndim > 0 ? Ops.sum(loss) : loss;
            total = total is null ? value : total + value;
        }
        return total ?? throw new InvalidOperationException($"No loss to compute for the model '{name}'. Provide a `loss` argument in `compile()`, or use `add_loss()` in a layer.");
    }

    /// <summary>The loss of a batch with values for the variables that the caller holds; the model's own stay as they are.</summary>
    /// <param name="trainable_variables">Values for the model's trainable variables, in their order.</param>
    /// <param name="non_trainable_variables">Values for its other variables.</param>
    /// <param name="metrics_variables">Values for the state of its metrics.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Targets.</param>
    /// <param name="y_pred">Predictions.</param>
    /// <param name="sample_weight">Weights of the samples.</param>
    /// <param name="training">Whether this is a training step.</param>
    /// <returns>The loss, and the three kinds of variables after it.</returns>
    /// <exception cref="ArgumentException">There is not one value for each variable.</exception>
    public (Tensor loss, IReadOnlyList<Tensor> trainable_variables, IReadOnlyList<Tensor> non_trainable_variables, IReadOnlyList<Tensor> metrics_variables) stateless_compute_loss(
        IReadOnlyList<Tensor> trainable_variables, IReadOnlyList<Tensor> non_trainable_variables, IReadOnlyList<Tensor> metrics_variables,
        Tensor? x = null, Tensor? y = null, Tensor? y_pred = null, Tensor? sample_weight = null, bool training = true)
    {
        IReadOnlyList<Variable> first = this.trainable_variables, second = this.non_trainable_variables, third = this.metrics_variables;
        using var scope = new StatelessValues(Pairs(nameof(trainable_variables), first, trainable_variables)
            .Concat(Pairs(nameof(non_trainable_variables), second, [.. non_trainable_variables.Select(Kernel.Clone)]))
            .Concat(Pairs(nameof(metrics_variables), third, [.. metrics_variables.Select(Kernel.Clone)])));
        var loss = compute_loss(x, y, y_pred, sample_weight, training);
        return (loss, [.. first.Select(v => v.Raw)], [.. second.Select(v => v.Raw)], [.. third.Select(v => v.Raw)]);
    }

    /// <summary>Updates the metrics of compile with a batch.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="y">Targets.</param>
    /// <param name="y_pred">Predictions.</param>
    /// <param name="sample_weight">Weights of the samples.</param>
    /// <returns>The results so far.</returns>
    public virtual Logs compute_metrics(Tensor? x, Tensor? y, Tensor? y_pred, Tensor? sample_weight = null)
    {
        if (_compileMetrics is not null && y is not null && y_pred is not null)
        {
            using var scope = new TensorScope();
            _compileMetrics.Update(y, y_pred, sample_weight);
        }
        return get_metrics_result();
    }

    /// <summary>The results of all metrics so far, read when somebody asks.</summary>
    public Logs get_metrics_result() => new(() =>
    {
        var logs = new Logs();
        foreach (var (name, metric) in NamedMetrics()) AddResult(logs, name, metric);
        return logs;
    });

    /// <summary>Names in logs and metrics, in the order of <c>evaluate</c>: the loss, the metrics of compile, the outputs' losses, the others.</summary>
    private IEnumerable<(string Name, Metric Metric)> NamedMetrics()
    {
        var compiledOnes = new HashSet<Metric>(ReferenceEqualityComparer.Instance);
        if (_lossTracker is not null && compiled && (_compileLoss is not null || _lossTracked)) yield return ("loss", _lossTracker);
        if (_lossTracker is not null) compiledOnes.Add(_lossTracker);
        foreach (var (name, metric) in _compileMetrics?.Named ?? [])
        {
            compiledOnes.Add(metric);
            yield return (name, metric);
        }
        foreach (var metric in _compileLoss?.Metrics ?? [])
        {
            compiledOnes.Add(metric);
            yield return (metric.name, metric);
        }
        foreach (var metric in metrics)
            if (!compiledOnes.Contains(metric)) yield return (metric.name, metric);
    }

    private static void AddResult(Logs logs, string name, Metric metric)
    {
        // A metric of the user's may give several results by name; those of the library give one.
        if (metric.GetType().Assembly != typeof(Metric).Assembly && metric.result() is TensorDict named)
            foreach (var (key, value) in named) logs.Add(key, value);
        else logs.AddDeferred(name, metric.result);
    }

    private static int BatchSizeOf(Tensor x) => checked((int)Nest.Flatten(x).First().Dims[0]);

    /// <summary>The trainable variables as they were when the model was compiled: changing a flag takes effect at the next compile.</summary>
    // Porting note: Keras decides by the flags of the moment on its torch backend, and fails when a variable that the optimizer does not know becomes trainable;
    // the documented rule for all backends is the one kept here.
    private Variable[] TrainableNow()
    {
        if (_trainableAtCompile is { } known && optimizer is { built: true }) return known;
        return _trainableAtCompile = [.. trainable_variables];
    }

    /// <summary>Builds layers, loss and metrics with the first batch, without training on it.</summary>
    private void BuildWith(Batch batch)
    {
        var everythingBuilt = FlattenLayers().All(l => l.built) && (_compileLoss?.Built ?? true) && (_compileMetrics?.Built ?? true);
        if (everythingBuilt) return;
        if (!HasCall)
        {
            // A model of other models, such as a GAN, whose step calls them: there is nothing of its own to build.
            built = true;
            return;
        }
        using var scope = new TensorScope();
        var (x, y, _) = batch;
        if (FlattenLayers().Any(l => !l.built) || Graph is null || y is not null)
        {
            var y_pred = Predicted(x);
            if (y is not null)
            {
                _compileLoss?.Build(y, y_pred);
                _compileMetrics?.Build(y, y_pred);
            }
        }
    }

    private bool HasCall => IsOverridden(nameof(call)) || IsOverridden(nameof(CallWith)) || !IsOverridden(nameof(train_step));

    /// <summary>Symbols of the model's outputs for a batch, without computing them.</summary>
    private Tensor Predicted(Tensor x)
    {
        if (Graph is { } graph && graph.FlattenLayers().All(l => l.built)) return graph.output;
        using var quiet = Symbolic.Quiet();
        return Apply(Nest.Map(x, t => t is StringTensor ? t : new KerasTensor(t.shape.With(0, null), t.dtype)), training: false);
    }
}
