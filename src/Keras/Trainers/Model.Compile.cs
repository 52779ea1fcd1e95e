using System.Runtime.CompilerServices;
using Keras.Callbacks;
using Keras.Metrics;
using Keras.Trainers;

namespace Keras;

public abstract partial class Model
{
    private CompileLoss? _compileLoss;
    private CompileMetrics? _compileMetrics;
    private Mean? _lossTracker;
    private LossArgument? _loss;
    private LossWeights? _lossWeights;
    private MetricsArgument? _userMetrics;
    private MetricsArgument? _userWeightedMetrics;
    private Variable[]? _trainableAtCompile;

    /// <summary>Whether compile was called.</summary>
    public bool compiled { get; private set; }

    /// <summary>The optimizer; <see langword="null"/> before compile.</summary>
    public Optimizer? optimizer { get; private set; }

    /// <summary>Set it to stop fit after the current step.</summary>
    public bool stop_training { get; set; }

    /// <summary>Set it to stop evaluate after the current step.</summary>
    public bool stop_evaluating { get; set; }

    /// <summary>Set it to stop predict after the current step.</summary>
    public bool stop_predicting { get; set; }

    /// <summary>Kept for Keras's signature: every step runs eagerly here.</summary>
    public bool run_eagerly { get; set; }

    /// <summary>Results of the last fit; <see langword="null"/> before it.</summary>
    public History? history { get; private set; }

    internal void SetHistory(History value) => history = value;

    /// <summary>Configures training.</summary>
    /// <param name="optimizer">Name or object.</param>
    /// <param name="loss">Name, object or function; a list or a dictionary of them for several outputs.</param>
    /// <param name="loss_weights">Weights of the outputs' losses.</param>
    /// <param name="metrics">Names, objects or functions; <c>"accuracy"</c> is understood by the shapes.</param>
    /// <param name="weighted_metrics">Metrics that see sample weights.</param>
    /// <param name="run_eagerly">Kept for Keras's signature.</param>
    /// <param name="steps_per_execution">Only 1 is possible, as on Keras's torch backend.</param>
    /// <param name="jit_compile">Kept for Keras's signature; there is no compiler.</param>
    /// <param name="auto_scale_loss">Whether a model of the policy mixed_float16 gets its loss scaled.</param>
    /// <exception cref="ArgumentException">A name is not known.</exception>
    [OverloadResolutionPriority(1)]
    public virtual void compile(Optimizer? optimizer = null, LossArgument? loss = null, LossWeights? loss_weights = null, MetricsArgument? metrics = null,
        MetricsArgument? weighted_metrics = null, bool run_eagerly = false, int steps_per_execution = 1, object? jit_compile = null, bool auto_scale_loss = true)
    {
        if (steps_per_execution != 1) throw new ArgumentException($"`steps_per_execution` must be 1 with the PyTorch backend. Received: steps_per_execution={steps_per_execution}");
        // 1. Understand the names now, so that a wrong one is reported here and nothing has changed yet.
        var chosen = optimizer ?? "rmsprop"!;
        foreach (var leaf in loss?.Leaves() ?? [])
            if (leaf is string name && name.ToLowerInvariant() is not ("crossentropy" or "ce")) _ = (Loss?)name;
        foreach (var leaf in (metrics?.Leaves() ?? []).Concat(weighted_metrics?.Leaves() ?? []))
            if (leaf is string name && name.ToLowerInvariant() is not ("accuracy" or "acc" or "crossentropy" or "ce")) _ = (Metric?)name;

        // 2. Take them over.
        this.optimizer = auto_scale_loss ? ScaleFor(chosen!) : chosen;
        this.run_eagerly = run_eagerly;
        (_loss, _lossWeights, _userMetrics, _userWeightedMetrics) = (loss, loss_weights, metrics, weighted_metrics);
        var names = Graph?.output_names;
        _compileLoss = loss is null ? null : new CompileLoss(loss, loss_weights, names);
        _compileMetrics = metrics is null && weighted_metrics is null ? null : new CompileMetrics(metrics, weighted_metrics, names);
        _lossTracker = new Mean(name: "loss");
        stop_training = false;
        compiled = true;
        _trainableAtCompile = null;
    }

    /// <summary>Sets how the model learns, with a function of your own as the loss.</summary>
    /// <param name="optimizer">How weights change: a name or an object.</param>
    /// <param name="loss">A function of true values and predictions that gives one number a sample.</param>
    /// <param name="loss_weights">Weights of the losses of several outputs.</param>
    /// <param name="metrics">What is reported besides.</param>
    /// <param name="weighted_metrics">The same, weighted with the sample weights.</param>
    /// <param name="run_eagerly">Accepted: everything runs eagerly.</param>
    /// <param name="steps_per_execution">1.</param>
    /// <param name="jit_compile">Accepted: there is nothing to compile.</param>
    /// <param name="auto_scale_loss">Whether an optimizer that scales the loss is put around for float16.</param>
    // The name of a method is no object: it becomes a delegate only where the parameter is one.
    public void compile(Optimizer? optimizer, Func<Tensor, Tensor, Tensor> loss, LossWeights? loss_weights = null, MetricsArgument? metrics = null,
        MetricsArgument? weighted_metrics = null, bool run_eagerly = false, int steps_per_execution = 1, object? jit_compile = null, bool auto_scale_loss = true) =>
        compile(optimizer, (LossArgument?)loss, loss_weights, metrics, weighted_metrics, run_eagerly, steps_per_execution, jit_compile, auto_scale_loss);

    private Optimizer ScaleFor(Optimizer chosen) =>
        dtype_policy.name == "mixed_float16" ? chosen.WithLossScale() : chosen;

    /// <summary>The loss of compile.</summary>
    public LossArgument? loss => _loss;

    /// <inheritdoc/>
    public override keras.metrics metrics
    {
        get
        {
            var all = new List<Metric>();
            if (compiled)
            {
                if (_lossTracker is not null) all.Add(_lossTracker);
                if (_compileMetrics is not null) all.AddRange(_compileMetrics.Metrics);
                if (_compileLoss is not null) all.AddRange(_compileLoss.Metrics);
            }
            all.AddRange(LayerTracker.Metrics(this));
            // Those of nested models belong to their own training.
            foreach (var layer in FlattenLayers(includeSelf: false))
                if (layer is not Model) all.AddRange(LayerTracker.Metrics(layer));
            return new([.. all.Distinct()]);
        }
    }

    /// <summary>Names of the metrics.</summary>
    public IReadOnlyList<string> metrics_names => [.. metrics.Select(m => m.name)];

    /// <summary>Forgets what the metrics gathered.</summary>
    public void reset_metrics()
    {
        using var scope = new Backend.TensorScope();
        foreach (var metric in metrics) metric.reset_state();
    }

    /// <summary>What compile was called with, as files hold it; <see langword="null"/> before compile.</summary>
    public virtual Config? get_compile_config()
    {
        if (!compiled) return null;
        return new Config
        {
            ["optimizer"] = Saving.Serialization.ToConfig(optimizer),
            ["loss"] = _loss?.ToConfig(),
            ["loss_weights"] = _lossWeights?.ToConfig(),
            ["metrics"] = _userMetrics?.ToConfig(),
            ["weighted_metrics"] = _userWeightedMetrics?.ToConfig(),
            ["run_eagerly"] = run_eagerly,
            ["steps_per_execution"] = 1,
            ["jit_compile"] = false,
        };
    }

    /// <summary>Compiles the model as a file says.</summary>
    /// <param name="config">What <see cref="get_compile_config"/> gave.</param>
    public virtual void compile_from_config(Config config)
    {
        var restored = config.Get("optimizer") switch
        {
            null => null,
            string name => (Optimizer?)name,
            Config c => Saving.Serialization.Deserialize(c, typeof(Optimizer)) as Optimizer,
            Optimizer o => o,
            var other => throw new ArgumentException($"The optimizer of a compile configuration is {other}, expected a name or an object."),
        };
        compile(restored, LossArgument.From(config.Get("loss")), LossWeights.From(config.Get("loss_weights")),
            MetricsArgument.From(config.Get("metrics")), MetricsArgument.From(config.Get("weighted_metrics")));
        if (optimizer is not null && built) optimizer.build(trainable_variables);
    }

    private void RequireCompiled(string method)
    {
        if (!compiled) throw new InvalidOperationException($"You must call `compile()` before calling `{method}()`.");
    }
}
