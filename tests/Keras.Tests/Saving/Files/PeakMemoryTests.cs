using System.Globalization;
using System.IO.Compression;
using Keras.Tests.Testing;
using static Keras.keras;

namespace Keras.Tests.Saving.Files;

/// <summary>No file, sound or not, takes more than 1.5 times the memory of its honest content and 200 MB, nor a damaged one more than five seconds.</summary>
public sealed class PeakMemoryTests : IDisposable
{
    private const long Content = 4L * 5 * 2400 * 2400;
    private const long Limit = Content * 3 / 2 + (200L << 20);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sound.keras", "loaded")]
    [InlineData("sound.h5", "loaded")]
    [InlineData("packed.keras", "loaded")]
    [InlineData("bit.keras", "checksum")]
    [InlineData("cut.keras", "cut.keras")]
    [InlineData("cut.h5", "cut.h5")]
    [InlineData("size.h5", "size.h5")]
    [InlineData("shape.keras", "shape.keras")]
    public void LoadingStaysWithinTheLimits(string name, string outcome)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The system tells the peak on Linux alone.");
        // 1. The file.
        var path = _folder[name];
        var model = keras.Sequential([layers.Input(2400), .. Enumerable.Range(0, 5).Select(i => layers.Dense(2400, use_bias: false, name: $"dense_{i}"))]);
        model.save(path);
        switch (Path.GetFileNameWithoutExtension(name))
        {
            case "packed":
                Pack(path);
                break;
            case "bit":
                Change(path, file => (file.Length / 2, [0x55]));
                break;
            case "cut":
                using (var file = File.OpenWrite(path)) file.SetLength(file.Length * 9 / 10);
                break;
            // A dataset of 2400 x 2400 says that it is larger by a factor of a thousand million.
            case "size":
                Change(path, file => (Find(file, [.. BitConverter.GetBytes(2400L), .. BitConverter.GetBytes(2400L)]) + 4, [0, 0, 4]));
                break;
            case "shape":
                Repack(path);
                break;
        }

        // 2. Loaded by a process of its own.
        var (exit, output) = Child.Run(Child.Start("peak", path));
        Assert.Equal(0, exit);
        var parts = output.Split('\n').First(l => l.Length > 0 && char.IsAsciiDigit(l[0])).Split(' ', 3);
        Assert.Contains(outcome, parts[2]);
        var bytes = long.Parse(parts[0], CultureInfo.InvariantCulture);
        Assert.True(bytes < Limit, $"{bytes >> 20} MB for {Content >> 20} MB");
        if (outcome != "loaded") Assert.True(double.Parse(parts[1], CultureInfo.InvariantCulture) < 5, $"{parts[1]} seconds");
    }

    private static void Pack(string path)
    {
        var sound = path + ".sound";
        File.Move(path, sound);
        using var from = ZipFile.OpenRead(sound);
        using var to = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var entry in from.Entries)
        {
            using var source = entry.Open();
            using var target = to.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
            source.CopyTo(target);
        }
    }

    /// <summary>The configuration tells of layers that are much larger than the weights.</summary>
    private static void Repack(string path)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        string config;
        using (var reader = new StreamReader(archive.GetEntry("config.json")!.Open())) config = reader.ReadToEnd();
        archive.GetEntry("config.json")!.Delete();
        using var writer = new StreamWriter(archive.CreateEntry("config.json").Open());
        writer.Write(config.Replace("\"units\": 2400", "\"units\": 24000", StringComparison.Ordinal));
    }

    private static void Change(string path, Func<FileStream, (long At, byte[] Bytes)> where)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        var (at, bytes) = where(file);
        file.Position = at;
        file.Write(bytes);
    }

    private static long Find(FileStream file, byte[] wanted)
    {
        var head = new byte[1 << 16];
        file.Position = 0;
        var at = head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)).IndexOf(wanted);
        Assert.True(at >= 0);
        return at;
    }
}
