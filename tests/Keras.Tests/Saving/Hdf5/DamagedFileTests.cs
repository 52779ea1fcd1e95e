using System.Buffers.Binary;
using System.Text;
using Keras.Saving.Hdf5;

namespace Keras.Tests.Saving.Hdf5;

/// <summary>Files that are damaged at a known place, and files that are damaged at random.</summary>
public class DamagedFileTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Saving", "Hdf5", "Fixtures");

    /// <summary>A small file with a continued header, a tree of two levels and strings.</summary>
    private static byte[] Sound()
    {
        var root = new H5GroupNode();
        for (var i = 0; i < 40; i++) root.Group($"g{i}").Attributes.Add(H5Attribute.String("text", $"value {i}", utf8: true));
        for (var i = 0; i < 6; i++) root.Attributes.Add(H5Attribute.Numeric($"a{i}", H5DType.UInt8, [64000], new byte[64000]));
        root.Add("d/w", H5DatasetNode.FromMemory(H5DType.Float32, [4, 4], new byte[64]));
        var stream = new MemoryStream();
        Hdf5Writer.Write(stream, root);
        return stream.ToArray();
    }

    private static void AssertDamaged(byte[] bytes, string fault)
    {
        var e = Assert.Throws<InvalidDataException>(() =>
        {
            using var file = Hdf5File.Open(new MemoryStream(bytes), "damaged.h5");
            H5Walker.Walk(file);
        });
        Assert.Contains("damaged.h5", e.Message);
        Assert.Contains(fault, e.Message);
    }

    private static int Find(byte[] bytes, ReadOnlySpan<byte> text, int from = 0)
    {
        var at = bytes.AsSpan(from).IndexOf(text);
        Assert.True(at >= 0);
        return from + at;
    }

    private static long Number(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

    private static byte[] With(byte[] bytes, int at, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);
        return bytes;
    }

    [Fact]
    public void ASoundFileIsRead()
    {
        using var file = Hdf5File.Open(new MemoryStream(Sound()), "sound.h5");
        Assert.Equal(1, H5Walker.Walk(file));
    }

    [Fact]
    public void RefusesWhatIsNoHdf5File()
    {
        AssertDamaged([], "it is empty");
        AssertDamaged(Encoding.ASCII.GetBytes("this is a text, which somebody renamed to model.h5"), "not an HDF5 file");
        AssertDamaged(Sound()[..30], "superblock is shorter");
    }

    [Fact]
    public void RefusesAnIncompleteFile()
    {
        var bytes = Sound();
        AssertDamaged(bytes[..^10], "it is not complete");
    }

    [Fact]
    public void RefusesAHeaderThatContinuesInItself()
    {
        // The root's header is the last one; its first block ends with a message of type 0x10.
        var bytes = Sound();
        var root = (int)Number(bytes, 64);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(root + 8));
        var continuation = root + 16 + length - 24;
        Assert.Equal(0x10, bytes[continuation]);
        var next = Number(bytes, continuation + 8);
        AssertDamaged(With(Sound(), continuation + 8, root + 16), "in a circle");
        Assert.True(next > root);
    }

    [Fact]
    public void RefusesATreeThatContainsItself()
    {
        var bytes = Sound();
        var tree = (int)Number(bytes, 80);                                      // of the root group, from the superblock
        Assert.Equal("TREE", Encoding.ASCII.GetString(bytes, tree, 4));
        bytes[tree + 5] = 1;                                                    // it says that its children are nodes
        AssertDamaged(With(bytes, tree + 32, tree), "used twice");
        bytes = Sound();
        AssertDamaged(With(bytes, tree + 48, Number(bytes, tree + 32)), "used twice");
    }

    [Fact]
    public void RefusesAHeapThatIsLongerThanTheFile()
    {
        var bytes = Sound();
        var heap = Find(bytes, "GCOL"u8);
        AssertDamaged(With(Sound(), heap + 8, long.MaxValue), "heap of strings");
        AssertDamaged(With(Sound(), heap + 24, 1L << 40), "heap of strings");
        AssertDamaged(With(Sound(), heap + 24, -1), "too large");
        var names = Find(bytes, "HEAP"u8);
        AssertDamaged(With(Sound(), names + 8, 1L << 40), "heap of names");
        AssertDamaged(With(Sound(), names + 24, 1L << 60), "heap of names");
    }

    [Fact]
    public void RefusesLinksThatShareOneLongName()
    {
        var root = new H5GroupNode();
        root.Group(new string('n', 10_000));
        for (var i = 0; i < 2000; i++) root.Group($"z{i}");
        var stream = new MemoryStream();
        Hdf5Writer.Write(stream, root);
        var bytes = stream.ToArray();
        for (var table = 0; (table = bytes.AsSpan(table).IndexOf("SNOD"u8) is >= 0 and var next ? table + next : -1) >= 0; table += 8)
            for (var i = 0; i < bytes[table + 6]; i++) With(bytes, table + 8 + 40 * i, 8);
        AssertDamaged(bytes, "many links have the same name");
    }

    [Fact]
    public void RefusesDataPastTheEnd()
    {
        var bytes = Sound();
        var layout = Find(bytes, [0x08, 0, 0x18, 0, 0, 0, 0, 0, 3, 1]) + 10;
        Assert.Equal(64, Number(bytes, layout + 8));
        AssertDamaged(With(Sound(), layout, bytes.Length - 10), "'/d/w'");
        AssertDamaged(With(Sound(), layout + 8, 10), "only 10 of the 64 bytes");
    }

    [Theory]
    [InlineData("types_classic")]
    [InlineData("types_latest")]
    [InlineData("chunks_classic")]
    [InlineData("chunks_latest")]
    [InlineData("dense_latest")]
    [InlineData("pages_latest")]
    public void AnyDamageEndsInAnError(string name)
    {
        var sound = File.ReadAllBytes(Path.Combine(Folder, name + ".h5"));
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"The seed is {seed}.");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        int read = 0, refused = 0;
        for (; clock.Elapsed < TimeSpan.FromSeconds(3); seed++)
        {
            var bytes = H5Mutator.Mutate(sound, new Random(seed));
            var start = clock.Elapsed;
            try
            {
                using var file = seed % 2 == 0 ? Hdf5File.Open(new MemoryStream(bytes), name) : Hdf5File.OpenUnverified(new MemoryStream(bytes), name);
                H5Walker.Walk(file, maxBytes: 1 << 24);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"With seed {seed}: {e}");
            }
            Assert.True(clock.Elapsed - start < TimeSpan.FromSeconds(5), $"With seed {seed} it took {clock.Elapsed - start}.");
        }
        Assert.True(read > 0 && refused > 0, $"{read} files were read, {refused} refused.");
    }
}
