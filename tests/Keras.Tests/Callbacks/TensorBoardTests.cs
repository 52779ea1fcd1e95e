using System.Buffers.Binary;
using System.Text;
using Keras.Callbacks;
using Keras.Callbacks.TensorBoardEvents;
using Keras.Tests.Testing;

namespace Keras.Tests.Callbacks;

public class TensorBoardTests
{
    private static readonly Tensor X = keras.ops.reshape(keras.ops.arange(24, dtype: "float32"), (8, 3)) / 24.0;
    private static readonly Tensor Y = keras.ops.ones((8, 1));

    private static Model Compiled(Optimizer optimizer)
    {
        var model = keras.Sequential([keras.layers.Input(3), keras.layers.Dense(4, name: "first"), keras.layers.Dense(1, name: "second")]);
        model.compile(optimizer, loss: "mse");
        return model;
    }

    [Fact]
    public void EpochsAndBatchesGoToTheFilesOfTrainingAndValidation()
    {
        using var folder = new TempFolder();
        var model = Compiled(keras.optimizers.SGD(0.125));
        var history = model.fit(X, Y, batch_size: 2, epochs: 2, verbose: 0, validation_data: (X, Y), callbacks: new TensorBoard(folder.Path, update_freq: 3, write_steps_per_second: true));

        var train = EventFile.Read(folder["train"]);
        var graph = Assert.Single(train, s => s.Plugin == "graph_keras_model");
        Assert.Equal("keras", graph.Tag);
        Assert.Contains("\"class_name\": \"Sequential\"", Encoding.UTF8.GetString(Assert.Single(graph.Strings)));
        Assert.Equal(history.history["loss"].Select(v => (float)v), train.Where(s => s.Tag == "epoch_loss").Select(s => s.Scalar()));
        Assert.Equal([0, 1], train.Where(s => s.Tag == "epoch_learning_rate").Select(s => s.Step));
        Assert.All(train.Where(s => s.Tag == "epoch_learning_rate"), s => Assert.Equal(0.125f, s.Scalar()));
        Assert.Equal([3, 6], train.Where(s => s.Tag == "batch_loss").Select(s => s.Step));
        Assert.Equal([3, 6], train.Where(s => s.Tag == "batch_steps_per_second").Select(s => s.Step));
        Assert.All(train.Where(s => s.Tag == "epoch_steps_per_second"), s => Assert.True(s.Scalar() > 0));

        var validation = EventFile.Read(folder["validation"]);
        Assert.Equal(history.history["val_loss"].Select(v => (float)v), validation.Where(s => s.Tag == "epoch_loss").Select(s => s.Scalar()));
        Assert.Equal([4, 8], validation.Where(s => s.Tag == "evaluation_loss_vs_iterations").Select(s => s.Step));
        Assert.All(validation, s => Assert.Equal(("scalars", 1, 0), (s.Plugin, s.DType, s.Shape.Length)));
    }

    [Fact]
    public void WeightsGoAsHistogramsAndPictures()
    {
        using var folder = new TempFolder();
        var model = Compiled(keras.optimizers.SGD(0.0));
        model.fit(X, Y, epochs: 3, verbose: 0, callbacks: new TensorBoard(folder.Path, histogram_freq: 2, write_images: true, write_graph: false));
        var train = EventFile.Read(folder["train"]);

        var histograms = train.Where(s => s.Tag.EndsWith("first/kernel/histogram", StringComparison.Ordinal)).ToArray();
        Assert.Equal([0, 2], histograms.Select(s => s.Step));
        Assert.Equal([30, 3], histograms[0].Shape);
        var rows = Enumerable.Range(0, 90).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(histograms[0].Content.AsSpan(i * 8))).ToArray();
        Assert.Equal(12, rows.Where((_, i) => i % 3 == 2).Sum());
        Assert.Equal(model.weights[0].numpy().ToArray<float>().Min(), rows[0], 1e-6);

        // 3 inputs and 4 units: already wider than high.
        var picture = train.First(s => s.Tag.EndsWith("first/kernel/image", StringComparison.Ordinal));
        Assert.Equal(["4", "3"], picture.Strings.Take(2).Select(Encoding.UTF8.GetString));
        Assert.Equal([137, 80, 78, 71, 13, 10, 26, 10], picture.Strings[2][..8]);
        // The second kernel is higher than wide, but a single column is a vector.
        Assert.Equal(["1", "4"], train.First(s => s.Tag.EndsWith("second/kernel/image", StringComparison.Ordinal)).Strings.Take(2).Select(Encoding.UTF8.GetString));
        Assert.DoesNotContain(train, s => s.Plugin == "graph_keras_model");
    }

    [Fact]
    public void HistogramsOfEqualValuesCountInTheLastBucket()
    {
        var same = Histograms.Of([2f, 2f], 3);
        Assert.Equal([0, 0, 2], same.Select(b => b.Count));
        Assert.All(same, b => Assert.Equal((2.0, 2.0), (b.Left, b.Right)));
        Assert.Equal([1, 0, 2], Histograms.Of([0f, 2f, 3f], 3).Select(b => b.Count));
        Assert.All(Histograms.Of([], 2), b => Assert.Equal(0, b.Count));
    }

    [Fact]
    public void EmbeddingsAreDescribedForTheProjector()
    {
        using var folder = new TempFolder();
        var model = keras.Sequential([keras.layers.Input(2), keras.layers.Embedding(5, 2, name: "words"), keras.layers.Flatten(), keras.layers.Dense(1)]);
        model.compile("sgd", loss: "mse");
        var callback = new TensorBoard(folder.Path, embeddings_freq: 1, embeddings_metadata: new Dictionary<string, string> { ["words"] = "a\\b.tsv" });
        callback.set_model(model);
        Assert.Contains("metadata_path: \"a\\\\b.tsv\"", File.ReadAllText(folder["projector_config.pbtxt"]));
        var wrong = new TensorBoard(folder.Path, embeddings_freq: 1, embeddings_metadata: new Dictionary<string, string> { ["verbs"] = "b.tsv" });
        Assert.Contains("verbs", Assert.Throws<ArgumentException>(() => wrong.set_model(model)).Message);
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new TensorBoard(update_freq: "often"));
        Assert.Throws<ArgumentException>(() => new TensorBoard(update_freq: 0));
        Assert.Throws<ArgumentException>(() => new TensorBoard(profile_batch: (20, 10)));
        Assert.Throws<ArgumentException>(() => new TensorBoard(profile_batch: "a,b"));
    }
}
