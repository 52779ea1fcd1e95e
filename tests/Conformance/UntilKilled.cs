using System.Diagnostics;
using Keras.Callbacks;
using static Keras.keras;

namespace Keras.Conformance;

/// <summary>Trains with a backup, and kills its own process in the middle of an epoch: a test starts it again and compares the losses.</summary>
internal static class UntilKilled
{
    /// <summary>Trains five epochs; the results are appended to <c>log.csv</c>.</summary>
    /// <param name="folder">Where the log and the backup are.</param>
    /// <param name="epoch">The epoch in which the process kills itself; -1 for none.</param>
    internal static int Train(string folder, int epoch)
    {
        // 1. All that draws: first weights, the order of the samples, dropout.
        keras.utils.set_random_seed(5);
        var x = Ops.reshape(Ops.sin(Ops.arange(0, 200 * 6, dtype: "float32")), new TensorShape(200, 6));
        var y = Ops.sum(x, axis: 1, keepdims: true);
        var model = keras.Sequential([layers.Input(6), layers.Dense(16, activation: "relu"), layers.Dropout(0.3), layers.Dense(1)]);
        model.compile(optimizer: "adam", loss: "mse", metrics: ["mae"]);

        // 2. Train.
        model.fit(x, y, epochs: 5, batch_size: 20, validation_split: 0.2, verbose: 0, callbacks: new Callback[]
        {
            new BackupAndRestore(Path.Combine(folder, "backup")),
            new CSVLogger(Path.Combine(folder, "log.csv"), append: true),
            new Killer(epoch),
        });
        return 0;
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
