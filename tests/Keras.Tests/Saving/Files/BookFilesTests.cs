using Keras.Tests.Testing;
using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Saving.Files;

/// <summary>A CNN that others trained and saved with TensorFlow 2.4 to Keras 3.4 gives the accuracy and loss that they printed.</summary>
public sealed class BookFilesTests : IDisposable
{
    private readonly TempKerasHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("best-cnn-model.tf2.4.h5", null, null)]
    [InlineData("best-cnn-model.tf2.8.h5", 0.9143, 0.24541)]
    [InlineData("best-cnn-model.tf2.11.h5", 0.9168, 0.23629)]
    [InlineData("best-cnn-model.keras3.4.1.keras", 0.9125, 0.25166)]
    public void TestSetGivesWhatWasPrinted(string file, double? accuracy, double? loss)
    {
        var model = Load(file);
        var (_, (x, y)) = Data();
        var scores = model.evaluate(x.reshape(-1, 28, 28, 1) / 255.0, y, batch_size: 500, verbose: 0);
        // The first file's numbers were not printed; a trained network is far above this.
        if (accuracy is null) Assert.True(scores[1] > 0.9, $"accuracy {scores[1]}");
        else
        {
            Assert.Equal(loss!.Value, scores[0], 1e-4);
            Assert.Equal(accuracy.Value, scores[1], 1e-4);
        }
    }

    [Fact]
    public void OnePredictionToTheLastDigits()
    {
        var model = Load("best-cnn-model.keras3.4.1.keras");
        var ((x, y), _) = Data();
        // Row 0 of the book's validation split is row 12628 of the training set.
        Assert.Equal(8, (int)(byte)y.GetValue(12628));
        var got = model.predict(x["12628:12629"].reshape(-1, 28, 28, 1) / 255.0, verbose: 0).reshape(10).ToArray<float>();
        float[] want = [8.7171188e-19f, 1.7660993e-26f, 4.9542759e-21f, 1.7801612e-19f];
        for (var i = 0; i < want.Length; i++) Assert.InRange(got[i] / want[i], 0.999f, 1.001f);
        Assert.Equal(1f, got[8], 1e-6f);
    }

    [Theory]
    [InlineData("best-cnn-model.tf2.8.h5")]
    [InlineData("best-cnn-model.tf2.11.h5")]
    [InlineData("best-cnn-model.keras3.4.1.keras")]
    public void TheOptimizerGoesOnWhereItStopped(string file)
    {
        var model = Load(file);
        Assert.Equal("Adam", Keras.Saving.KerasRegistry.ClassName(model.optimizer!.GetType()));
        Assert.True(model.optimizer.iterations.numpy().GetInt32(0) > 1000);
        Assert.Contains(model.optimizer.variables.Skip(2), v => Ops.any(Ops.not_equal(v, 0.0)).item<bool>());
    }

    private static Model Load(string file) => models.load_model(SharedData.Model("book", file));

    private ((NDArray, NDArray), (NDArray, NDArray)) Data()
    {
        _home.Link(SharedData.Data("fashion-mnist"), "datasets", "fashion-mnist");
        return keras.datasets.fashion_mnist.load_data();
    }
}
