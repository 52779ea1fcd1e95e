using System.Buffers.Binary;
using System.Text;

namespace Keras.Tests.Callbacks;

/// <summary>Reads event files back, with code that shares nothing with the writer.</summary>
internal static class EventFile
{
    internal sealed record Summary(long Step, string Tag, string Plugin, int DType, int[] Shape, byte[] Content, List<byte[]> Strings);

    internal static List<Summary> Read(string folder) => [.. Directory.GetFiles(folder, "events.out.tfevents.*.v2").Order(StringComparer.Ordinal).SelectMany(Summaries)];

    internal static float Scalar(this Summary s) => BinaryPrimitives.ReadSingleLittleEndian(s.Content);

    private static IEnumerable<Summary> Summaries(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var first = true;
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            var record = bytes.AsSpan(at + 12, length).ToArray();
            Assert.Equal(Masked(record), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            at += length + 16;

            var fields = Fields(record);
            var seconds = BitConverter.Int64BitsToDouble((long)(ulong)fields.First(f => f.Number == 1).Value);
            Assert.InRange(seconds, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 3600, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 10);
            if (first) Assert.Equal("brain.Event:2", Text(fields, 3));
            else
                foreach (var value in Fields(Part(fields, 5)).Where(f => f.Number == 1)) yield return Value(fields, Fields((byte[])value.Value));
            first = false;
        }
    }

    private static Summary Value(List<(int Number, object Value)> record, List<(int Number, object Value)> value)
    {
        var tensor = Fields(Part(value, 8));
        var shape = Fields(Part(tensor, 2)).Where(f => f.Number == 2).Select(f => (int)(ulong)Fields((byte[])f.Value).Single(d => d.Number == 1).Value).ToArray();
        return new((long)(ulong)(record.FirstOrDefault(f => f.Number == 2).Value ?? 0ul), Text(value, 1), Text(Fields(Part(Fields(Part(value, 9)), 1)), 1),
            (int)(ulong)tensor.Single(f => f.Number == 1).Value, shape, tensor.Any(f => f.Number == 4) ? Part(tensor, 4) : [], [.. tensor.Where(f => f.Number == 8).Select(f => (byte[])f.Value)]);
    }

    private static string Text(List<(int Number, object Value)> fields, int number) => Encoding.UTF8.GetString(Part(fields, number));

    private static byte[] Part(List<(int Number, object Value)> fields, int number) => (byte[])fields.Single(f => f.Number == number).Value;

    private static List<(int Number, object Value)> Fields(byte[] bytes)
    {
        var fields = new List<(int, object)>();
        for (var at = 0; at < bytes.Length;)
        {
            var key = Varint();
            object value;
            switch (key & 7)
            {
                case 0:
                    value = Varint();
                    break;
                case 1:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint();
                    value = bytes.AsSpan(at, length).ToArray();
                    at += length;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {key & 7}.");
            }
            fields.Add(((int)(key >> 3), value));

            ulong Varint()
            {
                var result = 0ul;
                for (var shift = 0; ; shift += 7)
                {
                    var b = bytes[at++];
                    result |= (ulong)(b & 127) << shift;
                    if (b < 128) return result;
                }
            }
        }
        return fields;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (crc & 1) == 1 ? crc >> 1 ^ 0x82F63B78 : crc >> 1;
        }
        crc = ~crc;
        return (crc >> 15 | crc << 17) + 0xa282ead8;
    }
}
