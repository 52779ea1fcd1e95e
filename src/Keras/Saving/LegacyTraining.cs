using System.Collections;

namespace Keras.Saving;

/// <summary>The training configuration of .h5 files, in the form that <c>compile_from_config</c> takes.</summary>
internal static class LegacyTraining
{
    internal static Config ToCompileConfig(Config training)
    {
        var optimizer = training.Get("optimizer_config");
        return new Config
        {
            ["optimizer"] = optimizer is Config { Count: > 0 } config ? Modern(config) : optimizer,
            ["loss"] = training.Get("loss"),
            ["loss_weights"] = training.Get("loss_weights"),
            ["metrics"] = Metrics(training.Get("metrics")),
            ["weighted_metrics"] = Metrics(training.Get("weighted_metrics")),
        };
    }

    private static Config Modern(Config optimizer)
    {
        if (optimizer.Get("class_name") is not string name) return optimizer;
        var copy = new Config(optimizer);
        copy["class_name"] = char.IsLower(name[0]) ? char.ToUpperInvariant(name[0]) + name[1..] : name;
        return copy;
    }

    /// <summary>Keras 2 wrote metrics as nested lists, and the metrics that it had made of names as objects.</summary>
    private static object? Metrics(object? value)
    {
        switch (value)
        {
            case IList { Count: 1 } outer when outer is not Config && outer[0] is IList inner and not Config:
                return Metrics(inner);
            case Config config when config.Get("class_name") as string == "MeanMetricWrapper":
                // The wrapper of an accuracy that was asked for by name: the name says all.
                var inside = config.Get("config") as Config;
                return inside?.Get("fn") is string fn && inside.Get("name") is "accuracy" or "acc" ? inside!.Get("name") : inside?.Get("fn") ?? inside?.Get("name");
            case Config:
                return value;
            case IList list:
                return list.Cast<object?>().Select(Metrics).ToList();
            default:
                return value;
        }
    }
}
