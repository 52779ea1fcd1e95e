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
        Assert.Equal([2L, 3L], batch.Y![0].astype(NPTypeCode.Int64).ToArray<long>());
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

    private static System.Data.DataTable Table(ScratchFolder folder)
    {
        var table = new System.Data.DataTable();
        foreach (var (name, type) in new[] { ("id", typeof(string)), ("label", typeof(object)), ("x", typeof(int)), ("y", typeof(double)), ("w", typeof(float)) }) table.Columns.Add(name, type);
        foreach (var name in new[] { "a.png", "b.png", "c.bmp" }) ImageUtils.save_img(folder.File(name), Images(1)[0]);
        table.Rows.Add("a.png", "dog", 1, 0.5, 1f);
        table.Rows.Add("b.png", "cat", 2, 1.5, 2f);
        table.Rows.Add("missing.png", "cat", 3, 2.5, 3f);
        table.Rows.Add("c.bmp", "bird", 4, 3.5, 4f);
        return table;
    }

    [Fact]
    public void FlowFromDataFrameReadsTargetsOfEveryForm()
    {
        using var folder = new ScratchFolder();
        var table = Table(folder);
        var generator = new ImageDataGenerator(rescale: 1 / 255.0);

        // Classes in the order of their names; the missing file is left out.
        var flow = generator.flow_from_dataframe(table, folder.Path, x_col: "id", y_col: "label", weight_col: "w", target_size: (6, 5), shuffle: false);
        Assert.Equal(["a.png", "b.png", "c.bmp"], flow.filenames);
        Assert.Equal(["bird", "cat", "dog"], flow.class_indices.Keys);
        Assert.Equal([2, 1, 0], flow.classes.ToArray<int>());
        var (x, y, w) = flow[0];
        Assert.Equal("(3, 6, 5, 3)", x.shape.ToString());
        Assert.Equal([0, 0, 1, 0, 1, 0, 1, 0, 0], y!.numpy().ToArray<float>());
        Assert.Equal([1, 2, 4], w!.numpy().astype(NPTypeCode.Double).ToArray<double>());

        // Only some classes, as numbers.
        var two = generator.flow_from_dataframe(table, folder.Path, "id", "label", classes: ["dog", "cat"], class_mode: "binary", shuffle: false);
        Assert.Equal([0, 1], two[0].y!.numpy().ToArray<float>());

        // Numbers of columns.
        var raw = generator.flow_from_dataframe(table, folder.Path, "id", new[] { "x", "y" }, class_mode: "raw", shuffle: false);
        Assert.Equal([1, 0.5f, 2, 1.5f, 4, 3.5f], raw[0].y!.numpy().ToArray<float>());
        var one = generator.flow_from_dataframe(table, folder.Path, "id", "x", class_mode: "raw", shuffle: false);
        Assert.Equal("(3,)", one[0].y!.shape.ToString());
        Assert.Null(generator.flow_from_dataframe(table, folder.Path, "id", class_mode: null)[0].y);

        // Several labels a picture.
        table.Rows[0]["label"] = new[] { "dog", "bird" };
        var several = generator.flow_from_dataframe(table, folder.Path, "id", "label", shuffle: false);
        Assert.Equal([1, 0, 1, 0, 1, 0, 1, 0, 0], several[0].y!.numpy().ToArray<float>());

        // The parts of the data.
        var parts = new ImageDataGenerator(validation_split: 0.34);
        Assert.Equal(["a.png"], parts.flow_from_dataframe(table, folder.Path, "id", "x", class_mode: "raw", subset: "validation").filenames);
        Assert.Equal(["b.png", "c.bmp"], parts.flow_from_dataframe(table, folder.Path, "id", "x", class_mode: "raw", subset: "training").filenames);
    }

    [Fact]
    public void AModelTrainsOnADataFrame()
    {
        using var folder = new ScratchFolder();
        var flow = new ImageDataGenerator(rescale: 1 / 255.0).flow_from_dataframe(Table(folder), folder.Path, "id", new[] { "x", "y" }, class_mode: "multi_output", target_size: (4, 4), batch_size: 2);
        var input = keras.Input((4, 4, 3));
        var flat = keras.layers.Flatten().Apply(input);
        var model = keras.Model(input, new TensorList(keras.layers.Dense(1, name: "x").Apply(flat), keras.layers.Dense(1, name: "y").Apply(flat)));
        model.compile("sgd", "mse");
        Assert.Equal(2, model.fit(flow, epochs: 2, verbose: 0).history["loss"].Count);
    }

    [Fact]
    public void TablesThatDoNotFitAreRefused()
    {
        using var folder = new ScratchFolder();
        var table = Table(folder);
        var generator = new ImageDataGenerator();
        Assert.Contains("no column 'filename'. It has id, label", Assert.Throws<ArgumentException>(() => generator.flow_from_dataframe(table, folder.Path)).Message);
        Assert.Contains("must be strings", Assert.Throws<ArgumentException>(() => generator.flow_from_dataframe(table, folder.Path, "id", "x", class_mode: "sparse")).Message);
        Assert.Contains("2 classes. Found 3", Assert.Throws<ArgumentException>(() => generator.flow_from_dataframe(table, folder.Path, "id", "label", class_mode: "binary")).Message);
        Assert.Contains("must be numeric", Assert.Throws<ArgumentException>(() => generator.flow_from_dataframe(table, folder.Path, "id", "label", class_mode: "raw")).Message);
        Assert.Contains("y_col must be a list", Assert.Throws<ArgumentException>(() => generator.flow_from_dataframe(table, folder.Path, "id", "x", class_mode: "multi_output")).Message);
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
