using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Keras.Randomness;

namespace Keras;

/// <summary>Finds the layers, variables, metrics and seed generators that a layer holds in its fields, in the order of their declaration.</summary>
/// <remarks>
/// Porting note: Python notices each assignment to an attribute; here the fields are read when someone asks,
/// base class first, then in the order of declaration.
/// </remarks>
internal static class LayerTracker
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> s_fields = new();
    private static readonly HashSet<Type> s_bases = [typeof(object), typeof(Metric), typeof(Operation), typeof(Layer), typeof(Model), typeof(Sequential), typeof(Functional)];

    internal static IEnumerable<Layer> Layers(Layer owner) => Find<Layer>(owner);

    internal static IEnumerable<Metric> Metrics(Layer owner) => Find<Metric>(owner);

    /// <summary>The metrics inside a metric.</summary>
    internal static IEnumerable<Metric> Metrics(Metric owner) => Find<Metric>(owner);

    /// <summary>Variables that a user made and put into a field of a metric, not through add_variable.</summary>
    internal static IEnumerable<Variable> LooseVariables(Metric owner, List<Variable> known) => Find<Variable>(owner).Where(v => !known.Contains(v));

    internal static IEnumerable<SeedGenerator> SeedGenerators(Layer owner) => Find<SeedGenerator>(owner);

    /// <summary>Variables that a user made and put into a field, not through add_weight.</summary>
    internal static IEnumerable<Variable> LooseVariables(Layer owner, List<Variable> trainable, List<Variable> others) =>
        Fields(owner.GetType()).Length == 0 ? [] : Find<Variable>(owner).Where(v => !trainable.Contains(v) && !others.Contains(v));

    private static FieldInfo[] Fields(Type type) => s_fields.GetOrAdd(type, static t =>
    {
        var chain = new Stack<Type>();
        for (var at = t; at is not null && !s_bases.Contains(at); at = at.BaseType) chain.Push(at);
        return [.. chain.SelectMany(c => c.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).OrderBy(f => f.MetadataToken))
            .Where(f => !f.FieldType.IsPrimitive && f.FieldType != typeof(string) && !f.FieldType.IsEnum)];
    });

    private static IEnumerable<T> Find<T>(object owner) where T : class
    {
        HashSet<object>? seen = null;
        foreach (var field in Fields(owner.GetType()))
        {
            var value = field.GetValue(owner);
            foreach (var item in Expand<T>(value))
            {
                if (ReferenceEquals(item, owner)) continue;
                seen ??= new(ReferenceEqualityComparer.Instance);
                if (seen.Add(item)) yield return item;
            }
        }
    }

    private static IEnumerable<T> Expand<T>(object? value) where T : class
    {
        switch (value)
        {
            case null or string or Tensor or Array { Length: 0 }:
                yield break;
            case T one:
                yield return one;
                break;
            case IDictionary dictionary:
                foreach (var item in dictionary.Values)
                    foreach (var found in Expand<T>(item)) yield return found;
                break;
            case IEnumerable<T> many:
                foreach (var item in many) yield return item;
                break;
            case IList list when !list.GetType().GetGenericArguments().Any(a => a.IsPrimitive || a == typeof(string)) && list is not Array { Rank: > 1 }:
                foreach (var item in list)
                    if (item is T or IList or IDictionary)
                        foreach (var found in Expand<T>(item)) yield return found;
                break;
        }
    }
}
