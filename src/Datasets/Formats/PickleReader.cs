using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Keras.Datasets.Formats;

/// <summary>Reads Python pickles that hold numbers, strings, lists, tuples, dictionaries and NumPy arrays; refuses everything else.</summary>
/// <remarks>A pickle is a program that may call any Python function. Here nothing is ever called: three names of NumPy are understood, any other is an error.</remarks>
internal sealed class PickleReader
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly Dictionary<long, PickledValue> _memo = [];
    private readonly Stack<int> _marks = new();
    private PickledValue[] _stack = new PickledValue[64];
    private int _count;
    private int _position;

    private PickleReader(ReadOnlyMemory<byte> data) => _data = data;

    /// <summary>Reads a pickle of any protocol.</summary>
    /// <returns>long, double, bool, string, <see cref="PickledBytes"/>, <see cref="PickledList"/>, object[] (a tuple), Dictionary, <see cref="PickledArray"/>, or null.</returns>
    /// <exception cref="InvalidDataException">The pickle is damaged or holds something else.</exception>
    public static object? Read(ReadOnlyMemory<byte> data) => new PickleReader(data).Run();

    private enum Name
    {
        Reconstruct, NDArray, Dtype, Scalar,
    }

    private object? Run()
    {
        while (true)
        {
            PushSmallIntegers();
            var code = Next(1)[0];
            switch ((char)code)
            {
                case '\x80': Next(1); break;                                                // PROTO
                case '\x95': Next(8); break;                                                // FRAME
                case '.': return Pop().Boxed;
                case '(': _marks.Push(_count); break;
                case '0': Pop(); break;
                case '1': PopToMark(); break;
                case '2': Push(Peek()); break;

                case 'N': Push(new PickledValue((object?)null)); break;
                case '\x88': Push(new PickledValue(true)); break;
                case '\x89': Push(new PickledValue(false)); break;
                case 'K': Push(new PickledValue(Next(1)[0])); break;
                case 'M': Push(new PickledValue(BinaryPrimitives.ReadUInt16LittleEndian(Next(2)))); break;
                case 'J': Push(new PickledValue(BinaryPrimitives.ReadInt32LittleEndian(Next(4)))); break;
                case '\x8a': Push(new PickledValue(LongInteger(Next(1)[0]))); break;
                case '\x8b': Push(new PickledValue(LongInteger(Length4()))); break;
                case 'I': Push(IntegerLine(Line())); break;
                case 'L': Push(new PickledValue(ParseInteger(Line().TrimEnd('L')))); break;
                case 'G': Push(new PickledValue((object)BinaryPrimitives.ReadDoubleBigEndian(Next(8)))); break;
                case 'F': Push(FloatLine(Line())); break;

                case 'U' or 'C': PushBytes(Next(1)[0]); break;
                case 'T' or 'B': PushBytes(Length4()); break;
                case '\x8e' or '\x96': PushBytes(Length8()); break;
                case 'S': Push(new PickledValue(QuotedLine())); break;
                case '\x8c': PushText(Next(1)[0]); break;
                case 'X': PushText(Length4()); break;
                case '\x8d': PushText(Length8()); break;
                case 'V': Push(new PickledValue((object)Line())); break;

                case ')': Push(new PickledValue(Array.Empty<object?>())); break;
                case '\x85': PushTuple(_count - 1); break;
                case '\x86': PushTuple(_count - 2); break;
                case '\x87': PushTuple(_count - 3); break;
                case 't': PushTuple(Mark()); break;
                case ']': Push(new PickledValue(new PickledList())); break;
                case 'l': MakeList(Mark()); break;
                case 'a': Append(_count - 1); break;
                case 'e': Append(Mark()); break;
                case '}': Push(new PickledValue(new Dictionary<string, object?>())); break;
                case 'd': MakeDictionary(Mark()); break;
                case 's': SetItems(_count - 2); break;
                case 'u': SetItems(Mark()); break;

                case 'p': _memo[ParseInteger(Line())] = Peek(); break;
                case 'q': _memo[Next(1)[0]] = Peek(); break;
                case 'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Next(4))] = Peek(); break;
                case '\x94': _memo[_memo.Count] = Peek(); break;
                case 'g': Recall(ParseInteger(Line())); break;
                case 'h': Recall(Next(1)[0]); break;
                case 'j': Recall(BinaryPrimitives.ReadUInt32LittleEndian(Next(4))); break;

                case 'c': Push(new PickledValue(Find(Line(), Line()))); break;
                case '\x93':
                    var name = PickledBytes.Text(Pop().Boxed);
                    Push(new PickledValue(Find(PickledBytes.Text(Pop().Boxed) ?? "", name ?? "")));
                    break;
                case 'R': Reduce(); break;
                case 'b': Build(); break;
                default: throw new InvalidDataException($"it has the pickle instruction 0x{code:x2} at byte {_position - 1}, which data sets have no use for; the file may be damaged or made to do harm");
            }
        }
    }

    /// <summary>Reads a run of small integers, of which the data sets of texts have millions.</summary>
    private void PushSmallIntegers()
    {
        var data = _data.Span;
        while (_position + 3 <= data.Length)
        {
            switch (data[_position])
            {
                case (byte)'K':
                    Push(new PickledValue(data[_position + 1]));
                    _position += 2;
                    break;
                case (byte)'M':
                    Push(new PickledValue(data[_position + 1] | (data[_position + 2] << 8)));
                    _position += 3;
                    break;
                default:
                    return;
            }
        }
    }

    private static object Find(string module, string name) => (module, name) switch
    {
        ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct") => Name.Reconstruct,
        ("numpy.core.multiarray" or "numpy._core.multiarray", "scalar") => Name.Scalar,
        ("numpy", "ndarray") => Name.NDArray,
        ("numpy", "dtype") => Name.Dtype,
        _ => throw new InvalidDataException($"it asks for {module}.{name}, which data sets have no use for; the file may be made to do harm"),
    };

    private void Reduce()
    {
        var arguments = Pop().Boxed as object?[];
        Push((Pop().Boxed, arguments) switch
        {
            (Name.Reconstruct, [Name.NDArray, _, _]) => new PickledValue(new PickledArray()),
            (Name.Dtype, [{ } type, ..]) when PickledBytes.Text(type) is { Length: > 0 } text => new PickledValue(new PickledDtype(text)),
            (Name.Scalar, [PickledDtype dtype, PickledBytes bytes]) => Scalar(ArrayDescription.Parse(dtype.Descr, [], false).Read(bytes.Data.Span)),
            _ => throw new InvalidDataException("it calls something with unexpected arguments"),
        });
    }

    private static PickledValue Scalar(NumSharp.NDArray value)
    {
        var isFloat = value.typecode is NumSharp.NPTypeCode.Half or NumSharp.NPTypeCode.Single or NumSharp.NPTypeCode.Double;
        return isFloat
            ? new PickledValue((object)value.astype(NumSharp.NPTypeCode.Double).ToArray<double>()[0])
            : new PickledValue(value.astype(NumSharp.NPTypeCode.Int64).ToArray<long>()[0]);
    }

    private void Build()
    {
        var state = Pop().Boxed;
        switch (Peek().Boxed)
        {
            case PickledArray array: array.SetState(state); break;
            case PickledDtype dtype: dtype.SetState(state); break;
            default: throw new InvalidDataException("it sets the state of something that is no array");
        }
    }

    // The stack

    private void Push(PickledValue value)
    {
        if (_count == _stack.Length) Array.Resize(ref _stack, _count * 2);
        _stack[_count++] = value;
    }

    private PickledValue Pop()
    {
        if (_count <= (_marks.Count > 0 ? _marks.Peek() : 0)) throw new InvalidDataException("its pickle is damaged");
        return _stack[--_count];
    }

    private PickledValue Peek() => _count > 0 ? _stack[_count - 1] : throw new InvalidDataException("its pickle is damaged");

    private int Mark() => _marks.TryPop(out var mark) && mark <= _count ? mark : throw new InvalidDataException("its pickle is damaged");

    private void PopToMark() => _count = Mark();

    private ReadOnlySpan<PickledValue> Take(int from)
    {
        if (from < 0) throw new InvalidDataException("its pickle is damaged");
        var items = _stack.AsSpan(from, _count - from);
        _count = from;
        return items;
    }

    private void PushTuple(int from)
    {
        var items = Take(from);
        var tuple = new object?[items.Length];
        for (var i = 0; i < tuple.Length; i++) tuple[i] = items[i].Boxed;
        Push(new PickledValue(tuple));
    }

    private void MakeList(int from)
    {
        var list = new PickledList();
        list.Add(Take(from));
        Push(new PickledValue(list));
    }

    private void Append(int from)
    {
        var items = Take(from);
        if (Peek().Boxed is not PickledList list) throw new InvalidDataException("its pickle appends to something that is no list");
        list.Add(items);
    }

    private void MakeDictionary(int from)
    {
        var dictionary = new Dictionary<string, object?>();
        Fill(dictionary, Take(from));
        Push(new PickledValue(dictionary));
    }

    private void SetItems(int from)
    {
        var items = Take(from);
        if (Peek().Boxed is not Dictionary<string, object?> dictionary) throw new InvalidDataException("its pickle sets items of something that is no dictionary");
        Fill(dictionary, items);
    }

    private static void Fill(Dictionary<string, object?> dictionary, ReadOnlySpan<PickledValue> items)
    {
        if (items.Length % 2 != 0) throw new InvalidDataException("its pickle is damaged");
        for (var i = 0; i < items.Length; i += 2)
            dictionary[PickledBytes.Text(items[i].Boxed) ?? throw new InvalidDataException("a dictionary in it has a key that is no string")] = items[i + 1].Boxed;
    }

    private void Recall(long index) => Push(_memo.TryGetValue(index, out var value) ? value : throw new InvalidDataException("its pickle is damaged"));

    // The bytes

    private ReadOnlySpan<byte> Next(long count) => NextMemory(count).Span;

    private ReadOnlyMemory<byte> NextMemory(long count)
    {
        if (count < 0 || count > _data.Length - _position) throw new InvalidDataException("its pickle ends too early");
        _position += (int)count;
        return _data.Slice(_position - (int)count, (int)count);
    }

    private long Length4() => BinaryPrimitives.ReadUInt32LittleEndian(Next(4));

    private long Length8() => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(Next(8)), long.MaxValue);

    private void PushBytes(long length) => Push(new PickledValue(new PickledBytes(NextMemory(length))));

    private void PushText(long length) => Push(new PickledValue((object)Encoding.UTF8.GetString(Next(length))));

    private string Line()
    {
        var length = _data.Span[_position..].IndexOf((byte)'\n');
        if (length < 0) throw new InvalidDataException("its pickle ends too early");
        var line = Encoding.UTF8.GetString(Next(length));
        Next(1);
        return line.TrimEnd('\r');
    }

    /// <summary>A string of protocol 0, in quotes with Python's escapes.</summary>
    private PickledBytes QuotedLine()
    {
        var line = Line();
        if (line.Length < 2 || line[0] is not ('\'' or '"') || line[^1] != line[0]) throw new InvalidDataException("its pickle has a string without quotes");
        var bytes = new List<byte>(line.Length);
        for (var i = 1; i < line.Length - 1; i++)
        {
            if (line[i] != '\\')
            {
                bytes.Add((byte)line[i]);
                continue;
            }
            switch (line[++i])
            {
                case 'n': bytes.Add((byte)'\n'); break;
                case 'r': bytes.Add((byte)'\r'); break;
                case 't': bytes.Add((byte)'\t'); break;
                case 'x' when i + 2 < line.Length && byte.TryParse(line.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value): bytes.Add(value); i += 2; break;
                case '\\' or '\'' or '"': bytes.Add((byte)line[i]); break;
                default: throw new InvalidDataException("its pickle has a string with an unknown escape");
            }
        }
        return new PickledBytes(bytes.ToArray());
    }

    private static PickledValue IntegerLine(string line) => line switch
    {
        "00" => new PickledValue(false),
        "01" => new PickledValue(true),
        _ => new PickledValue(ParseInteger(line)),
    };

    private static long ParseInteger(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidDataException($"its pickle has the number '{text}', which cannot be read");

    private static PickledValue FloatLine(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? new PickledValue((object)value) : throw new InvalidDataException($"its pickle has the number '{text}', which cannot be read");

    private long LongInteger(long length)
    {
        if (length > 8) throw new InvalidDataException("it has an integer of more than 64 bits");
        var bytes = Next(length);
        long value = 0;
        for (var i = 0; i < bytes.Length; i++) value |= (long)bytes[i] << (8 * i);
        return length is 0 or 8 ? value : value << (int)(64 - 8 * length) >> (int)(64 - 8 * length);
    }
}
