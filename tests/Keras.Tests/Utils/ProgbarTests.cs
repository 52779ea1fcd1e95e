using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Keras.Tests.Testing;
using Keras.Utils;

namespace Keras.Tests.Utils;

public sealed class ProgbarTests : IDisposable
{
    private readonly StringWriter _out = new();

    public ProgbarTests()
    {
        Progbar.Writer = _out;
        Progbar.DynamicDisplay = true;
    }

    public void Dispose()
    {
        Progbar.Writer = null;
        Progbar.DynamicDisplay = null;
        Progbar.ResetClock();
        IoUtils.enable_interactive_logging();
    }

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, File.ReadLines(Fixture).Count())];

    private static string Fixture => Path.Combine(AppContext.BaseDirectory, "Utils", "Fixtures", "progbar.jsonl");

    [Theory]
    [MemberData(nameof(Cases))]
    public void PrintsWhatKerasPrints(int number)
    {
        var test = JsonNode.Parse(File.ReadLines(Fixture).ElementAt(number))!;
        var updates = test["updates"]!.AsArray();
        SetTimes([(double)test["start"]!, .. updates.Select(u => (double)u!["now"]!)]);
        var ctor = test["ctor"]!;
        var bar = new Progbar((long?)ctor["target"], (int?)ctor["width"] ?? 20, (int)ctor["verbose"]!, (double?)ctor["interval"] ?? 0.05,
            ctor["stateful_metrics"]?.AsArray().Select(n => (string)n!), ctor["stateless_metrics"]?.AsArray().Select(n => (string)n!), (string?)ctor["unit_name"] ?? "step");

        foreach (var update in updates)
        {
            if (update!["target"] is { } target) bar.target = (long)target;
            var values = update["values"]!.AsArray().Select(v => ((string)v![0]!, Number(v[1]!))).ToList();
            if (update["add"] is not null) bar.add((long)update["current"]!, values);
            else bar.update((long)update["current"]!, values, (bool?)update["finalize"]);
        }

        Assert.Equal((string)test["printed"]!, _out.ToString());
    }

    [Theory]
    [InlineData("045", 10, 1)]
    [InlineData("046", 3, 2)]
    [InlineData("047", 11, 1)]
    public void PrintsWhatKerasPrintsInFit(string id, int steps, int verbose)
    {
        var test = SharedData.GoldenCases("training", "fit.jsonl").Single(c => (string)c["id"]! == "training/fit/" + id);
        var printed = (string)test["printed"]!;
        var epochs = (int)test["fit"]!["epochs"]!;
        var history = test["history"]!.AsObject();
        // The golden file has the values of finished epochs in full; those within an epoch only as printed.
        var shown = Regex.Matches(printed, @"\x1b\[1m *(\d+)/\d+\x1b\[0m.*?step((?: - \w+: [^ \b\r\n]+)*) *[\b\r\n]").ToList();
        var now = 1000.0;
        Progbar.Clock = () => Math.Round(now += 0.03, 2);
        var next = 0;

        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var bar = new Progbar(steps, verbose: verbose, stateless_metrics: []);
            if (epochs > 1) IoUtils.PrintMsg($"Epoch {epoch + 1}/{epochs}");
            for (var step = 1; step <= steps && verbose == 1; step++)
                bar.update(step, () => Parse(shown[next++].Groups[2].Value), finalize: false);
            bar.update(steps, () => { next++; return [.. history.Select(h => (h.Key, (double)h.Value![epoch]!))]; }, finalize: true);
        }

        Assert.Equal(printed, _out.ToString());

        static IReadOnlyList<(string, double)> Parse(string text) =>
            [.. Regex.Matches(text, @" - (\w+): (\S+)").Select(m => (m.Groups[1].Value, double.Parse(m.Groups[2].Value)))];
    }

    [Fact]
    public void ValuesAreComputedOnlyForRedraws()
    {
        SetTimes([0, 0.01, 0.02, 0.03, 0.08, 0.09, 0.10]);
        var bar = new Progbar(100, stateless_metrics: []);
        var computed = 0;
        Func<IReadOnlyList<(string, double)>> values = () => { computed++; return [("loss", 1.0)]; };

        for (var step = 1; step <= 5; step++) bar.update(step, values);
        Assert.Equal(2, computed);          // at 0.01 and at 0.08
        bar.update(6, values, finalize: true);
        Assert.Equal(3, computed);
    }

    [Fact]
    public void AveragedValuesAreComputedAtEveryStep()
    {
        SetTimes([0, 0.01, 0.02, 0.08]);
        var bar = new Progbar(10);
        var next = 0.0;
        for (var step = 1; step <= 3; step++) bar.update(step, () => [("loss", next++)]);
        Assert.EndsWith("loss: 1.0000", _out.ToString().TrimEnd());
    }

    [Fact]
    public void SkippedUpdatesAllocateNothing()
    {
        Progbar.Clock = static () => 5;
        var bar = new Progbar(1000, stateless_metrics: []);
        Func<IReadOnlyList<(string, double)>> values = static () => [("loss", 1.0)];
        for (var step = 1; step < 50; step++) bar.update(step, values, false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 50; step < 900; step++) bar.update(step, values, false);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void RedirectedOutputGetsOneLineWithoutCodes()
    {
        Progbar.DynamicDisplay = null;      // a writer is set, so this is no terminal
        SetTimes([0, 0.1, 0.2, 0.3]);
        var bar = new Progbar(2, stateless_metrics: []);
        bar.update(1, [("loss", 3.0)], finalize: false);
        bar.update(2, [("loss", 2.0)], finalize: false);
        bar.update(2, [("loss", 2.0), ("val_loss", 0.0)], finalize: true);
        Assert.Equal("2/2 ━━━━━━━━━━━━━━━━━━━━ 0s 200ms/step - loss: 2.0000 - val_loss: 0.0000e+00\n", _out.ToString());
    }

    [Fact]
    public void OtherEncodingsGetEqualSigns()
    {
        using var bytes = new MemoryStream();
        using var writer = new StreamWriter(bytes, Encoding.Latin1);
        Progbar.Writer = writer;
        Progbar.DynamicDisplay = false;
        SetTimes([0, 1]);
        new Progbar(4).update(4);
        Assert.Equal("4/4 ==================== 1s 250ms/step\n", Encoding.Latin1.GetString(bytes.ToArray()));
    }

    [Fact]
    public void DisabledInteractiveLoggingSendsTextToTheLogger()
    {
        var logged = new List<string>();
        IoUtils.Logger = logged.Add;
        try
        {
            IoUtils.disable_interactive_logging();
            Assert.False(IoUtils.is_interactive_logging_enabled());
            IoUtils.PrintMsg("Epoch 1/2");
            IoUtils.enable_interactive_logging();
            IoUtils.PrintMsg("Epoch 2/2");
        }
        finally
        {
            IoUtils.Logger = null;
        }
        Assert.Equal(["Epoch 1/2"], logged);
        Assert.Equal("Epoch 2/2\n", _out.ToString());
    }

    [Fact]
    public void MessagesOfSeveralThreadsDoNotMix()
    {
        Parallel.For(0, 200, i => IoUtils.PrintMsg(new string((char)('a' + i % 26), 40)));
        var lines = _out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(200, lines.Length);
        Assert.All(lines, line => Assert.Equal(new string(line[0], 40), line));
    }

    [Fact]
    public void BothListsOfMetricsAreRefused() =>
        Assert.Contains("at most one", Assert.Throws<ArgumentException>(() => new Progbar(1, stateful_metrics: [], stateless_metrics: [])).Message);

    private static void SetTimes(double[] times)
    {
        var next = 0;
        Progbar.Clock = () => times[next++];
    }

    private static double Number(JsonNode node) => node.GetValueKind() == System.Text.Json.JsonValueKind.String
        ? (string)node! switch { "nan" => double.NaN, "inf" => double.PositiveInfinity, _ => double.NegativeInfinity }
        : (double)node;
}
