namespace Keras.Callbacks;

/// <summary>The optimizers of a model with the names of their learning rates in logs: one, or those of a MultiOptimizer.</summary>
internal static class OptimizerList
{
    internal static IReadOnlyList<(string LogName, Optimizer Optimizer)> Of(Model model)
    {
        var optimizer = model.optimizer ?? throw new InvalidOperationException("The model is not compiled, so it has no learning rate.");
        return optimizer is Optimizers.MultiOptimizer { optimizers: { Count: > 0 } parts }
            ? [.. parts.Select(o => ($"learning_rate_{o.name}", o))]
            : [("learning_rate", optimizer)];
    }
}
