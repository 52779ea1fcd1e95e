using System.Diagnostics;
using Keras.Legacy.Preprocessing;
using NumSharp;
using Keras.Callbacks;
using static Keras.keras;

namespace Keras.Conformance;

/// <summary>Trains with a backup, and kills its own process in the middle of an epoch: a test starts it again and compares the losses.</summary>
internal static class UntilKilled
{
    /// <summary>Trains five epochs; the results are appended to <c>log.csv</c>.</summary>
    /// <param name="folder">Where the log and the backup are.</param>
    /// <param name="data">What the data comes from.</param>
    /// <param name="epoch">The epoch in which the process kills itself; -1 for none.</param>
    internal static int Train(string folder, string data, int epoch)
    {
        // 1. All that draws: first weights, the order of the samples, dropout.
        keras.utils.set_random_seed(5);
        var x = Ops.reshape(Ops.sin(Ops.arange(0, 200 * 6, dtype: "float32")), new TensorShape(200, 6));
        var y = Ops.sum(x, axis: 1, keepdims: true);
        var model = keras.Sequential([layers.Input(6), new Unseeded(), layers.Dense(16, activation: "relu"), layers.Dropout(0.3), layers.Dense(1)]);
        model.compile(optimizer: "adam", loss: "mse", metrics: ["mae"]);

        // 2. Train.
        var callbacks = new Callback[]
        {
            new BackupAndRestore(Path.Combine(folder, "backup")),
            new CSVLogger(Path.Combine(folder, "log.csv"), append: true),
            new Killer(epoch),
        };
        NDArray inputs = x.numpy(), targets = y.numpy();
        switch (data)
        {
            case "arrays":
                model.fit(x, y, epochs: 5, batch_size: 20, validation_split: 0.2, verbose: 0, callbacks: callbacks);
                break;
            // An epoch ends in the middle of the data.
            case "steps":
                model.fit(x, y, epochs: 5, batch_size: 20, steps_per_epoch: 5, verbose: 0, callbacks: callbacks);
                break;
            case "batches":
                model.fit(x, y, epochs: 5, batch_size: 20, shuffle: "batch", verbose: 0, callbacks: callbacks);
                break;
            case "pydataset":
                model.fit(new Rows(inputs, targets), epochs: 5, verbose: 0, callbacks: callbacks, validation_data: new Rows(inputs, targets));
                break;
            case "pydataset-steps":
                model.fit(new Rows(inputs, targets), epochs: 5, steps_per_epoch: 5, verbose: 0, callbacks: callbacks);
                break;
            case "dataset":
                var rows = keras.preprocessing.timeseries_dataset_from_array(inputs, targets, sequence_length: 1, batch_size: 20, shuffle: true, seed: 3);
                model.fit(rows.map((samples, of) => (Ops.squeeze(samples, 1), of)), epochs: 5, verbose: 0, callbacks: callbacks);
                break;
            case "pictures":
                var pictures = keras.Sequential([layers.Input((1, 6, 1)), layers.Flatten(), model]);
                pictures.compile(optimizer: "rmsprop", loss: "mse", metrics: ["mae"]);
                var generator = new ImageDataGenerator(width_shift_range: 0.2, horizontal_flip: true);
                pictures.fit(generator.flow(np.array(inputs).reshape(200, 1, 6, 1), targets, batch_size: 20), epochs: 5, verbose: 0, callbacks: callbacks);
                break;
            default:
                throw new ArgumentException($"Unknown data '{data}'.", nameof(data));
        }
        return 0;
    }

    /// <summary>Noise that is drawn without a seed.</summary>
    private sealed class Unseeded : Layer
    {
        protected override Tensor call(Tensor inputs, bool training) => training ? inputs + keras.random.normal(inputs.shape, stddev: 0.01) : inputs;
    }

    /// <summary>Batches in an order that fit draws, with noise of NumSharp.</summary>
    private sealed class Rows(NDArray x, NDArray y) : PyDataset
    {
        public override int? num_batches => 10;

        public override Batch GetItem(int index) => new(x[$"{20 * index}:{20 * index + 20}"] + np.random.normal(0.0, 0.01, new Shape(20, 6)).astype(NPTypeCode.Single), y[$"{20 * index}:{20 * index + 20}"]);
    }

    private sealed class Killer(int at) : Callback
    {
        private int _epoch;

        public override void on_epoch_begin(int epoch, Logs? logs = null) => _epoch = epoch;

        public override void on_train_batch_end(int batch, Logs? logs = null)
        {
            if (_epoch != at || batch != 3) return;
            using var self = Process.GetCurrentProcess();
            self.Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
