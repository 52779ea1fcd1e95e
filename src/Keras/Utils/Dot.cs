using System.Text;
using System.Text.RegularExpressions;

namespace Keras.Utils;

/// <summary>A graph in Graphviz's language, as <c>model_to_dot</c> makes it.</summary>
public sealed partial class Dot
{
    private readonly string _head;
    private readonly List<(string Name, string Value)> _attributes;
    private readonly List<object> _elements = [];
    private readonly HashSet<(object, object)> _edges = [];

    private Dot(string head, List<(string, string)> attributes) => (_head, _attributes) = (head, attributes);

    /// <summary>The graph as text in Graphviz's language.</summary>
    public string to_string() => ToString();

    /// <inheritdoc cref="to_string"/>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text, new Dictionary<object, string>(ReferenceEqualityComparer.Instance));
        return text.ToString();
    }

    internal static Dot Graph(string direction, int dpi, string splines) =>
        new("digraph G", [("concentrate", "True"), ("dpi", dpi.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("rankdir", Quoted(direction)), ("splines", Quoted(splines))]);

    internal static Dot Cluster(string name) => new("subgraph " + Quoted("cluster_" + name), [("label", Quoted(name)), ("labeljust", "l"), ("style", "dashed")]);

    internal bool IsCluster => !_head.StartsWith("digraph", StringComparison.Ordinal);

    internal void Add(Dot cluster) => _elements.Add(cluster);

    internal void AddNode(object node, string label) => _elements.Add((node, label));

    /// <summary>Adds an edge that is not there yet.</summary>
    internal void AddEdge(object from, object to)
    {
        if (_edges.Add((from, to))) _elements.Add(new Edge(from, to));
    }

    private void Write(StringBuilder text, Dictionary<object, string> names)
    {
        text.Append(_head).Append(" {\n");
        foreach (var (name, value) in _attributes) text.Append(name).Append('=').Append(value).Append(";\n");
        if (!IsCluster) text.Append("node [shape=record];\n");
        foreach (var element in _elements)
        {
            switch (element)
            {
                case Dot cluster:
                    cluster.Write(text, names);
                    text.Append('\n');
                    break;
                case Edge edge:
                    text.Append(Name(edge.From)).Append(" -> ").Append(Name(edge.To)).Append("  [penwidth=2];\n");
                    break;
                case (object node, string label):
                    text.Append(Name(node)).Append(" [border=0, fontname=Helvetica, label=").Append(label).Append(", margin=0];\n");
                    break;
            }
        }
        text.Append("}\n");

        string Name(object node) => names.TryGetValue(node, out var name) ? name : names[node] = "n" + names.Count;
    }

    /// <summary>A word stands as it is; all else between quotes.</summary>
    private static string Quoted(string text) => Word().IsMatch(text) ? text : "\"" + text.Replace("\"", "\\\"") + "\"";

    [GeneratedRegex(@"^(?:[A-Za-z_][A-Za-z0-9_]*|-?[0-9]+)$")]
    private static partial Regex Word();

    private sealed record Edge(object From, object To);
}
