using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Keras.Saving.Hdf5;

namespace Keras.Tests.Saving.Hdf5;

/// <summary>Files that h5py wrote, in the classic and the newest format, against what h5py reads in them.</summary>
public class Hdf5FileTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Saving", "Hdf5", "Fixtures");

    private static IEnumerable<JsonNode> Facts => File.ReadLines(Path.Combine(Folder, "facts.jsonl")).Select(line => JsonNode.Parse(line)!);

    public static TheoryData<string> Files => [.. Facts.Select(f => (string)f["file"]!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void ReadsWhatH5pyReads(string name)
    {
        var facts = Facts.Single(f => (string)f["file"]! == name)["objects"]!.AsObject();
        using var file = Hdf5File.Open(Path.Combine(Folder, name));
        var seen = new List<string>();
        Compare(file.Root);
        Assert.Equal(facts.Select(f => f.Key).Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Equal(facts.Count(f => (string)f.Value!["kind"]! == "dataset"), H5Walker.Walk(file));

        void Compare(H5Object o)
        {
            seen.Add(o.Path);
            var fact = facts[o.Path]!;
            CompareAttributes(o, fact["attributes"]!.AsArray());
            if (o is H5Group group)
            {
                Assert.Equal("group", (string)fact["kind"]!);
                foreach (var child in group.Children) Compare(child);
                return;
            }
            var dataset = Assert.IsType<H5Dataset>(o);
            Assert.Equal(fact["shape"]!.AsArray().Select(n => (long)n!), dataset.Shape);
            Assert.Equal((string)fact["dtype"]!, dataset.DType.ToString(), ignoreCase: true);
            if (dataset.DType == H5DType.String)
            {
                Assert.Equal(fact["value"]!.AsArray().Select(n => (string)n!), dataset.ReadStrings());
                return;
            }
            var bytes = new byte[dataset.ByteLength];
            Random.Shared.NextBytes(bytes);
            dataset.Read(bytes);
            Assert.True((string)fact["sha1"]! == Convert.ToHexStringLower(SHA1.HashData(bytes)), $"The data of {o.Path} differs.");
        }
    }

    private static void CompareAttributes(H5Object o, JsonArray facts)
    {
        Assert.Equal(facts.Select(f => (string)f!["name"]!).Order(StringComparer.Ordinal), o.Attributes.Names.Order(StringComparer.Ordinal));
        foreach (var fact in facts)
        {
            var value = o.Attributes.Find((string)fact!["name"]!)!;
            Assert.Equal((string)fact["dtype"]!, value.DType.ToString(), ignoreCase: true);
            Assert.Equal(fact["shape"]?.AsArray().Select(n => (long)n!), value.Shape);
            if (value.Shape is null) continue;
            if (value.DType == H5DType.String)
            {
                Assert.Equal((int?)fact["length"], value.FixedLength);
                Assert.Equal((bool)fact["utf8"]!, value.IsUtf8);
                AssertValue(fact, value.ReadStrings(), v => v, n => (string)n!);
            }
            else
            {
                AssertValue(fact, value.ReadNumbers(), v => v.ToString("F0"), n => (double)n!);
            }
        }

        static void AssertValue<T>(JsonNode fact, T[] values, Func<T, string> text, Func<JsonNode?, T> read)
        {
            if (fact["sha1"] is { } hash) Assert.Equal((string)hash!, Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Join('\n', values.Select(text))))));
            else Assert.Equal(fact["value"]!.AsArray().Select(read), values);
        }
    }

    [Fact]
    public void ChildrenAreInTheOrderOfTheFile()
    {
        using var tracked = Hdf5File.Open(Path.Combine(Folder, "dense_latest.h5"));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"z{50 - i}"), tracked.Root.Groups["tracked"].Children.Select(c => c.Name));
        using var byName = Hdf5File.Open(Path.Combine(Folder, "types_classic.h5"));
        Assert.Equal(byName.Root.Children.Select(c => c.Name).Order(StringComparer.Ordinal), byName.Root.Children.Select(c => c.Name));
    }

    [Fact]
    public void FindsByPath()
    {
        using var file = Hdf5File.Open(Path.Combine(Folder, "types_classic.h5"));
        Assert.True(file.Root.TryGetDataset("types/f4", out var dataset));
        Assert.Equal(("/types/f4", "f4"), (dataset.Path, dataset.Name));
        Assert.True(file.Root.TryGetGroup("types", out var group));
        Assert.Same(dataset, group.Datasets["f4"]);
        Assert.Same(dataset, group.Find("/types/f4"));
        Assert.Same(dataset, file.Root.Find("/types/./f4"));
        Assert.True(file.Root.TryGetDataset("links/through", out var linked));
        Assert.Equal(H5DType.Int32, linked.DType);
        Assert.False(file.Root.TryGetDataset("types", out _));
        Assert.False(file.Root.TryGetGroup("types/f4", out _));
        Assert.False(file.Root.TryGetDataset("types/f4/x", out _));
        Assert.False(file.Root.TryGetDataset("links/nowhere", out _));
        Assert.Null(file.Root.Find("back/slash"));
        Assert.NotNull(file.Root.Find("back\\slash"));
        Assert.Same(file.Root, file.Root.Find("/"));
    }

    [Fact]
    public void ErrorsNameFileObjectAndCause()
    {
        var path = Path.Combine(Folder, "types_classic.h5");
        using var file = Hdf5File.Open(path);
        var attributes = file.Root.Attributes;
        AssertFault(() => attributes.ReadString("none"), path, "'none'", "'backend'");
        AssertFault(() => attributes.ReadStrings("int"), path, "'int'", "Int64", "text is expected");
        AssertFault(() => attributes.ReadString("list"), path, "'list'", "(3)");
        AssertFault(() => attributes.ReadNumbers("backend"), path, "'backend'", "numbers are expected");
        AssertFault(() => file.Root.Groups["text"].Datasets["variable"].Read([]), path, "'/text/variable'", "numbers are expected");
        AssertFault(() => file.Root.Groups["types"].Datasets["f4"].ReadStrings(), path, "'/types/f4'", "text is expected");
        var e = Assert.Throws<ArgumentException>(() => file.Root.Groups["types"].Datasets["f4"].Read(new byte[59]));
        Assert.Contains("(3, 5)", e.Message);
        Assert.Contains("60", e.Message);
        Assert.Contains("59", e.Message);
        Assert.Throws<FileNotFoundException>(() => Hdf5File.Open(path + "x"));
    }

    [Fact]
    public void SeveralThreadsReadData()
    {
        using var file = Hdf5File.Open(Path.Combine(Folder, "chunks_classic.h5"));
        var datasets = file.Root.Groups.Values.SelectMany(g => g.Datasets.Values).ToArray();
        var expected = datasets.Select(Read).ToArray();
        Parallel.For(0, 400, i => Assert.Equal(expected[i % expected.Length], Read(datasets[i % expected.Length])));

        static byte[] Read(H5Dataset dataset)
        {
            var bytes = new byte[dataset.ByteLength];
            dataset.Read(bytes);
            return bytes;
        }
    }

    [Fact]
    public void ReadsFromAStream()
    {
        using var stream = File.OpenRead(Path.Combine(Folder, "chunks_latest.h5"));
        using (var file = Hdf5File.Open(stream, "member", leaveOpen: true)) Assert.True(H5Walker.Walk(file) > 30);
        Assert.True(stream.CanRead);
        using (var file = Hdf5File.Open(stream, "member")) Assert.Equal("member", file.Name);
        Assert.False(stream.CanRead);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(70 << 20)]                                                      // through a temporary file
    public void ReadsAMemberOfAnArchive(int bytes)
    {
        // Compressed, so that the stream cannot seek.
        var archive = new MemoryStream();
        var root = new H5GroupNode();
        var data = new byte[bytes];
        for (var i = 0; i < data.Length; i += 997) data[i] = (byte)i;
        root.Add("w", H5DatasetNode.FromMemory(H5DType.UInt8, [bytes], data));
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        using (var stream = zip.CreateEntry("model.weights.h5", CompressionLevel.Fastest).Open())
            Hdf5Writer.Write(stream, root);

        using var read = new ZipArchive(archive);
        using (var file = Hdf5File.Open(read.Entries[0].Open(), "model.keras", maxLength: read.Entries[0].Length))
        {
            var copy = new byte[bytes];
            file.Root.Datasets["w"].Read(copy);
            Assert.True(copy.AsSpan().SequenceEqual(data));
        }
        AssertFault(() => Hdf5File.Open(read.Entries[0].Open(), "model.keras", maxLength: bytes), "model.keras", $"{bytes} bytes it should have");
    }

    [Theory]
    [InlineData("soft_cycle", "soft link 'a'")]
    [InlineData("soft_chain", "more than 32 times")]
    [InlineData("external_link", "to another file")]
    [InlineData("hard_cycle", "contains itself")]
    [InlineData("hard_diamonds", "more groups and datasets")]
    [InlineData("virtual", "parts of other datasets")]
    [InlineData("external_data", "in another file")]
    [InlineData("deep", "64 deep")]
    [InlineData("bomb", "1000 bytes that are expected")]
    [InlineData("huge", "cannot hold")]
    public void RefusesAttacks(string name, string fault)
    {
        var path = Path.Combine(Folder, $"refused_{name}.h5");
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using (var file = Hdf5File.Open(path)) AssertFault(() => H5Walker.Walk(file), path, fault);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}.");
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 100 << 20, "It took more than 100 MB.");

        // What is sound in the file can still be read.
        if (name is not ("virtual" or "external_data" or "bomb" or "huge")) return;
        using var again = Hdf5File.Open(path);
        var values = new byte[24];
        again.Root.Datasets["fine"].Read(values);
        Assert.Equal([0L, 1, 2], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(values).ToArray());
    }

    [Theory]
    [InlineData("contiguous")]
    [InlineData("chunked")]
    [InlineData("overflow")]
    public void RefusesAbsurdShapes(string name)
    {
        using var file = Hdf5File.Open(Path.Combine(Folder, "refused_huge.h5"));
        AssertFault(() => _ = file.Root.Datasets[name].ByteLength, $"'/{name}'");
    }

    [Fact]
    public void ListsWhatItCannotRead()
    {
        using var file = Hdf5File.Open(Path.Combine(Folder, "refused_unknown.h5"));
        Assert.Equal(["compound", "fine", "lists", "lzf", "reference"], file.Root.Datasets.Keys.Order());
        AssertFault(() => file.Root.Datasets["lzf"].Read(new byte[800]), "'/lzf'", "'lzf' (32000)");
        AssertFault(() => file.Root.Datasets["compound"].Read(new byte[24]), "compound");
        AssertFault(() => file.Root.Datasets["lists"].Read(new byte[32]), "list of variable length");
        AssertFault(() => file.Root.Datasets["reference"].Read(new byte[16]), "reference");
        AssertFault(() => file.Root.Attributes.ReadNumbers("compound"), "compound");
    }

    private static void AssertFault(Action action, params string[] parts)
    {
        var e = Assert.Throws<InvalidDataException>(action);
        Assert.All(parts, part => Assert.Contains(part, e.Message));
    }
}
