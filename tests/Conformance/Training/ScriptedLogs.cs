using System.Globalization;

namespace Keras.Conformance.Training;

/// <summary>Overwrites the results of each epoch with given numbers, for the callbacks that come after it.</summary>
internal sealed class ScriptedLogs(Config script) : Callback
{
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        foreach (var (name, values) in script)
            if (logs is not null && values is List<object?> list && epoch < list.Count) logs[name] = Number(list[epoch]);
    }

    /// <summary>A number of a case; those that JSON lacks are texts.</summary>
    internal static double Number(object? value) => value switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };
}
