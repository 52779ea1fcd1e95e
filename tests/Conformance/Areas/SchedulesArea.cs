using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Conformance.Areas;

/// <summary>Learning rate schedules: the rate at each step.</summary>
internal sealed class SchedulesArea : IArea
{
    private const string Module = "keras.optimizers.schedules";

    public string Name => "schedules";

    public string? Missing(string name) => Serialized.Find(Module, name) is null ? $"{Module}.{name}" : null;

    public void Replay(GoldenCase golden, Report report)
    {
        var schedule = Serialized.Make<object>(golden.Object());
        Serialized.RoundTrip("config", schedule, golden.Object(), report);
        var steps = (GoldenArray)golden["steps"]!;
        var expected = (GoldenArray)golden["outputs"]!;
        report.Try("call", () =>
        {
            var rates = new double[steps.Count];
            for (var i = 0; i < rates.Length; i++)
            {
                var rate = Late.Call(schedule, "Apply", [Values.ToTensor(steps.Item(i))]);
                rates[i] = rate is Tensor t ? t.item() : Convert.ToDouble(rate, System.Globalization.CultureInfo.InvariantCulture);
                if (i == 0 && rate is Tensor first && first.dtype != expected.DType) report.Add("outputs.dtype", expected.DType, first.dtype);
            }
            report.Numbers("outputs", expected.ToDoubles(), rates, i => $"[{i}]");
        });
    }
}
