using System.Numerics;
using NumSharp;

namespace Keras.Utils;

/// <summary>Sequences of different lengths made into one array.</summary>
public static class SequenceUtils
{
    /// <summary>Cuts and fills sequences so that all have one length.</summary>
    /// <param name="sequences">The sequences, for example what a tokenizer gives.</param>
    /// <param name="maxlen">Length of each row; null means the length of the longest sequence.</param>
    /// <param name="dtype">dtype of the result; fractions are cut off for integer dtypes.</param>
    /// <param name="padding"><c>pre</c> fills before a short sequence, <c>post</c> after it.</param>
    /// <param name="truncating"><c>pre</c> removes from the start of a long sequence, <c>post</c> from its end.</param>
    /// <param name="value">What to fill with.</param>
    /// <returns>Array of shape (number of sequences, maxlen).</returns>
    /// <exception cref="ArgumentException">An argument has no meaning, or there is no sequence to take the length from.</exception>
    [KerasExport("keras.utils.pad_sequences", "keras.preprocessing.sequence.pad_sequences")]
    public static NDArray pad_sequences(IEnumerable<IEnumerable<int>> sequences, int? maxlen = null, string dtype = "int32", string padding = "pre", string truncating = "pre", double value = 0.0)
        => PadNumbers(sequences, maxlen, dtype, padding, truncating, value);

    /// <inheritdoc cref="pad_sequences(IEnumerable{IEnumerable{int}}, int?, string, string, string, double)"/>
    [KerasExport("keras.utils.pad_sequences", "keras.preprocessing.sequence.pad_sequences")]
    public static NDArray pad_sequences(IEnumerable<IEnumerable<long>> sequences, int? maxlen = null, string dtype = "int32", string padding = "pre", string truncating = "pre", double value = 0.0)
        => PadNumbers(sequences, maxlen, dtype, padding, truncating, value);

    /// <inheritdoc cref="pad_sequences(IEnumerable{IEnumerable{int}}, int?, string, string, string, double)"/>
    [KerasExport("keras.utils.pad_sequences", "keras.preprocessing.sequence.pad_sequences")]
    public static NDArray pad_sequences(IEnumerable<IEnumerable<float>> sequences, int? maxlen = null, string dtype = "int32", string padding = "pre", string truncating = "pre", double value = 0.0)
        => PadNumbers(sequences, maxlen, dtype, padding, truncating, value);

    /// <inheritdoc cref="pad_sequences(IEnumerable{IEnumerable{int}}, int?, string, string, string, double)"/>
    [KerasExport("keras.utils.pad_sequences", "keras.preprocessing.sequence.pad_sequences")]
    public static NDArray pad_sequences(IEnumerable<IEnumerable<double>> sequences, int? maxlen = null, string dtype = "int32", string padding = "pre", string truncating = "pre", double value = 0.0)
        => PadNumbers(sequences, maxlen, dtype, padding, truncating, value);

    /// <summary>Cuts and fills sequences of equally shaped samples so that all have one length.</summary>
    /// <param name="sequences">Arrays of shape (length, …); only the lengths may differ.</param>
    /// <param name="maxlen">Length of each sequence; null means the length of the longest.</param>
    /// <param name="dtype">dtype of the result; fractions are cut off for integer dtypes.</param>
    /// <param name="padding"><c>pre</c> fills before a short sequence, <c>post</c> after it.</param>
    /// <param name="truncating"><c>pre</c> removes from the start of a long sequence, <c>post</c> from its end.</param>
    /// <param name="value">What to fill with.</param>
    /// <returns>Array of shape (number of sequences, maxlen, …).</returns>
    /// <exception cref="ArgumentException">An argument has no meaning, or the samples' shapes differ.</exception>
    [KerasExport("keras.utils.pad_sequences", "keras.preprocessing.sequence.pad_sequences")]
    public static NDArray pad_sequences(IEnumerable<NDArray> sequences, int? maxlen = null, string dtype = "int32", string padding = "pre", string truncating = "pre", double value = 0.0)
    {
        var list = sequences.ToArray();
        long[]? sample = null;
        for (var i = 0; i < list.Length; i++)
        {
            var shape = list[i].shape;
            if (shape.Length == 0) throw new ArgumentException($"pad_sequences: sequence {i} is the single number {list[i]}; each sequence must be a list of numbers or samples.", nameof(sequences));
            if (shape[0] == 0) continue;
            sample ??= shape[1..];
            if (!shape.AsSpan(1).SequenceEqual(sample))
                throw new ArgumentException($"pad_sequences: the samples of sequence {i} have shape {NumpyTypes.Describe(shape.AsSpan(1))}, those before it {NumpyTypes.Describe(sample)}; all must be equal.", nameof(sequences));
        }
        return Pad(new ArraySource(list, NumpyTypes.Parse(dtype)), [.. list.Select(a => (int)a.shape[0])], sample ?? [], dtype, new Options(maxlen, padding, truncating, value));
    }

    // Porting note: NumSharp has no arrays of strings, which Keras returns for dtype=object.
    /// <summary>Cuts and fills lists of strings so that all have one length.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="maxlen">Length of each row; null means the length of the longest sequence.</param>
    /// <param name="padding"><c>pre</c> fills before a short sequence, <c>post</c> after it.</param>
    /// <param name="truncating"><c>pre</c> removes from the start of a long sequence, <c>post</c> from its end.</param>
    /// <param name="value">What to fill with.</param>
    /// <returns>One array of <paramref name="maxlen"/> strings for each sequence.</returns>
    /// <exception cref="ArgumentException">An argument has no meaning, or there is no sequence to take the length from.</exception>
    [KerasExport("keras.utils.pad_sequences", "keras.preprocessing.sequence.pad_sequences")]
    public static string[][] pad_sequences(IEnumerable<IEnumerable<string>> sequences, int? maxlen = null, string padding = "pre", string truncating = "pre", string value = "")
    {
        var list = sequences.Select(s => s.ToArray()).ToArray();
        var length = Check(new Options(maxlen, padding, truncating, 0), [.. list.Select(s => s.Length)]);
        return Array.ConvertAll(list, sequence =>
        {
            var row = new string[length];
            Array.Fill(row, value);
            var (from, to, count) = Place(sequence.Length, length, padding, truncating);
            Array.Copy(sequence, from, row, to, count);
            return row;
        });
    }

    private static NDArray PadNumbers<T>(IEnumerable<IEnumerable<T>> sequences, int? maxlen, string dtype, string padding, string truncating, double value) where T : INumber<T>
    {
        var list = sequences.Select((s, i) => s as T[] ?? s?.ToArray() ?? throw new ArgumentException($"pad_sequences: sequence {i} is null; each sequence must be a list of numbers.", nameof(sequences))).ToArray();
        return Pad(new NumberSource<T>(list), [.. list.Select(s => s.Length)], [], dtype, new Options(maxlen, padding, truncating, value));
    }

    private static NDArray Pad(ISource source, int[] lengths, long[] sample, string dtype, Options options) => NumpyTypes.Parse(dtype) switch
    {
        NPTypeCode.Boolean => new NDArray(Array.ConvertAll(Fill<double>(source, lengths, sample, options, out var shape), v => v != 0), new Shape(shape)),
        NPTypeCode.SByte => Pad<sbyte>(source, lengths, sample, options),
        NPTypeCode.Int16 => Pad<short>(source, lengths, sample, options),
        NPTypeCode.Int32 => Pad<int>(source, lengths, sample, options),
        NPTypeCode.Int64 => Pad<long>(source, lengths, sample, options),
        NPTypeCode.Byte => Pad<byte>(source, lengths, sample, options),
        NPTypeCode.UInt16 => Pad<ushort>(source, lengths, sample, options),
        NPTypeCode.UInt32 => Pad<uint>(source, lengths, sample, options),
        NPTypeCode.UInt64 => Pad<ulong>(source, lengths, sample, options),
        NPTypeCode.Half => Pad<Half>(source, lengths, sample, options),
        NPTypeCode.Single => Pad<float>(source, lengths, sample, options),
        _ => Pad<double>(source, lengths, sample, options),
    };

    private static NDArray Pad<T>(ISource source, int[] lengths, long[] sample, Options options) where T : unmanaged, INumberBase<T> =>
        new(Fill<T>(source, lengths, sample, options, out var shape), new Shape(shape));

    private static T[] Fill<T>(ISource source, int[] lengths, long[] sample, Options options, out long[] shape) where T : unmanaged, INumberBase<T>
    {
        var length = Check(options, lengths);
        var inner = 1;
        foreach (var size in sample) inner = checked(inner * (int)size);
        var row = checked(length * inner);
        var result = new T[checked(lengths.Length * row)];
        Array.Fill(result, T.CreateTruncating(options.Value));
        for (var i = 0; i < lengths.Length; i++)
        {
            var (from, to, count) = Place(lengths[i], length, options.Padding, options.Truncating);
            if (count > 0) source.Get<T>(i).AsSpan(from * inner, count * inner).CopyTo(result.AsSpan(i * row + to * inner));
        }
        shape = [lengths.Length, length, .. sample];
        return result;
    }

    private static int Check(Options options, int[] lengths)
    {
        if (options.Padding is not ("pre" or "post")) throw new ArgumentException($"pad_sequences: padding is '{options.Padding}'; it must be 'pre' or 'post'.", "padding");
        if (options.Truncating is not ("pre" or "post")) throw new ArgumentException($"pad_sequences: truncating is '{options.Truncating}'; it must be 'pre' or 'post'.", "truncating");
        var longest = lengths.DefaultIfEmpty(-1).Max();
        if (options.MaxLength is { } length)
        {
            if (length < 0 || (length == 0 && longest > 0)) throw new ArgumentException($"pad_sequences: maxlen is {length}; it must be positive.", "maxlen");
            return length;
        }
        if (longest < 0) throw new ArgumentException("pad_sequences got no sequences and no maxlen, so the length is unknown. Give maxlen.", "sequences");
        return longest;
    }

    private static (int From, int To, int Count) Place(int length, int maxlen, string padding, string truncating)
    {
        var count = Math.Min(length, maxlen);
        return (truncating == "pre" ? length - count : 0, padding == "pre" ? maxlen - count : 0, count);
    }

    private readonly record struct Options(int? MaxLength, string Padding, string Truncating, double Value);

    /// <summary>Gives the numbers of a sequence, row-major, in the type that the result has.</summary>
    private interface ISource
    {
        T[] Get<T>(int index) where T : unmanaged, INumberBase<T>;
    }

    private sealed class NumberSource<TIn>(TIn[][] list) : ISource where TIn : INumberBase<TIn>
    {
        public T[] Get<T>(int index) where T : unmanaged, INumberBase<T> => list[index] as T[] ?? Array.ConvertAll(list[index], static v => T.CreateTruncating(v));
    }

    private sealed class ArraySource(NDArray[] list, NPTypeCode code) : ISource
    {
        // Booleans are computed as doubles.
        public T[] Get<T>(int index) where T : unmanaged, INumberBase<T> => list[index].astype(code == NPTypeCode.Boolean ? NPTypeCode.Double : code).ToArray<T>();
    }
}
