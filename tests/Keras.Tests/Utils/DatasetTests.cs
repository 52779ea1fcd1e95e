using System.Buffers.Binary;
using Keras.Tests.Testing;
using Keras.Utils;
using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Utils;

public class DatasetTests
{
    [Fact]
    public void PicturesOfAFolderTrainAModel()
    {
        using var folder = new ScratchFolder();
        for (var i = 0; i < 10; i++) ImageUtils.save_img(folder.File($"{(i % 2 == 0 ? "even" : "odd")}/{i}.png"), np.full((9, 7, 3), (double)i), scale: false);
        var (training, validation) = keras.utils.image_dataset_from_directory(folder.Path, label_mode: "binary", image_size: (6, 6), batch_size: 4, validation_split: 0.3, subset: "both", seed: 5, verbose: false);
        Assert.Equal(["even", "odd"], training.class_names!);
        Assert.Equal(2, training.num_batches);
        Assert.Empty(training.file_paths!.Intersect(validation.file_paths!));
        Assert.Equal(10, training.file_paths!.Length + validation.file_paths!.Length);

        // The value of a picture says its number, and so its class.
        foreach (var (x, y) in training)
        {
            Assert.Equal("(6, 6, 3)", x.shape[1..].ToString());
            var (pixels, labels) = ((NDArray)Ops.convert_to_numpy(x), (NDArray)Ops.convert_to_numpy(y!));
            for (var i = 0; i < pixels.shape[0]; i++) Assert.Equal((float)pixels[i, 0, 0, 0] % 2, (float)labels[i, 0]);
        }
        var model = keras.Sequential([keras.Input((6, 6, 3)), layers.Rescaling(1.0 / 255), layers.Flatten(), layers.Dense(1, activation: "sigmoid")]);
        model.compile(optimizer: "sgd", loss: "binary_crossentropy", metrics: ["accuracy"]);
        var history = model.fit(training, validation_data: validation, epochs: 2, verbose: 0);
        Assert.True(history.history.ContainsKey("val_accuracy"));
    }

    [Fact]
    public void EveryPassHasAnOrderOfItsOwnThatTheSeedRepeats()
    {
        var data = np.arange(20);
        List<float> Pass(Dataset d) => [.. d.SelectMany(b => ((NDArray)Ops.convert_to_numpy(b.x)).astype(NPTypeCode.Single).ToArray<float>())];
        Dataset Make() => keras.utils.timeseries_dataset_from_array(data, null, sequence_length: 1, shuffle: true, seed: 9, batch_size: 6);
        var (one, other) = (Make(), Make());
        var (first, second) = (Pass(one), Pass(one));
        Assert.NotEqual(first, second);
        Assert.Equal(first, Pass(other));
        Assert.Equal(second, Pass(other));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (float)i), first.Order());
    }

    [Fact]
    public void WindowsAndTheirTargets()
    {
        var data = np.arange(30);
        var dataset = keras.utils.timeseries_dataset_from_array(data[":-10"], data["10:"], sequence_length: 10, batch_size: 4);
        var (x, y) = dataset[0];
        Assert.Equal("(4, 10)", x.shape.ToString());
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (float)i), ((NDArray)Ops.convert_to_numpy(x))[1].astype(NPTypeCode.Single).ToArray<float>());
        Assert.Equal([10f, 11f, 12f, 13f], ((NDArray)Ops.convert_to_numpy(y!)).astype(NPTypeCode.Single).ToArray<float>());
        Assert.Equal(11, Enumerable.Range(0, dataset.num_batches!.Value).Sum(i => dataset[i].x.shape[0]));
        Assert.Contains("sampling_rate", Assert.Throws<ArgumentException>(() => keras.utils.timeseries_dataset_from_array(data, null, 3, sampling_rate: 0)).Message);
    }

    [Fact]
    public void TextsWithTheirLabels()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.File("neg/a.txt"), "schlecht");
        File.WriteAllText(folder.File("pos/b.txt"), "güt 😀!");
        var dataset = keras.utils.text_dataset_from_directory(folder.Path, shuffle: false, max_length: 5, verbose: false);
        var (x, y) = dataset[0];
        Assert.Equal(["schle", "güt "], ((StringTensor)x).Values);
        Assert.Equal([0, 1], ((NDArray)Ops.convert_to_numpy(y!)).astype(NPTypeCode.Int32).ToArray<int>());
        Assert.Null(keras.utils.text_dataset_from_directory(folder.Path, labels: null, verbose: false)[0].y);
        Assert.Contains("No text files", Assert.Throws<ArgumentException>(() => keras.utils.text_dataset_from_directory(folder.File("empty/x")[..^2], labels: null, verbose: false)).Message);
    }

    [Fact]
    public void SoundsAreFilledUpAndBroughtToARate()
    {
        using var folder = new ScratchFolder();
        short[] Sine(int count, double rate) => [.. Enumerable.Range(0, count).Select(i => (short)(20000 * Math.Sin(2 * Math.PI * 100 * i / rate)))];
        WriteWav(folder.File("a/long.wav"), Sine(800, 8000), 8000);
        WriteWav(folder.File("a/short.wav"), Sine(400, 8000), 8000);
        var (x, _) = keras.utils.audio_dataset_from_directory(folder.Path, shuffle: false, verbose: false)[0];
        Assert.Equal("(2, 800, 1)", x.shape.ToString());
        var sounds = (NDArray)Ops.convert_to_numpy(x);
        Assert.Equal(0f, (float)sounds[1, 799, 0]);
        Assert.Equal(20000 / 32768.0, (double)(float)sounds[0, 20, 0], 4);

        // 100 Hz at half the rate is the same sine with half the samples.
        var (half, _) = keras.utils.audio_dataset_from_directory(folder.Path, sampling_rate: 4000, shuffle: false, verbose: false)[0];
        Assert.Equal("(2, 400, 1)", half.shape.ToString());
        var halved = (NDArray)Ops.convert_to_numpy(half);
        for (var i = 0; i < 400; i++) Assert.Equal(20000 / 32768.0 * Math.Sin(2 * Math.PI * 100 * i / 4000), (double)(float)halved[0, i, 0], 3);
        File.WriteAllText(folder.File("a/long.wav"), "RIFF");
        Assert.Contains("long.wav", Assert.Throws<InvalidDataException>(() => keras.utils.audio_dataset_from_directory(folder.Path, shuffle: false, verbose: false)[0]).Message);
    }

    [Fact]
    public void SplitKeepsTheOrderUnlessItShuffles()
    {
        var (left, right) = keras.utils.split_dataset([np.arange(10), np.arange(10) * 2], left_size: 0.8);
        Assert.Equal((8, 2), (left.num_batches, right.num_batches));
        var (x, y) = right.batch(2)[0];
        Assert.Equal([8f, 9f], ((NDArray)Ops.convert_to_numpy(x)).astype(NPTypeCode.Single).ToArray<float>());
        Assert.Equal([16f, 18f], ((NDArray)Ops.convert_to_numpy(y!)).astype(NPTypeCode.Single).ToArray<float>());
        var (a, b) = keras.utils.split_dataset(np.arange(10), right_size: 3, shuffle: true, seed: 1);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (double)i), a.Concat(b).Select(s => Convert.ToDouble(s.x.item())).Order());
        Assert.Contains("smaller than the 10", Assert.Throws<ArgumentException>(() => keras.utils.split_dataset(np.arange(10), left_size: 8, right_size: 3)).Message);
        Assert.Contains("must be specified", Assert.Throws<ArgumentException>(() => keras.utils.split_dataset(np.arange(10))).Message);
    }

    [Fact]
    public void TakeSkipMapAndCache()
    {
        var calls = 0;
        var dataset = keras.utils.timeseries_dataset_from_array(np.arange(12), null, sequence_length: 1, batch_size: 2);
        var mapped = dataset.map((x, y) =>
        {
            calls++;
            return (x * 2, y);
        }).skip(1).take(3).cache();
        Assert.Equal(3, mapped.cardinality());
        for (var pass = 0; pass < 2; pass++) Assert.Equal([4.0, 8.0, 12.0], mapped.Select(b => Convert.ToDouble(b.x[0, 0].item())));
        Assert.Equal(3, calls);
        Assert.Throws<InvalidOperationException>(() => dataset.batch(3));
        Assert.Throws<InvalidOperationException>(() => { var (_, _) = dataset; });
    }

    private static void WriteWav(string path, short[] samples, int rate)
    {
        var file = new byte[44 + samples.Length * 2];
        "RIFF"u8.CopyTo(file);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), samples.Length * 2);
        for (var i = 0; i < samples.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44 + 2 * i), samples[i]);
        File.WriteAllBytes(path, file);
    }
}
