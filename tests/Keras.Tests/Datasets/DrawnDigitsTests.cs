using Keras.Datasets;

namespace Keras.Tests.Datasets;

public class DrawnDigitsTests
{
    [Fact]
    public void ImagesHaveTheFormOfMnist()
    {
        var ((trainX, trainY), (testX, testY)) = keras.datasets.drawn_digits.load_data();
        Assert.Equal([4000, 28, 28], trainX.shape);
        Assert.Equal([1000, 28, 28], testX.shape);
        Assert.Equal([4000], trainY.shape);
        Assert.Equal(Enumerable.Repeat(400, 10), trainY.ToArray<byte>().CountBy(l => l).OrderBy(p => p.Key).Select(p => p.Value));
        Assert.Equal(Enumerable.Repeat(100, 10), testY.ToArray<byte>().CountBy(l => l).OrderBy(p => p.Key).Select(p => p.Value));
        Assert.NotEqual(Enumerable.Range(0, 10).Select(i => (byte)i), trainY.ToArray<byte>().Take(10));
        // About as much ink as MNIST, whose mean is 33, and both dark and light images.
        Assert.InRange(trainX.ToArray<byte>().Average(v => v), 15, 40);
        Assert.InRange(trainX.ToArray<byte>().Max(), (byte)250, (byte)255);
    }

    [Fact]
    public void TheSeedDecides()
    {
        var ((a, la), (b, _)) = DrawnDigits.load_data(50, 20, seed: 7);
        var ((c, lc), (d, _)) = DrawnDigits.load_data(60, 20, seed: 7);
        var ((e, _), _) = DrawnDigits.load_data(50, 20, seed: 8);
        Assert.Equal(b.ToArray<byte>(), d.ToArray<byte>());         // the test images do not depend on the number of training images
        Assert.NotEqual(a.ToArray<byte>(), e.ToArray<byte>());
        var ((again, labels), _) = DrawnDigits.load_data(50, 0, seed: 7);
        Assert.Equal(a.ToArray<byte>(), again.ToArray<byte>());
        Assert.Equal(la.ToArray<byte>(), labels.ToArray<byte>());
        Assert.NotEqual(a.ToArray<byte>().Take(784 * 20), b.ToArray<byte>());
    }

    [Fact]
    public void DigitsCanBeToldApartByTheirNeighbours()
    {
        // The nearest of 1,500 training images has the right label nearly always: the shapes are digits, but no two images are alike.
        var ((trainX, trainY), (testX, testY)) = DrawnDigits.load_data(1500, 200);
        var (train, labels, test, expected) = (trainX.ToArray<byte>(), trainY.ToArray<byte>(), testX.ToArray<byte>(), testY.ToArray<byte>());
        var right = 0;
        for (var i = 0; i < 200; i++)
        {
            var (best, nearest) = (int.MaxValue, -1);
            for (var k = 0; k < 1500; k++)
            {
                var distance = 0;
                for (var p = 0; p < 784 && distance < best; p++)
                {
                    var d = test[i * 784 + p] - train[k * 784 + p];
                    distance += d * d;
                }
                if (distance < best) (best, nearest) = (distance, k);
            }
            if (labels[nearest] == expected[i]) right++;
        }
        Assert.InRange(right, 170, 198);
    }

    [Fact]
    public void WrongArgumentsAreNamed()
    {
        Assert.Contains("n_train is -1", Assert.Throws<ArgumentException>(() => DrawnDigits.load_data(-1)).Message);
        Assert.Throws<ArgumentException>(() => DrawnDigits.load_data(1, 1, seed: -1));
        var ((x, _), _) = DrawnDigits.load_data(0, 0);
        Assert.Equal([0, 28, 28], x.shape);
    }
}
