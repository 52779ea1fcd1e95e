using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Keras.Backend;
using Keras.Saving;

namespace Keras.Utils;

/// <summary>The text of <c>model.summary()</c>, as Keras 3 prints it (keras/src/utils/summary_utils.py).</summary>
internal static class SummaryUtils
{
    internal static void Print(Model model, int? lineLength, double[]? positions, Action<string>? printFn, bool expandNested, bool showTrainable, (string, string)? layerRange)
    {
        var color = printFn is null && IoUtils.is_interactive_logging_enabled() && IoUtils.WritesToConsole && Terminal.UsesColor;
        var text = Text(model, lineLength ?? null, positions, expandNested, showTrainable, layerRange, color);
        if (printFn is not null) printFn(text);
        else IoUtils.PrintMsg(Terminal.Fit(text), lineBreak: false);
    }

    internal static string Text(Model model, int? lineLength, double[]? positions, bool expandNested, bool showTrainable, (string, string)? layerRange, bool color)
    {
        // 1. A chain of single calls needs no column for connections.
        var functional = model is Sequential ? null : model as Functional;
        IReadOnlyList<Operation> operations = functional is not null ? functional.Operations : [.. model.layers];
        var sequentialLike = functional is null || IsChain(functional);

        // 2. Columns.
        var columns = sequentialLike ? 88 : 108;
        positions ??= sequentialLike ? [0.45, 0.80, 1.0] : [0.3, 0.56, 0.74, 1.0];
        List<string> header = sequentialLike ? ["Layer (type)", "Output Shape", "Param #"] : ["Layer (type)", "Output Shape", "Param #", "Connected to"];
        List<RichTable.Align> align = [RichTable.Align.Left, RichTable.Align.Left, RichTable.Align.Right];
        if (!sequentialLike) align.Add(RichTable.Align.Left);
        if (showTrainable)
        {
            columns += 12;
            positions = [.. positions.Select(p => p * 0.90), 1.0];
            header.Add("Trainable");
            align.Add(RichTable.Align.Center);
        }
        var length = lineLength ?? Math.Min(columns, Terminal.Columns - 4);
        var widths = new List<int>();
        var current = 0;
        foreach (var position in positions)
        {
            var width = (int)(position * length) - current;
            if (width < 4) throw new ArgumentException($"Insufficient console width to print summary: the line length is {length}. Pass a larger line_length.");
            widths.Add(width);
            current += width;
        }
        var table = new RichTable([.. header], [.. align], [.. widths], length);

        // 3. Rows.
        var relevant = functional?.FunctionGraph.Nodes;
        var (from, to) = Range(operations, layerRange);
        for (var i = from; i < to; i++) AddRow(operations[i], 0);

        void AddRow(Operation operation, int level)
        {
            var layer = operation as Layer;
            var prefix = level > 0 ? string.Concat(Enumerable.Repeat("   ", level)) + "└ " : "";
            var className = operation is OpOperation op ? op.ClassName : KerasRegistry.ClassName(operation.GetType());
            List<string> cells =
            [
                $"{prefix}{operation.name} ({Symbol(className)})",
                OutputShape(operation),
                layer is null ? Number("0") : !layer.built ? Number("0") + " (unbuilt)" : Number(layer.count_params().ToString("N0", CultureInfo.InvariantCulture)),
            ];
            if (!sequentialLike) cells.Add(Connections(operation, relevant));
            if (showTrainable) cells.Add(layer is { weights.Count: > 0 } ? layer.trainable ? RichTable.Style("Y", "1;38;5;34") : RichTable.Style("N", "1;38;5;9") : RichTable.Style("-", "1"));
            table.Add([.. cells]);
            if (expandNested && operation is Model nested)
                foreach (var inner in nested.layers) AddRow(inner, level + 1);
        }

        // 4. Totals.
        var text = new StringBuilder();
        text.Append(RichTable.Resolve(RichTable.Style($"Model: \"{model.name}\"", "1"), color)).Append('\n').Append(table.Render(color));
        var trainable = model.trainable_weights;
        var others = model.non_trainable_weights;
        var optimizer = model is { compiled: true, optimizer: { built: true } o } ? o.variables : null;
        Total("Total params", Count(trainable) + Count(others) + Count(optimizer), Bytes(trainable) + Bytes(others) + Bytes(optimizer));
        Total("Trainable params", Count(trainable), Bytes(trainable));
        Total("Non-trainable params", Count(others), Bytes(others));
        if (optimizer is not null) Total("Optimizer params", Count(optimizer), Bytes(optimizer));
        return text.ToString();

        void Total(string what, long count, double bytes) => text.Append(RichTable.Resolve(
            $"{RichTable.Style($" {what}: ", "1")}{Number(count.ToString("N0", CultureInfo.InvariantCulture))} ({Size(bytes)})", color)).Append('\n');
    }

    private static bool IsChain(Functional model)
    {
        if (model.FunctionGraph.NodesByDepth.Any(d => d.Count > 1 || d[0].InputTensors.Length > 1)) return false;
        return model.layers.All(l => l.InboundNodes.Count(model.FunctionGraph.Nodes.Contains) <= 1);
    }

    private static string OutputShape(Operation operation)
    {
        if (operation.InboundNodes.Count > 0)
        {
            var shapes = operation.InboundNodes[^1].OutputTensors.Select(t => Shape(t.shape)).ToArray();
            return shapes.Length == 1 ? shapes[0] : "[" + string.Join(", ", shapes) + "]";
        }
        if (operation is not Layer layer || layer.get_build_config() is not { } config) return "?";
        try
        {
            var given = config.Get("input_shape") as System.Collections.IList;
            if (given is { Count: > 0 } && given[0] is System.Collections.IList)
                return Shape(layer.compute_output_shape([.. given.Cast<object?>().Select(TensorShape.FromConfig)]));
            return Shape(layer.compute_output_shape(TensorShape.FromConfig(given)));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return "?";
        }
    }

    private static string Shape(TensorShape shape)
    {
        var parts = shape.Select(d => d is null ? RichTable.Style("None", "38;5;45") : Number(d.Value.ToString(CultureInfo.InvariantCulture)));
        return "(" + string.Join(", ", parts) + ")";
    }

    private static string Connections(Operation operation, HashSet<Node>? relevant)
    {
        var connections = operation.InboundNodes.Where(n => relevant is null || relevant.Contains(n)).SelectMany(n => n.InputTensors)
            .Select(t => t.History!).Select(h => $"{h.Operation.name}[{Number(h.NodeIndex.ToString(CultureInfo.InvariantCulture))}][{Number(h.TensorIndex.ToString(CultureInfo.InvariantCulture))}]");
        var text = string.Join(", ", connections);
        return text.Length == 0 ? "-" : text;
    }

    private static (int, int) Range(IReadOnlyList<Operation> operations, (string First, string Last)? range)
    {
        if (range is not { } r) return (0, operations.Count);
        int[] Matching(string pattern) => [.. operations.Select((o, i) => (o, i)).Where(p => Regex.IsMatch(p.o.name, "^(?:" + pattern + ")")).Select(p => p.i)];
        int[] lower = Matching(r.First), upper = Matching(r.Last);
        if (lower.Length == 0 || upper.Length == 0) throw new ArgumentException($"Passed layer_names do not match the layer names in the model. Received: ({r.First}, {r.Last})");
        return lower[0] > upper[^1] ? (upper[0], lower[^1] + 1) : (lower[0], upper[^1] + 1);
    }

    private static string Number(string text) => RichTable.Style(text, "38;5;34");

    private static string Symbol(string text) => RichTable.Style(text, "38;5;33");

    private static long Count(IEnumerable<Variable>? variables) => variables?.Sum(v => v.size) ?? 0;

    private static double Bytes(IEnumerable<Variable>? variables) => variables?.Distinct().Sum(v => (double)v.size * DTypes.ByteSize(v.dtype)) ?? 0;

    internal static string Size(double bytes)
    {
        foreach (var unit in new[] { "B", "KB", "MB", "GB", "TB", "PB" })
        {
            if (bytes / 1024 < 1) return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.00} {unit}");
            bytes /= 1024;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.00} PB");
    }
}
