using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Keras.Saving.Hdf5;
using Keras.Tests.Testing;
using PureHDF;
using PureHDF.VOL.Native;
using H5Attribute = Keras.Saving.Hdf5.H5Attribute;
using H5Object = Keras.Saving.Hdf5.H5Object;

namespace Keras.Tests.Saving.Hdf5;

public class Hdf5WriterTests
{
    private static MemoryStream Written(H5GroupNode root)
    {
        var stream = new MemoryStream();
        Hdf5Writer.Write(stream, root);
        stream.Position = 0;
        return stream;
    }

    private static Hdf5File Reopened(H5GroupNode root) => Hdf5File.Open(Written(root), "test.h5");

    private static byte[] Bytes<T>(params T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    [Fact]
    public void WritesTheBytesThatLibhdf5Writes()
    {
        // Taken from a file that h5py 3.7 wrote with its defaults, by reading it byte for byte.
        var root = new H5GroupNode();
        root.Attributes.Add(H5Attribute.String("b", "ascii", utf8: false));
        root.Add("d", H5DatasetNode.FromMemory(H5DType.Float32, [3], Bytes(1f, 2f, 3f)));
        var bytes = Written(root).ToArray();
        var hex = Convert.ToHexStringLower(bytes);
        Assert.StartsWith("894844460d0a1a0a" + "0000000000080800" + "0400100000000000" + "0000000000000000" + "ffffffffffffffff", hex);
        Assert.Equal(bytes.Length, BitConverter.ToInt64(bytes, 40));           // the end of the file
        Assert.Contains("0100020014000800" + "6200000000000000" + "1901000010000000" + "1000000001000000" + "0000080000000000" + "0100000000000000" + "05000000", hex);
        Assert.Contains("0100180000000000" + "0101010000000000" + "0300000000000000" + "0300000000000000", hex);
        Assert.Contains("0300180001000000" + "11201f0004000000" + "0000200017080017" + "7f00000000000000", hex);
        Assert.Contains("0500080001000000" + "0202020100000000", hex);
        Assert.Contains("0800180000000000" + "0301", hex);
    }

    [Fact]
    public void RoundTripsEveryTypeAndShape()
    {
        var root = new H5GroupNode();
        var data = new Dictionary<string, byte[]>();
        foreach (var type in Enum.GetValues<H5DType>().Where(t => t.Size() > 0))
        {
            foreach (long[] shape in (long[][])[[], [1], [2, 3], [0], [0, 4], [2, 1, 3, 2]])
            {
                var bytes = new byte[shape.Aggregate(1L, (a, b) => a * b) * type.Size()];
                for (var i = 0; i < bytes.Length; i++) bytes[i] = type == H5DType.Bool ? (byte)(i & 1) : (byte)(5 * i + 1);
                var path = $"{type}/{string.Join('x', shape)}_";
                root.Add(path, H5DatasetNode.FromMemory(type, shape, bytes));
                data[path] = bytes;
            }
        }

        using var file = Reopened(root);
        foreach (var (path, bytes) in data)
        {
            Assert.True(file.Root.TryGetDataset(path, out var dataset));
            Assert.Equal(path.Split('/')[0], dataset.DType.ToString());
            Assert.Equal(path.Split('/')[1].TrimEnd('_'), string.Join('x', dataset.Shape));
            var read = new byte[dataset.ByteLength];
            dataset.Read(read);
            Assert.Equal(bytes, read);
        }
    }

    [Fact]
    public void RoundTripsAttributes()
    {
        var root = new H5GroupNode();
        var config = "{\"name\": \"" + new string('x', 3_000_000) + "\"}";
        root.Attributes.Add(H5Attribute.String("backend", "torch", utf8: true));
        root.Attributes.Add(H5Attribute.String("model_config", config, utf8: false));
        root.Attributes.Add(H5Attribute.String("empty", "", utf8: true));
        root.Attributes.Add(H5Attribute.String("한글", "모델", utf8: true));
        root.Attributes.Add(H5Attribute.Strings("list", ["a", "", "ccc"]));
        root.Attributes.Add(H5Attribute.FixedStrings("fixed", ["ab", "c"]));
        root.Attributes.Add(H5Attribute.FixedString("one", "abc", 8, utf8: true));
        root.Attributes.Add(H5Attribute.Strings("none", []));
        root.Attributes.Add(H5Attribute.Empty("null", H5DType.Float32));
        root.Attributes.Add(H5Attribute.Scalar("int", -42));
        root.Attributes.Add(H5Attribute.Scalar("half", (Half)1.5));
        root.Attributes.Add(H5Attribute.Array<bool>("bools", [true, false, true]));
        root.Attributes.Add(H5Attribute.Array<double>("doubles", [1, 2.5]));

        using var file = Reopened(root);
        var attributes = file.Root.Attributes;
        Assert.Equal(root.Attributes.Select(a => a.Name), attributes.Names);
        Assert.Equal("torch", attributes.ReadString("backend"));
        Assert.Equal(config, attributes.ReadString("model_config"));
        Assert.Equal("", attributes.ReadString("empty"));
        Assert.Equal("모델", attributes.ReadString("한글"));
        Assert.Equal(["a", "", "ccc"], attributes.ReadStrings("list"));
        Assert.Equal(["ab", "c"], attributes.ReadStrings("fixed"));
        Assert.Equal("abc", attributes.ReadString("one"));
        Assert.Empty(attributes.ReadStrings("none"));
        Assert.Equal(H5DType.Float64, attributes.Find("none")!.DType);
        Assert.Equal([0L], attributes.Find("none")!.Shape!);
        Assert.Null(attributes.Find("null")!.Shape);
        Assert.Equal([-42], attributes.ReadNumbers("int"));
        Assert.Equal([1.5], attributes.ReadNumbers("half"));
        Assert.Equal([1, 0, 1], attributes.ReadNumbers("bools"));
        Assert.Equal(H5DType.Bool, attributes.Find("bools")!.DType);
        Assert.Equal([1, 2.5], attributes.ReadNumbers("doubles"));
        Assert.True(attributes.Find("backend")!.IsUtf8);
        Assert.Null(attributes.Find("backend")!.FixedLength);
        Assert.False(attributes.Find("model_config")!.IsUtf8);
        Assert.Equal(2, attributes.Find("fixed")!.FixedLength);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(256)]                                                           // as many leaves as one node has
    [InlineData(257)]
    [InlineData(9000)]                                                          // three levels of nodes
    public void WritesAnyNumberOfChildren(int count)
    {
        var root = new H5GroupNode();
        for (var i = 0; i < count; i++) root.Group($"layer_{i}").Attributes.Add(H5Attribute.Scalar("number", i));
        var stream = Written(root);

        using var file = Hdf5File.Open(new MemoryStream(stream.ToArray()), "test.h5");
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"layer_{i}").Order(StringComparer.Ordinal), file.Root.Children.Select(c => c.Name));
        for (var i = 0; i < count; i++) Assert.Equal([i], file.Root.Groups[$"layer_{i}"].Attributes.ReadNumbers("number"));

        // A reader that searches the tree by name finds each of them only if its keys and order are right.
        using var other = H5File.Open(stream);
        for (var i = 0; i < count; i += 97) Assert.Equal(i, other.Group($"layer_{i}").Attribute("number").Read<int>());
        Assert.False(other.LinkExists("layer_"));
    }

    [Fact]
    public void WritesMoreAttributesThanABlockHolds()
    {
        var root = new H5GroupNode();
        for (var i = 0; i < 20000; i++) root.Attributes.Add(H5Attribute.String($"a{i}", $"v{i}", utf8: true));
        var stream = Written(root);
        using var file = Hdf5File.Open(new MemoryStream(stream.ToArray()), "test.h5");
        for (var i = 0; i < 20000; i++) Assert.Equal($"v{i}", file.Root.Attributes.ReadString($"a{i}"));
        using var other = H5File.Open(stream);
        for (var i = 0; i < 20000; i += 1999) Assert.Equal($"v{i}", other.Attribute($"a{i}").Read<string>());
    }

    [Fact]
    public void AnotherReaderReadsTheSame()
    {
        var root = new H5GroupNode();
        root.Attributes.Add(H5Attribute.String("model_config", new string('y', 100_000), utf8: false));
        root.Group("model_weights").Attributes.AddNames("layer_names", ["dense", "flatten"]);
        var values = Enumerable.Range(0, 1000).Select(i => i / 7f).ToArray();
        root.Add("model_weights/dense/dense/kernel:0", H5DatasetNode.FromMemory(H5DType.Float32, [10, 100], Bytes(values)));
        root.Add("model_weights/dense/dense/bias:0", H5DatasetNode.FromMemory(H5DType.Float64, [2], Bytes(1.5, -2.5))).Attributes.Add(H5Attribute.String("dtype", "float64", true));

        using var file = H5File.Open(Written(root));
        Assert.Equal(new string('y', 100_000), file.Attribute("model_config").Read<string>());
        Assert.Equal(["dense", "flatten"], file.Group("model_weights").Attribute("layer_names").Read<string[]>());
        var kernel = (NativeDataset)file.Dataset("model_weights/dense/dense/kernel:0");
        Assert.Equal([10UL, 100UL], kernel.Space.Dimensions);
        Assert.Equal(values, kernel.Read<float[]>());
        var bias = file.Dataset("model_weights/dense/dense/bias:0");
        Assert.Equal([1.5, -2.5], bias.Read<double[]>());
        Assert.Equal("float64", bias.Attribute("dtype").Read<string>());
    }

    [Fact]
    public unsafe void StreamsFromPointersAndCallbacks()
    {
        var values = Enumerable.Range(0, 100_000).Select(i => (long)i).ToArray();
        var root = new H5GroupNode();
        var handle = GCHandle.Alloc(values, GCHandleType.Pinned);
        using var file = OpenWritten();
        foreach (var dataset in file.Root.Datasets.Values)
        {
            var read = new long[values.Length];
            fixed (long* pointer = read) dataset.ReadInto((nint)pointer, 8L * read.Length);
            Assert.Equal(values, read);
        }
        Assert.Equal(["callback", "pointer"], file.Root.Datasets.Keys);

        Hdf5File OpenWritten()
        {
            try
            {
                root.Add("pointer", H5DatasetNode.FromPointer(H5DType.Int64, [100_000], handle.AddrOfPinnedObject(), 800_000, values));
                root.Add("callback", new H5DatasetNode(H5DType.Int64, [10, 10_000], stream =>
                {
                    foreach (var value in values) stream.Write(BitConverter.GetBytes(value));
                }));
                return Reopened(root);
            }
            finally
            {
                handle.Free();
            }
        }
    }

    [Fact]
    public void RefusesDataOfAnotherLength()
    {
        Assert.Throws<ArgumentException>(() => H5DatasetNode.FromMemory(H5DType.Float32, [2, 3], new byte[20]));
        foreach (var count in (int[])[23, 25])
        {
            var root = new H5GroupNode();
            root.Add("w", new H5DatasetNode(H5DType.Float32, [2, 3], stream => stream.Write(new byte[count])));
            var e = Assert.Throws<InvalidOperationException>(() => Written(root));
            Assert.Contains("'/w'", e.Message);
            Assert.Contains("24", e.Message);
        }
    }

    [Fact]
    public void ChunksNamesAsKerasDoes()
    {
        // The fixture of Keras: 5000 names of up to 34 bytes become 1667 + 1667 + 1666 of dtype S34.
        var names = Enumerable.Range(0, 5000).Select(i => $"layer_with_a_rather_long_name_{i:D4}").ToArray();
        var root = new H5GroupNode();
        root.Attributes.AddNames("layer_names", names);
        using var file = Reopened(root);
        Assert.Equal(["layer_names0", "layer_names1", "layer_names2"], file.Root.Attributes.Names);
        Assert.Equal([1667L, 1667L, 1666L], file.Root.Attributes.Names.Select(n => file.Root.Attributes.Find(n)!.Shape![0]));
        Assert.Equal(34, file.Root.Attributes.Find("layer_names0")!.FixedLength);
        Assert.True(file.Root.Attributes.HasStrings("layer_names"));
        Assert.Equal(names, file.Root.Attributes.ReadStrings("layer_names"));
    }

    [Theory]
    [InlineData(4032, 1)]
    [InlineData(4033, 2)]                                                       // short names: each takes 16 bytes nevertheless
    public void ChunksShortNames(int count, int parts)
    {
        var names = Enumerable.Range(0, count).Select(i => $"{i:D4}").ToArray();
        var root = new H5GroupNode();
        root.Attributes.AddNames("names", names);
        using var file = Reopened(root);
        Assert.Equal(parts, file.Root.Attributes.Names.Count);
        Assert.Equal(names, file.Root.Attributes.ReadStrings("names"));
    }

    [Fact]
    public void RefusesWhatTheFormatCannotHold()
    {
        var root = new H5GroupNode();
        H5Attribute.Numeric("a", H5DType.UInt8, [64512], new byte[64512]);
        Assert.Contains("64512", Assert.Throws<ArgumentException>(() => H5Attribute.Numeric("a", H5DType.UInt8, [64513], new byte[64513])).Message);
        Assert.Contains("64512", Assert.Throws<ArgumentException>(() => H5Attribute.Strings("a", new string[5000].Select(_ => "x").ToArray())).Message);
        Assert.Throws<ArgumentException>(() => H5Attribute.FixedStrings("a", ["abc"], 2));
        Assert.Throws<ArgumentException>(() => H5Attribute.String("a", "x\0y", true));
        Assert.Throws<ArgumentException>(() => H5Attribute.String("", "x", true));
        Assert.Throws<ArgumentException>(() => root.Attributes.AddNames("names", [new string('x', 64513)]));
        Assert.Throws<ArgumentException>(() => root.Group("a//b"));
        Assert.Throws<ArgumentException>(() => root.Group("."));
        Assert.Throws<ArgumentException>(() => new H5DatasetNode(H5DType.String, [1], _ => { }));
        Assert.Throws<ArgumentException>(() => new H5DatasetNode(H5DType.Float32, [-1], _ => { }));
        Assert.Throws<ArgumentException>(() => new H5DatasetNode(H5DType.Float32, [long.MaxValue, 2], _ => { }));
        root.Attributes.Add(H5Attribute.Scalar("once", 1));
        Assert.Throws<ArgumentException>(() => root.Attributes.Add(H5Attribute.Scalar("once", 1)));
        root.Add("d", H5DatasetNode.FromMemory(H5DType.UInt8, [], new byte[1]));
        Assert.Throws<ArgumentException>(() => root.Group("d/e"));
        Assert.Throws<ArgumentException>(() => root.Add("d", H5DatasetNode.FromMemory(H5DType.UInt8, [], new byte[1])));
        var deep = root;
        for (var i = 0; i < 65; i++) deep = deep.Group("deep");
        Assert.Contains("64", Assert.Throws<ArgumentException>(() => Written(root)).Message);
    }

    [Fact]
    public void AFailedWriteKeepsTheOldFile()
    {
        var folder = Directory.CreateTempSubdirectory("h5").FullName;
        try
        {
            var path = Path.Combine(folder, "model.h5");
            var root = new H5GroupNode();
            root.Group("g");
            Hdf5Writer.Write(path, root);
            root.Add("broken", new H5DatasetNode(H5DType.Float32, [1 << 20], stream =>
            {
                stream.Write(new byte[1 << 20]);
                throw new IOException("No space left on device.");
            }));
            Assert.Contains(path, Assert.Throws<IOException>(() => Hdf5Writer.Write(path, root)).Message);
            using var file = Hdf5File.Open(path);
            Assert.Equal(["g"], file.Root.Children.Select(c => c.Name));
            Assert.Equal([path], Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void WritesTheTreesThatKerasWrites()
    {
        // Every tree of the golden cases is written from its description and must be read back as described.
        var count = 0;
        foreach (var path in Directory.GetFiles(SharedData.Golden("h5_structure"), "*.jsonl"))
        {
            foreach (var line in File.ReadLines(path))
            {
                var tree = JsonNode.Parse(line)!["tree"]!;
                var root = new H5GroupNode();
                foreach (var group in tree["groups"]!.AsArray()) AddAttributes(At(root, group!), group!);
                foreach (var dataset in tree["datasets"]!.AsArray())
                {
                    var type = Enum.Parse<H5DType>((string)dataset!["dtype"]!, ignoreCase: true);
                    var shape = dataset["shape"]!.AsArray().Select(n => (long)n!).ToArray();
                    var node = new H5DatasetNode(type, shape, stream => stream.Write(new byte[shape.Aggregate((long)type.Size(), (a, b) => a * b)]));
                    AddAttributes(root.Add(((string)dataset["path"]!).Trim('/'), node), dataset);
                }
                using var file = Reopened(root);
                foreach (var group in tree["groups"]!.AsArray()) AssertAttributes(group!, file.Root.Find((string)group!["path"]!));
                foreach (var dataset in tree["datasets"]!.AsArray())
                {
                    Assert.True(file.Root.TryGetDataset((string)dataset!["path"]!, out var read));
                    Assert.Equal((string)dataset["dtype"]!, read.DType.ToString(), ignoreCase: true);
                    Assert.Equal(dataset["shape"]!.AsArray().Select(n => (long)n!), read.Shape);
                    AssertAttributes(dataset, read);
                    count++;
                }
            }
        }
        Assert.True(count > 2000, $"Only {count} datasets were compared.");

        static H5GroupNode At(H5GroupNode root, JsonNode group) => ((string)group["path"]!).Trim('/') is { Length: > 0 } path ? root.Group(path) : root;

        static string Text(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var s) ? s : value!.ToJsonString();

        static void AddAttributes(H5Node node, JsonNode description)
        {
            foreach (var attribute in description["attributes"]!.AsArray())
            {
                var name = (string)attribute!["name"]!;
                var utf8 = (string?)attribute["encoding"] == "utf-8";
                if ((string)attribute["dtype"]! != "string") node.Attributes.Add(H5Attribute.Strings(name, []));
                else if (attribute["shape"]!.AsArray().Count == 0) node.Attributes.Add(H5Attribute.String(name, Text(attribute["value"]), utf8));
                else node.Attributes.Add(H5Attribute.Strings(name, attribute["value"]!.AsArray().Select(Text).ToArray(), utf8));
            }
        }

        static void AssertAttributes(JsonNode description, H5Object? read)
        {
            Assert.NotNull(read);
            Assert.Equal(description["attributes"]!.AsArray().Select(a => (string)a!["name"]!), read.Attributes.Names);
            foreach (var attribute in description["attributes"]!.AsArray())
            {
                var value = read.Attributes.Find((string)attribute!["name"]!)!;
                Assert.Equal((string)attribute["dtype"]!, value.DType.ToString(), ignoreCase: true);
                Assert.Equal(attribute["shape"]!.AsArray().Select(n => (long)n!), value.Shape!);
                if (value.DType != H5DType.String) continue;
                Assert.Equal((int?)attribute["length"], value.FixedLength);
                Assert.Equal((string)attribute["encoding"]! == "utf-8", value.IsUtf8);
                Assert.Equal(attribute["value"] is JsonArray list ? list.Select(Text) : [Text(attribute["value"])], value.ReadStrings());
            }
        }
    }
}
