using NumSharp;

namespace Keras.Tests.Stress;

/// <summary>TorchSharp frees a tensor that only a running native call uses when another thread collects garbage. Training must survive that.</summary>
public class CollectorStressTests
{
    [Fact]
    public void FitWhileAnotherThreadCollectsWithoutPause()
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            var model = keras.Sequential([
                keras.Input(shape: (8, 8, 1)), keras.layers.Conv2D(4, 3, activation: "relu"), keras.layers.BatchNormalization(), keras.layers.MaxPooling2D(2),
                keras.layers.Flatten(), keras.layers.Dropout(0.2), keras.layers.Dense(3, activation: "softmax")]);
            model.compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: "accuracy");
            var x = np.random.rand(256, 8, 8, 1).astype(np.float32);
            var y = np.random.randint(0, 3, 256).astype(np.int32);
            var history = model.fit(x, y, batch_size: 8, epochs: 4, verbose: 0, validation_split: 0.25);
            Assert.All(history.history["loss"], v => Assert.True(double.IsFinite(v)));
            for (var i = 0; i < 50; i++) Assert.Equal([4L, 3L], model.predict(x["0:4"], verbose: 0).shape);
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }
}
