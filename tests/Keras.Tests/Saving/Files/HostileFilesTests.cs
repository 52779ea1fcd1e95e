using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Keras.Tests.Saving.Hdf5;
using Keras.Tests.Testing;
using static Keras.keras;

namespace Keras.Tests.Saving.Files;

/// <summary>Model files that are damaged or made to do harm: an error that names the file, soon, and nothing else.</summary>
public sealed class HostileFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Sequential Make() => keras.Sequential([layers.Input(6), layers.Dense(5, activation: "relu"), layers.Dense(2)]);

    private string Save(string name)
    {
        var model = Make();
        model.compile(optimizer: "adam", loss: "mse");
        if (name.Contains(".weights.", StringComparison.Ordinal)) model.save_weights(_folder[name]);
        else model.save(_folder[name]);
        return _folder[name];
    }

    [Theory]
    [InlineData("model.keras", 700)]
    [InlineData("model.h5", 700)]
    [InlineData("model.weights.h5", 700)]
    public void RandomDamageEndsInAnError(string name, int rounds)
    {
        var sound = File.ReadAllBytes(Save(name));
        var random = new Random(20);
        var path = _folder["damaged" + name[name.IndexOf('.')..]];
        var target = Make();
        var (loaded, refused) = (0, 0);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < rounds && clock.Elapsed < TimeSpan.FromSeconds(20); i++)
        {
            var damaged = i % 7 == 0 ? sound[..random.Next(sound.Length)] : H5Mutator.Mutate(sound, random);
            File.WriteAllBytes(path, damaged);
            var one = Stopwatch.StartNew();
            try
            {
                if (name.Contains(".weights.", StringComparison.Ordinal)) target.load_weights(path);
                else models.load_model(path);
                loaded++;
            }
            catch (Exception e) when (e is InvalidDataException or ArgumentException or NotSupportedException or FileNotFoundException or InvalidOperationException)
            {
                refused++;
                Assert.False(e is ArgumentNullException or NullReferenceException, $"round {i}: {e}");
            }
            Assert.True(one.Elapsed < TimeSpan.FromSeconds(5), $"round {i} took {one.Elapsed}");
        }
        Assert.True(loaded > 0 && refused > 0, $"{loaded} loaded, {refused} refused");
        // Nothing was written anywhere.
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public void AMemberThatLeadsOutOfTheFolderIsRefused()
    {
        var path = Save("model.keras");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
        using (var writer = new StreamWriter(archive.CreateEntry("assets/../../../../../../tmp/keras-escaped.txt").Open())) writer.Write("out");
        var e = Assert.Throws<InvalidDataException>(() => models.load_model(path));
        Assert.Contains("model.keras", e.Message);
        Assert.Contains("leads out", e.Message);
        Assert.False(File.Exists("/tmp/keras-escaped.txt"));
    }

    [Theory]
    [InlineData("metadata.json")]
    [InlineData("config.json")]
    [InlineData("model.weights.h5")]
    public void AByteOfAMemberThatChangedIsFound(string member)
    {
        var path = Save("model.keras");
        var bytes = File.ReadAllBytes(path);
        // A digit of a text, or a bit of a weight: nothing else than the checksum shows it.
        var at = member switch
        {
            "config.json" => bytes.AsSpan().IndexOf("\"units\": 5"u8) + 9,
            "metadata.json" => bytes.AsSpan().IndexOf("date_saved"u8) + 15,
            _ => bytes.AsSpan().IndexOf(MemoryMarshal.AsBytes<float>(Weight(path))) + 8,
        };
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
        if (member == "metadata.json")
        {
            // Nothing is taken from it.
            models.load_model(path);
            return;
        }
        var e = Assert.Throws<InvalidDataException>(() => models.load_model(path));
        Assert.Contains("checksum", e.Message);
        Assert.Contains(path, e.Message);
        Assert.Contains(member, e.Message);
        if (member != "model.weights.h5") return;

        // A model that is there keeps its weights.
        var target = Make();
        var before = Keras.Backend.Kernel.ToNumpy(target.weights[0].value).ToArray<float>();
        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => target.load_weights(path)).Message);
        Assert.Equal(before, Keras.Backend.Kernel.ToNumpy(target.weights[0].value).ToArray<float>());
    }

    private static float[] Weight(string path) => Keras.Backend.Kernel.ToNumpy(models.load_model(path).weights[2].value).ToArray<float>();

    [Theory]
    [InlineData("twice", "config.json")]
    [InlineData("leads out", "/etc/keras.json")]
    [InlineData("leads out", "C:\\keras.json")]
    public void AMemberThatNoModelHasIsRefused(string fault, string name)
    {
        var path = Save("model.keras");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
        using (var writer = new StreamWriter(archive.CreateEntry(name).Open())) writer.Write("{}");
        var e = Assert.Throws<InvalidDataException>(() => models.load_model(path));
        Assert.Contains(path, e.Message);
        Assert.Contains(fault, e.Message);
    }

    [Theory]
    [InlineData(8, 1, 0, "encrypted")]                  // a flag
    [InlineData(20, 4, 0xF0, "bytes")]                  // the stored bytes
    [InlineData(24, 4, 0xF0, "")]                       // the bytes when inflated
    [InlineData(20, 8, 0xFF, "")]                       // both are said elsewhere, which is not there
    [InlineData(42, 4, 0x7F, "")]                       // where the member begins
    public void ADirectoryThatLiesIsRefused(int field, int count, int value, string fault)
    {
        var path = Save("model.keras");
        var bytes = File.ReadAllBytes(path);
        // The entry of the weights in the directory at the end of the archive.
        var entry = bytes.AsSpan().LastIndexOf("model.weights.h5"u8) - 46;
        Assert.True(bytes.AsSpan(entry).StartsWith("PK\x01\x02"u8));
        if (value == 0) bytes[entry + field] |= 1;
        else bytes.AsSpan(entry + field, count).Fill((byte)value);
        File.WriteAllBytes(path, bytes);
        var before = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();
        var e = Assert.Throws<InvalidDataException>(() => models.load_model(path));
        Assert.Contains(path, e.Message);
        Assert.Contains(fault, e.Message);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 100 << 20);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.weights.h5")]
    public void ABombIsRefusedBeforeItFillsTheMemory(string member)
    {
        var path = _folder["bomb.keras"];
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
            foreach (var name in new[] { "metadata.json", "config.json", "model.weights.h5" })
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                if (name != member)
                {
                    stream.Write(Encoding.ASCII.GetBytes(name == "config.json" ? Make().to_json() : "{}"));
                    continue;
                }
                var zeros = new byte[1 << 20];
                for (var i = 0; i < 300; i++) stream.Write(zeros);
            }
        var before = GC.GetTotalAllocatedBytes();
        var e = Assert.Throws<InvalidDataException>(() => models.load_model(path));
        Assert.Contains(member, e.Message);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 100 << 20, "The member was inflated.");
    }

    [Fact]
    public void AShardElsewhereIsRefused()
    {
        File.WriteAllText(_folder["w.weights.json"], """{"metadata": {"total_size": 1}, "weight_map": {"/layers/dense/vars": "../../etc/passwd"}}""");
        Assert.Contains("not beside it", Assert.Throws<InvalidDataException>(() => Make().load_weights(_folder["w.weights.json"])).Message);
    }

    [Fact]
    public void CodeInAFileIsNotRun()
    {
        var path = Save("model.keras");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            archive.GetEntry("config.json")!.Delete();
            using var writer = new StreamWriter(archive.CreateEntry("config.json").Open());
            writer.Write("""{"module": "keras", "class_name": "Sequential", "config": {"name": "s", "layers": [{"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 6], "name": "in"}, "registered_name": null}, {"module": "keras.layers", "class_name": "Lambda", "config": {"name": "harmful", "function": {"class_name": "__lambda__", "config": {"code": "4wEAAA==", "defaults": null, "closure": null}}}, "registered_name": null}]}, "registered_name": null}""");
        }
        var e = Assert.Throws<ArgumentException>(() => models.load_model(path, safe_mode: false));
        Assert.Contains("harmful", e.Message);
        Assert.Contains("custom_objects", e.Message);
    }
}
