using System.Buffers.Binary;

namespace Keras.Utils;

/// <summary>Reads sounds in WAV files: whole numbers of 8 to 32 bits, or floats.</summary>
internal static class WavReader
{
    /// <summary>The sound as numbers from -1 to 1, sample after sample with the channels together.</summary>
    /// <exception cref="InvalidDataException">The file is no such WAV file.</exception>
    internal static (float[] Samples, int Channels, int Rate) Read(string path)
    {
        // 1. The chunks: the format, then the data.
        var file = File.ReadAllBytes(path);
        if (file.Length < 12 || !file.AsSpan(0, 4).SequenceEqual("RIFF"u8) || !file.AsSpan(8, 4).SequenceEqual("WAVE"u8)) throw Damaged(path, "it does not begin as a WAV file does");
        ReadOnlySpan<byte> format = default, data = default;
        for (long at = 12; at + 8 <= file.Length;)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan((int)at + 4));
            // Programs that stream write a length that is not true yet: what is there counts.
            var chunk = file.AsSpan((int)at + 8, (int)Math.Min(size, file.Length - at - 8));
            if (file.AsSpan((int)at, 4).SequenceEqual("fmt "u8)) format = chunk;
            else if (file.AsSpan((int)at, 4).SequenceEqual("data"u8)) data = chunk;
            at += 8 + (long)size + (size & 1);
        }
        if (format.Length < 16) throw Damaged(path, "its format is missing");

        // 2. The kind of numbers; a longer head names it further behind.
        int kind = BinaryPrimitives.ReadUInt16LittleEndian(format), channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]), rate = BinaryPrimitives.ReadInt32LittleEndian(format[4..]), bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (kind == 0xFFFE && format.Length >= 26) kind = BinaryPrimitives.ReadUInt16LittleEndian(format[24..]);
        if (channels < 1 || rate < 1 || (kind, bits) is not ((1, 8) or (1, 16) or (1, 24) or (1, 32) or (3, 32) or (3, 64)))
            throw Damaged(path, $"numbers of kind {kind} with {bits} bits in {channels} channels cannot be read; expected whole numbers of 8, 16, 24 or 32 bits, or floats of 32 or 64");

        // 3. The numbers.
        var width = bits / 8;
        var samples = new float[data.Length / (width * channels) * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            var number = data.Slice(i * width, width);
            samples[i] = (kind, bits) switch
            {
                (1, 8) => (number[0] - 128f) / 128f,
                (1, 16) => BinaryPrimitives.ReadInt16LittleEndian(number) / 32768f,
                (1, 24) => ((number[0] << 8) | (number[1] << 16) | (number[2] << 24)) / 2147483648f,
                (1, 32) => BinaryPrimitives.ReadInt32LittleEndian(number) / 2147483648f,
                (3, 32) => BinaryPrimitives.ReadSingleLittleEndian(number),
                _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(number),
            };
        }
        return (samples, channels, rate);
    }

    private static InvalidDataException Damaged(string path, string why) => new($"'{path}' is no WAV file that can be read: {why}.");
}
