using System.Reflection;
using System.Runtime.CompilerServices;
using Keras.Saving;

namespace Keras.Tests.Api;

/// <summary>Finds where the exported names differ from Keras's.</summary>
/// <remarks>
/// A difference is a code that an explanation can name: <c>+name</c> a parameter that Keras has not, <c>-name</c> one that is missing,
/// <c>order</c>, <c>name</c> another default, <c>.method</c> a missing method or property, <c>.method(…)</c> a difference in a method's parameters.
/// </remarks>
internal static class Signatures
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private static readonly Lazy<ILookup<string, MethodInfo>> s_extensions = new(() => typeof(Layer).Assembly.GetExportedTypes()
        .Where(t => t is { IsAbstract: true, IsSealed: true })
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .Where(m => m.IsDefined(typeof(ExtensionAttribute)))
        .ToLookup(m => m.Name));

    /// <summary>A difference: the name, its code and a text for a reader.</summary>
    internal sealed record Difference(string Name, string Code, string Text)
    {
        public override string ToString() => $"{Name} {Code} : {Text}";
    }

    /// <summary>All differences of all exported names.</summary>
    internal static IEnumerable<Difference> All()
    {
        var keras = KerasApi.Keras;
        foreach (var exports in ExportedName.All.OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            if (!keras.Names.TryGetValue(exports.Key, out var name))
            {
                if (!keras.Keras2.ContainsKey(exports.Key)) yield return new(exports.Key, "extra", "Keras has no such name");
                continue;
            }
            // An alias is looked at once, under its canonical name, if that is exported from the same place.
            if (name.Canonical != name.Name && ExportedName.All[name.Canonical].Any(e => exports.Any(f => f.Owner == e.Owner && f.Member == e.Member))) continue;
            foreach (var difference in Of(name, [.. exports])) yield return difference;
        }
    }

    private static IEnumerable<Difference> Of(KerasName keras, ExportedName[] exports)
    {
        // 1. Aliases of one object in Keras are one object here.
        foreach (var other in KerasApi.Keras.Names.Values.Where(n => n.Canonical == keras.Canonical && n.Name != keras.Name))
            if (ExportedName.All[other.Name].Any() && !ExportedName.All[other.Name].Any(o => exports.Any(e => o.Owner == e.Owner && o.Member == e.Member)))
                yield return new(keras.Name, "alias", $"{other.Name} is something else here");
        // 2. The parameters of the name itself.
        // keras.Model(inputs, outputs) makes a Functional: its export is a method of the class.
        var type = exports.FirstOrDefault(e => e.IsClass)?.Owner ?? (keras.Kind == "class" ? exports.Select(e => e.Owner).FirstOrDefault(o => o.Name == keras.Canonical.Split('.')[^1]) : null);
        var signatures = exports.Select(e => e.Signatures()).ToArray();
        if (signatures.Any(s => s is not null))
        {
            var made = new Lazy<object?>(() => type is null ? null : Make(type));
            foreach (var (code, text) in Best(keras.Parameters, [.. signatures.OfType<IReadOnlyList<ParameterInfo[]>>().SelectMany(s => s)], () => made.Value))
                yield return new(keras.Name, code, text);
        }
        if (keras.Kind != "class") yield break;
        if (type is null)
        {
            yield return new(keras.Name, "kind", "a class in Keras");
            yield break;
        }
        // 3. What the class itself declares in Keras.
        foreach (var (method, parameters) in keras.Methods)
        {
            var ours = Methods(type, method);
            if (ours.Count == 0 && FindProperty(type, method)?.PropertyType is { } d && d.IsAssignableTo(typeof(Delegate))) ours = [d.GetMethod("Invoke")!.GetParameters()];
            if (ours.Count == 0) yield return new(keras.Name, "." + method, "method missing");
            else
                foreach (var (code, text) in method.StartsWith("__get", StringComparison.Ordinal) ? [] : Best(parameters, ours, () => null))
                    yield return new(keras.Name, $".{method}({code})", text);
        }
        foreach (var property in keras.Properties)
            if (FindProperty(type, property) is null && type.GetField(property, Members) is null && Methods(type, property).Count == 0)
                yield return new(keras.Name, "." + property, "property missing");
    }

    private static PropertyInfo? FindProperty(Type type, string name) => type.GetProperties(Members).FirstOrDefault(p => p.Name == name && p.GetMethod is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true });

    private static List<ParameterInfo[]> Methods(Type type, string name)
    {
        var spelled = name switch { "__call__" => "Apply", "__getitem__" => "get_Item", "__len__" => "get_Count", _ => name };
        var own = type.GetMethods(Members).Where(m => m.Name == spelled && (m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly)).Select(m => m.GetParameters());
        var extensions = s_extensions.Value[spelled].Where(m => m.GetParameters()[0].ParameterType.IsAssignableFrom(type)).Select(m => m.GetParameters()[1..]);
        return [.. own, .. extensions];
    }

    /// <summary>The differences of the overload that comes nearest to Keras.</summary>
    private static IEnumerable<(string, string)> Best(KerasParameter[] keras, IReadOnlyList<ParameterInfo[]> overloads, Func<object?> made) => overloads.Count == 0
        ? []
        : overloads.Select(o => Compare(keras, o, made).ToArray()).MinBy(d => d.Length)!;

    private static IEnumerable<(string Code, string Text)> Compare(KerasParameter[] keras, ParameterInfo[] ours, Func<object?> made)
    {
        var expected = keras.Where(p => !p.IsMarker && !p.IsKeywords).ToArray();
        // The parameters of a Func have no names of their own.
        if (ours.Length > 0 && ours[0].Member.DeclaringType is { IsGenericType: true } func && func.Name.StartsWith("Func`", StringComparison.Ordinal))
        {
            foreach (var p in expected.Skip(ours.Length)) yield return ("-" + p.PlainName, "missing");
            yield break;
        }
        var names = ours.Select(p => p.Name!).ToArray();
        // Python's *args says nothing of what is taken.
        if (keras.Any(p => p.Name == "*args")) yield break;
        foreach (var p in expected.Where(p => !names.Contains(p.PlainName))) yield return ("-" + p.PlainName, "missing");
        var known = expected.Select(p => p.PlainName).ToArray();
        var last = Array.FindLastIndex(names, known.Contains);
        for (var i = 0; i < names.Length; i++)
            if (!known.Contains(names[i])) yield return ("+" + names[i], i > last ? "more than Keras has" : "more than Keras has, and not at the end");
        var common = names.Where(known.Contains).ToArray();
        var wanted = known.Where(names.Contains).ToArray();
        if (!common.SequenceEqual(wanted)) yield return ("order", $"({string.Join(", ", common)}), Keras: ({string.Join(", ", wanted)})");
        foreach (var p in ours)
            if (expected.FirstOrDefault(e => e.PlainName == p.Name) is { } counterpart && Defaults.Compare(p, counterpart, made) is { } difference)
                yield return (p.Name!, difference);
    }

    /// <summary>An object with the defaults of its constructor, and something plain for what is required; null where that cannot be guessed.</summary>
    private static object? Make(Type type)
    {
        if (type.IsAbstract) return null;
        foreach (object number in new object[] { 2, 0.5 })
            try
            {
                var constructor = ConfigReflection.Constructor(type);
                return constructor.Invoke([.. constructor.GetParameters().Select(p => p.HasDefaultValue ? ConfigReflection.DefaultOf(p) : Some(p.ParameterType, number))]);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The next number, or none.
            }
        return null;
    }

    private static object? Some(Type type, object number) =>
        type == typeof(string) ? "x"
        : type == typeof(Layer) ? new global::Keras.Layers.Dense(2)
        : type.IsAssignableTo(typeof(Delegate)) || type == typeof(object) ? null
        : ConfigReflection.ConvertTo(type, type.IsArray ? new List<object?> { number, number } : number);
}
