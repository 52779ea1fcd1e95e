using Keras.Datasets;
using Keras.Datasets.Formats;

namespace Keras.Tests.Datasets;

public class CifarTests
{
    [Fact]
    public void BatchesAreWhatKerasReads()
    {
        foreach (var test in Fixture.Expected("cifar"))
        {
            var (images, labels) = CifarBatch.Load(Fixture.Path((string)test["file"]!), (string)test["key"]!);
            Assert.Equal(Fixture.Row(test["labels"]), labels.Select(l => (double)l));
            for (var c = 0; c < 3; c++) Assert.Equal((long)test["sums"]![c]!, images.Where((_, i) => i % 3 == c).Sum(v => (long)v));
            Assert.Equal(Fixture.Row(test["row"]), images.Skip(CifarBatch.ImageSize + 5 * 32 * 3).Take(32 * 3).Select(v => (double)v));
        }
    }

    [Fact]
    public void Cifar10PutsItsBatchesTogether()
    {
        var ((trainX, trainY), (testX, testY)) = Cifar10.Load(Fixture.Folder, batchSize: 2);
        Assert.Equal([10, 32, 32, 3], trainX.shape);
        Assert.Equal([2, 32, 32, 3], testX.shape);
        Assert.Equal([2, 1], testY.shape);
        Assert.Equal([0, 3, 1, 4, 2, 5, 3, 6, 4, 7], trainY.ToArray<byte>());
        // Blue is the number of the batch, plus 7 in its second image.
        Assert.Equal([0, 7, 1, 8, 2, 9, 3, 10, 4, 11], Enumerable.Range(0, 10).Select(i => (int)(byte)trainX[i, 4, 9, 2]));
        // Red grows to the right, green downwards.
        Assert.Equal((9, 8), ((byte)trainX[0, 4, 9, 0], (byte)trainX[0, 4, 9, 1]));
    }

    [Fact]
    public void Cifar100HasTwoKindsOfLabels()
    {
        var ((trainX, fine), _) = Cifar100.Load(Fixture.Folder, "fine");
        var ((_, coarse), _) = Cifar100.Load(Fixture.Folder, "coarse");
        Assert.Equal([2, 32, 32, 3], trainX.shape);
        Assert.Equal([0L, 3], fine.ToArray<long>());
        Assert.Equal([1L, 4], coarse.ToArray<long>());
        Assert.Equal([2, 1], fine.shape);
        Assert.Contains("'super'", Assert.Throws<ArgumentException>(() => Cifar100.load_data("super")).Message);
    }

    [Fact]
    public void DamageIsNamed()
    {
        Assert.Contains("no list of integers 'fine_labels'", Assert.Throws<InvalidDataException>(() => CifarBatch.Load(Fixture.Path("test_batch"), "fine_labels")).Message);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, File.ReadAllBytes(Fixture.Path("test_batch"))[..^100]);
            var error = Assert.Throws<InvalidDataException>(() => CifarBatch.Load(path, "labels"));
            Assert.Contains(path, error.Message);
            Assert.Contains("ends too early", error.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
