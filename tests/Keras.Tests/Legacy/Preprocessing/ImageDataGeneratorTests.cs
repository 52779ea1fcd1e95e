using Keras.Legacy.Preprocessing;
using Keras.Tests.Testing;
using Keras.Utils;
using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Legacy.Preprocessing;

public class ImageDataGeneratorTests
{
    private static NDArray Images(int count) => np.arange(count * 8 * 8 * 3).reshape(count, 8, 8, 3).astype(np.float32) / 10;

    [Fact]
    public void FitTrainsOnFlow()
    {
        var generator = keras.preprocessing.image.ImageDataGenerator(rescale: 1.0 / 255, rotation_range: 40, width_shift_range: 0.2, height_shift_range: 0.2, zoom_range: 0.2, horizontal_flip: true, fill_mode: "nearest");
        var model = keras.Sequential([keras.Input((8, 8, 3)), layers.Flatten(), layers.Dense(1)]);
        model.compile(optimizer: "sgd", loss: "mse");
        var history = model.fit(generator.flow(Images(10), np.ones(10), batch_size: 4, seed: 3), epochs: 2, verbose: 0);
        Assert.Equal(2, history.history["loss"].Count);
        Assert.All(history.history["loss"], l => Assert.True(double.IsFinite(l)));
    }

    [Fact]
    public void NextBeginsAgainAndASeedRepeats()
    {
        var generator = new ImageDataGenerator(width_shift_range: 2, zoom_range: (0.8, 1.2));
        var (first, second) = (generator.flow(Images(5), batch_size: 2, seed: 7), generator.flow(Images(5), batch_size: 2, seed: 7));
        Assert.Equal([2, 2, 1, 2], Enumerable.Range(0, 4).Select(_ => first.next().x.shape[0]));
        first = generator.flow(Images(5), batch_size: 2, seed: 7);
        for (var i = 0; i < 4; i++) Assert.Equal(first.Next().X[0].ToArray<float>(), second.Next().X[0].ToArray<float>());
    }

    [Fact]
    public void FurtherArraysGoAlong()
    {
        var flow = new ImageDataGenerator().flow([Images(4), np.arange(4)], np.arange(4), batch_size: 2, shuffle: false);
        var batch = flow.Load(1);
        Assert.Equal([2L, 3L], batch.X[1].astype(NPTypeCode.Int64).ToArray<long>());
        Assert.Equal([2L, 3L], batch.Y!.astype(NPTypeCode.Int64).ToArray<long>());
    }

    [Fact]
    public void StandardizeLeavesItsArgument()
    {
        var x = Images(1)[0];
        var before = x.ToArray<float>();
        _ = new ImageDataGenerator(rescale: 2, samplewise_center: true, preprocessing_function: i => i + 1).standardize(x);
        Assert.Equal(before, x.ToArray<float>());
    }

    [Fact]
    public void ChangedImagesAreWritten()
    {
        using var folder = new ScratchFolder();
        _ = new ImageDataGenerator().flow(Images(3), batch_size: 3, save_to_dir: folder.Path, save_prefix: "seen", shuffle: false).next();
        Assert.Equal(3, Directory.GetFiles(folder.Path, "seen_*.png").Length);
    }

    [Fact]
    public void FlowFromDirectoryTellsClasses()
    {
        using var folder = new ScratchFolder();
        foreach (var name in new[] { "cats/1.png", "cats/2.jpg", "dogs/1.bmp", "dogs/notes.txt" })
        {
            if (name.EndsWith(".txt")) File.WriteAllText(folder.File(name), "");
            else ImageUtils.save_img(folder.File(name), Images(1)[0]);
        }
        var flow = new ImageDataGenerator().flow_from_directory(folder.Path, target_size: (6, 5), class_mode: "binary", batch_size: 8);
        Assert.Equal(3, flow.samples);
        Assert.Equal(0, flow.class_indices["cats"]);
        Assert.Equal(1, flow.class_indices["dogs"]);
        var (x, y) = flow[0];
        Assert.Equal("(3, 6, 5, 3)", x.shape.ToString());
        Assert.Equal("(3,)", y!.shape.ToString());
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        Assert.Contains("fill_mode", Assert.Throws<ArgumentException>(() => new ImageDataGenerator(fill_mode: "edge")).Message);
        Assert.Contains("zoom_range", Assert.Throws<ArgumentException>(() => new ImageDataGenerator(zoom_range: [0.1, 0.2, 0.3])).Message);
        Assert.Contains("rank 4", Assert.Throws<ArgumentException>(() => new ImageDataGenerator().flow(np.zeros((3, 4)))).Message);
        Assert.Contains("same length", Assert.Throws<ArgumentException>(() => new ImageDataGenerator().flow(Images(3), np.zeros(2))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageDataGenerator().flow(Images(3)).GetItem(1));
        Assert.ThrowsAny<IOException>(() => new ImageDataGenerator().flow_from_directory("/no/such/folder"));
    }
}
