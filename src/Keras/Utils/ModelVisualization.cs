using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Keras.Backend;
using Keras.Layers;
using Keras.Saving;

namespace Keras.Utils;

/// <summary>Models as graphs to look at (keras/src/utils/model_visualization.py).</summary>
public static class ModelVisualization
{
    /// <summary>Makes the graph of a model in Graphviz's language.</summary>
    /// <param name="model">A model that is built.</param>
    /// <param name="show_shapes">Whether shapes are shown.</param>
    /// <param name="show_dtype">Whether dtypes are shown.</param>
    /// <param name="show_layer_names">Whether the layers' names are shown.</param>
    /// <param name="rankdir"><c>TB</c> from top to bottom, <c>LR</c> from left to right.</param>
    /// <param name="expand_nested">Whether the layers of models in the model are shown.</param>
    /// <param name="dpi">Resolution of a picture.</param>
    /// <param name="subgraph">Whether the graph is to be part of another.</param>
    /// <param name="show_layer_activations">Whether activations are shown.</param>
    /// <param name="show_trainable">Whether it is shown which layers learn.</param>
    /// <param name="splines">How edges run: <c>ortho</c>, <c>curved</c>, <c>polyline</c>, <c>spline</c> or <c>line</c>.</param>
    /// <returns>The graph; its text is <see cref="Dot.to_string"/>.</returns>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    [KerasExport("keras.utils.model_to_dot", Former = ["keras.utils.vis_utils.model_to_dot"])]
    public static Dot model_to_dot(Model model, bool show_shapes = false, bool show_dtype = false, bool show_layer_names = true, string rankdir = "TB", bool expand_nested = false, int dpi = 200, bool subgraph = false,
        bool show_layer_activations = false, bool show_trainable = false, string splines = "ortho")
    {
        if (!model.built) throw NotBuilt(model);
        var options = new Options(show_shapes, show_dtype, show_layer_names, show_layer_activations, show_trainable, expand_nested);
        return Graph(model, options, subgraph ? Dot.Cluster(model.name) : Dot.Graph(rankdir, dpi, splines));
    }

    /// <summary>Draws a model into a file.</summary>
    /// <param name="model">A model that is built.</param>
    /// <param name="to_file">The file; its ending says the format (<c>png</c>, <c>svg</c>, <c>pdf</c> …). <c>.dot</c> takes the graph as text, for which Graphviz is not needed.</param>
    /// <param name="show_shapes">Whether shapes are shown.</param>
    /// <param name="show_dtype">Whether dtypes are shown.</param>
    /// <param name="show_layer_names">Whether the layers' names are shown.</param>
    /// <param name="rankdir"><c>TB</c> from top to bottom, <c>LR</c> from left to right.</param>
    /// <param name="expand_nested">Whether the layers of models in the model are shown.</param>
    /// <param name="dpi">Resolution of a picture.</param>
    /// <param name="show_layer_activations">Whether activations are shown.</param>
    /// <param name="show_trainable">Whether it is shown which layers learn.</param>
    /// <param name="splines">How edges run: <c>ortho</c>, <c>curved</c>, <c>polyline</c>, <c>spline</c> or <c>line</c>.</param>
    /// <returns>The picture of a <c>.png</c> file; else null.</returns>
    /// <exception cref="InvalidOperationException">The model is not built, or Graphviz is not installed or fails.</exception>
    [KerasExport("keras.utils.plot_model", Former = ["keras.utils.vis_utils.plot_model"])]
    public static Image? plot_model(Model model, string to_file = "model.png", bool show_shapes = false, bool show_dtype = false, bool show_layer_names = false, string rankdir = "TB", bool expand_nested = false, int dpi = 200,
        bool show_layer_activations = false, bool show_trainable = false, string splines = "ortho")
    {
        var text = model_to_dot(model, show_shapes, show_dtype, show_layer_names, rankdir, expand_nested, dpi, false, show_layer_activations, show_trainable, splines).ToString();
        var format = Path.GetExtension(to_file).TrimStart('.').ToLowerInvariant();
        if (format is "dot" or "gv")
        {
            AtomicFile.Write(to_file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
            return null;
        }
        if (format.Length == 0) format = "png";
        Draw(text, format, to_file);
        return format == "png" ? Image.Open(to_file) : null;
    }

    private static void Draw(string text, string format, string path)
    {
        var start = new ProcessStartInfo("dot") { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false, StandardInputEncoding = new UTF8Encoding(false) };
        foreach (var argument in new[] { "-T" + format, "-o", Path.GetFullPath(path) }) start.ArgumentList.Add(argument);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("plot_model draws with Graphviz, whose program `dot` was not found. Install it (Linux: `apt install graphviz`, macOS: `brew install graphviz`, Windows: `winget install graphviz`; "
                + "see https://graphviz.org/download/), or write the graph as text with to_file: \"model.dot\".", e);
        }
        using (process)
        {
            // A program that stops early closes its input; what it says comes below.
            try
            {
                process.StandardInput.Write(text);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
            }
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException($"Graphviz could not draw the model as '{format}' into '{path}': {said.Trim()}");
        }
    }

    private static Dot Graph(Model model, Options options, Dot dot)
    {
        // 1. The operations; a model that is no graph of layers is one node.
        if (model is not (Sequential or Functional))
        {
            dot.AddNode(model, Label(model, options));
            return dot;
        }
        var functional = model as Functional;
        IReadOnlyList<Operation> operations = functional is not null ? functional.Operations : [.. model.layers];

        // 2. A node each, or the graph of a model within.
        foreach (var operation in operations)
        {
            if (options.Expand && operation is (Sequential or Functional)) dot.Add(Graph((Model)operation, options, Dot.Cluster(operation.name)));
            else dot.AddNode(operation, Label(operation, options, stack: functional is null));
        }

        // 3. Edges: along the stack, or from each input's origin.
        if (functional is null && !options.Expand)
        {
            for (var i = 0; i < operations.Count - 1; i++) dot.AddEdge(operations[i], operations[i + 1]);
            return dot;
        }
        foreach (var operation in functional is null ? operations.Skip(1) : operations)
            foreach (var node in operation.InboundNodes)
            {
                if (functional is not null && !functional.FunctionGraph.Nodes.Contains(node)) continue;
                for (var i = 0; i < node.InputTensors.Length; i++)
                {
                    if (node.InputTensors[i].History is not { } history) continue;
                    if (options.Expand) dot.AddEdge(Source(history), Destination(operation, i));
                    else dot.AddEdge(history.Operation, operation);
                }
                // In a stack, Keras draws the mask that a layer takes along as an input too.
                if (functional is null && Mask(operation, node.InputTensors) is { } mask) dot.AddEdge((object?)mask.History?.Operation ?? mask, operation);
            }
        return dot;
    }

    /// <summary>The layer in nested models from which a tensor comes.</summary>
    private static Operation Source(KerasHistory history)
    {
        while (history.Operation is Sequential or Functional) history = Nest.Flatten(((Model)history.Operation).outputs).ElementAt(history.TensorIndex).History!;
        return history.Operation;
    }

    /// <summary>The layer in nested models to which an input goes: the input layer of a graph, the first layer of a stack.</summary>
    private static Operation Destination(Operation operation, int input)
    {
        while (operation is Sequential or Functional)
            operation = operation is Functional functional ? Nest.Flatten(functional.inputs).ElementAt(input).History!.Operation : ((Sequential)operation).layers[0];
        return operation;
    }

    private static string Label(Operation operation, Options options, bool stack = false)
    {
        // 1. The head.
        var kind = operation is OpOperation op ? op.ClassName : KerasRegistry.ClassName(operation.GetType());
        var columns = Math.Max(1, (options.DType ? 1 : 0) + (options.Trainable ? 1 : 0) + (options.Shapes ? 2 : 0));
        var table = new StringBuilder("<<table border=\"0\" cellborder=\"1\" bgcolor=\"black\" cellpadding=\"10\">");
        table.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"{columns}\" bgcolor=\"black\"><font point-size=\"16\" color=\"white\">");
        table.Append(options.Names ? $"<b>{operation.name}</b> ({kind})" : $"<b>{kind}</b>").Append("</font></td></tr>");

        // 2. The activation.
        if (options.Activations && Activation(operation) is { } activation)
            table.Append(CultureInfo.InvariantCulture, $"<tr><td bgcolor=\"white\" colspan=\"{columns}\"><font point-size=\"14\">Activation: <b>{activation}</b></font></td></tr>");

        // 3. A row of what else is asked for.
        var cells = new List<string>();
        if (options.Shapes)
        {
            var (input, output) = (Try(() => operation.input), Try(() => operation.output));
            // Where one of them is not defined, neither is shown.
            if (input is null || output is null) (input, output) = (null, null);
            if (stack && input is KerasTensor only && Mask(operation, [only]) is { } mask) input = new TensorList([only, mask]);
            if (operation is not InputLayer) cells.Add(Cell("Input shape", Shapes(input)));
            cells.Add(Cell("Output shape", Shapes(output)));
        }
        if (options.DType) cells.Add(Cell("Output dtype", Describe(Try(() => operation.output), t => t.dtype, quoted: true)));
        if (options.Trainable && operation is Layer { weights.Count: > 0 } layer)
            cells.Add($"<td bgcolor=\"{(layer.trainable ? "forestgreen" : "firebrick")}\"><font point-size=\"14\" color=\"white\"><b>{(layer.trainable ? "Trainable" : "Non-trainable")}</b></font></td>");
        if (cells.Count > 0) table.Append("<tr>").AppendJoin("", cells).Append("</tr>");
        return table.Append("</table>>").ToString();
    }

    /// <summary>The mask that an only input carries to a layer whose <c>call</c> takes one.</summary>
    private static KerasTensor? Mask(Operation operation, KerasTensor[] inputs) => operation is Layer { TakesMask: true } && inputs is [{ KerasMask: KerasTensor mask }] ? mask : null;

    private static string Cell(string what, string value) => $"<td bgcolor=\"white\"><font point-size=\"14\">{what}: <b>{value}</b></font></td>";

    private static string? Activation(Operation operation) => operation.GetType().GetProperty("activation")?.GetValue(operation) switch
    {
        ActivationFunction function => function.name,
        Operation layer => layer.name,
        _ => null,
    };

    private static Tensor? Try(Func<Tensor> get)
    {
        try
        {
            return get();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Shapes(Tensor? tensor) => tensor is TensorDict dict
        ? string.Join(", ", dict.Select(p => $"{p.Key}: {Describe(p.Value, t => t.shape.ToString(), quoted: false)}"))
        : Describe(tensor, t => t.shape.ToString(), quoted: false);

    /// <summary>Tensors as Python shows a structure of their properties; texts within a structure stand between quotes.</summary>
    private static string Describe(Tensor? tensor, Func<Tensor, string> what, bool quoted)
    {
        string Part(Tensor t) => t is TensorList or TensorDict ? Describe(t, what, quoted) : quoted ? $"'{what(t)}'" : what(t);
        return tensor switch
        {
            null => "?",
            TensorDict dict => "{" + string.Join(", ", dict.Select(p => $"'{p.Key}': {Part(p.Value)}")) + "}",
            TensorList list => "[" + string.Join(", ", list.Select(Part)) + "]",
            _ => what(tensor),
        };
    }

    private static InvalidOperationException NotBuilt(Model model) =>
        new($"The model '{model.name}' has not yet been built. Build the model first by calling `build()` or by calling the model on a batch of data.");

    private sealed record Options(bool Shapes, bool DType, bool Names, bool Activations, bool Trainable, bool Expand);
}
