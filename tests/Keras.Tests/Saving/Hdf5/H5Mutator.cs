using System.Buffers.Binary;

namespace Keras.Tests.Saving.Hdf5;

/// <summary>Damages a file at random: bits, bytes, numbers that look like lengths or addresses, parts, and the end.</summary>
internal static class H5Mutator
{
    /// <summary>A damaged copy.</summary>
    /// <param name="sound">The file.</param>
    /// <param name="random">Decides on the damage.</param>
    public static byte[] Mutate(byte[] sound, Random random)
    {
        var bytes = (byte[])sound.Clone();
        for (var times = 1 << random.Next(5); times > 0; times--)
        {
            var at = Place(bytes, random);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = random.Next(2) == 0 ? (byte)0 : (byte)0xff;
                    break;
                case 3 when at + 8 <= bytes.Length:
                    BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), Interesting(bytes.Length, random));
                    break;
                case 4 when at + 4 <= bytes.Length:
                    BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), (int)Interesting(bytes.Length, random));
                    break;
                case 5 when at + 2 <= bytes.Length:
                    BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at), (short)Interesting(bytes.Length, random));
                    break;
                case 6:
                    var length = Math.Min(1 << random.Next(10), bytes.Length - at);
                    var from = random.Next(bytes.Length - length + 1);
                    bytes.AsSpan(from, length).CopyTo(bytes.AsSpan(at));
                    break;
                case 7 when random.Next(20) == 0:
                    Array.Resize(ref bytes, Math.Max(8, random.Next(bytes.Length)));
                    break;
            }
        }
        return bytes;
    }

    /// <summary>Mostly a place near a structure, which is where something is not zero, and rarely in plain data.</summary>
    private static int Place(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        for (var tries = 0; tries < 20 && bytes[at] == 0; tries++) at = random.Next(bytes.Length);
        return Math.Max(0, at - random.Next(8));
    }

    private static long Interesting(int length, Random random) => random.Next(8) switch
    {
        0 => 0,
        1 => -1,
        2 => long.MaxValue,
        3 => 1L << random.Next(63),
        4 => (1L << random.Next(63)) - 1,
        5 => random.Next(64),
        _ => random.Next(length) & ~7,
    };
}
