using System.Collections;
using System.Globalization;
using Keras.Saving;

namespace Keras;

/// <summary>The key of a keyed hash: one integer, or two.</summary>
public readonly struct HashSalt : IConfigValue
{
    private HashSalt(long first, long second) => (First, Second) = (first, second);

    internal long First { get; }

    internal long Second { get; }

    object? IConfigValue.ToConfig() => new List<object?> { Short(First), Short(Second) };

    private static object Short(long value) => value is >= int.MinValue and <= int.MaxValue ? (int)value : value;

    internal static HashSalt FromConfig(object? value) => value switch
    {
        int or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        IList { Count: 2 } pair => (Convert.ToInt64(pair[0], CultureInfo.InvariantCulture), Convert.ToInt64(pair[1], CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"The `salt` argument can only be a tuple of size 2 integers, or a single integer. Received: salt={ConfigReflection.Show(value)}."),
    };

    /// <summary>One integer, for both halves of the key.</summary>
    public static implicit operator HashSalt(long salt) => new(salt, salt);

    /// <summary>The halves of the key.</summary>
    public static implicit operator HashSalt((long first, long second) salt) => new(salt.first, salt.second);

    /// <summary>The halves of the key.</summary>
    /// <exception cref="ArgumentException">There are not two.</exception>
    public static implicit operator HashSalt(long[] salt) => salt is [var first, var second] ? new(first, second)
        : throw new ArgumentException($"The `salt` argument can only be a tuple of size 2 integers, or a single integer. Received: salt=[{string.Join(", ", salt)}].");
}
