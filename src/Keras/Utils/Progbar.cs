using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Keras.Utils;

/// <summary>Draws a progress bar with Keras's exact text.</summary>
/// <remarks>
/// Unless told otherwise (<see cref="DynamicDisplay"/>), a bar is animated with ANSI codes on a terminal only. When the output is redirected, a
/// writer was set, or the environment has <c>CI</c> or <c>NO_COLOR</c>, just the final line of each bar is written, without codes.
/// </remarks>
[KerasExport("keras.utils.Progbar", Former = ["keras.utils.generic_utils.Progbar"])]
public sealed class Progbar
{
    private static readonly Func<double> DefaultClock = () => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    private readonly HashSet<string>? _averagedExcept;      // stateful_metrics: every other metric is averaged
    private readonly HashSet<string>? _averaged;            // stateless_metrics: only these are averaged
    private readonly bool _dynamic;
    private readonly double _start;
    private readonly List<string> _order = [];
    private readonly Dictionary<string, (double Sum, double Count)> _values = [];
    private long _seen;
    private double _lastUpdate = double.NegativeInfinity;
    private double? _timeAfterFirstStep;
    private int _previousWidth;

    /// <summary>Makes a bar and starts its clock.</summary>
    /// <param name="target">Total number of steps, null if unknown.</param>
    /// <param name="width">Width of the bar in characters.</param>
    /// <param name="verbose">0: silent, 1: bar, 2: one line when finished.</param>
    /// <param name="interval">Least time between two redraws, in seconds.</param>
    /// <param name="stateful_metrics">Names of the metrics shown as they come; all others are averaged over the steps. Excludes <paramref name="stateless_metrics"/>.</param>
    /// <param name="stateless_metrics">Names of the metrics averaged over the steps; all others are shown as they come. Excludes <paramref name="stateful_metrics"/>.</param>
    /// <param name="unit_name">What a step is called in the time for each step.</param>
    /// <exception cref="ArgumentException">Both lists of metrics were given.</exception>
    public Progbar(long? target, int width = 20, int verbose = 1, double interval = 0.05, IEnumerable<string>? stateful_metrics = null, IEnumerable<string>? stateless_metrics = null, string unit_name = "step")
    {
        if (stateful_metrics is not null && stateless_metrics is not null)
            throw new ArgumentException("Progbar got both stateful_metrics and stateless_metrics; give at most one. Each names the exceptions from the other's rule.");
        this.target = target;
        this.width = width;
        this.verbose = verbose;
        this.interval = interval;
        this.unit_name = unit_name;
        if (stateless_metrics is not null) _averaged = [.. stateless_metrics];
        else _averagedExcept = [.. stateful_metrics ?? []];
        _dynamic = DynamicDisplay ?? Terminal.IsAnimated;
        _start = Clock();
    }

    /// <summary>Receives the text of every bar; <see cref="Console.Out"/> unless set. The same as <see cref="IoUtils.Writer"/>.</summary>
    [AllowNull]
    public static TextWriter Writer
    {
        get => IoUtils.Writer;
        set => IoUtils.Writer = value;
    }

    /// <summary>True forces animated bars with ANSI codes, false forces final lines without codes, null (the default) decides by where the output goes.</summary>
    public static bool? DynamicDisplay { get; set; }

    /// <summary>Total number of steps, null if unknown; may be set once it is known.</summary>
    public long? target { get; set; }

    /// <summary>Width of the bar in characters.</summary>
    public int width { get; }

    /// <summary>0: silent, 1: bar, 2: one line when finished.</summary>
    public int verbose { get; }

    /// <summary>Least time between two redraws, in seconds.</summary>
    public double interval { get; }

    /// <summary>What a step is called in the time for each step.</summary>
    public string unit_name { get; }

    /// <summary>Gives the time in seconds; read once by the constructor and once by every update, so that tests can count.</summary>
    internal static Func<double> Clock { get; set; } = DefaultClock;

    /// <summary>Gives the real clock back after a test.</summary>
    internal static void ResetClock() => Clock = DefaultClock;

    /// <summary>Updates the bar.</summary>
    /// <param name="current">Steps done so far.</param>
    /// <param name="values">Metric names and their values at this step.</param>
    /// <param name="finalize">Whether this is the last update, which ends the line; null means <c>current &gt;= target</c>.</param>
    public void update(long current, IReadOnlyList<(string name, double value)>? values = null, bool? finalize = null)
    {
        var last = finalize ?? current >= target;
        Record(current, values, last);
        _seen = current;
        var now = Clock();
        var timePerUnit = EstimateStepDuration(current, now);
        if (!IsDue(now, last)) return;
        Draw(current, now, timePerUnit, last);
    }

    /// <summary>Updates the bar, and computes the metric values only when it is really redrawn.</summary>
    /// <remarks>Metrics that the bar averages are needed at every step, so then <paramref name="values"/> is called each time.</remarks>
    /// <param name="current">Steps done so far.</param>
    /// <param name="values">Computes the metric names and their values at this step.</param>
    /// <param name="finalize">Whether this is the last update, which ends the line; null means <c>current &gt;= target</c>.</param>
    public void update(long current, Func<IReadOnlyList<(string name, double value)>> values, bool? finalize = null)
    {
        var last = finalize ?? current >= target;
        var averages = _averaged is not { Count: 0 };
        if (averages && verbose != 0) Record(current, values(), last);
        _seen = current;
        var now = Clock();
        var timePerUnit = EstimateStepDuration(current, now);
        if (!IsDue(now, last)) return;
        if (!averages) Record(current, values(), last);
        Draw(current, now, timePerUnit, last);
    }

    /// <summary>Moves the bar on.</summary>
    /// <param name="n">Steps done since the last update.</param>
    /// <param name="values">Metric names and their values at this step.</param>
    public void add(long n, IReadOnlyList<(string name, double value)>? values = null) => update(_seen + n, values);

    private bool IsDue(double now, bool last) => verbose switch
    {
        1 => last || (_dynamic && now - _lastUpdate >= interval),
        2 => last && target > 0,
        _ => false,
    };

    private void Record(long current, IReadOnlyList<(string name, double value)>? values, bool last)
    {
        if (values is null || verbose == 0) return;
        for (var i = 0; i < values.Count; i++)
        {
            var (name, value) = values[i];
            var known = _values.TryGetValue(name, out var entry);
            if (!known) _order.Add(name);
            var average = _averagedExcept is not null ? !_averagedExcept.Contains(name) : _averaged!.Contains(name);
            if (!average || last)
            {
                _values[name] = (value, 1);
                continue;
            }
            // With an unknown target the end of the epoch repeats the last step: count it as one, not none.
            var weight = Math.Max(current - _seen, 1);
            _values[name] = known ? (entry.Sum + value * weight, entry.Count + weight) : (value * weight, weight);
        }
    }

    private void Draw(long current, double now, double timePerUnit, bool last)
    {
        var text = new StringBuilder();
        if (verbose == 2)
        {
            text.Append(Count(current)).Append(" - ").Append(PythonFormat.Fixed(now - _start, 0)).Append("s -").Append(FormatTime(timePerUnit));
            AppendMetrics(text, signed: true);
            text.Append('\n');
        }
        else
        {
            AppendBar(text, current, now, timePerUnit, last);
        }
        IoUtils.PrintMsg(text.ToString(), lineBreak: false);
        _lastUpdate = now;
    }

    private void AppendBar(StringBuilder text, long current, double now, double timePerUnit, bool last)
    {
        // 1. Go back over the previous line.
        if (_dynamic) text.Append('\b', _previousWidth).Append('\r');
        var begin = text.Length;
        var invisible = 0;

        // 2. Count and bar.
        if (target > 0)
        {
            var done = (int)(width * ((double)current / target.Value));
            Styled("\x1b[1m", Count(current));
            text.Append(' ');
            if (done > 0) Styled("\x1b[32m", new string('━', done));
            Styled("\x1b[37m", new string('━', Math.Max(width - done, 0)));
        }
        else
        {
            text.Append(current.ToString(CultureInfo.InvariantCulture).PadLeft(7)).Append("/Unknown");
        }

        // 3. Time left, or time taken.
        text.Append(' ');
        Styled("\x1b[1m", target > 0 && !last ? FormatEta(timePerUnit * (target.Value - current)) : PythonFormat.Fixed(now - _start, 0) + "s");
        text.Append(FormatTime(timePerUnit));
        AppendMetrics(text, signed: false);

        // 4. Blank out what the previous line had more.
        var total = text.Length - begin - invisible;
        if (_dynamic && _previousWidth > total) text.Append(' ', _previousWidth - total);
        if (last) text.Append('\n');
        _previousWidth = total;

        void Styled(string code, string part)
        {
            if (!_dynamic)
            {
                text.Append(part);
                return;
            }
            text.Append(code).Append(part).Append("\x1b[0m");
            invisible += code.Length + 4;
        }
    }

    private void AppendMetrics(StringBuilder text, bool signed)
    {
        foreach (var name in _order)
        {
            var (sum, count) = _values[name];
            var value = sum / Math.Max(1, count);
            // Keras compares the signed value in the one-line form, so negative values have an exponent there and only there.
            var plain = (signed ? value : Math.Abs(value)) > 1e-3;
            text.Append(" - ").Append(name).Append(": ").Append(plain ? PythonFormat.Fixed(value, 4) : PythonFormat.Exponent(value, 4));
        }
    }

    private string Count(long current)
    {
        var total = target!.Value.ToString(CultureInfo.InvariantCulture);
        return $"{current.ToString(CultureInfo.InvariantCulture).PadLeft(total.Length)}/{total}";
    }

    private static string FormatEta(double seconds)
    {
        if (seconds > 3600) return string.Create(CultureInfo.InvariantCulture, $"{(long)(seconds / 3600)}:{(long)(seconds % 3600 / 60):00}:{(long)(seconds % 60):00}");
        if (seconds > 60) return string.Create(CultureInfo.InvariantCulture, $"{(long)(seconds / 60)}:{(long)(seconds % 60):00}");
        return string.Create(CultureInfo.InvariantCulture, $"{(long)seconds}s");
    }

    private string FormatTime(double timePerUnit) => timePerUnit switch
    {
        >= 1 or 0 => $" {PythonFormat.Fixed(timePerUnit, 0)}s/{unit_name}",
        >= 1e-3 => $" {PythonFormat.Fixed(timePerUnit * 1e3, 0)}ms/{unit_name}",
        _ => $" {PythonFormat.Fixed(timePerUnit * 1e6, 0)}us/{unit_name}",
    };

    private double EstimateStepDuration(long current, double now)
    {
        if (current == 0) return 0;
        // The first step includes one-time work, so later estimates leave it out.
        var duration = _timeAfterFirstStep is { } first && current > 1 ? (now - first) / (current - 1) : (now - _start) / current;
        if (current == 1) _timeAfterFirstStep = now;
        return duration;
    }
}
