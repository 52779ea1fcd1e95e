using System.IO.Compression;
using System.Security.Cryptography;
using Keras.Datasets;
using Keras.Datasets.Formats;
using Keras.Tests.Testing;
using Keras.Utils;
using NumSharp;

namespace Keras.Tests.Datasets;

public sealed class MnistTests : IDisposable
{
    private static readonly string[] Names = ["train-labels-idx1-ubyte", "train-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "t10k-images-idx3-ubyte"];
    private readonly TempKerasHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void FashionMnistIsReadFromTheCache()
    {
        WriteFour("fashion-mnist", zipped: true);
        AssertSmall(FashionMnist.load_data());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MnistIsReadFromItsOriginalFiles(bool zipped)
    {
        WriteFour("mnist", zipped);
        AssertSmall(Mnist.load_data());
    }

    [Fact]
    public void WholeFashionMnist()
    {
        _home.Link(SharedData.Data("fashion-mnist"), "datasets", "fashion-mnist");
        AssertWhole(keras.datasets.fashion_mnist.load_data(), "f209073e486d5113ebe2cc431d4df862", "3236f6424fc25388b2834cb19942cf7e", "b7656a891b218fc13e45205c48a92cae", "8dea97a4e78c1bd1b5a6e8efbb870b6e");
    }

    [Fact]
    public void WholeMnist()
    {
        _home.Link(SharedData.Data("mnist"), "datasets", "mnist");
        AssertWhole(keras.datasets.mnist.load_data(), "6510e85a72c3e9475c492d559d3770d2", "e86ee40d66677c011a9abda399ec8c4d", "240610fa99e73bfa49df8e7fc24d3206", "073c3904dfbd3e141ff8aa01cfde6b15");
    }

    [Fact]
    public void DamagedFilesAreNamed()
    {
        var good = Idx([2, 2, 2], Enumerable.Range(0, 8));
        foreach (var (content, text) in new (byte[], string)[]
        {
            ([1, 2, 3, 4], "no idx file"), ([], "damaged"), (good[..^1], "it has 7"), ([.. good, 0], "it has 9"), ([0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255], "damaged"), ([0, 0, 8, 1, 255, 255, 255, 255, 1], "it has 1"),
            (Gzip(good)[..20], ""),
        })
        {
            _home.Write(content, "bad");
            Assert.Contains(text, Assert.Throws<InvalidDataException>(() => IdxFile.Load(Path.Combine(_home.Path, "bad"))).Message);
        }
    }

    [Fact]
    public void EveryDataSetAsksForKerassFile()
    {
        using var server = new FileServer([1, 2, 3]);
        var asked = new List<Uri>();
        DownloadOptions.Current = new DownloadOptions { Route = uri => { asked.Add(uri); return server.Address; } };
        Progbar.Writer = TextWriter.Null;
        try
        {
            const string bucket = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/";
            const string toronto = "https://www.cs.toronto.edu/~kriz/";
            foreach (var (load, url) in new (Action, string)[]
            {
                (() => Mnist.load_data(), bucket + "mnist.npz"), (() => Imdb.load_data(), bucket + "imdb.npz"), (() => Reuters.load_data(), bucket + "reuters.npz"),
                (() => BostonHousing.load_data(), bucket + "boston_housing.npz"), (() => CaliforniaHousing.load_data(), bucket + "california_housing.npz"),
                (() => Cifar10.load_data(), toronto + "cifar-10-python.tar.gz"), (() => Cifar100.load_data(), toronto + "cifar-100-python.tar.gz"),
                (() => Imdb.get_word_index(), bucket + "imdb_word_index.json"), (() => Reuters.get_word_index(), bucket + "reuters_word_index.json"),
            })
            {
                // Three bytes are not what Keras's hashes say, so each of these must be refused.
                var error = Assert.Throws<InvalidDataException>(load);
                Assert.Contains("expected", error.Message);
                Assert.Equal(url, asked[^1].AbsoluteUri);
            }
            Assert.Throws<InvalidDataException>(() => FashionMnist.load_data());        // no hash, but no idx file either
            Assert.Equal(bucket + "t10k-images-idx3-ubyte.gz", asked[^1].AbsoluteUri);
        }
        finally
        {
            DownloadOptions.Current = new();
            Progbar.Writer = null;
        }
    }

    private void WriteFour(string folder, bool zipped)
    {
        byte[][] contents = [Idx([3], [1, 0, 9]), Idx([3, 2, 2], Enumerable.Range(0, 12)), Idx([1], [7]), Idx([1, 2, 2], [4, 3, 2, 1])];
        for (var i = 0; i < Names.Length; i++) _home.Write(zipped ? Gzip(contents[i]) : contents[i], "datasets", folder, Names[i] + (zipped ? ".gz" : ""));
    }

    private static void AssertSmall(((NDArray, NDArray), (NDArray, NDArray)) data)
    {
        var ((trainX, trainY), (testX, testY)) = data;
        Assert.Equal([3, 2, 2], trainX.shape);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (byte)i), trainX.ToArray<byte>());
        Assert.Equal([1, 0, 9], trainY.ToArray<byte>());
        Assert.Equal([4, 3, 2, 1], testX.ToArray<byte>());
        Assert.Equal([7], testY.ToArray<byte>());
    }

    /// <summary>Compares the md5 of the arrays' bytes with that of the published files after their headers.</summary>
    private static void AssertWhole(((NDArray, NDArray), (NDArray, NDArray)) data, params string[] hashes)
    {
        var ((trainX, trainY), (testX, testY)) = data;
        Assert.Equal([60000, 28, 28], trainX.shape);
        Assert.Equal([60000], trainY.shape);
        Assert.Equal([10000, 28, 28], testX.shape);
        Assert.Equal([10000], testY.shape);
        Assert.Equal(hashes, new[] { trainX, trainY, testX, testY }.Select(a => Convert.ToHexStringLower(MD5.HashData(a.ToArray<byte>()))));
    }

    private static byte[] Idx(int[] shape, IEnumerable<int> values) =>
        [0, 0, 8, (byte)shape.Length, .. shape.SelectMany(n => new byte[] { 0, 0, 0, (byte)n }), .. values.Select(v => (byte)v)];

    private static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest)) gzip.Write(content);
        return stream.ToArray();
    }
}
