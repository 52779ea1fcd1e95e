using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Keras.Optimizers;
using Keras.Utils;

namespace Keras.Saving.State;

/// <summary>
/// The tree of objects with state behind a model, under the names that files of Keras 3 give them (keras/src/saving/saving_lib.py).
/// </summary>
/// <remarks>
/// Porting note: Python lists the attributes of an object. Here an attribute is a field, or, in layers of this library, a property too;
/// the field of a property counts under the property's name, and a private field <c>_softmaxLayer</c> of this library as <c>_softmax_layer</c>.
/// </remarks>
internal static class SavedObjects
{
    private static readonly HashSet<Type> Bases = [typeof(object), typeof(Operation), typeof(Layer), typeof(Model), typeof(Sequential), typeof(Functional), typeof(Optimizer)];
    private static readonly ConcurrentDictionary<Type, (string Name, Func<object, object?> Read)[]> s_attributes = new();

    /// <summary>Whether an object has state of its own in files, or other objects that have.</summary>
    internal static bool Is(object? value) => value is Layer or Optimizer;

    /// <summary>The parts of an object in the order in which Keras visits them: each an object with state, or a list with such objects inside.</summary>
    internal static IEnumerable<(string Name, object Value)> Children(object owner)
    {
        // 1. What a stack or graph consists of comes first, whatever else a subclass holds.
        if (owner is Sequential or Functional) yield return ("layers", Items(((Model)owner).layers));

        // 2. The attributes by name, private ones last.
        foreach (var (name, value) in Attributes(owner).OrderBy(a => a.Name.StartsWith('_') ? "~" + a.Name : a.Name, StringComparer.Ordinal))
        {
            if (Is(value)) yield return (name, value!);
            else if (value is not null && ItemsOf(value) is { } items) yield return (name, items);
        }
    }

    /// <summary>The objects of a list with their names in it: the class in snake case, numbered; lists inside are containers.</summary>
    internal static IEnumerable<(string Name, object Value)> Named(IReadOnlyList<object> items)
    {
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in items) yield return (Unique(Is(item) ? ClassName(item) : "container", used), item);
    }

    /// <summary>The name of an object's class in paths.</summary>
    internal static string ClassName(object value) => Naming.ToSnakeCase(KerasRegistry.ClassName(value.GetType()));

    /// <summary>A name that was not used yet: the name itself, then numbered from one.</summary>
    internal static string Unique(string name, Dictionary<string, int> used)
    {
        if (used.TryGetValue(name, out var count))
        {
            used[name] = count + 1;
            return $"{name}_{count + 1}";
        }
        used[name] = 0;
        return name;
    }

    private static IEnumerable<(string Name, object? Value)> Attributes(object owner)
    {
        if (owner is Model model)
        {
            if (owner is not (Sequential or Functional)) yield return ("layers", Items(model.layers));
            if (model.optimizer is { } optimizer) yield return ("optimizer", optimizer);
        }
        if (owner is LossScaleOptimizer scaled) yield return ("inner_optimizer", scaled.inner_optimizer);
        foreach (var (name, read) in s_attributes.GetOrAdd(owner.GetType(), FindAttributes)) yield return (name, read(owner));
    }

    private static (string, Func<object, object?>)[] FindAttributes(Type type)
    {
        var found = new Dictionary<string, Func<object, object?>>(StringComparer.Ordinal);
        for (var at = type; at is not null && !Bases.Contains(at); at = at.BaseType)
        {
            var own = at.Assembly == typeof(SavedObjects).Assembly;
            const BindingFlags flags = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            foreach (var field in at.GetFields(flags))
                if (MayHold(field.FieldType)) found.TryAdd(NameOf(field.Name, own), field.GetValue);
            if (!own) continue;
            foreach (var property in at.GetProperties(flags))
                if (property.GetIndexParameters().Length == 0 && property.CanRead && property.GetMethod!.IsPublic && HoldsLayers(property.PropertyType)) found.TryAdd(property.Name, property.GetValue);
        }
        return [.. found.Select(p => (p.Key, p.Value))];
    }

    private static bool MayHold(Type type) =>
        !type.IsPrimitive && !type.IsEnum && !type.IsPointer && type != typeof(string) && !typeof(Delegate).IsAssignableFrom(type) && !typeof(Tensor).IsAssignableFrom(type)
        && (HoldsLayers(type) || type == typeof(object) || typeof(IEnumerable).IsAssignableFrom(type));

    private static bool HoldsLayers(Type type) =>
        typeof(Layer).IsAssignableFrom(type) || typeof(Optimizer).IsAssignableFrom(type) || typeof(IEnumerable<Layer>).IsAssignableFrom(type) || typeof(IEnumerable<Optimizer>).IsAssignableFrom(type);

    /// <summary>The compiler calls the field of the property <c>encoder</c> <c>&lt;encoder&gt;k__BackingField</c>.</summary>
    private static string NameOf(string field, bool snakeCase)
    {
        if (field.StartsWith('<') && field.IndexOf('>') is > 1 and var end) return field[1..end];
        return snakeCase && field.StartsWith('_') ? "_" + Naming.ToSnakeCase(field[1..]) : field;
    }

    private static IReadOnlyList<object> Items(IEnumerable<Layer> layers) => [.. layers];

    /// <summary>The objects with state in a list or dictionary and the lists inside it; null where it holds none.</summary>
    private static List<object>? ItemsOf(object value, int depth = 0)
    {
        if (value is string or Tensor or Layer or Optimizer or Variable || depth > 16) return null;
        var source = value is IDictionary dictionary ? dictionary.Values : value as IEnumerable;
        if (source is null || value is Array { Rank: > 1 } || value is not (IEnumerable<Layer> or IEnumerable<Optimizer> or IList or IDictionary)) return null;
        if (value.GetType() is { IsArray: true } array && array.GetElementType()!.IsPrimitive) return null;
        List<object>? items = null;
        foreach (var item in source)
        {
            if (Is(item)) (items ??= []).Add(item!);
            else if (item is not null && ItemsOf(item, depth + 1) is { } inner) (items ??= []).Add(inner);
        }
        return items;
    }
}
