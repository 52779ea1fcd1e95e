namespace Keras.Utils.Images;

/// <summary>Reads portable pixmaps (PPM and PGM) of bytes.</summary>
internal static class PnmReader
{
    internal static bool Knows(byte[] file) => file.Length > 2 && file[0] == 'P' && file[1] is (byte)'5' or (byte)'6' && char.IsWhiteSpace((char)file[2]);

    internal static Image Read(byte[] file, string name)
    {
        var at = 2;
        int width = Number(), height = Number(), most = Number();
        at++;
        var channels = file[1] == '6' ? 3 : 1;
        if (most is < 1 or > 255) throw new InvalidDataException($"{name} has the greatest value {most}; pixmaps of bytes (1 to 255) can be read.");
        var length = (long)width * height * channels;
        if (width < 1 || height < 1 || length > file.Length - at) throw new InvalidDataException($"{name} is damaged: {width} x {height} pixels need {length} bytes, {Math.Max(0, file.Length - at)} are there.");
        var pixels = file.AsSpan(at, (int)length).ToArray();
        if (most != 255)
        {
            for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)Math.Min(255, Math.Round(pixels[i] * 255.0 / most));
        }
        return Image.Make(channels == 3 ? "RGB" : "L", width, height, pixels);

        int Number()
        {
            while (at < file.Length && (char.IsWhiteSpace((char)file[at]) || file[at] == '#'))
            {
                if (file[at] == '#') while (at < file.Length && file[at] != '\n') at++;
                else at++;
            }
            long value = 0;
            var start = at;
            while (at < file.Length && file[at] is >= (byte)'0' and <= (byte)'9' && value < int.MaxValue) value = value * 10 + file[at++] - '0';
            return at > start && value <= int.MaxValue ? (int)value : throw new InvalidDataException($"{name} is damaged: a number is missing in its head.");
        }
    }
}
