using System.Text;
using Keras.Tests.Testing;

namespace Keras.Tests.Api;

/// <summary>Writes <c>docs/coverage.md</c>: every public name of Keras, whether it is here, and why not.</summary>
internal static class Coverage
{
    private static readonly StringComparer Order = StringComparer.Ordinal;

    /// <summary>The text of the page.</summary>
    internal static string Write()
    {
        var absent = Explanations.Read("absent.txt");
        var modules = KerasApi.Keras.Names.Keys
            .GroupBy(ModuleOf)
            .OrderBy(m => m.Key, Order)
            .Select(m => new Module(m.Key, Here(m), [.. m.Where(n => !IsHere(n) && absent.Of(n, "") is null).Order(Order)],
                [.. m.Where(n => !IsHere(n)).Order(Order).Select(n => (n, absent.Of(n, ""))).Where(n => n.Item2 is not null).Select(n => (n.n, n.Item2!))]))
            .ToArray();
        var text = new StringBuilder();
        Head(text);
        Summary(text, modules);
        foreach (var module in modules) Section(text, module);
        Keras2(text, absent);
        LeftOutCases(text);
        return text.ToString();
    }

    private static string[] Here(IEnumerable<string> names) => [.. names.Where(IsHere).Order(Order)];

    private static bool IsHere(string name) => ExportedName.All.Contains(name);

    private static string ModuleOf(string name) => name[..name.LastIndexOf('.')];

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static void Head(StringBuilder text) => text.Append($"""
        # Coverage

        Every public name of Keras 3.15 and whether it is here. What is here takes the same parameters in the same order with the same defaults;
        where it does not, `tests/Keras.Tests/Api/explained.txt` says why. A name that is not there yet does not compile: nothing is present that only throws.

        This page is generated from the library and from Keras's own list of names, and a test keeps it true. To write it again:

        ```
        {CoverageTests.Command}
        ```


        """);

    private static void Summary(StringBuilder text, Module[] modules)
    {
        text.Append("## Summary\n\n| Module | Names | Here | Not there yet | Left out |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (var m in modules) Row($"[`{m.Name}`](#{m.Name.Replace(".", "", StringComparison.Ordinal)})", m.Here.Length, m.NotYet.Length, m.LeftOut.Length);
        Row("**All**", modules.Sum(m => m.Here.Length), modules.Sum(m => m.NotYet.Length), modules.Sum(m => m.LeftOut.Length));
        text.Append('\n');

        void Row(string name, int here, int notYet, int leftOut) => text.Append($"| {name} | {here + notYet + leftOut} | {here} | {Count(notYet)} | {Count(leftOut)} |\n");
    }

    private static string Count(int count) => count == 0 ? "" : count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void Section(StringBuilder text, Module module)
    {
        text.Append($"## {module.Name}\n\n| | Names |\n| --- | --- |\n");
        if (module.Here.Length > 0) text.Append($"| Here | {List(module.Here)} |\n");
        if (module.NotYet.Length > 0) text.Append($"| Not there yet | {List(module.NotYet)} |\n");
        foreach (var reason in module.LeftOut.GroupBy(n => n.Reason)) text.Append($"| Left out | {List(reason.Select(n => n.Name))}: {reason.Key} |\n");
        text.Append('\n');
    }

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"`{Last(n)}`"));

    private static void Keras2(StringBuilder text, Explanations absent)
    {
        var names = KerasApi.Keras.Keras2.Where(n => !KerasApi.Keras.Names.ContainsKey(n.Key)).OrderBy(n => n.Key, Order).ToArray();
        text.Append("## Names of Keras 2 that Keras 3 dropped\n\nThose that well-known tutorials use:\n\n| Module | Here | Not there yet | Left out |\n| --- | --- | --- | --- |\n");
        foreach (var module in names.Where(n => n.Value).GroupBy(n => ModuleOf(n.Key)))
        {
            var missing = module.Where(n => !IsHere(n.Key)).Select(n => (Name: n.Key, Reason: absent.Of(n.Key, ""))).ToArray();
            var reasons = missing.Where(n => n.Reason is not null).GroupBy(n => n.Reason).Select(r => $"{List(r.Select(n => n.Name))}: {r.Key}");
            text.Append($"| `{module.Key}` | {List(module.Where(n => IsHere(n.Key)).Select(n => n.Key))} | {List(missing.Where(n => n.Reason is null).Select(n => n.Name))} | {string.Join(" ", reasons)} |\n");
        }
        var others = names.Where(n => !n.Value).ToArray();
        var here = others.Where(n => IsHere(n.Key)).Select(n => $"`{n.Key}`").ToArray();
        text.Append($"\nOf the other {others.Length} names, {here.Length} {(here.Length == 1 ? "is" : "are")} here{(here.Length > 0 ? ": " + string.Join(", ", here) : "")}.\n\n");
    }

    private static void LeftOutCases(StringBuilder text)
    {
        var cases = File.ReadLines(Path.Combine(Repository.Root, "tests", "Golden", "left-out.txt"))
            .Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split(' ', 2))
            .GroupBy(l => l[1]);
        text.Append("## Recorded cases that are not replayed\n\nThe tests replay what real Keras computed with its torch backend. Left out are the cases below (`tests/Golden/left-out.txt`).\n\n| Cases | Reason |\n| --- | --- |\n");
        foreach (var reason in cases) text.Append($"| {string.Join(", ", reason.Select(l => $"`{l[0]}`"))} | {reason.Key} |\n");
    }

    private sealed record Module(string Name, string[] Here, string[] NotYet, (string Name, string Reason)[] LeftOut);
}
